"""Saves a collection folder: its outline → rows, in one transaction.

What was loaded of a record is remembered as a digest. A record whose present digest is another one was
edited on the site since then, and is left alone unless it is named in `overwrite`.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from documents.importing.collection import Progress, read, silently
from documents.importing.fields import Value, stored
from documents.importing.outcome import Outcome
from documents.importing.outline import Mistake, Mistakes, Outline, Record
from documents.importing.pictures import keep_pictures, missing, remove_files, wordless
from documents.importing.plan import Plan, Step
from documents.importing.site import MODELS, Site
from documents.models import Collection, Report, Section, Source, State, Synonym
from documents.models.unit import save_together


class UnknownNames(LookupError):
    """Raised for names to overwrite that no record of the folder has."""


def load(
    folder: Path, *, overwrite: Iterable[str] = (), dry_run: bool = False, progress: Progress = silently
) -> Outcome:
    """Load the folder; with `dry_run`, do all of it and take it back.

    Raises Mistakes, with all of them, when anything is wrong in the folder: then nothing is saved.
    """
    names = frozenset(overwrite)
    outline = read(folder, progress)
    with taken_back(dry_run) as files:
        site = Site(outline)
        plan = Plan(outline, site, names)
        mistakes = [*refused(outline), *dangling(plan), *pictured(plan), *withdrawn(plan), *plan.clashes()]
        if outline.mistakes or mistakes:
            raise Mistakes(folder, [*outline.mistakes, *mistakes])
        if unknown := names - {record.name for record in outline.records}:
            raise UnknownNames(
                f"The folder has no {', '.join(sorted(unknown))}. Name keys, or the slug of a report."
            )
        save(plan, progress)
        save_pictures(folder, plan, files)
    return Outcome.of(folder, plan, dry_run=dry_run)


@contextmanager
def taken_back(dry_run: bool) -> Iterator[list[str]]:
    """A transaction, and the stored files that belong to it: they go where it is taken back."""
    files: list[str] = []
    stays = False
    try:
        with transaction.atomic():
            yield files
            transaction.set_rollback(dry_run)
        stays = not dry_run
    finally:
        if not stays:
            remove_files(files)


# What the models and the texts around a record refuse


def refused(outline: Outline) -> Iterator[Mistake]:
    """Values that the models do not take: too long, no address, a slug that the site needs itself …"""
    for record in outline.records:
        model = MODELS[record.kind]
        given = {field.name for field in stored(record.kind)} & record.values.keys()
        row = model(**{name: record.values[name] for name in given})
        try:
            row.clean_fields(exclude={field.name for field in model._meta.fields} - given)
            if record.kind == "synonym" and record.whole:
                row.clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                yield from (record.mistake(name, message) for message in messages)


def dangling(plan: Plan) -> Iterator[Mistake]:
    """Citations, in texts to be published, of what will not be published: what is missing and what is a draft."""
    states = source_states(plan)
    outline = plan.outline
    unread = {mistake.file for mistake in outline.mistakes} - {record.file for record in outline.records}
    for record in filter(is_public, plan.written):
        for key, line in record.cites.items():
            if key not in states and not any(file.startswith(f"sources/{key}-") for file in unread):
                message = (
                    f"[@{key}] cites no source of the collection. Add sources/{key}-….md or correct the key."
                )
                yield Mistake(record.file, line, message)
            elif key in states and states[key] not in (State.PUBLISHED, State.WITHDRAWN):
                message = f"[@{key}] cites a source that is not published, here or on the site. Publish both, or neither."
                yield Mistake(record.file, line, message)


def pictured(plan: Plan) -> Iterator[Mistake]:
    """Pictures that are missing in texts to be published, and pictures without words."""
    for record in plan.written:
        yield from wordless(record)
        if is_public(record):
            yield from missing(record)


def source_states(plan: Plan) -> dict[str, object]:
    """The state of each source of the collection, by its key, as it will be after the load."""
    present = {key: State.WITHDRAWN if row.is_gone else row.state for key, row in plan.site.sources.items()}
    return present | {record.name: state(record) for record in plan.written if record.kind == "source"}


def withdrawn(plan: Plan) -> Iterator[Mistake]:
    """Drafts of what everybody could read, whose address is to say that it was withdrawn, and reasons without effect."""
    for record in plan.outline.records:
        if record.values.get("withdrawn_reason") and state(record) != State.WITHDRAWN:
            yield record.mistake("withdrawn_reason", 'A reason counts with state = "withdrawn".')
    for step in plan.steps:
        if step.verdict == "changed" and state(step.record) == State.DRAFT and may_be_known(step.row):
            message = 'Everybody could read it on the site, and links lead to it. Write state = "withdrawn".'
            yield step.record.mistake("state", message)


def may_be_known(row: Any) -> bool:
    """Whether everybody can read what a row says now, or could."""
    return row.is_gone or (row.state == State.PUBLISHED and row.published_at is not None)


def state(record: Record) -> Value:
    return record.values.get("state", State.PUBLISHED)


def is_public(record: Record) -> bool:
    return state(record) == State.PUBLISHED


# Rows


def save(plan: Plan, progress: Progress) -> None:
    """Do what the plan says. Sources come before sections, which cite them."""
    for step in plan.steps:
        remember(step)
    [first] = plan.of("collection")
    collection = saved(first, Collection())
    make_way(plan.of("source"))
    for step in progress(plan.of("source"), "source saved"):
        saved(step, Source(collection=collection))
    make_way(plan.of("section"))
    for step in progress(plan.of("report"), "report saved"):
        save_sections(plan, step, saved(step, Report(collection=collection)))
    for step in plan.of("synonym"):
        synonym = saved(step, Synonym(collection=collection))
        if synonym.collection is None:  # it has outlived the collection, which is here again
            synonym.collection = collection
            synonym.save(update_fields=["collection"])


def remember(step: Step) -> None:
    """Note that a row says just what the folder says, though it was not loaded from there in this form."""
    if step.verdict == "unchanged" and step.row.loaded_digest != step.digest:
        MODELS[step.record.kind].objects.filter(pk=step.row.pk).update(loaded_digest=step.digest)


def make_way(steps: Sequence[Step]) -> None:
    """Free the slugs that rows are about to give up, so that two rows can exchange theirs."""
    for step in steps:
        if step.changes_slug:
            MODELS[step.record.kind].objects.filter(pk=step.row.pk).update(slug=F("public_id"))


def saved(step: Step, new: Any) -> Any:
    """The step's row, saved where there is something to save; a new one begins as `new`."""
    if not step.saves:
        return step.row
    row = filled(step, new)
    row.save()
    return row


def filled(step: Step, new: Any) -> Any:
    """The step's row, or `new`, with the values of its record."""
    row = step.row or new
    for field in stored(step.record.kind):
        if not (step.stays_withdrawn and field.name in ("state", "withdrawn_reason")):
            setattr(row, field.name, step.record.values[field.name])
    row.loaded_digest = step.digest
    return row


def save_sections(plan: Plan, report: Step, row: Report) -> None:
    """Save the sections of a report at once, so that a block that moved to another keeps its id."""
    edition = row.current_edition
    present = plan.site.sections.get(row.slug, {})
    units = {
        step.record.name: filled(step, Section(edition=edition))
        for step in plan.sections_of(report)
        if step.saves
    }
    for name, position in plan.positions(report).items():
        unit = units.get(name) or present[name]
        if unit.position != position:
            unit.position = position
            units[name] = unit
    save_together(list(units.values()))


def save_pictures(folder: Path, plan: Plan, files: list[str]) -> None:
    """Save the pictures of what was saved, and add to `files` those that were stored for it."""
    site = Site(plan.outline)
    for step in plan.steps:
        if step.saves and step.record.kind in ("section", "source"):
            files.extend(keep_pictures(folder, step.record, site.row(step.record)))
