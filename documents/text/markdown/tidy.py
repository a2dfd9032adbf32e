"""White space within a block: single spaces in the plain text, and marks that leave no trace in it."""

import re
from collections.abc import Iterable

from documents.text.markdown.pieces import (
    Break,
    Cell,
    Citations,
    Close,
    Image,
    NoteMark,
    Number,
    Open,
    PageTurn,
    Piece,
    Redaction,
    Removal,
    Space,
    Text,
)

NO_BREAK = re.compile(r"\s*[\u00a0\u202f]\s*")
CLOSING = frozenset(".,;:!?)]}’”»…")


def tidy(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The same pieces with their white space in order.

    A space counts only between two words. One that stands before a mark belongs to the mark when no word
    follows it: `tolerance [@S18].` reads `tolerance.`
    """
    line = _Line()
    for piece in pieces:
        line.add(piece)
    line.end()
    return joined(line.pieces)


class _Line:
    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.waiting: int | None = None  # where a space stands of which it is not yet known whether it counts
        self.words = False
        self.marks = False  # a visible mark stands since the last word or space

    def add(self, piece: Piece) -> None:
        match piece:
            case Text(text):
                self.text(text)
            case Break():
                self.space(Break())
            case Space():
                self.space(piece)
            case Redaction() | Removal():
                self.word(piece.plain)
                self.pieces.append(piece)
            case Cell():
                self.end()
                self.pieces.append(piece)
            case Open() | Close():
                self.pieces.append(piece)
            case Number():  # it is always shown with a space behind it
                self.marks = False
                self.pieces.append(piece)
            case Citations() | NoteMark() | PageTurn() | Image():
                self.marks = True
                self.pieces.append(piece)

    def text(self, text: str) -> None:
        words = text.strip()
        if text[:1].isspace():
            self.space(_space(text[: len(text) - len(text.lstrip())]))
        if not words:
            return
        self.word(words[0])
        first, *rest = NO_BREAK.split(words)
        self.pieces.append(Text(" ".join(first.split())))
        for part in rest:
            self.pieces += (Space(" ", "\u00a0"), Text(" ".join(part.split())))
        if text[-1].isspace():
            self.space(_space(text[len(text.rstrip()) :]))

    def space(self, space: Space | Break) -> None:
        if self.words and self.waiting is None:
            self.waiting = len(self.pieces)
            self.pieces.append(space)
            self.marks = False
        elif isinstance(space, Break) and self.words:
            self.pieces.append(Break(""))
        elif self.marks:
            self.pieces.append(Space("", " "))
            self.marks = self.words

    def word(self, text: str) -> None:
        if self.waiting is not None and self.marks and text[0] in CLOSING:
            self.uncount()
        self.waiting, self.words, self.marks = None, True, False

    def uncount(self) -> None:
        if self.waiting is not None:
            space = self.pieces[self.waiting]
            shown = Break("") if isinstance(space, Break) else Space("", " ")
            self.pieces[self.waiting] = shown if self.marks else Space("", "")

    def end(self) -> None:
        self.uncount()
        self.waiting, self.words, self.marks = None, False, False


def _space(text: str) -> Space:
    return Space(" ", "\u00a0" if NO_BREAK.fullmatch(text) else " ")


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """The pieces with neighbouring words and plain spaces in one `Text`, and without empty ones."""
    result: list[Piece] = []
    words: list[str] = []
    for piece in pieces:
        match piece:
            case Text(text) | Space(" ", " " as text):
                words.append(text)
            case Space("", ""):
                pass
            case _:
                if words:
                    result.append(Text("".join(words)))
                    words.clear()
                result.append(piece)
    if words:
        result.append(Text("".join(words)))
    return tuple(result)


def verbatim(text: str) -> tuple[Piece, ...]:
    """The pieces of code: shown with its white space, counted with single spaces."""
    pieces: list[Piece] = []
    for run in re.findall(r"\s+|\S+", text.rstrip()):
        pieces.append((Space(" " if pieces else "", run)) if run.isspace() else Text(run))
    return joined(pieces)


def plain(pieces: Iterable[Piece]) -> str:
    """The plain text of a block's pieces."""
    return "".join(piece.plain for piece in pieces)
