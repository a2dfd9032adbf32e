"""From what is typed to what is looked for: every word becomes the set of words that count as it.

The engine evaluates the expanded tree and `spans` marks by it, so that a page marks just what was found.
Branches stay as they are, only leaves change.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import TypeAlias, assert_never

from documents.query.tree import And, Everything, Field, Not, Or, Phrase, Tree, Word
from documents.text.words import joined

Forms: TypeAlias = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a sequence. `forms` may stand there, `word` among them, others only in English texts."""

    word: str
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sequence:
    """Slots that words at successive positions must fill; often there is just one.

    `part` is the number of the word or phrase of the query for which it stands, from 0. The spellings of one
    word are one part; what is looked for does not depend on it, so equality does not either.
    """

    slots: tuple[Slot, ...]
    part: int = field(default=0, compare=False)


Expanded: TypeAlias = (
    Sequence | And["Expanded"] | Or["Expanded"] | Not["Expanded"] | Field["Expanded"] | Everything
)


def expand(tree: Tree, forms: Forms) -> Expanded:
    """The tree with sequences for leaves.

    `forms` gives the words of an index that are of a word's family. It is asked for plain words only: exact
    words and phrases are literal.
    """
    return _expanded(tree, forms, count())


def wanted(tree: Expanded) -> Iterator[Sequence]:
    """The sequences that a unit may match by, from left to right: not the excluded ones."""
    match tree:
        case Sequence():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted(part)
        case Field(_, part):
            yield from wanted(part)
        case Not() | Everything():
            return
        case _:
            assert_never(tree)


def _expanded(tree: Tree, forms: Forms, numbers: Iterator[int]) -> Expanded:
    match tree:
        case Word(words, exact):
            return _word(words, _literal if exact else forms, next(numbers))
        case Phrase(words):
            return _sequence(words, _literal, next(numbers))
        case And(parts):
            return And(tuple(_expanded(part, forms, numbers) for part in parts))
        case Or(parts):
            return Or(tuple(_expanded(part, forms, numbers) for part in parts))
        case Not(part):
            return Not(_expanded(part, forms, numbers))
        case Field(name, part):
            return Field(name, _expanded(part, forms, numbers))
        case Everything():
            return tree
        case _:
            assert_never(tree)


def _word(words: tuple[str, ...], forms: Forms, part: int) -> Expanded:
    """A word with hyphens may also stand in the text as one: re-entry, reentry."""
    apart = _sequence(words, forms, part)
    together = joined(words)
    return Or((apart, _sequence((together,), forms, part))) if together else apart


def _sequence(words: tuple[str, ...], forms: Forms, part: int) -> Sequence:
    return Sequence(tuple(Slot(word, forms(word) | {word}) for word in words), part)


def _literal(word: str) -> frozenset[str]:
    return frozenset((word,))
