"""A tree and the columns of an index → which documents match, and how well: exact by construction.

Each branch becomes a mask over all documents, so that nesting and exclusion are plain `&`, `|` and `~`, and no query can
take longer than its leaves times the documents. Scores are BM25F: the frequencies of a leaf in the zones of a document are
weighted and divided by the zone's length, added, and only then saturated (Robertson, Zaragoza and Taylor, "Simple BM25
extension to multiple weighted fields", 2004). A sequence of words, or words together,
count as one term with a document frequency of its own.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from math import log
from typing import NamedTuple, assert_never

import numpy as np

from documents.query.expand import Expanded, Sequence, Slot, Together
from documents.query.expand import Leaf as Asked
from documents.query.fields import FIELDS, ZONES
from documents.query.tree import And, Dates, Everything, Field, Not, Or
from documents.search.whoosh.columns import Columns, Scores
from documents.search.whoosh.postings import (
    NOTHING,
    NOWHERE,
    SHIFT,
    Flags,
    Numbers,
    Postings,
    is_new,
    postings,
)
from documents.search.whoosh.segments import Segment

SATURATION = 1.5  # k1: how soon further occurrences stop to count
PLAIN = tuple(zone.name for zone in ZONES.values() if zone.plain)


class Found(NamedTuple):
    """A mask and scores over all documents; scores mean something only where the mask is true."""

    mask: Flags
    scores: Scores


class Leaf(NamedTuple):
    """The live documents in which a sequence or words together stand, in rising order, and their scores."""

    documents: Numbers
    scores: Scores

    @property
    def nbytes(self) -> int:
        return self.documents.nbytes + self.scores.nbytes


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One question to one state of the index; `check` is called at every node and raises when time is up."""

    columns: Columns
    check: Callable[[], None]

    def found(self, tree: Expanded, zones: tuple[str, ...] = PLAIN) -> Found:
        """The documents that match; deleted ones may be among them where something is excluded."""
        self.check()
        match tree:
            case Sequence() | Together():
                return self._spread(self.leaf(tree, zones))
            case And(parts):
                return self._all([self.found(part, zones) for part in parts])
            case Or(parts):
                return self._any([self.found(part, zones) for part in parts])
            case Not(part):
                return Found(~self.found(part, zones).mask, self._no_scores())
            case Field(name, part):
                return self.found(part, FIELDS[name].zones)
            case Dates():
                return Found(self._dated(tree), self._no_scores())
            case Everything():
                return Found(np.ones(self.columns.size, np.bool_), self._no_scores())
            case _:
                assert_never(tree)

    def leaf(self, asked: Asked, zones: tuple[str, ...]) -> Leaf:
        """What is asked in these zones of the live documents, kept for as long as the state is the newest."""
        return self.columns.kept.get(
            (asked, zones), lambda: self._scored(asked, zones), lambda leaf: leaf.nbytes
        )

    def _dated(self, dates: Dates) -> Flags:
        """The documents whose date meets these; see `Dates.meets`."""
        first, last = dates.ordinals
        starts, ends = self.columns.starts, self.columns.ends
        return (starts > 0) & (starts <= last) & (ends >= first)

    def _scored(self, asked: Asked, zones: tuple[str, ...]) -> Leaf:
        weighted = self._no_scores()
        there = np.zeros(self.columns.size, np.bool_)
        for zone in zones:
            for base, segment in self.columns.spans:
                self.check()
                documents, counts, _ = standing(segment, zone, asked)
                numbers = documents + base
                weighted[numbers] += ZONES[zone].weight * counts / self.columns.norms[zone][numbers]
                there[numbers] = True
        documents = np.flatnonzero(there & self.columns.live)
        frequencies = weighted[documents]
        idf = log(1 + (self.columns.count - len(documents) + 0.5) / (len(documents) + 0.5))
        return Leaf(documents, idf * (SATURATION + 1) * frequencies / (frequencies + SATURATION))

    def _spread(self, leaf: Leaf) -> Found:
        scores = self._no_scores()
        scores[leaf.documents] = leaf.scores
        return Found(self.columns.mask(leaf.documents), scores)

    def _all(self, parts: list[Found]) -> Found:
        mask, scores = parts[0]
        for part in parts[1:]:
            mask = mask & part.mask
            scores = scores + part.scores
        return Found(mask, scores)

    def _any(self, parts: list[Found]) -> Found:
        """A branch that does not match adds nothing, though some of its own parts may have scores there."""
        mask, scores = parts[0].mask, np.where(parts[0].mask, parts[0].scores, 0.0)
        for part in parts[1:]:
            mask = mask | part.mask
            scores = scores + np.where(part.mask, part.scores, 0.0)
        return Found(mask, scores)

    def _no_scores(self) -> Scores:
        return np.zeros(self.columns.size)


