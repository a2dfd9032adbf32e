"""Two versions of a passage, compared by words."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from documents.text.differences.alignment import Effort, aligned

Fate = Literal["kept", "out", "in"]

# Scripts that put no spaces between words: there each character is compared, with the marks it carries.
_UNSPACED = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u1000-\u102a\u1780-\u17b3"
    "\u3041-\u3096\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = (
    "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
    "\u3099\u309a"
)
_PUNCTUATION = r"!-&(-/:-@\[-^`{-~«»‘“”‹›–—…¡¿§¶、。「」（）"
_APOSTROPHE = r"['’](?=\w)"
_TOKEN = re.compile(
    rf"(?:[{_UNSPACED}][{_MARKS}]*+|(?:[^\s'’{_PUNCTUATION}{_UNSPACED}]|(?<=\w){_APOSTROPHE}|(?<=\w)[-.,](?=\w))++|\S)\s*+|\s++"
)
LETTERS_APART = 5  # letters that a run of kept words must have to stand between two changes
ROOM_AROUND = 20  # words shown on either side of a change in an excerpt
_DIVIDERS = re.compile(r"[|\t\n]")


class Piece(NamedTuple):
    """Words and what became of them."""

    fate: Fate
    text: str


class _Run(NamedTuple):
    """Tokens `start` to `end` of the old text that became `begin` to `stop` of the new one."""

    is_kept: bool
    start: int
    end: int
    begin: int
    stop: int


def compare(old: str, new: str, effort: Effort | None = None) -> tuple[Piece, ...]:
    """The pieces of both texts in order: kept and put in together are the new text, kept and taken out the old one.

    White space belongs to the word before it; between words that were kept it is that of the new text.
    """
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    pairs = aligned(
        [token.rstrip() for token in olds], [token.rstrip() for token in news], effort or Effort()
    )
    runs = _joined(_runs(pairs, len(olds), len(news)), olds, news)
    pieces = [piece for run in runs for piece in _pieces(run, olds, news)]
    return tuple(piece for piece in pieces if piece.text)


def _runs(pairs: Sequence[tuple[int, int]], old: int, new: int) -> Iterator[_Run]:
    """What is kept and what is not, by turns, from the first token to the last."""
    start = begin = 0  # of the present run
    one = two = 0  # behind the last pair
    for place, other in [*pairs, (old, new)]:
        if (place, other) != (one, two) or place == old:
            yield _Run(True, start, one, begin, two)
            yield _Run(False, one, place, two, other)
            start, begin = place, other
        one, two = place + 1, other + 1


def _joined(runs: Iterator[_Run], olds: Sequence[str], news: Sequence[str]) -> list[_Run]:
    """Let changes flow together that are parted by next to nothing: “of the” between two replaced names."""
    joined: list[_Run] = []
    for run in runs:
        if run.start == run.end and run.begin == run.stop:
            continue
        if joined and not run.is_kept and not joined[-1].is_kept:
            joined[-1] = joined[-1]._replace(end=run.end, stop=run.stop)
        elif len(joined) > 1 and not run.is_kept and _is_slight(joined, run, olds, news):
            joined.pop()
            joined[-1] = joined[-1]._replace(end=run.end, stop=run.stop)
        else:
            joined.append(run)
    return joined


def _is_slight(joined: Sequence[_Run], after: _Run, olds: Sequence[str], news: Sequence[str]) -> bool:
    before, kept = joined[-2], joined[-1]
    text = "".join(news[kept.begin : kept.stop])
    if kept.stop - kept.begin > LETTERS_APART or _DIVIDERS.search(text):
        return False
    letters = sum(map(str.isalnum, text))
    return letters < LETTERS_APART and all(
        _is_replaced(run, olds, news, len(text)) for run in (before, after)
    )


def _is_replaced(run: _Run, olds: Sequence[str], news: Sequence[str], length: int) -> bool:
    """Whether words took the place of others, more of them than `length` characters."""
    return min(len("".join(olds[run.start : run.end])), len("".join(news[run.begin : run.stop]))) > length


def _pieces(run: _Run, olds: Sequence[str], news: Sequence[str]) -> list[Piece]:
    if run.is_kept:
        return [Piece("kept", "".join(news[run.begin : run.stop]))]
    return [
        Piece("out", "".join(olds[run.start : run.end])),
        Piece("in", "".join(news[run.begin : run.stop])),
    ]


def excerpt(pieces: Sequence[Piece], room: int = ROOM_AROUND) -> tuple[Piece, ...]:
    """The pieces with long ones cut: `room` words are left on either side of a change, and in it at both ends.

    Of a passage that did not change its beginning is left.
    """
    last = len(pieces) - 1
    return tuple(
        piece._replace(
            text=_cut(
                piece.text,
                room,
                head=place > 0 or place == last or piece.fate != "kept",
                tail=place < last or piece.fate != "kept",
            )
        )
        for place, piece in enumerate(pieces)
    )


def _cut(text: str, room: int, *, head: bool, tail: bool) -> str:
    """The text with an ellipsis in place of the words that are far from its `head` and its `tail`."""
    words = re.findall(r"\s*\S+\s*", text)
    if len(words) <= (head + tail) * room + 1:
        return text
    first = "".join(words[:room]).rstrip() + " " if head else ""
    rest = " " + "".join(words[-room:]).lstrip() if tail else ""
    return f"{first}…{rest}"
