"""The wanted words of a text without reading the rest of it.

`text.words` takes microseconds a word, and a long report has many. Nearly all of them are plain and not
wanted, which a look at what stands between two spaces can tell; only the others are handed to `text.words`.
"""

import re
import string
from collections.abc import Collection, Iterator
from itertools import accumulate

from documents.text.words import GAP, LONGEST, Token, tokens

# What stands between two spaces has no wanted word, or no word at all, or may have a wanted word.
PASS, BRIDGE, READ = "p", "b", "r"
RUN = re.compile(f"[{BRIDGE}{READ}]+")

# Marks that say nothing about the word at whose edge they stand. § & % are words themselves.
EDGES = "".join(set(string.punctuation) - set("&%")) + "“”‘’–—…"
# Halves of what `text.words` reads as one although there is a space in it: U. S., U. S. C., per cent.
HALVES = frozenset({"u", "s", "c", "per", "cent"})
FIRST_HALVES, SECOND_HALVES = ("u.", "per"), ("s.", "c.", "cent")


class Skim:
    """Reads texts for a set of wanted words, and remembers what it has seen in those before."""

    def __init__(self, wanted: Collection[str]) -> None:
        self.kinds = _Kinds(wanted)

    def tokens(self, text: str) -> Iterator[Token]:
        """All tokens of the text that are wanted, and some more, with their offsets.

        Their positions are not those in the whole text, but two tokens have the same or successive positions
        here if and only if they have there.
        """
        if "\n" in text:  # a line end may join words or part them
            yield from tokens(text)
            return
        position = 0
        for start, run in self.runs(text):
            for word, place, begin, end in tokens(run, position):
                yield Token(word, place, start + begin, start + end)
                position = place
            position += GAP

    def runs(self, text: str) -> Iterator[tuple[int, str]]:
        """The pieces of the text that have to be read, with the offset of each."""
        chunks = text.split(" ")
        kinds = "".join(map(self.kinds.__getitem__, chunks))
        if READ not in kinds:
            return
        ends = list(accumulate(map(len, chunks)))
        for run in RUN.finditer(kinds):
            if READ not in run[0]:
                continue
            first, last = run.start(), run.end() - 1
            start = ends[first] - len(chunks[first]) + first  # each chunk before it has a space behind
            yield start, text[start : ends[last] + last]


class _Kinds(dict[str, str]):
    """The kind of each chunk that was met."""

    def __init__(self, wanted: Collection[str]) -> None:
        self.wanted = frozenset(wanted)
        self.read = self.wanted | HALVES

    def __missing__(self, chunk: str) -> str:
        lowered = chunk.lower()
        core = lowered.strip(EDGES)
        if core.isalnum() and core.isascii() and len(core) <= LONGEST:
            kind = READ if core in self.read else PASS
        elif lowered.endswith(FIRST_HALVES) or lowered.startswith(SECOND_HALVES):
            kind = READ
        else:
            words = {token.word for token in tokens(chunk)}
            kind = BRIDGE if not words else PASS if words.isdisjoint(self.wanted) else READ
        self[chunk] = kind
        return kind
