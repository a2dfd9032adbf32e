"""Markdown → Body."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from documents.text.markdown.captions import attach_captions
from documents.text.markdown.dialect import dialect, printed
from documents.text.markdown.drafts import Draft, Spot
from documents.text.markdown.finish import finish
from documents.text.markdown.inline import pieces_of
from documents.text.markdown.pieces import (
    Begin,
    Body,
    Cell,
    End,
    Image,
    Kind,
    Leaf,
    PageTurn,
    Part,
    Piece,
    Rule,
    Text,
    Turn,
)
from documents.text.markdown.tidy import verbatim

SURROGATES = re.compile("[\ud800-\udfff]")
STRAY_FENCE = re.compile(r":{3,}\s*(\w*)\s*$")
NUMBERED = ("paragraph", "item", "heading", "quote", "aside")
PARTS: dict[str, Part] = {
    "bullet_list": "bullets",
    "ordered_list": "numbers",
    "blockquote": "quote",
    "aside": "aside",
}
KINDS: dict[Part, Kind] = {"quote": "quote", "aside": "aside", "note": "note"}
UNCLOSED = "This note is not closed; it is shown as text. Write ::: on a line of its own below it."
STRAY = "Three colons open or close a note of the editors; these do neither. Write :::note above it and ::: below it."

_reader = dialect()


def parse(source: str, *, page: str = "") -> Body:
    """Read a text of our dialect (docs/text-format.md); `page` is the printed page on which it begins.

    Every text can be read: what is not written as it must be is shown as text and listed in `problems`.
    """
    return _Reading(SURROGATES.sub("\ufffd", source)).body(page)


class _Reading:
    def __init__(self, source: str) -> None:
        self.lines = source.splitlines()
        self.env: dict[str, Any] = {"problems": set(), "notes": set(), "line": 1}
        self.tokens = _reader.parse(source, self.env)
        self.spots: list[Spot] = []
        self.outer: list[list[Spot]] = []  # the spots around the notes that are open
        self.notes: dict[str, list[Spot]] = {}
        self.open_notes: list[str] = []
        self.parts: list[Part] = []
        self.line = 1
        self.row: Draft | None = None
        self.table: Draft | None = None
        self.table_lines: list[int] = []

    def body(self, page: str) -> Body:
        self.env["notes"] = {
            token.meta["label"] for token in self.tokens if token.type == "footnote_reference_open"
        }
        for number, token in enumerate(self.tokens):
            if token.map:
                self.line = token.map[0] + 1
            self.read(token, self.tokens[number - 1] if number else token)
        for spots in (self.spots, *self.notes.values()):
            attach_captions(spots, self.report)
        return finish(self.spots, self.notes, page, self.env["problems"])

    def report(self, message: str, line: int | None = None) -> None:
        self.env["problems"].add((line or self.line, message))

    def add(
        self,
        frame: Begin | End | Leaf | Turn | Rule | None,
        draft: Draft | None = None,
        token: Token | None = None,
    ) -> Spot:
        first, last = token.map if token is not None and token.map else (self.line - 1, self.line)
        self.spots.append(Spot(frame, draft, first, last))
        return self.spots[-1]

    def draft(self, kind: Kind, pieces: Sequence[Piece] = (), *, level: int = 0) -> Draft:
        name = self.open_notes[-1] if self.open_notes else ""
        return Draft(kind, list(pieces), level=level, note=name if kind == "note" else "")

    def inline(self, token: Token, kind: Kind) -> list[Piece]:
        return pieces_of(token.content, _reader, self.env, self.line, numbered=kind in NUMBERED)

    def read(self, token: Token, before: Token) -> None:
        name, _, side = token.type.rpartition("_")
        match token.type:
            case "inline":
                self.words(token, before)
            case "bullet_list_open" | "ordered_list_open" | "blockquote_open" | "aside_open":
                self.parts.append(PARTS[name])
                self.add(Begin(PARTS[name], start=int(token.attrs.get("start", 1))))
            case "bullet_list_close" | "ordered_list_close" | "blockquote_close" | "aside_close":
                self.add(End(self.parts.pop()))
            case "list_item_open" | "list_item_close":
                self.add(Begin("item") if side == "open" else End("item"))
            case "footnote_reference_open":
                self.open_note(token.meta["label"])
            case "footnote_reference_close":
                self.close_note()
            case "table_open":
                self.table = self.draft("table")
                self.add(Begin("table"), self.table, token)
                self.table_lines = token.map or []
            case "table_close":
                spot = self.add(End("table"), self.table)
                spot.first, spot.last = self.table_lines or (spot.first, spot.last)
            case "thead_open" | "tbody_open":
                self.add(Begin("head" if name == "thead" else "rows"))
            case "thead_close" | "tbody_close":
                self.add(End("head" if name == "thead" else "rows"))
            case "tr_open":
                self.row = self.draft("row", level=int(before.type == "thead_open"))
                self.add(Leaf(-1), self.row, token)
            case "tr_close":
                self.check_row()
            case "th_open" | "td_open" if self.row is not None:
                cells = any(isinstance(piece, Cell) for piece in self.row.pieces)
                self.row.pieces.append(Cell(name == "th", _align(token), "\t" if cells else ""))
            case "fence" | "code_block":
                self.add(Leaf(-1), self.draft("code", verbatim(token.content)), token)
            case "hr":
                self.add(Rule())
            case "caption":
                self.add(None, self.draft("paragraph", self.inline(token, "figure")), token)

    def words(self, token: Token, around: Token) -> None:
        match around.type:
            case "heading_open":
                heading = self.draft("heading", self.inline(token, "heading"), level=int(around.tag[1]))
                if heading.is_empty:
                    self.report("This heading has no words; it is left out.")
                else:
                    self.add(Leaf(-1), heading, token)
            case "th_open" | "td_open" if self.row is not None:
                self.row.pieces += self.inline(token, "row")
            case _:
                self.paragraph(token, tight=around.hidden)

    def paragraph(self, token: Token, *, tight: bool) -> None:
        self.check_fences(token.content)
        first = self.spots[-1] if self.spots else None
        begins = (
            first is not None
            and first.draft is None
            and isinstance(first.frame, Begin)
            and first.frame.part in ("item", "note")
        )
        kind = self.kind()
        if begins and first is not None and isinstance(first.frame, Begin):
            kind = "item" if first.frame.part == "item" else "note"
        pieces = self.inline(token, kind)
        seen = [piece for piece in pieces if not (isinstance(piece, Text) and piece.plain.isspace())]
        match seen:
            case [Image()]:
                self.add(Leaf(-1), self.draft("figure", seen), token)
            case [PageTurn(), *_] if all(isinstance(piece, PageTurn) for piece in seen):
                for turn in seen:
                    self.add(Turn(turn), None, token)  # type: ignore[arg-type]
            case [] if not begins:
                pass
            case _ if begins and first is not None and isinstance(first.frame, Begin):
                level = sum(part in ("bullets", "numbers") for part in self.parts) if kind == "item" else 0
                first.draft = self.draft(kind, pieces, level=level)
                first.frame = replace(first.frame, tight=tight)
            case _:
                self.add(Leaf(-1), self.draft(kind, pieces), token)

    def kind(self) -> Kind:
        return next((KINDS[part] for part in reversed(self.parts) if part in KINDS), "paragraph")

    def open_note(self, name: str) -> None:
        while name in self.notes or name in self.open_notes:
            self.report(f"There are two notes {name}. Give one another prefix, such as [^3-{printed(name)}].")
            name += "′"
        self.outer.append(self.spots)
        self.open_notes.append(name)
        self.parts.append("note")
        self.spots = []
        self.add(Begin("note"))

    def close_note(self) -> None:
        first = self.spots[0]
        if len(self.spots) == 1 and first.draft is None:
            self.report(f"Note {self.open_notes[-1]} has no text. Write it behind the colon.")
        first.draft = first.draft or self.draft("note")
        self.add(End("note"))
        self.parts.pop()
        self.notes[self.open_notes.pop()] = self.spots
        self.spots = self.outer.pop()

    def check_row(self) -> None:
        if self.row is None or self.row.level or self.line > len(self.lines):
            return
        written = escapedSplit(self.lines[self.line - 1].lstrip(" \t>").rstrip())
        cells = len(written) - (not written[0]) - (len(written) > 1 and not written[-1])
        if cells > sum(isinstance(piece, Cell) for piece in self.row.pieces):
            self.report(
                "This row has more cells than the head of its table; what stands in them is not shown."
            )

    def check_fences(self, content: str) -> None:
        for number, line in enumerate(content.split("\n")):
            if found := STRAY_FENCE.match(line):
                self.report(UNCLOSED if found[1] == "note" else STRAY, self.line + number)


def _align(token: Token) -> Literal["", "left", "center", "right"]:
    match str(token.attrs.get("style", "")).removeprefix("text-align:"):
        case "left" | "center" | "right" as side:
            return side
    return ""
