"""A query in words: "all of: family, separation; none of: marshals"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, assert_never

from documents.query.expand import Expanded, Sequence, Together, excluded, wanted
from documents.query.fields import FIELDS
from documents.query.spelling import Spelling, leaf_respelt
from documents.query.tree import (
    And,
    Dates,
    Everything,
    Field,
    Fuzzy,
    Leaf,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Tree,
    Word,
)
from documents.text.periods import Period

Forms = Mapping[str, Iterable[str]]


class Part(NamedTuple):
    """What is asked in one way: "all of", "any of", "none of", or nothing where only one thing is asked."""

    heading: str
    members: tuple[str, ...]

    def __str__(self) -> str:
        members = ", ".join(self.members)
        return f"{self.heading}: {members}" if self.heading else members


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a query is understood; without parts if nothing is asked."""

    parts: tuple[Part, ...]

    @property
    def sentence(self) -> str:
        """Without its full stop."""
        return "; ".join(map(str, self.parts))

    def __str__(self) -> str:
        return self.sentence


def explain(
    tree: Tree, forms: Forms | None = None, left_out: Forms | None = None, *, spelling: Spelling | None = None
) -> Explanation:
    """A tree in words, with the other forms that were searched and left out if they are given, and as the reader wrote it.

    Other names are not told here: `Expansion.also` and `Expansion.left_out` have them.
    """
    return _Telling(forms or {}, left_out or {}, spelling or {}).explanation(tree)


def forms_searched(expanded: Expanded) -> dict[str, list[str]]:
    """For each wanted word that stands for others, also by its signs, those others in order of the alphabet."""
    return _forms(wanted(expanded))


def forms_left_out(expanded: Expanded) -> dict[str, list[str]]:
    """The same of the words that are excluded."""
    return _forms(excluded(expanded))


def _forms(leaves: Iterable[Sequence | Together]) -> dict[str, list[str]]:
    slots = [slot for leaf in leaves for slot in leaf.slots]
    return {slot.word: others for slot in slots if (others := sorted(slot.forms - {slot.word}))}


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is told of the words of a tree; within an exclusion their forms are those left out."""

    forms: Forms
    left_out: Forms
    spelling: Spelling

    def explanation(self, tree: Tree) -> Explanation:
        return Explanation(tuple(part for part in self.parts(tree) if part.members))

    def parts(self, tree: Tree) -> Iterable[Part]:
        match tree:
            case And(parts):
                asked = [part for part in parts if not isinstance(part, Not)]
                unwanted = [part.part for part in parts if isinstance(part, Not)]
                return self.part("all of", asked), self.none_of(unwanted)
            case Or(parts):
                return (self.part("any of", parts),)
            case Not(part):
                return (self.none_of([part]),)
            case Everything():
                return ()
            case _:
                return (Part("", (self.member(tree),)),)

    def none_of(self, trees: Iterable[Tree]) -> Part:
        return replace(self, forms=self.left_out).part("none of", trees)

    def part(self, heading: str, trees: Iterable[Tree]) -> Part:
        """Each member once, also where it weighs twice (see `grammar.any_of`)."""
        return Part(heading, tuple(dict.fromkeys(map(self.member, trees))))

    def member(self, tree: Tree) -> str:
        """A tree as a member of a list: what is itself a list stands in parentheses."""
        match tree:
            case And() | Or() | Not():
                return f"({self.explanation(tree)})"
            case Field(name, part):
                return f"{FIELDS[name].label}: {self.member(part)}"
            case Word() | Phrase() | Pattern() | Fuzzy() | Near() | Dates():
                return _leaf(leaf_respelt(tree, self.spelling)) + self.also(tree)
            case Everything():
                return ""
            case _:
                assert_never(tree)

    def also(self, tree: Tree) -> str:
        """The other forms of a word in parentheses; those of the parts of a compound one after another."""
        match tree:
            case Word(words, False) | Pattern(words):
                others = [form for word in words for form in self.forms.get(word, ())]
            case Fuzzy(word):
                others = list(self.forms.get(word, ()))
            case _:
                others = []
        return f" (also {', '.join(others)})" if others else ""


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Word(words, exact):
            return f"exactly {_hyphened(words)}" if exact else _hyphened(words)
        case Phrase(words):
            return f"“{' '.join(words)}”"
        case Pattern(words):
            return _pattern(words)
        case Fuzzy(word, distance):
            return f"words spelt like {word} (up to {distance} change{'s' if distance > 1 else ''})"
        case Near(words, distance):
            between = "none" if distance == 0 else f"at most {distance} others"
            return f"“{' '.join(words)}” in any order with {between} between"
        case Dates(first, last):
            return _dates(first, last)
        case _:
            assert_never(leaf)


def _hyphened(words: tuple[str, ...]) -> str:
    return "-".join(words)


def _pattern(words: tuple[str, ...]) -> str:
    pattern = _hyphened(words)
    beginning = pattern.removesuffix("*")
    if len(words) == 1 and beginning.isalnum():
        return f"words that begin with {beginning}"
    return f"words like {pattern}"


def _dates(first: str, last: str) -> str:
    start, end = (Period.parse(each).display if each else "" for each in (first, last))
    if start == end:
        return f"date: {start}"
    return "date" + (f" from {start}" if start else "") + (f" to {end}" if end else "")
