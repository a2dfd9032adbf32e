"""Compares a folder with the site: what a load will do with each record."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from documents.importing.fields import digest
from documents.importing.outline import Mistake, Outline, Record
from documents.importing.site import Site, values
from documents.models import Report, Section, Source

Verdict = Literal["added", "changed", "unchanged", "left alone"]
VERDICTS: tuple[Verdict, ...] = ("added", "changed", "unchanged", "left alone")


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with a record; its row on the site, None for a new one; its digest after that."""

    record: Record
    row: Any
    digest: str
    verdict: Verdict
    is_edited: bool = False  # on the site, since it was loaded

    @property
    def saves(self) -> bool:
        return self.verdict in ("added", "changed")

    @property
    def stays_withdrawn(self) -> bool:
        """Whether editors withdrew on the site what is replaced now: a folder does not publish it again."""
        return self.verdict == "changed" and self.is_edited and getattr(self.row, "is_gone", False)

    @property
    def changes_slug(self) -> bool:
        return self.verdict == "changed" and self.row.slug != self.record.values["slug"]


def merged(leading: Sequence[str], rest: Sequence[str]) -> list[str]:
    """`leading` in its order; what only `rest` has stands behind what it stands behind there."""
    common = set(leading)
    behind: dict[str, list[str]] = {}
    last = ""
    for name in rest:
        if name in common:
            last = name
        else:
            behind.setdefault(last, []).append(name)
    return [*behind.get("", []), *(one for name in leading for one in (name, *behind.get(name, [])))]


class Plan:
    """The steps of a load. Records with a mistake have none: then nothing is saved in any case."""

    def __init__(self, outline: Outline, site: Site, overwrite: frozenset[str]):
        self.outline = outline
        self.site = site
        self.overwrite = overwrite
        self.steps = [self.step(record) for record in outline.records if record.whole]

    def of(self, kind: str) -> list[Step]:
        return [step for step in self.steps if step.record.kind == kind]

    @property
    def written(self) -> list[Record]:
        """The records that this load saves, or would save if they had no mistake."""
        wrong = [record for record in self.outline.records if not record.whole]
        return [*wrong, *(step.record for step in self.steps if step.saves)]

    def sections_of(self, report: Step) -> list[Step]:
        return [step for step in self.of("section") if step.record.values["report"] == report.record.name]

    def step(self, record: Record) -> Step:
        row = self.site.row(record)
        present, wanted = self.orders(record) if record.kind == "report" else ([], [])
        after = digest(record.kind, record.values, wanted, record.shown)
        if row is None:
            return Step(record, None, after, "added")
        now = digest(record.kind, values(record.kind, row), present, self.site.pictures_of(row))
        if now == after:
            return Step(record, row, after, "unchanged")
        if now == row.loaded_digest:
            return Step(record, row, after, "changed")
        if record.name in self.overwrite:
            return Step(record, row, after, "changed", is_edited=True)
        return Step(record, row, after, "left alone")

    # The order of sections belongs to their report: who moves one on the site has edited the report.

    def orders(self, report: Record) -> tuple[list[str], list[str]]:
        """The keys of a report's loaded sections as they stand on the site, and as the folder wants them."""
        folder = [section.name for section in self.outline.sections_of(report)]
        rows = self.site.sections.get(report.name, {})
        present = [key for key, row in rows.items() if row.loaded_digest or key in folder]
        return present, merged(folder, present)

    def positions(self, report: Step) -> dict[str, int]:
        """The position of each section by its key, from 1; empty where all may stay where they are."""
        folder = [step.record.name for step in self.sections_of(report)]
        present = list(self.site.sections.get(report.record.name, {}))
        order = merged(present, folder) if report.verdict == "left alone" else merged(folder, present)
        return {} if order == present else {name: position for position, name in enumerate(order, 1)}

    # Keys and slugs may be taken by records that stay as they are.

    def clashes(self) -> Iterator[Mistake]:
        if not self.of("collection"):
            return  # which records of the site are the folder's own is not known
        yield from self.crossed()
        yield from self.foreign("report", Report.objects.exclude(collection=self.site.collection))
        yield from self.foreign("source", Source.objects.exclude(collection=self.site.collection))
        yield from taken(self.of("source"), self.site.sources)
        for report in self.of("report"):
            yield from self.moved(report.record)
            yield from taken(self.sections_of(report), self.site.sections.get(report.record.name, {}))

    def foreign(self, kind: str, others: Any) -> Iterator[Mistake]:
        steps = {step.record.values["slug"]: step for step in self.of(kind)}
        for other in others.filter(slug__in=list(steps)).select_related("collection"):
            message = f"“{other.slug}” is an address of the collection “{other.collection}”. Choose another."
            yield steps[other.slug].record.mistake("slug", message)

    def crossed(self) -> Iterator[Mistake]:
        """The keys that the site has given to another record; large and small letters are the same."""
        sections = {key.casefold(): key for rows in self.site.sections.values() for key in rows}
        sources = {key.casefold(): key for key in self.site.sources}
        for kind, own, others in (("source", sources, sections), ("section", sections, sources)):
            for step in self.of(kind):
                name = step.record.name
                if name.casefold() in others:
                    other = "section" if kind == "source" else "source"
                    message = f"{name} is a {other} on the site. Give this {kind} another key."
                    yield step.record.mistake("key", message)
                elif name.casefold() in own and name not in own.values():
                    message = (
                        f"The site has {own[name.casefold()]}. Write the key like that, or choose another."
                    )
                    yield step.record.mistake("key", message)

    def moved(self, report: Record) -> Iterator[Mistake]:
        """The sections of a report that the site has under another one, in whatever edition of that."""
        sections = {section.name: section for section in self.outline.sections_of(report) if section.name}
        elsewhere = Section.objects.filter(
            key__in=list(sections), edition__report__collection=self.site.collection
        ).exclude(edition__report__slug=report.name)
        for key, other in elsewhere.values_list("key", "edition__report__slug"):
            message = (
                f"{key} is a section of report {other} on the site. "
                "Delete it there, or give this one another key."
            )
            yield sections[key].mistake("key", message)


def taken(steps: Sequence[Step], rows: dict[str, Any]) -> Iterator[Mistake]:
    """The records whose slug is that of a row which this load does not save."""
    saved = {step.record.name for step in steps if step.saves}
    staying = {row.slug: name for name, row in rows.items() if name not in saved}
    for step in steps:
        slug = step.record.values["slug"]
        if step.saves and slug in staying:
            message = f"“{slug}” is the address of {staying[slug]}, which stays as it is. Choose another."
            yield step.record.mistake("slug", message)
