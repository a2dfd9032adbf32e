"""Which passage of a hit to show, and which pieces of it and of others.

A snippet is made of atoms, which are never cut: what stands between two spaces, and a marked phrase with all
that it touches. Only a long run without spaces is cut, between its words: a web address, or a script that
sets no spaces.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from documents.query.spans import Passage, Place, Span, marked
from documents.text.words import tokens

WIDTH = 240  # characters that are shown of a hit, about
MOST = 3  # fragments of a hit
CONTEXT = 30  # characters wanted on each side of the matches
LONGEST = 40  # characters of a run without spaces that is never cut
LANDING = frozenset({"body", "heading"})
CELL = " · "

SENTENCE_END = re.compile(r"[.!?…]['\"’”»)\]]*\s+$|[。！？]\W*$|\t$")
# No sentence ends behind these: a single letter (J., U.S.) or a usual short form.
SHORT_FORM = re.compile(
    r"\b(?:\w|nos?|mr|mrs|ms|dr|st|gen|sen|rep|gov|sec|art|ch|fig|vs|cf|pp|inc|co|jr|sr)\.\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text as (text, marked) in order, and whether the text goes on `before` and `after` it."""

    pieces: tuple[tuple[str, bool], ...]
    before: bool
    after: bool

    def __str__(self) -> str:
        return "".join(text for text, _ in self.pieces)


def best(passages: Sequence[Passage], spans: Sequence[Sequence[Span]]) -> int:
    """The index of the passage to show and to land on; there must be one.

    Of those with a match: a body or heading before any other, then the one with most parts of the query, then
    with most matches, then the earliest. Without any match: the first body.
    """

    def worth(index: int) -> tuple[bool, bool, int, int, bool]:
        zone, here = passages[index].zone, spans[index]
        return bool(here), zone in LANDING, len(_parts(here)), len(here), zone == "body" and not here

    return max(range(len(passages)), key=worth)


