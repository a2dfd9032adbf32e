"""Where in a text its matches are drawn, and which element carries the number of each."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from documents.text.markdown.pieces import Spans


class Stretch(NamedTuple):
    """Characters from `start` to `end` that are marked alike."""

    start: int
    end: int
    current: bool


class Marking(NamedTuple):
    """How a text is marked: stretches in order and without overlap, and (offset, number) where a match begins."""

    stretches: tuple[Stretch, ...] = ()
    starts: tuple[tuple[int, int], ...] = ()


def marking(spans: Sequence[tuple[int, int]], first: int, current: int) -> Marking:
    """The marking of a text whose matches, in order, have the numbers `first`, `first` + 1 …

    Matches that overlap are one stretch, cut only at both ends of match number `current`.
    """
    numbered = list(enumerate(spans, start=first))
    here = next((span for number, span in numbered if number == current), (0, 0))
    stretches: list[Stretch] = []
    for start, end in _merged([span for span in spans if span[0] < span[1]]):
        places = sorted({start, end, *(cut for cut in here if start < cut < end)})
        stretches += (Stretch(one, two, here[0] <= one and two <= here[1]) for one, two in pairwise(places))
    return Marking(tuple(stretches), tuple(sorted((span[0], number) for number, span in numbered)))


def markings(spans: Spans, blocks: int, first: int, current: int) -> Iterator[Marking]:
    """The marking of each of a body's blocks; the matches are numbered through."""
    for block in range(blocks):
        found = spans.get(block, ())
        yield marking(found, first, current) if found else Marking()
        first += len(found)


def _merged(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    first, last = -1, -1
    for start, end in sorted(spans):
        if start > last:
            if last > first:
                yield first, last
            first, last = start, end
        last = max(last, end)
    if last > first:
        yield first, last
