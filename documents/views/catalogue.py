"""The published documents as the lists narrow and order them; from the database, not from the index."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from documents.models import Citation, Report, Section, Source
from documents.query.facets import Facet, Values, count, facets, passes, years_of
from documents.text.periods import Period

LISTED = ("slug", "title", "kind", "publisher", "date", "language", "nature")  # what a list shows of a source
REPORT_KIND = "report published here"  # other reports are sources


@dataclass(frozen=True, slots=True)
class Entry:
    """A document at its date: a source, or a report, which stands at each `event` of its own."""

    document: Source | Report
    kind: str
    date: Period | None
    reports: tuple[Report, ...]
    event: str = ""

    @property
    def is_report(self) -> bool:
        return bool(self.event)

    @property
    def values(self) -> Values:
        publisher = self.document.publisher
        return {
            "kind": (self.kind,),
            "publisher": (publisher,) if publisher else (),
            "year": years_of(self.date),
            "report": tuple(report.slug for report in self.reports),
        }


@dataclass
class Catalogue:
    """Entries, and the values that they are narrowed to."""

    entries: list[Entry]
    filters: Values

    @cached_property
    def chosen(self) -> list[Entry]:
        return [entry for entry in self.entries if passes(entry.values, self.filters)]

    @cached_property
    def facets(self) -> list[Facet]:
        reports = {report for entry in self.entries for report in entry.reports}
        labels = {report.slug: report.number or report.title for report in reports}
        return facets(count((entry.values for entry in self.entries), self.filters), self.filters, labels)


def published_sources() -> list[Entry]:
    """Every published source, in two queries."""
    citing = _citing_reports()
    sources = Source.objects.published().only(*LISTED)
    return [Entry(source, source.kind, source.date, tuple(citing[source.pk])) for source in sources]


def published_reports() -> list[Entry]:
    """Every published report, at the date it was issued and, if it was revised, again at that date."""
    entries = []
    for report in Report.objects.published():
        entries.append(Entry(report, REPORT_KIND, report.issued, (report,), "issued"))
        if report.revised:
            entries.append(Entry(report, REPORT_KIND, report.revised, (report,), "revised"))
    return entries


def _citing_reports() -> dict[int, list[Report]]:
    """For each source the reports whose published sections cite it."""
    citations = Citation.objects.filter(cited__isnull=False, section__in=Section.objects.published())
    columns = ("cited", "section__edition__report", "section__edition__report__slug")
    names = ("section__edition__report__number", "section__edition__report__title")
    citing = defaultdict(list)
    for cited, pk, slug, number, title in citations.order_by().values_list(*columns, *names).distinct():
        citing[cited].append(Report(pk=pk, slug=slug, number=number, title=title))
    return citing


def by_date(entry: Entry) -> Any:
    """Oldest first, those without a date last."""
    return (entry.date is None, entry.date.start if entry.date else date.max, by_title(entry))


def by_date_reversed(entry: Entry) -> Any:
    return (entry.date is None, -entry.date.start.toordinal() if entry.date else 0, by_title(entry))


def by_title(entry: Entry) -> Any:
    """As a person looks it up: whatever its capitals and the quotation mark it begins with."""
    return re.sub(r"^\W+", "", entry.document.title).casefold(), entry.document.pk


def by_kind(entry: Entry) -> Any:
    return (entry.kind.casefold(), *by_date(entry))


# The word in the address → the order.
ORDERS = {"date": by_date, "newest": by_date_reversed, "title": by_title, "kind": by_kind}


def ordered(entries: Iterable[Entry], order: str) -> list[Entry]:
    return sorted(entries, key=ORDERS[order])