def fragments(
    passages: Sequence[Passage], spans: Sequence[Sequence[Span]], place: int, width: int = WIDTH
) -> tuple[Snippet, ...]:
    """The pieces of a unit's texts to show, in order: one of passage `place`, others where the query stands far apart.

    There are no more than it takes to show most parts of the query, and together they are about as long as one alone.
    """
    unit = _Unit(passages, spans, place)
    chosen = unit.windows(width, 1)
    for number in range(2, MOST + 1):
        if not unit.missing(chosen):
            break
        more = unit.windows(width // number, number)
        if len(unit.missing(more)) < len(unit.missing(chosen)):
            chosen = more
    return tuple(unit.text(window.number).snippet(window) for window in _joined(chosen))


def snippet(text: str, spans: Sequence[Span], width: int = WIDTH) -> Snippet:
    """The piece of a text, up to `width` characters, that shows most parts of the query, then most matches.

    It has context on both sides and starts with a sentence if one begins near. A phrase that is longer is
    shown whole.
    """
    whole = _Text(text, spans)
    return whole.snippet(whole.window(width, _parts(spans)))


class _Window(NamedTuple):
    """A piece of a text, from its `first` atom to its `last`."""

    first: int
    last: int
    number: int = 0  # of the passage


class _Text:
    """A text with its matches, for pieces of it."""

    def __init__(self, text: str, spans: Sequence[Span], number: int = 0) -> None:
        self.text = text
        self.spans = spans
        self.number = number
        self.drawn = marked(spans)
        self.atoms = _atoms(text, self.drawn)

    def window(self, width: int, wanted: Set[int]) -> _Window:
        """The best piece of up to `width` characters, empty if there are no words."""
        if not self.atoms:
            return _Window(0, -1, self.number)
        core = _core(self.atoms, self.spans, width, wanted)
        return _Window(*_window(self.text, self.atoms, core, width), self.number)

    def shown(self, window: _Window) -> set[int]:
        """The parts of the query that stand in a piece."""
        if not self.atoms:
            return set()
        start, end = self.atoms[window.first][0], self.atoms[window.last][1]
        return _parts([span for span in self.spans if start <= span.start and span.end <= end])

    def snippet(self, window: _Window) -> Snippet:
        if not self.atoms:
            return Snippet((), before=False, after=False)
        start, end = self.atoms[window.first][0], self.atoms[window.last][1]
        pieces = tuple(_pieces(self.text, start, end, self.drawn))
        return Snippet(pieces, before=window.first > 0, after=window.last < len(self.atoms) - 1)


class _Unit:
    """The texts of a unit of which pieces may be shown beside one of passage `place`."""

    def __init__(self, passages: Sequence[Passage], spans: Sequence[Sequence[Span]], place: int) -> None:
        self.passages = passages
        self.spans = spans
        self.place = place
        in_text = passages[place].zone in LANDING
        self.parts = {
            number: _parts(here)
            for number, here in enumerate(spans)
            if number == place or (here and in_text and passages[number].zone in LANDING)
        }
        self.texts: dict[int, _Text] = {}

    def text(self, number: int) -> _Text:
        if number not in self.texts:
            self.texts[number] = _Text(self.passages[number].text, self.spans[number], number)
        return self.texts[number]

    def windows(self, width: int, most: int) -> list[_Window]:
        """Up to `most` pieces, each chosen for the parts of the query that those before it do not show."""
        windows: list[_Window] = []
        number, missing = self.place, self.missing(())
        while not windows or (missing and len(windows) < most):
            windows.append(self.text(number).window(width, missing))
            missing = self.missing(windows)
            number = max(self.parts, key=lambda number: len(self.parts[number] & missing))
        return windows

    def missing(self, windows: Iterable[_Window]) -> set[int]:
        """The parts of the query that stand in none of these pieces though they stand in the texts."""
        shown = (self.text(window.number).shown(window) for window in windows)
        return set[int]().union(*self.parts.values()).difference(*shown)


def _joined(windows: Iterable[_Window]) -> list[_Window]:
    """The pieces in order; those that meet are one."""
    joined: list[_Window] = []
    for window in sorted(windows, key=lambda window: (window.number, window.first)):
        before = joined[-1] if joined else None
        if before and before.number == window.number and window.first <= before.last + 1:
            joined[-1] = before._replace(last=max(before.last, window.last))
        else:
            joined.append(window)
    return joined


def _parts(spans: Sequence[Span]) -> set[int]:
    """The parts of the query that the matches stand for."""
    return {part for span in spans for part in span.parts}


def _atoms(text: str, drawn: Sequence[Place]) -> list[Place]:
    """What must not be cut, in order: runs without spaces, as one where a match reaches into the next."""
    runs: list[Place] = []
    for run in re.finditer(r"\S+", text):
        start, end = run.span()
        cuts = {start + token.start for token in tokens(run[0])} if end - start > LONGEST else set()
        edges = [start, *sorted(cuts)[1:], end]
        runs.extend(pairwise(edges))
    return marked([*runs, *drawn])


def _core(atoms: Sequence[Place], spans: Sequence[Span], width: int, wanted: Set[int]) -> tuple[int, int]:
    """The first and last atom of the matches to show, with room for context; without any the first atom.

    They show most of the `wanted` parts of the query, then most matches.
    """
    if not spans:
        return 0, 0
    ordered = sorted(spans)
    starts, ends = [start for start, _ in atoms], [end for _, end in atoms]
    homes = [bisect_right(starts, span.start) - 1 for span in ordered]

    def reach(begin: int) -> int:
        """Behind the last match that fits when the match `begin` is the first."""
        last = bisect_right(ends, starts[homes[begin]] + width - 2 * CONTEXT) - 1
        return bisect_right(homes, max(last, homes[begin]))

    def covered(begin: int) -> tuple[int, int]:
        there = ordered[begin : reach(begin)]
        return len(_parts(there) & wanted), len(there)

    begin = max(range(len(ordered)), key=covered)
    return homes[begin], homes[reach(begin) - 1]


def _window(text: str, atoms: Sequence[Place], core: tuple[int, int], width: int) -> tuple[int, int]:
    """The first and last atom of the snippet, which has the core in it."""
    if len(text) <= width:
        return 0, len(atoms) - 1
    starts, ends = [start for start, _ in atoms], [end for _, end in atoms]
    start, end = starts[core[0]], ends[core[1]]
    width = max(width, end - start + 2 * CONTEXT)
    room = width - (end - start)
    sentence = _sentence(text, atoms, core[0], room - CONTEXT)
    first = bisect_left(starts, start - room // 2) if sentence is None else sentence
    last = max(core[1], bisect_right(ends, starts[first] + width) - 1)
    if sentence is None and last == len(atoms) - 1:
        first = min(first, bisect_left(starts, ends[last] - width))
    return first, last


def _sentence(text: str, atoms: Sequence[Place], core: int, farthest: int) -> int | None:
    """The atom that begins a sentence before the core, at least CONTEXT and at most `farthest` away."""
    for atom in range(core, 0, -1):
        distance = atoms[core][0] - atoms[atom][0]
        if distance > farthest:
            return None
        behind = text[atoms[atom - 1][0] : atoms[atom][0]]
        if distance >= CONTEXT and SENTENCE_END.search(behind) and not SHORT_FORM.search(behind):
            return atom
    return 0 if atoms[core][0] <= farthest else None


def _pieces(text: str, start: int, end: int, drawn: Sequence[Place]) -> Iterator[tuple[str, bool]]:
    at = start
    for mark_start, mark_end in drawn:
        if start <= mark_start < end:
            if at < mark_start:
                yield text[at:mark_start].replace("\t", CELL), False
            yield text[mark_start:mark_end].replace("\t", CELL), True
            at = mark_end
    if at < end:
        yield text[at:end].replace("\t", CELL), False
