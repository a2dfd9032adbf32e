"""From a result to its neighbours, and back to the list: what the page of a section or a source says of its search."""

from typing import NamedTuple

from documents.forms import PER_PAGE, ReadingForm
from documents.models import Section, Source
from documents.query.expand import Expansion
from documents.search.engine import SearchTrouble
from documents.search.find import FoundHit
from documents.search.stepping import standing


class Step(NamedTuple):
    """“Result 4 of 17”; the addresses of its neighbours, or nothing; what follows that of the list, at its place."""

    number: int
    count: int
    previous: str
    next: str
    back: str


def step(form: ReadingForm, expansion: Expansion, unit: Section | Source) -> Step | None:
    """Where the unit stands in the search; None where it is not among the results, or that cannot be said now."""
    try:
        found = standing(
            form.query,
            expansion,
            form.filters,
            unit,
            sort=form.order,
            grouped=form.is_grouped,
            synonyms=form.synonyms,
        )
    except SearchTrouble:
        return None
    if found is None:
        return None
    back = form.on_list(found.row // PER_PAGE + 1, found.shown)
    return Step(found.number, found.count, _address(form, found.previous), _address(form, found.next), back)


def _address(form: ReadingForm, hit: FoundHit | None) -> str:
    return f"{hit.unit.get_absolute_url()}{form.landing(hit.match)}" if hit else ""
