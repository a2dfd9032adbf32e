"""Taking words out of everything that the table names, and looking whether any are left.

Each record is changed in a transaction of its own, with what is derived from it, so that a purge that was interrupted
is simply run again. Nothing is published by it and no revision is added: what was said is unsaid in each version.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone

from documents.keeping.folder import Folder
from documents.keeping.table import FILES, ROWS, Rule, rules
from documents.models import Block, Change, Citation, Report, Revision, Section, Source, Synonym, keeping
from documents.models.unit import touched
from documents.search import indexer
from documents.search.engine import Engine
from documents.search.engines import engine
from documents.text.markdown import parse
from documents.text.removal import Phrase, Unfit

LONGEST_REASON = 200
PIECE = 2**22  # bytes of a file that are looked at together
OVERLAP = 2**12

Progress = Callable[[], None]


class Stand(NamedTuple):
    """A column of one row in which the words stand."""

    model: str
    key: Any
    column: str
    rule: Rule

    @property
    def place(self) -> str:
        return f"{self.model.partition('.')[2]}: {self.column}"


@dataclass
class Outcome:
    """In how many rows of each place the words stood; what is left, in words; what an operator has to look at."""

    changed: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)
    units: int = 0


@dataclass(frozen=True)
class Purge:
    """The words that are to go, and what is said in their place."""

    phrase: Phrase
    notice: str

    @classmethod
    def of(cls, words: str, reason: str, on: date) -> "Purge":
        """Raises Unfit where the notice would hold the words again, or would be none."""
        reason = " ".join(reason.split())
        if set(reason) & set("{}") or len(reason) > LONGEST_REASON:
            raise Unfit(f"A reason has no braces, and {LONGEST_REASON} characters at most.")
        phrase, notice = Phrase(words), f"{{removed {on.isoformat()}{f': {reason}' if reason else ''}}}"
        if phrase.stands_in(notice):
            raise Unfit(
                "These words would stand in the notice that takes their place. Give more of them, or another reason."
            )
        return cls(phrase, notice)

    def stands(self, progress: Progress = lambda: None) -> Iterator[Stand]:
        """Every place of the database in which the words stand."""
        for rows in ROWS:
            model = apps.get_model(rows.model)
            names = [name for name, rule in rows.columns.items() if rule is not Rule.NOTHING]
            if not names:
                continue
            for row in model._base_manager.order_by("pk").values_list("pk", *names).iterator():
                progress()
                for name, value in zip(names, row[1:], strict=True):
                    if any(map(self.phrase.stands_in, strings(said(rows.model, name, value)))):
                        yield Stand(rows.model, row[0], name, rows.columns[name])

    def count(self, progress: Progress = lambda: None) -> Counter[str]:
        """In how many rows of each place the words stand."""
        return Counter(stand.place for stand in self.stands(progress))

    def without(self, rule: Rule, value: Any, public_id: str) -> Any:
        """A column's value without the words."""
        match rule:
            case Rule.NOTICE:
                return self.phrase.taken_out_of_markdown(value, self.notice)
            case Rule.LINE:
                return self.phrase.taken_out(value)
            case Rule.ADDRESS:
                return public_id
            case Rule.EMPTIED:
                return ""
            case Rule.NAMES:
                return "\n".join(line for line in value.splitlines() if not self.phrase.stands_in(line))
        raise ValueError(f"{rule} is no rule for a value.")

    def clean(self, model: str, key: Any, found: list[Stand]) -> None:
        """Take the words out of one row, and out of what is derived from it."""
        row = apps.get_model(model)._base_manager.filter(pk=key).first()
        if row is None:  # it went with another one
            return
        match row:
            case Section() | Source():
                self.clean_unit(row, found)
            case Revision():
                self.clean_revision(row)
            case _ if found[0].rule is Rule.ROW:
                row.delete()
            case _:
                self.clean_columns(row, found)

    def clean_columns(self, row: Any, found: list[Stand]) -> dict[str, Any]:
        """Change the columns alone: no method of a model that keeps an old address, or says who did it."""
        values = {}
        for stand in found:
            if stand.rule not in (Rule.TOLD, Rule.DERIVED):
                old = getattr(row, stand.column)
                values[stand.column] = self.without(stand.rule, old, getattr(row, "public_id", ""))
                if stand.model == "admin.logentry" and stand.column == "change_message":
                    values[stand.column] = self.without_in_json(old)
        if isinstance(row, Synonym) and is_useless(row, values):
            row.delete()
        elif values:
            type(row)._base_manager.filter(pk=row.pk).update(**values)
            if isinstance(row, Report):
                Change.objects.note_report(row)
        return values

    def without_in_json(self, text: str) -> str:
        """What the admin keeps of a change: JSON, or a plain sentence."""
        try:
            return json.dumps(walked(json.loads(text), self.phrase.taken_out))
        except ValueError:
            return self.phrase.taken_out(text)

    def clean_unit(self, unit: Section | Source, found: list[Stand]) -> None:
        Change.objects.note(touched([unit]))
        values = self.clean_columns(unit, found)
        # Suggestions are those of units that were not changed since (documents/search/suggestions.py).
        type(unit)._base_manager.filter(pk=unit.pk).update(changed_at=timezone.now())
        if "body" in values:
            unit.body = values["body"]
            derive(unit)
            Change.objects.note(touched([unit]))

    def clean_revision(self, revision: Revision) -> None:
        """Each value of the record as the column of the unit that it was kept of."""
        owner = revision.owner
        kept_of = rules(type(owner))
        record = {
            name: self.without(kept_of[name], text, owner.public_id)
            if kept_of.get(name) not in (None, Rule.NOTHING, Rule.TOLD) and self.phrase.stands_in(text)
            else text
            for name, text in revision.record.items()
        }
        Revision.objects.filter(pk=revision.pk).update(
            body=self.without(Rule.NOTICE, revision.body, ""),
            correction=self.without(Rule.LINE, revision.correction, ""),
            record=record,
            purged_at=timezone.now(),  # what pages remember of it is forgotten (documents/views/corrections.py)
        )

    def take_out(self, progress: Progress = lambda: None) -> Counter[str]:
        """Take the words out of the database, row by row; return in how many rows of each place they stood."""
        changed: Counter[str] = Counter()
        by_row: dict[tuple[str, Any], list[Stand]] = {}
        for stand in self.stands(progress):
            by_row.setdefault((stand.model, stand.key), []).append(stand)
            if stand.rule is not Rule.TOLD:
                changed[stand.place] += 1
        for (model, key), found in by_row.items():
            progress()
            with transaction.atomic():
                self.clean(model, key, found)
        return changed


