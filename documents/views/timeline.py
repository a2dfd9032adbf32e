"""The timeline: the documents by their dates, drawn and as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from textwrap import shorten
from typing import NamedTuple

from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.drawing.axis import Cut, Tick
from documents.drawing.timeline import Drawing, Item, Mark, draw
from documents.forms import TimelineForm
from documents.text.periods import Period
from documents.views.catalogue import (
    REPORT_KIND,
    Catalogue,
    Entry,
    ordered,
    published_reports,
    published_sources,
)
from documents.views.page_cache import made_once_per_commit

LONGEST = 80  # characters of a title that are said of a mark; the list says all of it
LANE, TOP = 15, 11  # pixels from one lane of marks to the next, and above the middle of the first


@require_safe
@made_once_per_commit
def timeline(request):
    form = TimelineForm(request.GET)
    catalogue = Catalogue([*published_reports(), *published_sources()], form.filters)
    context = {
        "form": form,
        "facets": catalogue.facets,
        "entries": catalogue.entries,
        "as_list": _without_reports(form),
        "chronicle": Chronicle(ordered(catalogue.chosen, "date"), form.window),
    }
    return render(request, "documents/timeline.html", context)


def _without_reports(form: TimelineForm) -> str:
    """The parameters of the same in the list of sources, where there are no reports."""
    kinds = tuple(kind for kind in form.values["kind"] if kind != REPORT_KIND)
    return form.changed(kind=kinds).filters_alone


class Day(NamedTuple):
    """The documents of one date, which may be a month, a year or a range."""

    date: Period
    entries: list[Entry]

    @property
    def anchor(self) -> str:
        return f"on-{str(self.date).replace('/', '-to-')}"


class Year(NamedTuple):
    year: int
    days: list[Day]


class DrawnMark(NamedTuple):
    """A mark with its place as SVG wants it, where it leads and what it is called."""

    x: str
    y: int
    width: str
    shape: str
    address: str
    title: str
    total: int


class DrawnRow(NamedTuple):
    label: str
    total: int
    height: int
    marks: list[DrawnMark]


@dataclass
class Chronicle:
    """Entries in the order of their dates; with a window only that part of time is drawn."""

    entries: list[Entry]
    window: Period | None = None

    @cached_property
    def dated(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.date]

    @cached_property
    def undated(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.date]

    @cached_property
    def days(self) -> list[Day]:
        by_date = groupby(sorted(self.dated, key=lambda entry: entry.date), lambda entry: entry.date)
        return [Day(date, list(entries)) for date, entries in by_date]

    @cached_property
    def years(self) -> list[Year]:
        """The list: a range stands in the year in which it begins."""
        return [Year(year, list(days)) for year, days in groupby(self.days, lambda day: day.date.start.year)]

    @property
    def span(self) -> str:
        """“in 2018”, “from 1951 to 2023”."""
        first, last = self.dated[0].date.start.year, max(entry.date.end.year for entry in self.dated)
        return f"in {first:04d}" if first == last else f"from {first:04d} to {last:04d}"

    @cached_property
    def drawing(self) -> Drawing:
        return draw([Item(entry.kind, entry.date, entry.is_report) for entry in self.dated], self.window)

    @property
    def rows(self) -> list[DrawnRow]:
        return [
            DrawnRow(
                row.label,
                row.total,
                2 * TOP + LANE * (row.lanes - 1),
                [self._mark(mark) for mark in row.marks],
            )
            for row in self.drawing.rows
        ]

    @property
    def ticks(self) -> list[Tick]:
        return [
            tick._replace(x=hundredths(tick.x), label_x=hundredths(tick.label_x))
            for tick in self.drawing.ticks
        ]

    @property
    def shapes(self) -> set[str]:
        """The signs that the drawing has."""
        return {mark.shape for row in self.drawing.rows for mark in row.marks}

    @property
    def cuts(self) -> list[Cut]:
        return [cut._replace(x=hundredths(cut.x + cut.width / 2)) for cut in self.drawing.cuts]

    def _mark(self, mark: Mark) -> DrawnMark:
        entries = [self.dated[number] for number in mark.items]
        x = hundredths(mark.x if mark.shape in ("span", "many") else mark.middle)
        return DrawnMark(
            x=x,
            y=TOP + LANE * mark.lane,
            width=hundredths(mark.width),
            shape=mark.shape,
            address=self._address(entries),
            title=_title(entries),
            total=len(entries),
        )

    def _address(self, entries: Sequence[Entry]) -> str:
        """The page of the document; of several the place in the list where they begin."""
        if len(entries) == 1:
            return entries[0].document.get_absolute_url()
        return f"#{Day(entries[0].date, []).anchor}"


def _title(entries: Sequence[Entry]) -> str:
    first, last = entries[0], entries[-1]
    if len(entries) > 1:
        dates = dict.fromkeys([first.date.display, last.date.display])
        return f"{len(entries)} documents: {' … '.join(dates)}"
    event = f" ({first.event})" if first.event else ""
    return f"{first.date.display}: {shorten(first.document.title, LONGEST, placeholder='…')}{event}"


def hundredths(number: float) -> str:
    """As SVG writes it."""
    return f"{number:.2f}%"
