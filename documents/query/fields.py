"""The fields of a query and the zones of a unit in which they look: one table each, which all others read.

A zone is a part of a unit whose words have positions and a weight of their own. Plain words look in the plain
zones; the others are reached by their field alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "keyword", "date", "number"]


@dataclass(frozen=True, slots=True)
class Zone:
    """`weight` is the boost of BM25F, `length` its b: how much a text's length matters, from 0 to 1."""

    name: str
    weight: float
    length: float
    plain: bool = True


ZONES: Mapping[str, Zone] = {
    zone.name: zone
    for zone in (
        Zone("title", weight=3.0, length=0.5),
        Zone("heading", weight=1.5, length=0.75),
        Zone("body", weight=1.0, length=0.75),
        Zone("author", weight=1.0, length=0.75),
        Zone("publisher", weight=1.0, length=0.75),
        Zone("number", weight=1.0, length=0.75),
        Zone("kind", weight=1.0, length=0.75, plain=False),
        Zone("report", weight=1.0, length=0.75, plain=False),
    )
}
PLAIN = frozenset(zone.name for zone in ZONES.values() if zone.plain)


@dataclass(frozen=True, slots=True)
class SearchField:
    """A name that may stand before a colon; `label` is what pages call it, `zones` are where it looks."""

    name: str
    label: str
    kind: Kind
    zones: tuple[str, ...]
    facet: bool = False
    sortable: bool = False

    @property
    def weight(self) -> float:
        """The greatest weight among its zones, 0 without any."""
        return max((ZONES[zone].weight for zone in self.zones), default=0.0)


FIELDS: Mapping[str, SearchField] = {
    field.name: field
    for field in (
        SearchField("title", "title", "text", ("title",)),
        SearchField("body", "text", "text", ("heading", "body")),
        SearchField("kind", "kind", "keyword", ("kind",), facet=True),
        SearchField("author", "author", "text", ("author",)),
        SearchField("publisher", "publisher", "keyword", ("publisher",), facet=True),
        SearchField("report", "report", "keyword", ("report",), facet=True),
        SearchField("number", "number", "number", ("number",)),
        SearchField("date", "date", "date", (), sortable=True),
    )
}

# The fields that look in texts; a date is no text.
TEXT_FIELDS = tuple(name for name, field in FIELDS.items() if field.zones)
