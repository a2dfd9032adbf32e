"""A query in words: "all of: family, separation; none of: marshals"."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from documents.query.expand import Expanded, wanted
from documents.query.fields import FIELDS
from documents.query.grammar import Query
from documents.query.tree import And, Everything, Field, Not, Or, Phrase, Tree, Word


def explain(query: Query, expanded: Expanded | None = None) -> str:
    """How the query is understood, with the other forms that were searched if the expanded tree is given.

    A sentence without its full stop; empty if nothing is asked.
    """
    return sentence(query.tree, forms_searched(expanded) if expanded is not None else {})


def forms_searched(expanded: Expanded) -> dict[str, list[str]]:
    """For each wanted word of a query that stands for others too, those others in order of the alphabet."""
    slots = [slot for sequence in wanted(expanded) for slot in sequence.slots]
    return {slot.word: sorted(slot.forms - {slot.word}) for slot in slots if len(slot.forms) > 1}


def sentence(tree: Tree, forms: Mapping[str, Iterable[str]]) -> str:
    """A tree in words."""
    match tree:
        case And(parts):
            wanted = [part for part in parts if not isinstance(part, Not)]
            unwanted = [part.part for part in parts if isinstance(part, Not)]
            halves = _listed("all of", wanted, forms), _listed("none of", unwanted, forms)
            return "; ".join(filter(None, halves))
        case Or(parts):
            return _listed("any of", parts, forms)
        case Not(part):
            return _listed("none of", [part], forms)
        case Field(name, part):
            return f"{FIELDS[name].label}: {_member(part, forms)}"
        case Word(words, exact):
            return f"exactly {_word(words)}" if exact else _word(words) + _also(words, forms)
        case Phrase(words):
            return f"“{' '.join(words)}”"
        case Everything():
            return ""
        case _:
            assert_never(tree)


def _listed(heading: str, parts: Iterable[Tree], forms: Mapping[str, Iterable[str]]) -> str:
    members = ", ".join(_member(part, forms) for part in parts)
    return f"{heading}: {members}" if members else ""


def _member(part: Tree, forms: Mapping[str, Iterable[str]]) -> str:
    """A part as a member of a list: what is itself a list stands in parentheses."""
    inner = sentence(part, forms)
    return f"({inner})" if isinstance(part, And | Or | Not) else inner


def _word(words: tuple[str, ...]) -> str:
    return "-".join(words)


def _also(words: tuple[str, ...], forms: Mapping[str, Iterable[str]]) -> str:
    """The other forms of a word in parentheses; those of the parts of a compound one after another."""
    others = [form for word in words for form in forms.get(word, ())]
    return f" (also {', '.join(others)})" if others else ""
