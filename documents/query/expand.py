"""From what is typed to what is looked for: every word becomes the set of words that count as it.

The engine evaluates the expanded tree and `spans` marks by it, so that a page marks just what was found.
Branches stay as they are, only leaves change.
"""

from collections.abc import Callable, Iterator
from collections.abc import Sequence as Row
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import NamedTuple, Protocol, TypeAlias, assert_never

from documents.query.limits import LIMITS
from documents.query.synonyms import NONE, Synonyms
from documents.query.tree import (
    And,
    Dates,
    Everything,
    Field,
    Fuzzy,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Tree,
    Word,
)
from documents.text.words import joined

LETTERS_FOR_SIGNS = str.maketrans("*?", "xx")


class Words(NamedTuple):
    """Words of an index, and how many there were before the limit of an expansion left the rarest out."""

    words: frozenset[str]
    all: int


class Lexicon(Protocol):
    """The words that occur in an index, in texts that can be found."""

    def forms(self, word: str) -> frozenset[str]:
        """Those of the word's family."""

    def like(self, pattern: str) -> Words:
        """Those that fit a pattern with `*` and `?`; of too many the most frequent."""

    def near(self, word: str, distance: int) -> Words:
        """Those that are up to `distance` changes away (see `tree.Fuzzy`); of too many the most frequent."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in a sequence. In texts of any language one of `literal` may stand there, in English ones also a form.

    `word` is what was typed. Without `literal` it is that word alone: a pattern that nothing fits is no word of a text.
    """

    word: str
    forms: frozenset[str]
    literal: frozenset[str] = frozenset()

    @property
    def everywhere(self) -> frozenset[str]:
        """The words that may stand there whatever the language of the text."""
        return self.literal or frozenset((self.word,))


@dataclass(frozen=True, slots=True)
class Sequence:
    """Slots that words at successive positions must fill; often there is just one.

    `part` is the number of the word or phrase of the query for which it stands, from 0. The spellings of one
    word are one part; what is looked for does not depend on it, so equality does not either.
    """

    slots: tuple[Slot, ...]
    part: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Together:
    """Slots that words must fill in any order, with at most `distance` others between them in all.

    A match is a stretch of at most `len(slots) + distance` positions in which every word stands as often as it is asked
    for, and which has no shorter one like it inside.
    """

    slots: tuple[Slot, ...]
    distance: int
    part: int = field(default=0, compare=False)


Leaf: TypeAlias = Sequence | Together
Expanded: TypeAlias = (
    Leaf | Dates | And["Expanded"] | Or["Expanded"] | Not["Expanded"] | Field["Expanded"] | Everything
)


class Also(NamedTuple):
    """What was asked for, and the other names for it that were searched, or left out, as well."""

    asked: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """The tree with sequences for leaves, the synonyms that came in, and the limits reached as sentences.

    `also` are the synonyms of what is asked for, `left_out` those of what is excluded.
    """

    tree: Expanded
    also: tuple[Also, ...] = ()
    limits: tuple[str, ...] = ()
    left_out: tuple[Also, ...] = ()


def expand(tree: Tree, lexicon: Lexicon, synonyms: Synonyms = NONE) -> Expansion:
    """The tree with what the words of an index make of its leaves.

    Plain words stand for their family and for the synonyms of their name; exact words and phrases are literal.
    """
    expanding = _Expanding(lexicon, synonyms)
    found = expanding.tree(tree)
    return Expansion(found, tuple(expanding.also), tuple(expanding.limits), tuple(expanding.left_out))


def wanted(tree: Expanded) -> Iterator[Leaf]:
    """The leaves that a unit may match by, from left to right: not the excluded ones."""
    match tree:
        case Sequence() | Together():
            yield tree
        case And(parts) | Or(parts):
            for part in parts:
                yield from wanted(part)
        case Field(_, part):
            yield from wanted(part)
        case Not() | Dates() | Everything():
            return
        case _:
            assert_never(tree)


