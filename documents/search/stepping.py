"""Where a unit stands among those that a search found, and which of them stand beside it."""

from dataclasses import dataclass

from documents.query.expand import Expansion
from documents.query.grammar import Query
from documents.search.engine import Request, Result, Sort
from documents.search.engines import engine
from documents.search.find import Filters, Found, FoundHit, deadline
from documents.search.units import Unit

LONGEST = 1.0  # seconds that a page waits for it: a text can be read without


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit is result number `number` of `count`; `row` and `shown` say where the list has it (see `engine.Place`).

    A neighbour that is not published any more is None: the index has yet to hear of it.
    """

    number: int
    count: int
    row: int
    shown: str
    previous: FoundHit | None
    next: FoundHit | None


def standing(
    query: Query,
    expansion: Expansion,
    filters: Filters,
    unit: Unit,
    *,
    sort: Sort,
    grouped: bool,
    synonyms: bool,
) -> Standing | None:
    """The place of a unit in the results of a query; None if it is not among them.

    Raises SearchTrouble where there is no sound index or the answer takes too long.
    """
    request = Request(expansion.tree, filters, sort=sort, name=query.name)
    check = deadline(LONGEST)
    place = engine().place(request, unit.public_id, grouped=grouped, deadline=check)
    if place is None:
        return None
    beside = [hit for hit in (place.previous, place.next) if hit]
    answer = Result(place.count, beside, {}, generation="")
    found = Found(query, filters, expansion, answer, synonyms, check)
    hits = {hit.unit.public_id: hit for hit in found.hits}
    previous, following = (hits.get(hit.id) if hit else None for hit in (place.previous, place.next))
    return Standing(place.number, place.count, place.row, place.shown, previous, following)
