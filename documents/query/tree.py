"""What a query asks, as a tree of a few kinds of nodes.

A tree knows neither how it was typed nor which engine answers it. `str(tree)` is what one would type for it,
and `grammar.parse` gives the same tree back. This law holds for trees in normal form, to which `conjunction`,
`disjunction`, `negation` and `within` keep: build branches with them, leaves by hand (a Near has two words at least).

And, Or, Not and Field are generic in their parts because `expand` puts other leaves into the same branches.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from documents.text.periods import Period

Part = TypeVar("Part", covariant=True)

PER = re.compile(r"\bper$")
CENT = re.compile(r"cent(?!\w)")


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed, folded.

    What is written with hyphens, slashes or the like has several parts, which must stand in sequence. An
    exact word keeps its accents and stands for no other form.
    """

    words: tuple[str, ...]
    exact: bool = False

    def __str__(self) -> str:
        return ("=" if self.exact else "") + "-".join(self.words)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand just so, side by side."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return f'"{" ".join(self.words)}"'


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words of which `*` stands for any letters, also none, and `?` for just one; several must stand in sequence.

    In normal form one has a sign, each has a letter or digit, and the last does not end with `?` (see `chunks.pattern`).
    """

    words: tuple[str, ...]

    def __str__(self) -> str:
        return "-".join(self.words)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word and those that are up to `distance` changes away: a letter more, less, another, or two exchanged."""

    word: str
    distance: int = 1

    def __str__(self) -> str:
        return f"{self.word}~{self.distance if self.distance > 1 else ''}"


@dataclass(frozen=True, slots=True)
class Near:
    """Words that stand together in any order, with at most `distance` other words between them in all."""

    words: tuple[str, ...]
    distance: int

    def __str__(self) -> str:
        return f'"{" ".join(self.words)}"~{self.distance}'


@dataclass(frozen=True, slots=True)
class Dates:
    """A date that lies, at least in part, from the beginning of `first` to the end of `last`.

    Both are a year, a month or a day as in 2018, 2018-04, 2018-04-06; an empty one leaves its side open.
    """

    first: str
    last: str

    def __str__(self) -> str:
        return f"date:{self.first}" if self.first == self.last else f"date:{self.first}..{self.last}"

    def meets(self, start: int, end: int) -> bool:
        """Whether a date from `start` to `end` (proleptic ordinals, 0 if unknown) lies in it, at least in part."""
        first, last = self.ordinals
        return start > 0 and start <= last and end >= first

    @property
    def ordinals(self) -> tuple[int, int]:
        """The first and the last day that are meant; an open side is before or behind every date."""
        first = Period.parse(self.first).start if self.first else date.min
        last = Period.parse(self.last).end if self.last else date.max
        return first.toordinal(), last.toordinal()


@dataclass(frozen=True, slots=True)
class And(Generic[Part]):
    """All of the parts."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        texts = [f"({part})" if isinstance(part, Or) else str(part) for part in self.parts]
        return " ".join(map(_apart, ["", *texts], texts))


@dataclass(frozen=True, slots=True)
class Or(Generic[Part]):
    """Any of the parts; binds weaker than And."""

    parts: tuple[Part, ...]

    def __str__(self) -> str:
        return " | ".join(str(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not(Generic[Part]):
    """Everything that the part does not match."""

    part: Part

    def __str__(self) -> str:
        return f"-{_grouped(self.part)}"


@dataclass(frozen=True, slots=True)
class Field(Generic[Part]):
    """The part, looked for in the zones of the named field only (see `fields.FIELDS`)."""

    name: str
    part: Part

    def __str__(self) -> str:
        return f"{self.name}:{_grouped(self.part)}"


@dataclass(frozen=True, slots=True)
class Everything:
    """What is asked when nothing is asked: every unit. The functions below leave it out of branches."""

    def __str__(self) -> str:
        return ""


Leaf: TypeAlias = Word | Phrase | Pattern | Fuzzy | Near | Dates
Tree: TypeAlias = Leaf | And["Tree"] | Or["Tree"] | Not["Tree"] | Field["Tree"] | Everything


def conjunction(parts: Iterable[Tree]) -> Tree:
    """All of the parts, each once, without an And inside an And; Everything if there are none."""
    return _branch(
        And, (each for part in parts for each in (part.parts if isinstance(part, And) else (part,)))
    )


def disjunction(parts: Iterable[Tree]) -> Tree:
    """Any of the parts, each once, without an Or inside an Or; Everything if there are none."""
    return _branch(Or, (each for part in parts for each in (part.parts if isinstance(part, Or) else (part,))))


def negation(part: Tree) -> Tree:
    """Not the part; two of them cancel out, and to exclude nothing asks nothing."""
    match part:
        case Not(inner):
            return inner
        case Everything():
            return part
        case _:
            return Not(part)


def within(name: str, part: Tree) -> Tree:
    """The part in one field. A field inside a field counts alone, and so does a date; an exclusion is drawn out of it."""
    match part:
        case Field() | Dates() | Everything():
            return part
        case Not(inner):
            return negation(within(name, inner))
        case _:
            return Field(name, part)


def _branch(kind: type[And[Tree]] | type[Or[Tree]], parts: Iterable[Tree]) -> Tree:
    match tuple(part for part in dict.fromkeys(parts) if part != Everything()):
        case ():
            return Everything()
        case (only,):
            return only
        case several:
            return kind(several)


def _apart(before: str, text: str) -> str:
    """The text as it stands behind another: per cent would be one word (see `text.words`), per (cent) are two."""
    return f"({text})" if PER.search(before) and CENT.match(text) else text


def _grouped(part: object) -> str:
    return f"({part})" if isinstance(part, And | Or) else str(part)
