"""Reads a collection folder: collection.toml and Markdown files → an outline, with every mistake in it.

The format is that of docs/collection-format.md. Nothing is saved here.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from documents.importing.fields import FIELDS, Value
from documents.importing.outline import Mistake, Outline, Record, Use, reading_order, repeated
from documents.importing.pictures import IMAGE_FILES, read_pictures
from documents.importing.toml_lines import key_lines
from documents.text.bodies import tidy
from documents.text.lines import line_of_citation, line_of_picture
from documents.text.markdown import parse

COLLECTION_FILE = "collection.toml"
SOURCE_FILES = "sources/*.md"

FRONT_MATTER = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# Not written by an author: what editors, version control and macOS leave in a folder.
HIDDEN = re.compile(r"(?:^|/)\.")

Item = TypeVar("Item")
Lines = dict[str, int]  # the line of each key


class Named(NamedTuple):
    """The keys that a text names, each with the line of its file that first names it, or with its first use."""

    cites: dict[str, int]
    pictures: dict[str, Use]


class Progress(Protocol):
    """Passes the items on, one by one, and may show how far it is; `unit` names one and what is done with it."""

    def __call__(self, items: Sequence[Item], unit: str) -> Iterable[Item]: ...


def silently(items: Sequence[Item], unit: str) -> Iterable[Item]:
    return items


def read(folder: Path, progress: Progress = silently) -> Outline:
    """Read the folder. Never raises for what stands in it: that is in the outline's `mistakes`."""
    if not (folder / COLLECTION_FILE).is_file():
        missing = f"There is no such file. A collection is a folder with a {COLLECTION_FILE}."
        return Outline(mistakes=[Mistake(COLLECTION_FILE, 1, missing)])
    return _Reader(folder, progress).outline()