def excluded(tree: Expanded) -> Iterator[Leaf]:
    """The leaves within exclusions, from left to right."""
    match tree:
        case Not(part):
            yield from wanted(part)
            yield from excluded(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from excluded(part)
        case Field(_, part):
            yield from excluded(part)
        case Sequence() | Together() | Dates() | Everything():
            return
        case _:
            assert_never(tree)


def name(tree: Expanded) -> tuple[str, ...]:
    """The words of a query that is nothing but words and phrases, all of them asked for: the whole name of a unit perhaps.

    None where a field, a date, an alternative, an exclusion, a pattern or the like is in it. Other spellings and synonyms
    of a word are alternatives as well, but nobody typed them: they have its part.
    """
    match tree:
        case Sequence(slots) if not any(slot.literal for slot in slots):
            return tuple(slot.word for slot in slots)
        case Or((asked, *others)):
            first = next(wanted(asked), None)
            spelt = all(
                isinstance(other, Sequence) and first and other.part == first.part for other in others
            )
            return name(asked) if spelt else ()
        case And(parts):
            names = [name(part) for part in parts]
            return tuple(word for each in names for word in each) if all(names) else ()
        case _:
            return ()


class _Expanding:
    """One pass over a tree, from left to right, which numbers its words and phrases."""

    def __init__(self, lexicon: Lexicon, synonyms: Synonyms) -> None:
        self.lexicon = lexicon
        self.synonyms = synonyms
        self.numbers = count()
        self.also: dict[Also, None] = {}
        self.left_out: dict[Also, None] = {}
        self.limits: dict[str, None] = {}

    def tree(self, tree: Tree) -> Expanded:
        match tree:
            case Word(words, exact):
                return self.exact(words) if exact else self.run([tree], set())[0]
            case Phrase(words):
                return Sequence(tuple(map(literal, words)), next(self.numbers))
            case Pattern(words):
                return self.spelt(words, self.like, next(self.numbers))
            case Fuzzy(word, distance):
                return self.spelt((word,), lambda word: self.near(word, distance), next(self.numbers))
            case Near(words, distance):
                return Together(tuple(map(literal, words)), distance, next(self.numbers))
            case And(parts):
                return And(tuple(self.all(parts)))
            case Or(parts):
                return Or(tuple(map(self.tree, parts)))
            case Not(part):
                return Not(self.unwanted(part))
            case Field(name, part):
                return Field(name, self.tree(part))
            case Dates() | Everything():
                return tree
            case _:
                assert_never(tree)

    def unwanted(self, part: Tree) -> Expanded:
        """What is excluded, of which the other names are left out as well and not searched."""
        searched, self.also = self.also, self.left_out
        found = self.tree(part)
        self.also = searched
        return found

    def all(self, parts: Row[Tree]) -> Iterator[Expanded]:
        """The parts, of which plain words side by side may be a name together."""
        run: list[Word] = []
        before: set[str] = set()
        for part in parts:
            if isinstance(part, Word) and not part.exact:
                run.append(part)
            else:
                yield from self.run(run, before)
                run.clear()
                yield self.tree(part)
        yield from self.run(run, before)

    def run(self, run: Row[Word], before: set[str]) -> list[Expanded]:
        """Plain words side by side; the longest names first. `before` are those that stand before them."""
        found: list[Expanded] = []
        at = 0
        while at < len(run):
            named = self.synonyms.named([word.words for word in run[at:]], before)
            length = named.length if named else 1
            before.update(word.words[0] for word in run[at : at + length] if len(word.words) == 1)
            numbers = [next(self.numbers) for _ in range(length)]
            words = [
                self.spelt(word.words, self.forms, number)
                for word, number in zip(run[at : at + length], numbers, strict=True)
            ]
            if named:
                self.also[Also(named.asked, tuple(name.text for name in named.others))] = None
                asked = And(tuple(words)) if length > 1 else words[0]
                others = [
                    self.spelt(name.words, self.forms, numbers[0], is_compound=False) for name in named.others
                ]
                found.append(Or((asked, *others)))
            else:
                found += words
            at += length
        return found

    def exact(self, words: tuple[str, ...]) -> Expanded:
        return self.spelt(words, literal, next(self.numbers))

    def spelt(
        self, words: tuple[str, ...], slot: Callable[[str], Slot], part: int, *, is_compound: bool = True
    ) -> Expanded:
        """The words in sequence; a word with hyphens may also stand in the text as one: re-entry, reentry."""
        apart = Sequence(tuple(map(slot, words)), part)
        together = as_one(words) if is_compound else None
        return Or((apart, Sequence((slot(together),), part))) if together else apart

    def forms(self, word: str) -> Slot:
        return Slot(word, self.lexicon.forms(word) | {word})

    def like(self, pattern: str) -> Slot:
        if not set(pattern) & set("*?"):
            return literal(pattern)
        return self.filled(pattern, pattern, self.lexicon.like(pattern))

    def near(self, word: str, distance: int) -> Slot:
        return self.filled(word, str(Fuzzy(word, distance)), self.lexicon.near(word, distance))

    def filled(self, word: str, typed: str, found: Words) -> Slot:
        if found.all > len(found.words):
            self.limits[LIMITS["expansions"].announced(typed, found.all)] = None
        return Slot(word, found.words, found.words)


def literal(word: str) -> Slot:
    """The word as it stands."""
    return Slot(word, frozenset((word,)))


def as_one(words: tuple[str, ...]) -> str | None:
    """The words as one, if indexing joins such words; not where a star leaves open where the one ends and the other begins."""
    if any("*" in left[-1] + right[0] for left, right in pairwise(words)):
        return None
    spoken = [word.translate(LETTERS_FOR_SIGNS) for word in words]
    return "".join(words) if joined(spoken) else None
