"""Facets: what a list can be narrowed by, with the count of each value.

Values of one facet are alternatives, facets must all hold, and the counts of a facet ignore its own filter, so
that a second value can be chosen. A search engine counts its hits by the same rule; lists count here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from documents.query.fields import FIELDS
from documents.text.periods import Period

Values = Mapping[str, tuple[str, ...]]  # of one document, or chosen as filters: by the name of the facet

# In the order in which a page shows them. A year is no field of the language: it comes from the date.
FACETS = {
    name: FIELDS[name].label if name in FIELDS else name for name in ("kind", "publisher", "year", "report")
}
SHOWN = 8  # values before the rest is folded away
YEARS_SHOWN = 12  # years are short, and their bars are read together
LONGEST_SPAN = 100  # years of a date that are each a value of the facet


@dataclass(frozen=True, slots=True)
class FacetValue:
    """`share` is its count in hundredths of the greatest count of its facet."""

    value: str
    label: str
    count: int
    chosen: bool
    share: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    name: str
    label: str
    values: list[FacetValue]

    @property
    def narrows(self) -> bool:
        """A single value narrows nothing, unless it is the one that was chosen."""
        return len(self.values) > 1 or any(value.chosen for value in self.values)

    @property
    def first(self) -> list[FacetValue]:
        return self.values[: self._shown]

    @property
    def rest(self) -> list[FacetValue]:
        return self.values[self._shown :]

    @property
    def is_unfolded(self) -> bool:
        """Whether a chosen value is among the rest, which then stands open."""
        return any(value.chosen for value in self.rest)

    @property
    def _shown(self) -> int:
        return YEARS_SHOWN if self.name == "year" else SHOWN


def years_of(period: Period | None) -> tuple[str, ...]:
    """The years of a date as values, in four digits; of a very long range only the first and the last."""
    years = period.years if period else ()
    return tuple(f"{year:04d}" for year in (years if len(years) <= LONGEST_SPAN else (years[0], years[-1])))


def passes(document: Values, filters: Values) -> bool:
    """Whether a document has one of the values chosen of every facet that is filtered."""
    return all(not set(chosen).isdisjoint(document.get(name, ())) for name, chosen in filters.items())


def count(documents: Iterable[Values], filters: Values) -> dict[str, Counter[str]]:
    """How many documents each value of each facet would leave, with the other facets' filters on."""
    others = {name: {other: chosen for other, chosen in filters.items() if other != name} for name in FACETS}
    counted: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for document in documents:
        for name, counts in counted.items():
            if passes(document, others[name]):
                counts.update(set(document.get(name, ())))
    return counted


def facets(
    counted: Mapping[str, Mapping[str, int]], filters: Values, labels: Mapping[str, str]
) -> list[Facet]:
    """The facets as a page shows them; `labels` are what reports are called, by their slugs.

    Years stand in order, other values by count. A chosen value is there even where nothing is left of it.
    """
    return [
        Facet(name, label, _values(name, counted.get(name, {}), filters.get(name, ()), labels))
        for name, label in FACETS.items()
    ]


def _values(
    name: str, counts: Mapping[str, int], chosen: tuple[str, ...], labels: Mapping[str, str]
) -> list[FacetValue]:
    all_counts = dict.fromkeys(chosen, 0) | dict(counts)
    most = max(all_counts.values(), default=0)
    order = (lambda item: item[0]) if name == "year" else (lambda item: (-item[1], item[0].casefold()))
    return [
        FacetValue(
            value,
            labels.get(value, value) if name == "report" else value,
            number,
            value in chosen,
            round(100 * number / most) if most else 0,
        )
        for value, number in sorted(all_counts.items(), key=order)
        if number or value in chosen
    ]
