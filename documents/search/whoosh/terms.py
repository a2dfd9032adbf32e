"""The words of a segment as one list and one text, in which a pattern or a misspelt word is looked up without a loop."""

import re
import sys
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

Numbers = NDArray[np.int64]
Fact = tuple[str, int, int, int]  # a word, its number of documents, the first and the last of them

ANY = "[^\n]"


class Terms:
    """The words of each zone, and those of all zones in order; what is found are places in `words`.

    Of each place, `counts` has the number of documents, summed over the zones, `firsts` and `lasts` one document each.
    """

    def __init__(self, zones: Mapping[str, Iterable[Fact]]) -> None:
        self.zones: dict[str, frozenset[str]] = {}
        facts: dict[str, list[int]] = {}
        for zone, read in zones.items():
            here = []
            for word, count, first, last in read:
                known = facts.get(word)
                if known is None:
                    word = sys.intern(word)
                    facts[word] = [count, first, last]
                else:
                    known[:] = known[0] + count, min(known[1], first), max(known[2], last)
                here.append(word)
            self.zones[zone] = frozenset(here)
        self.words = sorted(facts)
        table = np.array([facts[word] for word in self.words], np.int64).reshape(-1, 3)
        self.counts, self.firsts, self.lasts = table.T.copy()
        self._text = "\n".join(["", *self.words, ""])
        self._places = {word: place for place, word in enumerate(self.words)}

    def like(self, pattern: str) -> Numbers:
        """The words that fit a pattern with `*` and `?`, whole."""
        return self._placed(expression(pattern).findall(self._text))

    def near(self, word: str, distance: int) -> Numbers:
        """The words that so many changes make of this one, or fewer (optimal string alignment)."""
        lengths = range(len(word) - distance, len(word) + distance + 1)
        candidates = [*chain.from_iterable(self._by_length.get(length, ()) for length in lengths)]
        found = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=distance, limit=None, processor=None
        )
        return self._placed(other for other, _, _ in found)

    def _placed(self, words: Iterable[str]) -> Numbers:
        return np.fromiter(map(self._places.__getitem__, words), np.int64)

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for word in self.words:
            found.setdefault(len(word), []).append(word)
        return found


def expression(pattern: str) -> re.Pattern[str]:
    """What finds the words that fit the pattern in a text with a line a word.

    Each piece between two stars is taken where it first fits, which is never wrong, and once taken is not given back (`(?>`).
    So a word costs no more than its length times that of the pattern, however many stars there are.
    """
    start, *pieces = (re.escape(piece).replace(r"\?", ANY) for piece in re.split(r"\*+", pattern))
    if not pieces:
        return re.compile(f"\n({start})(?=\n)")
    *between, end = pieces
    middle = "".join(f"(?>{ANY}*?{piece})" for piece in between)
    return re.compile(f"\n({start}{middle}{ANY}*{end})(?=\n)")
