"""Every match of a query, one by one: in which unit and passage it stands, and its number on that page.

They are read from the texts by the same `matches_in` that counts the matches of a hit and marks a page, so the list has
as many lines as the hits have matches and the pages have marks.
"""

from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from documents.models import Section, Source
from documents.query.concordance import KEYS, Context, context
from documents.query.expand import Expanded, wanted
from documents.query.grammar import Query
from documents.query.limits import OF_ANSWERS, Deadline
from documents.query.parts import parts
from documents.query.spans import Span
from documents.search.engine import Grouped, Result, TooSlow
from documents.search.find import Filters, Found, Reports, deadline, find, matches_in, reports_asked
from documents.search.units import BATCH, Unit, date_of, kind_of

SECTIONS = (
    "edition__report__collection__name",
    "edition__report__title",
    "edition__report",
    "edition__pk",
    "position",
    "pk",
)


class Match(NamedTuple):
    """Number `number` of the `of` matches in a unit; `page` is the printed page on which its passage begins, or ""."""

    unit: Unit
    number: int
    of: int
    page: str
    text: str
    span: Span

    @property
    def context(self) -> Context:
        return context(self.text, self.span[:2])

    @property
    def kind(self) -> str:
        return kind_of(self.unit)

    @property
    def date(self) -> str:
        period = date_of(self.unit)
        return period.display if period else ""


class Matches:
    """The matches in the units found, in order of place: reports with their sections in order, then sources by date.

    Iterating reads the texts and counts; `total`, `units`, `counts` and `late` are known when it is over.
    """

    def __init__(self, found: Found) -> None:
        self.found = found
        self.total = 0
        self.units = 0  # that have a match
        self.late = ""  # why reading ended before the end, if it did
        self.counts: Counter[int] = Counter()

    def __iter__(self) -> Iterator[Match]:
        tree = self.found.tree
        if next(wanted(tree), None) is None:  # a query of dates and exclusions marks nothing
            return
        check = deadline()
        units = _units(self.found.answer)
        try:
            while batch := list(islice(units, BATCH)):
                reports = reports_asked(tree, batch)
                for unit in batch:
                    yield from self._of(unit, tree, reports, check)
        except TooSlow as trouble:
            self.late = str(trouble)

    def _of(self, unit: Unit, tree: Expanded, reports: Reports, check: Deadline) -> list[Match]:
        texts, marked = matches_in(tree, unit, reports, deadline=check)
        number = sum(map(len, marked))
        pages = ["", *(block.page for block in unit.text_blocks)]
        places = [(place, span) for place, spans in enumerate(marked) for span in spans]
        self.total += number
        self.units += bool(number)
        self.counts.update(part for _, span in places for part in span.parts)
        del unit.text_blocks  # a thousand units are read; of their texts only those with a match are kept
        return [
            Match(unit, k, number, pages[place] if place < len(pages) else "", texts[place].text, span)
            for k, (place, span) in enumerate(places, start=1)
        ]

    @property
    def is_part(self) -> bool:
        """Whether more units were found than are read."""
        return self.found.count > OF_ANSWERS["units"].most

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Each word or phrase of the query, and how many of the matches it stands for."""
        query = self.found.query
        return [(query.told(part), self.counts[number]) for number, part in parts(query.tree).items()]


def all_matches(query: Query, filters: Filters, *, synonyms: bool = True) -> Matches:
    """The matches of a query in what is published; nothing is read yet.

    Raises SearchTrouble where there is no sound index or the search takes too long. Reading that does ends early.
    """
    return Matches(find(query, filters, limit=OF_ANSWERS["units"].most, synonyms=synonyms))


def listed(matches: Matches, order: str) -> list[Match]:
    """The first matches, as many as are listed, by place, or by the words "before" or "after" each; all of them are counted."""
    reading = iter(matches)
    found = list(islice(reading, OF_ANSWERS["lines"].most))
    deque(reading, maxlen=0)
    key = KEYS.get(order)
    return sorted(found, key=lambda match: key(match.context)) if key else found


def _units(answer: Result | Grouped) -> Iterator[Unit]:
    """The published units of an answer, with their texts, in order of place."""
    keys: dict[str, list[int]] = {"documents.section": [], "documents.source": []}
    for hit in answer.hits if isinstance(answer, Result) else ():
        keys[hit.model].append(hit.pk)
    sections = Section.objects.published().with_report().order_by(*SECTIONS)
    sources = Source.objects.published().by_date()
    for units, found in ((sections, keys["documents.section"]), (sources, keys["documents.source"])):
        if found:
            chosen = units.filter(pk__in=found).defer("body")
            yield from chosen.with_text().iterator(chunk_size=BATCH)
