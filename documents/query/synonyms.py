"""Other names for the same thing, kept by editors: DOJ = Department of Justice = Justice Department.

They are applied when a query is expanded, so that a change counts with the next search and marks what it found.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from documents.text.words import words

Words = tuple[str, ...]


class Name(NamedTuple):
    """A name as an editor wrote it, and its words."""

    text: str
    words: Words


class Named(NamedTuple):
    """A name in a query: how many of its words it takes, the name, and the other names that are searched as well."""

    length: int
    asked: str
    others: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """For the words of a name, the other names that are searched as well; `by_word` has the names with a word."""

    others: Mapping[Words, tuple[Name, ...]] = field(default_factory=dict)
    by_word: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[tuple[Iterable[str], Iterable[str]]]) -> Self:
        """From pairs of names: whoever asks for one of the first also gets the second. A set is paired with itself."""
        others: dict[Words, dict[Words, Name]] = {}
        for asked, searched in pairs:
            names = [Name(text, words(text)) for text in searched]
            for key in filter(None, map(words, asked)):
                found = others.setdefault(key, {})
                for name in names:
                    if name.words and name.words != key:
                        found.setdefault(name.words, name)
        kept = {key: tuple(names.values()) for key, names in others.items() if names}
        by_word: dict[str, list[Words]] = {}
        for key in kept:
            for word in dict.fromkeys(key):
                by_word.setdefault(word, []).append(key)
        return cls(kept, {word: tuple(keys) for word, keys in by_word.items()})

    def named(self, run: Sequence[Words], before: Set[str] = frozenset()) -> Named | None:
        """The longest name with which a run of words side by side begins, if there is one.

        Each item of the run is a word, or the parts of one with hyphens. A query has each word once: words of the name
        that stand `before`, or twice in it, are not in the run again. “Letter of the Department of Justice” has one “of”.
        """
        best: tuple[int, Words] = (0, ())
        for key in self.by_word.get(run[0][0], ()):
            once = [word for word in dict.fromkeys(key) if word not in before]
            length = max(_taken(run, key), _taken(run, once))
            best = max(best, (length, key), key=lambda found: (found[0], len(found[1])))
        length, key = best
        return Named(length, " ".join(key), self.others[key]) if length else None


NONE = Synonyms()


def _taken(run: Sequence[Words], name: Sequence[str]) -> int:
    """How many items at the beginning of the run are just the words of the name; 0 where they are not."""
    found: list[str] = []
    for length, parts in enumerate(run, 1):
        found += parts
        if len(found) >= len(name):
            return length if found == list(name) else 0
    return 0
