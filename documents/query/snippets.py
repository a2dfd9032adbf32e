"""Which passage of a hit to show, and which piece of it.

A snippet is made of atoms, which are never cut: what stands between two spaces, and a marked phrase with all
that it touches. Only a long run without spaces is cut, between its words: a web address, or a script that
sets no spaces.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from documents.query.spans import Passage, Place, Span, marked
from documents.text.words import tokens

WIDTH = 240
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


def snippet(text: str, spans: Sequence[Span], width: int = WIDTH) -> Snippet:
    """The piece of a text, up to `width` characters, that shows most parts of the query, then most matches.

    It has context on both sides and starts with a sentence if one begins near. A phrase that is longer is
    shown whole.
    """
    drawn = marked(spans)
    atoms = _atoms(text, drawn)
    if not atoms:
        return Snippet((), before=False, after=False)
    first, last = _window(text, atoms, _core(atoms, spans, width), width)
    pieces = tuple(_pieces(text, atoms[first][0], atoms[last][1], drawn))
    return Snippet(pieces, before=first > 0, after=last < len(atoms) - 1)


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


def _core(atoms: Sequence[Place], spans: Sequence[Span], width: int) -> tuple[int, int]:
    """The first and last atom of the matches to show, with room for context; without any the first atom."""
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
        return len(_parts(there)), len(there)

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
