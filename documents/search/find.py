"""What views call: a query and filters in, units with their snippets, an exact count and facets out.

The engine answers with ids; the few units that are shown are read from the database through `published()` and
marked by `query.spans`, which also marks the document pages: what is marked there and here is the same thing.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from django.db import OperationalError
from django.utils.functional import cached_property  # Python's own locks out others meanwhile

from documents.models import Block, Change, Report, Section, Source, Synonym
from documents.query.expand import Also, Expanded, Expansion
from documents.query.explain import explain, forms_left_out, forms_searched
from documents.query.facets import Facet, facets
from documents.query.fields import PLAIN
from documents.query.grammar import Query
from documents.query.limits import OF_ANSWERS, Deadline, no_deadline
from documents.query.places import places, where
from documents.query.small_words import beside_others
from documents.query.snippets import Snippet, best, fragments, snippet
from documents.query.spans import Passage, Span, spans, zones
from documents.query.synonyms import NONE, Synonyms
from documents.query.tree import Everything, Word
from documents.search.engine import Grouped, Hit, Request, Result, Sort, TooSlow
from documents.search.engines import engine
from documents.search.turns import give_way
from documents.search.units import Unit, days_of, field_passages, passages, reports_of
from documents.text.words import words

log = logging.getLogger(__name__)

Filters = Mapping[str, tuple[str, ...]]

UNMARKED = "There was no time to mark what was found in some of these. Ask for fewer or rarer words."

Reports = Mapping[str, list[Report]]  # by the public id of a unit


@dataclass(frozen=True, slots=True)
class FoundHit:
    """A unit that was found, as the list shows it.

    `places` says of each match where in the unit it lies, from 0 to 1, and `where` says it in words.
    """

    unit: Unit
    score: float
    matches: int
    places: tuple[float, ...]
    where: str
    title: Snippet
    fragments: tuple[Snippet, ...]  # of its texts, in order; none where there is no text to show
    block: str  # the id of the block where the best passage is, or ""
    page: str  # the printed page on which that block begins, or ""
    match: int  # the number on the unit's page of the match to land on, 0 for none
    url: str


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """The hits of one report, or one source."""

    report: Report | None
    hits: list[FoundHit]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.hits)


@dataclass
class Found:
    """An answer. Units are read and marked when `hits` or `groups` is first asked for."""

    query: Query
    filters: Filters
    expansion: Expansion
    answer: Result | Grouped
    synonyms: bool  # whether they took part
    check: Deadline = no_deadline  # the one that the answer was found under; marking its hits is as well
    withdrawn: int = field(default=0, init=False)  # hits that are not published any more, known after hits
    unmarked: int = field(default=0, init=False)  # hits for which there was no time left, known after hits

    @property
    def tree(self) -> Expanded:
        return self.expansion.tree

    @property
    def also(self) -> tuple[Also, ...]:
        """What of the query has other names, and these names, which were searched as well."""
        return self._told(self.expansion.also)

    @property
    def left_out(self) -> tuple[Also, ...]:
        """The same of what the query excludes: these names were left out as well."""
        return self._told(self.expansion.left_out)

    @property
    def limits(self) -> tuple[str, ...]:
        """Where fewer words were searched than a pattern stands for, and what could not be marked, in sentences."""
        late = (UNMARKED,) if self.unmarked else ()
        return (*self.expansion.limits, *late)

    @property
    def count(self) -> int:
        """The number of units found."""
        return self.answer.count

    @property
    def group_count(self) -> int:
        return self.answer.group_count if isinstance(self.answer, Grouped) else 0

    @cached_property
    def explanation(self) -> str:
        return explain(self.query.tree, spelling=self.query.spelling).sentence

    @cached_property
    def forms(self) -> dict[str, list[str]]:
        """For each word of the query its other forms that were searched as well; not those of other names for it."""
        return self._typed(forms_searched(self.tree))

    @cached_property
    def forms_left_out(self) -> dict[str, list[str]]:
        """The same of the words that the query excludes: these forms were left out as well."""
        return self._typed(forms_left_out(self.tree))

    @cached_property
    def hits(self) -> list[FoundHit]:
        if isinstance(self.answer, Grouped):
            return [hit for group in self.groups for hit in group.hits]
        return self._shown(self.answer.hits)

    @cached_property
    def groups(self) -> list[FoundGroup]:
        """The groups, in order; empty for an answer that is not grouped."""
        if not isinstance(self.answer, Grouped):
            return []
        shown = {
            hit.unit.public_id: hit for hit in self._shown(h for g in self.answer.groups for h in g.hits)
        }
        found = []
        for group in self.answer.groups:
            hits = [shown[hit.id] for hit in group.hits if hit.id in shown]
            if hits:
                first = hits[0].unit
                report = first.report if isinstance(first, Section) else None
                found.append(FoundGroup(report, hits, group.count - (len(group.hits) - len(hits))))
        return found

    @cached_property
    def facets(self) -> list[Facet]:
        counted = self.answer.facets
        return facets(counted, self.filters, _report_labels(counted.get("report", {})))

    def _typed(self, forms: dict[str, list[str]]) -> dict[str, list[str]]:
        """Without the words that other names have brought in."""
        names = [name for also in (*self.also, *self.left_out) for name in also.names]
        foreign = {word for name in names for word in words(name)} - set(words(self.query.text))
        return {word: others for word, others in forms.items() if word not in foreign}

    def _told(self, names: tuple[Also, ...]) -> tuple[Also, ...]:
        """With what was asked as the reader wrote it."""
        return tuple(
            also._replace(asked=" ".join(self.query.told(Word((word,))) for word in also.asked.split()))
            for also in names
        )

    def _shown(self, hits: Iterable[Hit]) -> list[FoundHit]:
        hits = list(hits)
        units = _units(hits)
        gone = {hit.id for hit in hits} - units.keys()
        if gone:  # withdrawn a moment ago: the index has yet to hear of it
            self.withdrawn = len(gone)
            _queue(gone)
        reports = reports_asked(self.tree, units.values())
        return [self._hit(units[hit.id], hit.score, reports) for hit in hits if hit.id in units]

    def _hit(self, unit: Unit, score: float, reports: Reports) -> FoundHit:
        try:
            texts, marked = matches_in(self.tree, unit, reports, deadline=self.check)
        except TooSlow:
            self.unmarked += 1
            texts = passages(unit)
            marked = [[] for _ in texts]
        place = best(texts, marked) or _beginning(unit)
        landed = _block_at(unit, place) if marked[place] else None
        match = _first_match(marked, place)
        return FoundHit(
            unit=unit,
            score=score,
            matches=sum(map(len, marked)),
            places=places(texts, marked),
            where=where(texts, marked),
            title=snippet(unit.title, marked[0], width=len(unit.title)),
            fragments=fragments(texts, marked, place) if place else (),
            block=landed.id if landed else "",
            page=landed.page if landed else "",
            match=match,
            url=landing(unit, self.query, match, synonyms=self.synonyms),
        )


def find(
    query: Query,
    filters: Filters,
    *,
    sort: Sort = "relevance",
    start: int = 0,
    limit: int = 10,
    synonyms: bool = True,
) -> Found:
    """Units that match, best first or by date; `start` and `limit` count units.

    Raises SearchTrouble where there is no sound index; its message says what to do.
    """
    check = deadline()
    expansion = expanded(query, synonyms=synonyms, check=check)
    request = Request(expansion.tree, filters, sort=sort, start=start, limit=limit, name=query.name)
    return Found(query, filters, expansion, engine().run(request, deadline=check), synonyms, check)


def find_groups(
    query: Query, filters: Filters, *, start: int = 0, limit: int = 10, synonyms: bool = True
) -> Found:
    """The same, grouped by report, each group with its best units; `start` and `limit` count groups."""
    check = deadline()
    expansion = expanded(query, synonyms=synonyms, check=check)
    request = Request(expansion.tree, filters, start=start, limit=limit, name=query.name)
    return Found(query, filters, expansion, engine().groups(request, deadline=check), synonyms, check)


def expanded(query: Query, *, synonyms: bool = True, check: Deadline | None = None) -> Expansion:
    """What is looked for when this is asked: the words of the index, and the other names that editors keep.

    Whatever finds, counts or marks begins with this, so that all of them mean the same. It has a deadline of its own, or
    that of the search which it begins.
    """
    if isinstance(query.tree, Everything):
        return Expansion(query.tree)
    return engine().expand(query.tree, kept_synonyms() if synonyms else NONE, deadline=check or deadline())


def kept_synonyms() -> Synonyms:
    """The synonyms as they are in the database now, which is one question to it."""
    return _synonyms(Synonym.objects.pairs())


def deadline(seconds: float = OF_ANSWERS["seconds"].most) -> Deadline:
    """A check that raises TooSlow once the time is over; expanding, evaluating and marking make it between their steps."""
    end = monotonic() + seconds

    def check() -> None:
        if monotonic() > end:
            raise TooSlow(OF_ANSWERS["seconds"].said)
        give_way(end)

    return check


@dataclass(frozen=True, slots=True)
class Marks:
    """What a query matched in one unit, for its page. Spans are pairs of character offsets."""

    title: list[Span] = field(default_factory=list)
    blocks: dict[int, list[Span]] = field(default_factory=dict)
    record: dict[str, list[list[Span]]] = field(default_factory=dict)
    count: int = 0

    def __bool__(self) -> bool:
        return self.count > 0


def marks(query: Query, unit: Unit, *, synonyms: bool = True) -> Marks:
    """The matches of `query` in `unit`; none where the unit does not match.

    Raises SearchTrouble where there is no sound index, as the forms of a word are those that occur in it, or no time.
    """
    return marks_of(expanded(query, synonyms=synonyms).tree, unit)


def marks_of(tree: Expanded, unit: Unit) -> Marks:
    """The same, of a query that is expanded; raises TooSlow."""
    if isinstance(tree, Everything):
        return Marks()
    texts, found = matches_in(tree, unit, reports_asked(tree, [unit]), deadline=deadline())
    after_blocks = 1 + len(unit.text_blocks)
    record: dict[str, list[list[Span]]] = {}
    for passage, matched in zip(texts[after_blocks:], found[after_blocks:], strict=True):
        record.setdefault(passage.zone, []).append(matched)
    return Marks(
        title=found[0],
        blocks={number: matched for number, matched in enumerate(found[1:after_blocks]) if matched},
        record=record,
        count=sum(map(len, found)),
    )


def matches_in(
    tree: Expanded, unit: Unit, reports: Reports, *, deadline: Deadline
) -> tuple[list[Passage], list[list[Span]]]:
    """The texts of a unit that are shown, and what the tree matches in each; `reports` are those of `reports_asked`.

    What only a field looks in and the unit's date take part in the question whether it matches, and are not marked.
    Small words count beside others only (see `query.small_words`).
    """
    shown = passages(unit)
    hidden = field_passages(unit, reports.get(unit.public_id, ())) if zones(tree) - PLAIN else []
    found = spans(tree, [*shown, *hidden], unit.language, dates=days_of(unit), deadline=deadline)
    return shown, beside_others(tree, shown, found[: len(shown)])


def reports_asked(tree: Expanded, units: Iterable[Unit]) -> Reports:
    """The reports of all these units, where the tree asks what they are called; it takes questions to the database."""
    return reports_of(units) if "report" in zones(tree) else {}


def landing(unit: Unit, query: Query, match: int, *, synonyms: bool = True) -> str:
    """The address of the unit's page with the query, so that the page marks what was found.

    `match` is the number of the match on which the reader lands and stands there, 0 for none. It is the match
    that must be in view: it may stand far down in a long block, or in the record.
    """
    parameters = (("q", query.text), ("syn", "" if synonyms else "0"), ("match", match))
    said = {name: value for name, value in parameters if value}
    words = f"?{urlencode(said)}" if query.text else ""
    return f"{unit.get_absolute_url()}{words}{f'#match-{match}' if match else ''}"


@lru_cache(maxsize=1)
def _synonyms(pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]) -> Synonyms:
    return Synonyms.of(pairs)


def _units(hits: list[Hit]) -> dict[str, Unit]:
    """The published units of these hits, by public id: one query a model, and one for the blocks of each."""
    found: dict[str, Unit] = {}
    published: dict[str, Any] = {
        "documents.section": Section.objects.published().with_report(),
        "documents.source": Source.objects.published(),
    }
    for model, units in published.items():
        if keys := [hit.pk for hit in hits if hit.model == model]:
            found |= {unit.public_id: unit for unit in units.filter(pk__in=keys).with_text()}
    return found


def _queue(ids: set[str]) -> None:
    """Let the indexer look at these units, if it is not about to. A search does not fail for it."""
    waiting = Change.objects.filter(unit__in=ids).values_list("unit", flat=True)
    try:
        Change.objects.note(ids.difference(waiting))
    except OperationalError as error:
        log.warning("%d units that are not published any more could not be queued: %s", len(ids), error)


def _beginning(unit: Unit) -> int:
    """The passage to show of a unit whose title alone matched: its first text, or 0 where it has none."""
    kinds = [block.kind for block in unit.text_blocks]
    return next((number for number, kind in enumerate(kinds, start=1) if kind != "heading"), 0)


def _first_match(marked: list[list[Span]], place: int) -> int:
    """The number on the unit's page of the first match in passage number `place`, 0 where there is none."""
    return 1 + sum(map(len, marked[:place])) if marked[place] else 0


def _block_at(unit: Unit, place: int) -> Block | None:
    """The block that passage number `place` of the unit is; none for its title and record."""
    return unit.text_blocks[place - 1] if 1 <= place <= len(unit.text_blocks) else None


def _report_labels(slugs: Iterable[str]) -> dict[str, str]:
    reports = Report.objects.published().filter(slug__in=list(slugs)).values_list("slug", "number", "title")
    return {slug: number or title for slug, number, title in reports}
