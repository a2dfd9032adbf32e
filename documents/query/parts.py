"""The words and phrases of a query one by one, under the numbers that `expand` gives them."""

from collections.abc import Iterator
from itertools import count
from typing import assert_never

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
    within,
)


def parts(tree: Tree) -> dict[int, Tree]:
    """Each part that may be marked, as a query of its own, by its number; what is excluded has one and is left out."""
    return {
        number: part for number, (part, is_wanted) in zip(count(), _leaves(tree), strict=False) if is_wanted
    }


def _leaves(tree: Tree) -> Iterator[tuple[Tree, bool]]:
    match tree:
        case Word() | Phrase() | Pattern() | Fuzzy() | Near():
            yield tree, True
        case And(branches) | Or(branches):
            for branch in branches:
                yield from _leaves(branch)
        case Not(branch):
            for leaf, _ in _leaves(branch):
                yield leaf, False
        case Field(name, branch):
            for leaf, is_wanted in _leaves(branch):
                yield within(name, leaf), is_wanted
        case Dates() | Everything():
            return
        case _:
            assert_never(tree)
