"""The columns of all segments of one state of the index, end to end: from here on there is one row of documents.

A document's number is its place in that row, deleted documents included. Everything is made at first use and then kept
as long as the state is the newest.
"""

from collections.abc import Callable, Iterable, Sequence, Set
from functools import cached_property
from heapq import nsmallest
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from documents.query.expand import Words
from documents.query.fields import ZONES
from documents.query.limits import LIMITS
from documents.search.whoosh.postings import NOTHING, Cache, Flags, Numbers
from documents.search.whoosh.readers import Opening
from documents.search.whoosh.schema import whole
from documents.search.whoosh.segments import Segment
from documents.search.whoosh.terms import Terms
from documents.search.whoosh.units import Facet, Units
from documents.text.families import keys

Scores = NDArray[np.float64]


class Span(NamedTuple):
    """A segment and the number of its first document."""

    base: int
    segment: Segment


class Columns:
    """One state of the index as arrays over its documents. `kept` holds what changes with every state: scores, forms."""

    def __init__(self, opening: Opening) -> None:
        self.pointer = opening.pointer
        self._vocabularies = opening.vocabularies
        self.spans: list[Span] = []
        self.size = 0
        self.kept = Cache(64 << 20)
        dead: list[int] = []
        for segment, deleted in zip(opening.segments, opening.deleted, strict=True):
            self.spans.append(Span(self.size, segment))
            dead += (self.size + document for document in deleted)
            self.size += segment.size
        self.live = np.ones(self.size, np.bool_)
        self.live[dead] = False
        self.count = self.size - len(dead)
        self.whole = not dead

    @cached_property
    def starts(self) -> Numbers:
        """Ordinals of the dates, 0 if unknown."""
        return self._joined([units.starts for units in self._units])

    @cached_property
    def ends(self) -> Numbers:
        """Ordinals of the last days of the dates, 0 if unknown."""
        return self._joined([units.ends for units in self._units])

    @cached_property
    def groups(self) -> Numbers:
        """Codes of the groups."""
        return self._joined([units.groups for units in self._units])

    @cached_property
    def models(self) -> Numbers:
        """Codes of the models."""
        return self._joined([units.models for units in self._units])

    @cached_property
    def places(self) -> Numbers:
        """Each document's place when all are ordered by position and id: what breaks ties."""
        ids = np.array([id for units in self._units for id in units.ids], np.str_)
        order = np.lexsort((ids, self._joined([units.positions for units in self._units])))
        places = np.empty_like(order)
        places[order] = np.arange(self.size)
        return places

    @cached_property
    def facets(self) -> dict[str, Facet]:
        """The facets that any unit has a value of."""
        names = sorted({name for units in self._units for name in units.facets})
        return {name: self._facet(name) for name in names}

    @cached_property
    def norms(self) -> dict[str, Scores]:
        """By zone, what BM25F divides a frequency by: 1 - b + b × length / average length.

        The average is that of the live units that have the zone at all; a body is not long because other units have none.
        """
        return {zone: self._norm(zone) for zone in ZONES}

    @cached_property
    def _units(self) -> list[Units]:
        """The units of each segment; reading them is what gives every string its code."""
        return [span.segment.units for span in self.spans]

    def _norm(self, zone: str) -> Scores:
        lengths = self._joined([units.lengths[zone] for units in self._units])
        present = lengths[self.live & (lengths > 0)]
        average = int(present.sum()) / len(present) if len(present) else 1.0
        share = ZONES[zone].length
        norm: Scores = np.asarray(1 - share + share * lengths / average, np.float64)
        return norm

    def _facet(self, name: str) -> Facet:
        first, documents, codes = [], [], []
        for span in self.spans:
            facet = span.segment.units.facets.get(name)
            first.append(np.zeros(span.segment.size, np.int64) if facet is None else facet.first)
            if facet is not None:
                documents.append(facet.documents + span.base)
                codes.append(facet.codes)
        return Facet(self._joined(first), self._joined(documents), self._joined(codes))

    def _joined(self, arrays: list[Numbers]) -> Numbers:
        return np.concatenate(arrays) if arrays else NOTHING

    def unit(self, document: int) -> tuple[Units, int]:
        """The units of the document's segment, and its place there."""
        span = next(span for span in reversed(self.spans) if span.base <= document)
        return span.segment.units, document - span.base

    def warm(self) -> None:
        """Make what every search needs."""
        self.forms("")
        for made in (self.norms, self.facets, self.groups, self.models, self.places):
            len(made)

    def forms(self, word: str) -> frozenset[str]:
        """The words of the word's family that occur in live documents."""
        return self.kept.get(word, lambda: self._forms(word), lambda forms: 100 * len(forms))

    def like(self, pattern: str) -> Words:
        """The words that fit a pattern and occur in live documents; of too many the most frequent."""
        return self.kept.get(("like", pattern), lambda: self._words(lambda terms: terms.like(pattern)), room)

    def near(self, word: str, distance: int) -> Words:
        """The words up to `distance` changes away that occur in live documents; of too many the most frequent."""
        key = ("near", word, distance)
        return self.kept.get(key, lambda: self._words(lambda terms: terms.near(word, distance)), room)

    def _words(self, find: Callable[[Terms], Numbers]) -> Words:
        counts: dict[str, int] = {}
        for span in self.spans:
            terms = span.segment.terms
            places = self._alive(span, find(terms))
            for place, count in zip(places.tolist(), terms.counts[places].tolist(), strict=True):
                word = terms.words[place]
                counts[word] = counts.get(word, 0) + count
        return Words(frozenset(most_frequent(counts, LIMITS["expansions"].most)), len(counts))

    def _alive(self, span: Span, places: Numbers) -> Numbers:
        """Those words of a segment, by their places, that stand in a live document.

        Of two documents with the word the segment knows without its postings, and nearly always one of them is alive.
        """
        live = self.live[span.base : span.base + span.segment.size]
        if live.all():
            return places
        terms = span.segment.terms
        alive = live[terms.firsts[places]] | live[terms.lasts[places]]
        for at in np.flatnonzero(~alive & (terms.counts[places] > 2)).tolist():
            alive[at] = bool(self._living(span, {terms.words[places[at]]}))
        return places[alive]

    def _forms(self, word: str) -> frozenset[str]:
        found: set[str] = set()
        for span in self.spans:
            there = {form for key in keys(word) for form in span.segment.family(key)}
            found |= self._living(span, there - found)
        return frozenset(found)

    def _living(self, span: Span, words: Set[str]) -> Set[str]:
        """Those words of a segment that stand in a live document: a withdrawn text must not be known by its words."""
        live = self.live[span.base : span.base + span.segment.size]
        if live.all():
            return words
        zones = span.segment.terms.zones
        return {
            word
            for word in words
            if any(live[span.segment.word(zone, word).documents].any() for zone in zones)
        }

    def frequency(self, word: str, zone: str | None) -> int:
        """The number of live documents with the word as it is, in one zone or in any."""
        zones = ZONES if zone is None else (zone,)
        there = np.zeros(self.size, np.bool_)
        for name in zones:
            for base, segment in self.spans:
                there[segment.word(name, word).documents + base] = True
        return int(np.count_nonzero(there & self.live))

    def named(self, names: Iterable[Sequence[str]]) -> Numbers:
        """The documents, deleted ones too, of units of which the words of one of these are the whole title or a whole number."""
        spelt = {whole(words) for words in names if words}
        return self._joined(
            [segment.named(name) + base for name in sorted(spelt) for base, segment in self.spans]
        )

    def digests(self) -> dict[str, str]:
        """The digest of every live unit, by id."""
        pairs = zip(
            (id for units in self._units for id in units.ids),
            (digest for units in self._units for digest in units.digests),
            strict=True,
        )
        return dict(compress(pairs, self.live.tolist()))

    def units(self) -> dict[str, tuple[str, int]]:
        """Model and primary key of every live unit, by id."""
        models = self.strings("model")
        rows = (
            (id, (models[model], pk))
            for units in self._units
            for id, model, pk in zip(units.ids, units.models.tolist(), units.pks.tolist(), strict=True)
        )
        return dict(compress(rows, self.live.tolist()))

    def codes(self, column: str, strings: Iterable[str]) -> list[int]:
        """The codes of those strings that the column (see `Vocabularies`) has."""
        return self._vocabularies[column].known(strings) if self._units else []

    def strings(self, column: str) -> Sequence[str]:
        """A column's strings by their codes."""
        return self._vocabularies[column].strings

    def mask(self, documents: Numbers) -> Flags:
        """True for these documents."""
        mask = np.zeros(self.size, np.bool_)
        mask[documents] = True
        return mask


def room(found: Words) -> int:
    """The bytes that words take, about."""
    return 100 * len(found.words)


def most_frequent(counts: dict[str, int], most: int) -> Iterable[str]:
    """At most so many of the words; of those that are equally frequent, the first by their letters."""
    if len(counts) <= most:
        return counts
    bound = int(np.partition(np.fromiter(counts.values(), np.int64), -most)[-most])
    sure = [word for word, count in counts.items() if count > bound]
    tied = (word for word, count in counts.items() if count == bound)
    return sure + nsmallest(most - len(sure), tied)
