"""From a mask and scores to what is shown: filters, exact facet counts, the first hits, the best groups."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, assert_never

import numpy as np
from numpy.typing import NDArray

from documents.search.engine import Group, Grouped, Hit, Place, Request, Result, Sort
from documents.search.whoosh.columns import Columns, Scores
from documents.search.whoosh.evaluate import Found
from documents.search.whoosh.postings import NOTHING, Flags, Numbers
from documents.search.whoosh.units import Facet

UNITS_OF_A_GROUP = 3
UNKNOWN = np.iinfo(np.int64).max  # an unknown date stands last in both directions

Key = Callable[[Numbers], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What matches one request, in the columns of the state in which it was found."""

    columns: Columns
    request: Request
    matched: Flags  # before the facets' own filters
    scores: Scores
    standing: NDArray[Any]  # by relevance, the best lowest

    @classmethod
    def of(cls, columns: Columns, request: Request, found: Found, named: Numbers = NOTHING) -> "Ranking":
        """Leave out what is deleted and what is of another model; of the rest, what is named comes before all others."""
        matched = found.mask if columns.whole else found.mask & columns.live
        if request.models:
            codes = columns.codes("model", request.models)
            matched = matched & np.isin(columns.models, codes)
        return cls(columns, request, matched, found.scores, standing(found.scores, named[matched[named]]))

    def result(self) -> Result:
        """The hits from `start` on."""
        chosen = self._chosen()
        documents, facets = self._filtered(chosen)
        hits = self._slice(documents, self._keys())
        return Result(len(documents), self._hits(hits), facets, str(self.columns.pointer))

    def grouped(self) -> Grouped:
        """The groups from `start` on, ranked by their best unit."""
        chosen = self._chosen()
        documents, facets = self._filtered(chosen)
        groups = self.columns.groups[documents]
        counts = np.bincount(groups)
        present = np.flatnonzero(counts)
        first, *ties = self._keys()
        best, best_of_ties = self._best(groups, documents, first, ties[0])
        shown = self._slice(present, [best.__getitem__, best_of_ties.__getitem__])
        return Grouped(
            len(documents),
            len(present),
            [self._group(group, int(counts[group]), documents[groups == group]) for group in shown.tolist()],
            facets,
            str(self.columns.pointer),
        )

    def place(self, id: str, *, grouped: bool) -> Place | None:
        """Where the unit with this id stands in the whole order, or in that of the groups; None if nowhere."""
        order = ordered(np.flatnonzero(self._passed(self._chosen())), self._keys())
        rows = np.arange(len(order))  # of the list, one for each unit or each group
        if grouped:
            rows = appearances(self.columns.groups[order])
            together = np.argsort(rows, kind="stable")
            order, rows = order[together], rows[together]
        found = np.flatnonzero(np.isin(order, self._numbers(id)))
        if not len(found):
            return None
        here, last = int(found[0]), len(order) - 1
        seen = min(here, int(np.searchsorted(rows, rows[here])) + UNITS_OF_A_GROUP - 1)
        before, after, shown = self._hits(order[[max(here - 1, 0), min(here + 1, last), seen]])
        return Place(
            number=here + 1,
            count=len(order),
            previous=before if here > 0 else None,
            next=after if here < last else None,
            row=int(rows[here]),
            shown=shown.id,
        )

    def _chosen(self) -> dict[str, Flags]:
        """For each facet that is filtered, the documents with one of the values chosen."""
        return {name: self._with_any(name, values) for name, values in self.request.filters.items() if values}

    def _with_any(self, name: str, values: Sequence[str]) -> Flags:
        facet = self.columns.facets.get(name)
        if facet is None:
            return np.zeros(self.columns.size, np.bool_)
        codes = self.columns.codes(f":{name}", values)
        mask: Flags = np.isin(facet.first, codes)
        mask[facet.documents[np.isin(facet.codes, codes)]] = True
        return mask

    def _filtered(self, chosen: Mapping[str, Flags]) -> tuple[Numbers, dict[str, dict[str, int]]]:
        """The documents that every filter lets through, and the facets, each counted without its own filter."""
        mask = self._passed(chosen)
        documents = np.flatnonzero(mask)
        facets = {}
        for name, facet in self.columns.facets.items():
            if name in chosen:
                others = self._passed({other: flags for other, flags in chosen.items() if other != name})
                facets[name] = self._counts(name, facet, others, np.flatnonzero(others))
            else:
                facets[name] = self._counts(name, facet, mask, documents)
        return documents, facets

    def _passed(self, chosen: Mapping[str, Flags]) -> Flags:
        mask = self.matched
        for flags in chosen.values():
            mask = mask & flags
        return mask

    def _counts(self, name: str, facet: Facet, mask: Flags, documents: Numbers) -> dict[str, int]:
        """The facet's values in order of count, then of name."""
        counts = np.bincount(facet.first[documents])
        if len(facet.documents):
            more = np.bincount(facet.codes[mask[facet.documents]], minlength=len(counts))
            more[: len(counts)] += counts
            counts = more
        codes = np.flatnonzero(counts[1:]) + 1
        strings = self.columns.strings(f":{name}")
        values = zip((strings[code] for code in codes.tolist()), counts[codes].tolist(), strict=True)
        by_name = sorted(values, key=itemgetter(0))
        return dict(sorted(by_name, key=itemgetter(1), reverse=True))

    def _keys(self) -> list[Key]:
        """By what documents are ordered, as functions from documents to values; no two have the same of the last."""
        return [self._order(self.request.sort), self._place]

    def _order(self, sort: Sort) -> Key:
        match sort:
            case "relevance":
                return lambda documents: self.standing[documents]
            case "date":
                return lambda documents: self._dates(documents, 1)
            case "-date":
                return lambda documents: self._dates(documents, -1)
            case _:
                assert_never(sort)

    def _dates(self, documents: Numbers, direction: int) -> Numbers:
        starts = self.columns.starts[documents]
        return np.where(starts == 0, UNKNOWN, direction * starts)

    def _place(self, documents: Numbers) -> Numbers:
        return self.columns.places[documents]

    def _best(self, groups: Numbers, documents: Numbers, key: Key, tie: Key) -> tuple[NDArray[Any], Numbers]:
        """For each group's code, the key of its first unit, and the place of that unit."""
        values = key(documents)
        size = int(groups.max()) + 1 if len(groups) else 0
        best = np.full(size, np.inf) if values.dtype.kind == "f" else np.full(size, UNKNOWN)
        np.minimum.at(best, groups, values)
        leading = values == best[groups]
        places = np.full(size, UNKNOWN)
        np.minimum.at(places, groups[leading], tie(documents[leading]))
        return best, places

    def _slice(self, members: Numbers, keys: Sequence[Key]) -> Numbers:
        start, limit = self.request.start, self.request.limit
        end = len(members) if limit is None else start + limit
        return first(members, end, keys)[start:]

    def _group(self, group: int, count: int, documents: Numbers) -> Group:
        best = first(documents, UNITS_OF_A_GROUP, self._keys())
        return Group(self.columns.strings("group")[group], count, self._hits(best))

    def _numbers(self, id: str) -> list[int]:
        """The documents with this id: one that lives, perhaps, and earlier states of it that are deleted."""
        places = ((base, segment.find(id)) for base, segment in self.columns.spans)
        return [base + place for base, place in places if place is not None]

    def _hits(self, documents: Numbers) -> list[Hit]:
        units = [self.columns.unit(document) for document in documents.tolist()]
        models, groups = self.columns.strings("model"), self.columns.strings("group")
        rows = zip(
            units,
            self.columns.models[documents].tolist(),
            self.columns.groups[documents].tolist(),
            self.scores[documents].tolist(),
            strict=True,
        )
        return [
            Hit(of.ids[place], models[model], int(of.pks[place]), groups[group], score)
            for (of, place), model, group, score in rows
        ]


