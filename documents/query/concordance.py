"""A match with the words around it, as a line of a list of all matches, and the orders of such a list."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from documents.query.snippets import CELL
from documents.query.spans import Place
from documents.text.words import tokens, words

WIDTH = 60  # characters wanted on each side of a match

SPACES = re.compile(r"\s+")


class Context(NamedTuple):
    """The words before a match, itself, and those after it; whether the text goes on `further_before` and after them."""

    before: str
    match: str
    after: str
    further_before: bool
    further_after: bool


def context(text: str, place: Place, width: int = WIDTH) -> Context:
    """The match at `place` of a text with about `width` characters of whole words on each side."""
    start, end = place
    first, last = _first(text[:start], width), end + _last(text[end:], width)
    return Context(
        _line(text[first:start]).lstrip(),
        _line(text[start:end]),
        _line(text[end:last]).rstrip(),
        bool(text[:first].strip()),
        bool(text[last:].strip()),
    )


def _first(before: str, width: int) -> int:
    """Where the words begin of which about `width` characters stand before a match."""
    if len(before) <= width:
        return 0
    cut = len(before) - width
    if before[cut - 1].isspace():
        return cut
    space = SPACES.search(before, cut)
    if space and space.end() < len(before):
        return space.end()
    # A web address, or a script without spaces, in which the match stands: between its words.
    return next((cut + token.start for token in tokens(before[cut:]) if token.start), cut)


def _last(after: str, width: int) -> int:
    """Where the words end of which about `width` characters stand after a match."""
    if len(after) <= width:
        return len(after)
    spaces = [space.start() for space in SPACES.finditer(after, 0, width + 1)]
    if spaces and spaces[-1] > 0:
        return spaces[-1]
    return next((token.start for token in reversed(tokens(after[:width])) if token.start), width)


def _line(text: str) -> str:
    return SPACES.sub(" ", text.replace("\t", CELL))


def _alphabetically(words: tuple[str, ...]) -> tuple[bool, tuple[str, ...]]:
    """Where no word stands, last."""
    return not words, words


# The order in the address → by what lines are put into it; the nearest word counts first.
KEYS: Mapping[str, Callable[[Context], Any]] = {
    "before": lambda line: _alphabetically(words(line.before)[::-1]),
    "after": lambda line: _alphabetically(words(line.after)),
}