class _Reader:
    def __init__(self, folder: Path, progress: Progress):
        self.folder = folder
        self.progress = progress
        self.found = Outline()

    def outline(self) -> Outline:
        self.read_collection()
        source_files = self.files(SOURCE_FILES)
        readers = self.section_files(frozenset(source_files))
        for file in self.progress(sorted(readers, key=reading_order), "section read"):
            self.read_section(file, readers[file])
        for file in self.progress(source_files, "source read"):
            self.found.sources += self.documents("source", file)
        self.found.mistakes += repeated(self.found)
        files = self.progress(self.files(IMAGE_FILES), "picture read")
        self.found.mistakes += read_pictures(self.folder, files, self.found)
        return self.found

    # Files

    def files(self, pattern: str) -> list[str]:
        """The files in the folder that the pattern names, in the order of their paths."""
        inside = self.folder.resolve()
        names = []
        for path in self.folder.glob(pattern):
            name = path.relative_to(self.folder).as_posix()
            if not path.resolve().is_relative_to(inside):
                self.note(name, 1, "This leads out of the folder. Put the file itself here.")
            elif path.is_file() and not HIDDEN.search(name):
                names.append(name)
        return sorted(names, key=reading_order)

    def section_files(self, sources: frozenset[str]) -> dict[str, set[str]]:
        """Each file of sections, with the slugs of the reports that read it ("" for one without a slug)."""
        readers: dict[str, set[str]] = {}
        for report in self.found.reports:
            for name in self.named_by(report):
                readers.setdefault(name, set()).add(str(report.values.get("slug", "")))
        forgotten = [name for name in self.files("*/**/*.md") if name not in readers and name not in sources]
        if self.found.collection is None or not all(report.whole for report in self.found.reports):
            return readers | {name: {""} for name in forgotten}
        for name in forgotten:
            self.note(name, 1, f"Nothing reads this file. Name it under `sections` in {COLLECTION_FILE}.")
        return readers

    def named_by(self, report: Record) -> list[str]:
        pattern = report.values.get("sections")
        if not pattern:
            return []
        try:
            names = self.files(str(pattern))
        except (ValueError, NotImplementedError) as error:
            mistake = report.mistake("sections", f"{error}. Write a pattern such as sections/*.md.")
            self.found.mistakes.append(mistake)
            return []
        if not names:
            self.found.mistakes.append(report.mistake("sections", f"No file is named {pattern}."))
        return names

    def text(self, file: str) -> str | None:
        """The text of a file, with plain line ends; None, and a mistake noted, when there is none."""
        try:
            data = (self.folder / file).read_bytes()
        except OSError as error:
            self.note(file, 1, f"The file cannot be read: {error.strerror}.")
            return None
        if (nul := data.find(b"\0")) >= 0:
            self.note(file, data.count(b"\n", 0, nul) + 1, "There is a NUL character here. Remove it.")
            return None
        try:
            text = data.decode().removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.note(file, line, f"Byte {data[error.start]:#04x} is not UTF-8. Save the file as UTF-8.")
            return None
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def toml(self, file: str, text: str, offset: int = 0) -> dict[str, Any] | None:
        """The values of a TOML text that starts after `offset` lines of its file."""
        try:
            return tomllib.loads(text)
        except (ValueError, RecursionError) as error:
            message, _, place = str(error).partition(" (at ")
            line = re.match(r"line (\d+)", place)
            number = int(line[1]) if line else text.count("\n")
            self.note(file, offset + number, f"This is not TOML: {message}.")
            return None

    def note(self, file: str, line: int, message: str) -> None:
        self.found.mistakes.append(Mistake(file, line, message))

    # Records

    def read_collection(self) -> None:
        text = self.text(COLLECTION_FILE)
        raw = self.toml(COLLECTION_FILE, text) if text is not None else None
        if text is None or raw is None:
            return
        (_, top), *tables = key_lines(text)
        reports, synonyms = raw.pop("report", []), raw.pop("synonym", [])
        self.found.collection = self.record("collection", COLLECTION_FILE, raw, dict(top))
        self.found.reports = self.tables("report", reports, top, tables)
        self.found.synonyms = self.tables("synonym", synonyms, top, tables)

    def tables(self, kind: str, given: object, top: Lines, tables: list[tuple[str, Lines]]) -> list[Record]:
        """The records of the tables of this kind; `top` and `tables` say where the keys of the file stand."""
        line = top.get(kind, 1)
        if not (isinstance(given, list) and all(isinstance(values, dict) for values in given)):
            self.note(COLLECTION_FILE, line, f"{kind}: Write a [[{kind}]] table for each {kind}.")
            return []
        headed = [lines for name, lines in tables if name == kind]
        inline = [{"": line} for _ in given[len(headed) :]]
        return [
            self.record(kind, COLLECTION_FILE, values, lines)
            for values, lines in zip(given, [*headed, *inline], strict=False)
        ]

    def read_section(self, file: str, readers: set[str]) -> None:
        for section in self.documents("section", file):
            report = section.values.get("report", "")
            if report and report not in readers and "" not in readers:
                expected = " or ".join(sorted(readers))
                message = f"The report “{report}” does not read this file. Write {expected}."
                self.found.mistakes.append(section.mistake("report", message))
            self.found.sections.append(section)

    def documents(self, kind: str, file: str) -> list[Record]:
        """The record of a Markdown file; none, and a mistake noted, when it has no front matter."""
        text = self.text(file)
        if text is None:
            return []
        front = FRONT_MATTER.match(text)
        if front is None:
            self.note(file, 1, "The file does not begin with front matter: TOML between two lines of +++.")
            return []
        values = self.toml(file, front[1], offset=1)
        if values is None:
            return []
        lines = {key: line + 1 for key, line in key_lines(front[1])[0][1].items()}
        return [self.record(kind, file, values, lines, body=text[front.end() :], above=front[0].count("\n"))]

    def record(
        self,
        kind: str,
        file: str,
        raw: Mapping[str, object],
        lines: dict[str, int],
        *,
        body: str | None = None,
        above: int = 0,
    ) -> Record:
        """The record, its mistakes noted. `above` is the number of lines above the body."""
        start = lines.pop("", 1)
        values, wrong = read_fields(kind, raw)
        for name, message in wrong:
            self.note(file, lines.get(name, start), message)
        if body is None:
            named = self.markup(file, str(values.get("about", "")), lambda line: lines.get("about", start))
            return Record(kind, file, values, lines, start, *named)
        values["body"] = text = tidy(body)
        lines["body"] = above + 1 + body[: len(body) - len(body.lstrip())].count("\n")
        named = self.markup(file, text, lambda line: lines["body"] + line - 1)
        return Record(kind, file, values, lines, start, *named)

    def markup(self, file: str, text: str, line_of: Callable[[int], int]) -> Named:
        """Note the mistakes of a Markdown text; return what it cites and what pictures it shows."""
        body = parse(text)
        for problem in body.problems:
            self.note(file, line_of(problem.line), problem.message)
        words: dict[str, str] = {}
        for one in body.images:
            words[one.key] = words.get(one.key) or one.alt.strip()
        return Named(
            {one.key: line_of(line_of_citation(text, one.key)) for one in body.citations},
            {key: Use(line_of(line_of_picture(text, key)), said) for key, said in words.items()},
        )


def read_fields(kind: str, raw: Mapping[str, object]) -> tuple[dict[str, Value], list[tuple[str, str]]]:
    """The values of the fields that are right, and (field, message) for what is wrong, missing or unknown."""
    expected = {field.name: field for field in FIELDS[kind]}
    wrong = [(name, unknown(name, kind)) for name in raw.keys() - expected.keys()]
    values: dict[str, Value] = {}
    for name, field in expected.items():
        try:
            values[name] = field.read(raw)
        except ValueError as error:
            wrong.append((name, f"{name}: {error}"))
    return values, wrong


def unknown(name: str, kind: str) -> str:
    names = [field.name for field in FIELDS[kind]]
    near = get_close_matches(name, names, n=1)
    hint = f"Is it {near[0]}?" if near else f"The fields of a {kind} are: {', '.join(names)}."
    return f"{name}: There is no such field. {hint}"