def standing(scores: Scores, named: Numbers) -> NDArray[Any]:
    """What orders documents by their scores, but these before all others: if there are any, by the ranks of the scores."""
    if not len(named):
        return -scores
    ranks = np.unique(-scores, return_inverse=True)[1]
    ranks[named] -= len(ranks)
    return ranks


def appearances(codes: Numbers) -> Numbers:
    """For each code, how many others appear before it does for the first time."""
    _, starts, inverse = np.unique(codes, return_index=True, return_inverse=True)
    ranks = np.empty_like(starts)
    ranks[np.argsort(starts)] = np.arange(len(starts))
    return ranks[inverse]


def first(members: Numbers, count: int, keys: Sequence[Key]) -> Numbers:
    """The `count` first of the members in the order of their keys, lowest first.

    A later key is asked only for members that the earlier ones leave tied, so a costly last key is seldom needed.
    """
    if count <= 0:
        return members[:0]
    sure: list[Numbers] = []
    tied = members
    for key in keys:
        if len(tied) <= count:
            break
        values = key(tied)
        bound = np.partition(values, count - 1)[count - 1]
        before = values < bound
        sure.append(tied[before])
        tied = tied[values == bound]
        count -= len(sure[-1])
    return ordered(np.concatenate([*sure, tied]), keys)


def ordered(members: Numbers, keys: Sequence[Key]) -> Numbers:
    """The members in the order of their keys."""
    values = keys[0](members)
    order = np.argsort(values, kind="stable")
    if len(keys) > 1 and np.any(values[order][1:] == values[order][:-1]):
        order = np.lexsort([key(members) for key in reversed(keys)])
    return members[order]
