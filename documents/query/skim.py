"""The wanted words of a text without reading the rest of it.

`text.words` takes microseconds a word, and a long report has many. Nearly all of them are plain and not
wanted, which a look at what stands between two spaces can tell; only the others are handed to `text.words`.
"""

import re
import string
from collections.abc import Collection, Iterator
from itertools import accumulate

from documents.text.words import LONGEST, Token, tokens

# What stands between two spaces has no wanted word, or no word at all, or may have a wanted word.
PASS, BRIDGE, READ = "p", "b", "r"
RUN = re.compile(f"[{BRIDGE}{READ}]*{READ}[{BRIDGE}{READ}]*")

# Marks that say nothing about the word at whose edge they stand. § & % are words themselves.
EDGES = "".join(set(string.punctuation) - set("&%")) + "“”‘’–—…"
# Halves of what `text.words` reads as one although there is a space in it: U. S., U. S. C., per cent.
HALVES = frozenset({"u", "s", "c", "per", "cent"})
FIRST_HALVES = ("u.", "per", "\u00a0s.", "\u2009s.", "\u202fs.")
SECOND_HALVES = ("s.", "c.", "cent")


class Skim:
    """Reads texts for a set of wanted words, and remembers what it has seen in those before."""

    def __init__(self, wanted: Collection[str]) -> None:
        self.kinds = _Kinds(wanted)

    def tokens(self, text: str) -> Iterator[Token]:
        """All tokens of the text that are wanted, and some more, as `text.words` gives them."""
        if "\n" in text:  # a line end may join words or part them
            yield from tokens(text)
            return
        chunks = text.split(" ")
        kinds = "".join(map(self.kinds.__getitem__, chunks))
        if READ not in kinds:
            return
        starts = [0, *accumulate(len(chunk) + 1 for chunk in chunks)]
        positions = [0, *accumulate(map(self.kinds.positions.__getitem__, chunks))]
        more = 0  # positions that words took together and not one by one
        for run in RUN.finditer(kinds):
            first, behind = run.span()
            start, position = starts[first], positions[first] + more
            *found, after = _tokens(text[start : starts[behind] - 1], position)
            for word, place, begin, end in found:
                yield Token(word, place, start + begin, start + end)
            more = after.position - positions[behind]


class _Kinds(dict[str, str]):
    """The kind of each chunk that was met, and how many positions it takes where it stands alone."""

    def __init__(self, wanted: Collection[str]) -> None:
        self.wanted = frozenset(wanted)
        self.read = self.wanted | HALVES
        self.positions: dict[str, int] = {}

    def __missing__(self, chunk: str) -> str:
        lowered = chunk.lower()
        core = lowered.strip(EDGES)
        positions = 1
        if core.isalnum() and core.isascii() and len(core) <= LONGEST:
            kind = READ if core in self.read else PASS
        else:
            *found, after = _tokens(chunk)
            words, positions = {token.word for token in found}, after.position
            if lowered.endswith(FIRST_HALVES) or lowered.startswith(SECOND_HALVES):
                kind = READ
            else:
                kind = BRIDGE if not words else PASS if words.isdisjoint(self.wanted) else READ
        self[chunk] = kind
        self.positions[chunk] = positions
        return kind


def _tokens(text: str, position: int = 0) -> list[Token]:
    """The tokens of a text and, as the last one, a word behind it."""
    return tokens(f"{text} x", position)
