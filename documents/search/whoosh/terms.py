"""The words of a segment as one text, in which a pattern or a misspelt word is looked up without a loop, and their families."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from documents.query.fields import ZONES
from documents.search.whoosh.strings import Arrays, Lists, Strings
from documents.text.families import keys

Numbers = NDArray[np.int64]
Letters = NDArray[np.uint64]
Fact = tuple[str, int, int, int]  # a word, its number of documents, the first and the last of them

ANY = rb"[^\n]"
LETTER = rb"[^\n\x80-\xbf][\x80-\xbf]*+"  # with the bytes that belong to it
FAMILIES = "families"
RECENT = 4_096  # words whose places are remembered


class Terms:
    """The words of a segment, those of all zones in order; what is found are places in `words`.

    Of each place, `counts` has the number of documents, summed over the zones, `firsts` and `lasts` one document each.
    `zones` has the places of each zone's own words.
    """

    def __init__(self, arrays: Arrays) -> None:
        self.words = Strings.named(arrays, "words")
        self.counts: Numbers = arrays["words.counts"]
        self.firsts: Numbers = arrays["words.firsts"]
        self.lasts: Numbers = arrays["words.lasts"]
        self.zones: dict[str, Numbers] = {
            zone: arrays[name] for zone in ZONES if (name := f"{zone}.places") in arrays
        }
        self._letters: Letters = arrays["words.letters"]
        self._lengths: Numbers = arrays["words.lengths"]
        self._place = lru_cache(RECENT)(self.words.place)  # a word is looked for in one zone after the other

    def row(self, zone: str, word: str) -> int | None:
        """Which of the zone's words it is, None if it is not one of them."""
        place = self._place(word)
        if place is None or zone not in self.zones:
            return None
        row = int(np.searchsorted(self.zones[zone], place))
        return row if row < len(self.zones[zone]) and self.zones[zone][row] == place else None

    def like(self, pattern: str) -> Numbers:
        """The words that fit a pattern with `*` and `?`, whole."""
        starts = [match.start(1) for match in expression(pattern).finditer(self.words.bytes)]
        return np.searchsorted(self.words.starts, np.array(starts, np.int64))

    def near(self, word: str, distance: int) -> Numbers:
        """The words that so many changes make of this one, or fewer (optimal string alignment).

        A change brings in one letter at most and takes away one at most, which tells most words from this one at a glance.
        """
        [asked] = letters([word])
        brought, taken = self._letters & ~asked, asked & ~self._letters
        few_letters = (np.bitwise_count(brought) <= distance) & (np.bitwise_count(taken) <= distance)
        places = np.flatnonzero(few_letters & (abs(self._lengths - len(word)) <= distance))
        candidates = [self.words[place] for place in places.tolist()]
        found = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=distance, limit=None, processor=None
        )
        return places[np.fromiter((candidate for _, _, candidate in found), np.int64)]


def term_arrays(zones: Mapping[str, Iterable[Fact]]) -> Arrays:
    """The arrays of `Terms`, of what is known of the words of each zone, which come in order."""
    known: dict[str, list[int]] = {}
    there: dict[str, list[str]] = {}
    for zone, read in zones.items():
        there[zone] = []
        for word, count, first, last in read:
            before = known.get(word, [0, first, last])
            known[word] = [before[0] + count, min(before[1], first), max(before[2], last)]
            there[zone].append(word)
    words = sorted(known)
    places = {word: place for place, word in enumerate(words)}
    table = np.array([known[word] for word in words], np.int64).reshape(-1, 3)
    return {
        **Strings.of(words).arrays("words"),
        "words.counts": table[:, 0],
        "words.firsts": table[:, 1],
        "words.lasts": table[:, 2],
        "words.letters": letters(words),
        "words.lengths": np.fromiter(map(len, words), np.int64),
        **{f"{zone}.places": np.fromiter(map(places.__getitem__, there[zone]), np.int64) for zone in there},
    }


def family_arrays(words: Iterable[str]) -> Arrays:
    """The places of the words of each family, by its key."""
    families: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        for key in keys(word):
            families.setdefault(key, []).append(place)
    return Lists.arrays(families, FAMILIES)


def letters(words: Sequence[str]) -> Letters:
    """The letters of each word as bits; there are 64, so that some letters share one."""
    codes = np.frombuffer(f"{''.join(words)}\0".encode("utf-32-le", "surrogatepass"), "<u4")
    ends = np.cumsum(np.fromiter(map(len, words), np.int64))
    return np.bitwise_or.reduceat(np.uint64(1) << (codes & 63).astype(np.uint64), [0, *ends])[:-1]


def expression(pattern: str) -> re.Pattern[bytes]:
    """What finds the words that fit the pattern in a text with a line a word, in UTF-8.

    Each piece between two stars is taken where it first fits, which is never wrong, and once taken is not given back (`(?>`).
    So a word costs no more than its length times that of the pattern, however many stars there are.
    """
    start, *pieces = (
        re.escape(piece.encode("utf-8", "surrogatepass")).replace(rb"\?", LETTER)
        for piece in re.split(r"\*+", pattern)
    )
    if not pieces:
        return re.compile(b"\n(%b)(?=\n)" % start)
    *between, end = pieces
    middle = b"".join(b"(?>%b*?%b)" % (ANY, piece) for piece in between)
    return re.compile(b"\n(%b%b%b*%b)(?=\n)" % (start, middle, ANY, end))
