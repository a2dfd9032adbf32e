"""The passages of a text, by which versions of it are compared, and their words as a reader sees them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

from documents.text.markdown import parse
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

# Lines that begin a passage though no blank line stands above: items, rows, headings, page turns, notes.
_BEGINS = re.compile(
    r"\s*(?:[-*+]|\d{1,9}[.)])\s|\s*\||\s{0,3}#{1,6}\s|\s{0,3}>|\s*\{(?:page|caption)\b|\s*:::|\[\^[^\]]*\]:"
)
_NOTE = re.compile(r"\A\s*\[\^[^\]]*\]:[ \t]*")
_NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")
_FENCE = re.compile(r"(?m)^\s*:{3,}.*$|^\s*\|?[\s:|-]*-{3,}[\s:|-]*$")
_CELLS = re.compile(r"(?m)^\s*\|\s*|\s*\|\s*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, item, row …; `source` is it with all the white space around it."""

    text: str
    source: str


def written(body: str) -> list[Passage]:
    """The passages of a source: their `source`, one after the other, is the body."""
    return [Passage(source.strip("\n").rstrip(), source) for source in _sources(body)]


def _sources(body: str) -> Iterator[str]:
    lines: list[str] = []
    for line in body.splitlines(keepends=True):
        is_blank = not line.strip()
        begins = not is_blank and bool(lines) and (not lines[-1].strip() or _BEGINS.match(line) is not None)
        if begins and any(map(str.strip, lines)):
            yield "".join(lines)
            lines = []
        lines.append(line)
    if lines:
        yield "".join(lines)


def plain(passage: Passage) -> str:
    """A passage in the words that a reader sees, without the marks of our dialect; "" where it has none.

    What stands behind a sign is written out, so that a change of it is seen: the address of a link, what is cited.
    """
    alone = _FENCE.sub("", _NOTE.sub("", passage.text))
    said = "\n".join(filter(None, (words(block.pieces) for block in parse(alone).blocks)))
    return _NOTE_MARK.sub(r" [note \1]", _CELLS.sub("", said)).strip()


def words(pieces: Sequence[Piece]) -> str:
    """The words of a block, with citations, boxes and pictures in brackets and links with their address."""
    said: list[str] = []
    addresses: list[str] = []
    for piece in pieces:
        match piece:
            case Text(plain):
                said.append(plain)
            case Space():
                said.append(piece.shown or piece.plain)
            case Break():
                said.append("\n")
            case Open(tag, href):
                addresses += [href] if tag == "a" else []
            case Close(tag):
                said += [f" ({addresses.pop()})"] if tag == "a" and addresses else []
            case Redaction(label, ours):
                said.append(f"[{'withheld' if ours else 'redacted'}: {label}]" if label else "[redacted]")
            case Removal():
                said.append(f"[{piece.said}]")
            case Citations(citations):
                names = (f"{one.key}, {one.locator}" if one.locator else one.key for one in citations)
                said.append(f" [{'; '.join(names)}]")
            case NoteMark(_, label):
                said.append(f" [note {label}]")
            case Number(label):
                said.append(f"{label} ")
            case Image(_, alt):
                said.append(f"[picture: {alt}]")
            case Cell():
                said.append(" | " if piece.plain else "")
            case PageTurn():
                pass
            case _:
                assert_never(piece)
    return re.sub(" {2,}", " ", "".join(said)).strip()
