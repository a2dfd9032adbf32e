"""What a collection folder says: records, and the mistakes in it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from documents.importing.fields import FIELDS, Pictures, Value

MANUAL = "docs/collection-format.md"


def reading_order(path: str) -> tuple[list[str | int], str]:
    """Where a file stands among others: by its whole path, numbers by value, so that 2-b is before 10-a."""
    parts = enumerate(re.split(r"([0-9]+)", path))
    return [int(part) if number % 2 else part for number, part in parts], path


class Mistake(NamedTuple):
    file: str
    line: int
    message: str


class Mistakes(ValueError):
    """Raised with all that is wrong in a folder, in the order of its files."""

    def __init__(self, folder: Path, mistakes: Iterable[Mistake]):
        self.folder = folder
        self.mistakes = tuple(sorted(set(mistakes), key=lambda one: (reading_order(one.file), one)))
        super().__init__(folder, self.mistakes)

    def __str__(self) -> str:
        lines = [f"{self.folder / file}:{line}: {message}" for file, line, message in self.mistakes]
        count = "1 mistake" if len(lines) == 1 else f"{len(lines)} mistakes"
        return "\n".join(
            [*lines, f"{count}. Nothing was saved; correct and load again. The format: {MANUAL}"]
        )


class Use(NamedTuple):
    """A picture in a text: the first line of the file that shows it, and the words that stand for it."""

    line: int
    words: str


class Kept(NamedTuple):
    """A picture of the folder: its file, and the SHA-256 of the picture as the site keeps it."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Record:
    """A thing in the folder. `values` lacks what could not be read; `lines` are those of its file.

    `cites` gives the line of its file that first names each source, `pictures` each use of a picture by the
    picture's name, and `kept` the pictures that the folder has for it.
    """

    kind: str
    file: str
    values: Mapping[str, Value]
    lines: Mapping[str, int]
    start: int = 1
    cites: Mapping[str, int] = field(default_factory=dict)
    pictures: Mapping[str, Use] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What it is called on the command line: its key, a report's slug, or “collection”."""
        return "collection" if self.kind == "collection" else str(self.values.get(self.naming_field, ""))

    @property
    def naming_field(self) -> str:
        return "slug" if self.kind in ("collection", "report") else "key"

    @property
    def shown(self) -> Pictures:
        """The pictures that the text shows and the folder has."""
        return {name: (kept.sha256, self.pictures[name].words) for name, kept in self.kept.items()}

    @property
    def whole(self) -> bool:
        """Whether every field could be read."""
        return all(field.name in self.values for field in FIELDS[self.kind])

    def mistake(self, field: str, message: str) -> Mistake:
        return Mistake(self.file, self.lines.get(field, self.start), f"{field}: {message}")


@dataclass(slots=True)
class Outline:
    """What a folder says, sections in the order of their files. `collection` is None if unreadable."""

    collection: Record | None = None
    reports: list[Record] = field(default_factory=list)
    sections: list[Record] = field(default_factory=list)
    sources: list[Record] = field(default_factory=list)
    synonyms: list[Record] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def records(self) -> list[Record]:
        first = [self.collection] if self.collection else []
        return [*first, *self.reports, *self.sections, *self.sources, *self.synonyms]

    def sections_of(self, report: Record) -> list[Record]:
        slug = report.values.get("slug")
        return [section for section in self.sections if section.values.get("report") == slug]


def repeated(outline: Outline) -> Iterator[Mistake]:
    """Names and slugs that are given twice."""
    seen: dict[object, Record] = {}
    for record in outline.records:
        uses: dict[object, str] = {("name", record.name.casefold()): record.naming_field}
        if record.kind == "section":
            uses["section", record.values.get("report"), record.values.get("slug")] = "slug"
        elif record.kind == "source":
            uses["source", record.values.get("slug")] = "slug"
        for use, naming in uses.items():
            first = seen.setdefault(use, record)
            if first is not record and record.values.get(naming):
                where = f"{first.file}:{first.lines.get(naming, first.start)}"
                yield record.mistake(naming, f"“{record.values[naming]}” is taken already: {where}.")
