"""A query in words: "all of: family, separation; none of: marshals"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, assert_never

from documents.query.expand import Expanded, wanted
from documents.query.fields import FIELDS
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


def explain(tree: Tree, forms: Forms | None = None) -> Explanation:
    """A tree in words, with the other forms that were searched if they are given (see `forms_searched`).

    Other names that were searched as well are not told here: `Expansion.also` has them.
    """
    return Explanation(tuple(part for part in _parts(tree, forms or {}) if part.members))


def forms_searched(expanded: Expanded) -> dict[str, list[str]]:
    """For each wanted word that stands for others, also by its signs, those others in order of the alphabet."""
    slots = [slot for leaf in wanted(expanded) for slot in leaf.slots]
    return {slot.word: others for slot in slots if (others := sorted(slot.forms - {slot.word}))}


def _parts(tree: Tree, forms: Forms) -> Iterable[Part]:
    match tree:
        case And(parts):
            wanted = [part for part in parts if not isinstance(part, Not)]
            unwanted = [part.part for part in parts if isinstance(part, Not)]
            return _part("all of", wanted, forms), _part("none of", unwanted, forms)
        case Or(parts):
            return (_part("any of", parts, forms),)
        case Not(part):
            return (_part("none of", [part], forms),)
        case Everything():
            return ()
        case _:
            return (Part("", (_member(tree, forms),)),)


def _part(heading: str, trees: Iterable[Tree], forms: Forms) -> Part:
    """Each member once, also where it weighs twice (see `grammar.any_of`)."""
    return Part(heading, tuple(dict.fromkeys(_member(tree, forms) for tree in trees)))


def _member(tree: Tree, forms: Forms) -> str:
    """A tree as a member of a list: what is itself a list stands in parentheses."""
    match tree:
        case And() | Or() | Not():
            return f"({explain(tree, forms)})"
        case Field(name, part):
            return f"{FIELDS[name].label}: {_member(part, forms)}"
        case Word(words, exact):
            return f"exactly {_hyphened(words)}" if exact else _hyphened(words) + _also(words, forms)
        case Phrase(words):
            return f"“{' '.join(words)}”"
        case Pattern(words):
            return _pattern(words) + _also(words, forms)
        case Fuzzy(word, distance):
            changes = "1 change" if distance == 1 else f"{distance} changes"
            return f"words spelt like {word}, up to {changes}" + _also((word,), forms)
        case Near(words, distance):
            between = "none" if distance == 0 else f"at most {distance} others"
            return f"“{' '.join(words)}” in any order with {between} between"
        case Dates(first, last):
            return _dates(first, last)
        case Everything():
            return ""
        case _:
            assert_never(tree)


def _hyphened(words: tuple[str, ...]) -> str:
    return "-".join(words)


def _also(words: tuple[str, ...], forms: Forms) -> str:
    """The other forms of a word in parentheses; those of the parts of a compound one after another."""
    others = [form for word in words for form in forms.get(word, ())]
    return f" (also {', '.join(others)})" if others else ""


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