def standing(segment: Segment, zone: str, asked: Asked) -> Postings:
    """Where all that is asked stands in a zone, by its first word, in deleted documents too."""
    if len(asked.slots) == 1:
        return segment.slot(zone, asked.slots[0])
    key = (segment.key, zone, asked)
    match asked:
        case Sequence():
            return segment.cached(key, lambda: followed(segment, zone, asked))
        case Together():
            return segment.cached(key, lambda: gathered(segment, zone, asked))
        case _:
            assert_never(asked)


def followed(segment: Segment, zone: str, sequence: Sequence) -> Postings:
    """The slots one after the other: the rarest gives the places, the others say which of them hold."""
    slots = []
    for offset, slot in enumerate(sequence.slots):
        occurrences = segment.slot(zone, slot).occurrences
        if not len(occurrences):
            return NOWHERE
        slots.append((occurrences, offset))
    slots.sort(key=lambda slot: len(slot[0]))
    rarest, offset = slots[0]
    # A start before the document's first position comes out as a place at the end of the document before it, where the
    # slot with offset 0 never stands: positions are far below 1 << SHIFT.
    starts = rarest - offset
    for occurrences, offset in slots[1:]:
        starts = starts[is_among(starts + offset, occurrences)]
    return postings(starts)


def gathered(segment: Segment, zone: str, asked: Together) -> Postings:
    """The shortest stretches that hold every slot as often as it is asked for, by their first words.

    A stretch ends with one of the words. The latest that it can begin is the earliest, over the slots, of the m-th last place
    up to there of a slot asked for m times. Of the stretches that begin at one place the first is the shortest.
    """
    slots = where_all_are(segment, zone, Counter(asked.slots))
    ends = np.sort(np.concatenate([NOTHING, *(occurrences for occurrences, _ in slots)]), kind="stable")
    starts = ends = ends[is_new(ends)]
    for occurrences, times in slots:
        places = np.searchsorted(occurrences, ends, side="right") - times
        starts = np.minimum(starts, np.where(places < 0, -1, occurrences[places]))
    shortest = is_new(starts)
    starts, ends = starts[shortest], ends[shortest]
    # Before the first place of all is -1; the document before is far away, as positions are far below 1 << SHIFT.
    return postings(starts[(starts >= 0) & (ends - starts < len(asked.slots) + asked.distance)])


def where_all_are(segment: Segment, zone: str, asked: Counter[Slot]) -> list[tuple[Numbers, int]]:
    """Each slot's occurrences in the documents that have all of them often enough, with the times it is asked for."""
    found = [(segment.slot(zone, slot), times) for slot, times in asked.items()]
    shared = np.ones(segment.size, np.bool_)
    for there, times in found:
        enough = np.zeros(segment.size, np.bool_)
        enough[there.documents[there.counts >= times]] = True
        shared &= enough
    if not shared.any():
        return []
    return [(there.occurrences[shared[there.occurrences >> SHIFT]], times) for there, times in found]


def is_among(wanted: Numbers, sorted_numbers: Numbers) -> Flags:
    """For each wanted number, whether it is among the sorted ones."""
    places = np.searchsorted(sorted_numbers, wanted)
    places[places == len(sorted_numbers)] = 0
    found: Flags = sorted_numbers[places] == wanted
    return found