def purge(
    words: str, *, reason: str = "", on: date | None = None, progress: Progress = lambda: None
) -> Outcome:
    """Take the words out of everything, and say where they stood and what is left. To be run again when interrupted.

    Raises Unfit for words or a reason that cannot be used, SearchTrouble or OSError where the index cannot be made anew,
    DatabaseError where the database refuses; then the rest is still to be done.
    """
    folder = Folder.of_settings()
    this = Purge.of(words, reason, on or timezone.localdate())
    with folder.alone():
        outcome = Outcome(changed=this.take_out(progress))
        outcome.units = make_index_anew(engine())
        for name in caches:
            caches[name].clear()
        outcome.left = [*rewrite_database(), *left(this, folder, progress)]
    return outcome


def make_index_anew(index: Engine) -> int:
    """A new index, and none of those before it."""
    units = indexer.rebuild(index)
    index.remove_older()
    return units


def rewrite_database() -> list[str]:
    """Write the database without what was deleted, and empty its log; return what did not come about."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        is_busy, *_ = cursor.fetchone()
    if is_busy:
        return [
            "the log of the database (WAL), which somebody was reading: run the same again, or stop the server first"
        ]
    return []


def left(this: Purge, folder: Folder, progress: Progress = lambda: None) -> list[str]:
    """Where the words still stand, in the database, its file, and copies in the data folder; each with what to do."""
    found = [
        f"{place} ({number}): change it by hand, then run the same again"
        for place, number in this.count(progress).items()
    ]
    wanted = bytes_of(this.phrase)
    database = folder.database
    for path in (database, database.with_name(f"{database.name}-wal")):
        if path.exists() and holds(path, wanted):
            found.append(f"the file {path.name}: run the same again with the server stopped")
    copies = [path for place in FILES if place.is_copy for path in folder.path.glob(place.pattern)]
    return found + [
        f"{path}: a copy of the site, made before. Delete it or keep it as safe as its words"
        for path in copies
    ]


def bytes_of(phrase: Phrase) -> re.Pattern[bytes]:
    """The words as they stand in a file that is not read as what it is."""
    signs = rb"[\x09-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e\x80-\xbf\xc2\xe2]{1,12}"
    return re.compile(signs.join(re.escape(word.encode()) for word in phrase.words), re.IGNORECASE)


def holds(path: Path, wanted: re.Pattern[bytes]) -> bool:
    before = b""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            if wanted.search(before + piece):
                return True
            before = piece[-OVERLAP:]
    return False


def is_useless(synonym: Synonym, values: dict[str, str]) -> bool:
    """Whether the set would say nothing with these values: one name alone, or none that leads to another."""
    names, searched = (values.get(name, getattr(synonym, name)) for name in ("names", "searched"))
    return not names or ("\n" not in names and not searched)


def derive(unit: Section | Source) -> None:
    """Make blocks and citations anew. A notice makes no new block, so each keeps its id; where it does, texts are compared."""
    body = parse(unit.body)
    ids = list(unit.blocks.living().order_by("position").values_list("pk", flat=True))
    if len(ids) != len(body.blocks):
        keeping.derive([unit])
        return
    Block.objects.write(unit, body.blocks, ids)
    Citation.objects.write(unit, body.citations, ids)
    unit.pictures.note_shown(image.key for image in body.images)


def said(model: str, column: str, value: Any) -> Any:
    """What a column's value says to a person."""
    if model == "sessions.session":
        return SessionStore().decode(value)
    if model == "admin.logentry" and column == "change_message":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def strings(value: Any) -> Iterator[str]:
    """All strings in a value, names of its parts too."""
    match value:
        case str():
            yield value
        case dict():
            for name, part in value.items():
                yield str(name)
                yield from strings(part)
        case list() | tuple():
            for part in value:
                yield from strings(part)


def walked(value: Any, change: Callable[[str], str]) -> Any:
    """The value with each of its strings changed."""
    match value:
        case str():
            return change(value)
        case dict():
            return {change(name): walked(part, change) for name, part in value.items()}
        case list():
            return [walked(part, change) for part in value]
    return value
