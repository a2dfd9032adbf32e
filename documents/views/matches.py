"""All matches of a search: a line for each with the words around it, on pages and as a table for a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from django.conf import settings
from django.core.paginator import Paginator
from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.forms import MatchesForm
from documents.models import Section
from documents.query.concordance import KEYS
from documents.query.limits import OF_ANSWERS
from documents.search.condition import version
from documents.search.engine import SearchTrouble, TooSlow
from documents.search.matches import Match, Matches, all_matches, listed
from documents.search.turns import row_by_row, taking_turns
from documents.text.redactions import legible
from documents.views.outline import Outline
from documents.views.search import asked, counted, down, kept_by_nobody, repaired
from documents.views.unchanged import tagged

PER_PAGE = 100
COLUMNS = (
    *("before", "match", "after", "title", "kind", "date", "report", "section", "printed page", "number"),
    *("of", "address"),
)
FORMULAS = tuple("=+-@＝＋－＠")  # with which a cell begins that a spreadsheet would reckon with
MARK = "\ufeff"  # by which spreadsheets know UTF-8


@require_safe
@tagged(version)
@taking_turns
def matches(request):
    form = MatchesForm(request.GET)
    if not form.values["q"]:
        return render(request, "documents/matches.html", {"form": form})
    try:
        found = all_matches(form.query, form.filters, synonyms=form.synonyms)
        lines = lines_of(found, form.values["order"])
    except SearchTrouble as trouble:
        return down(request, {"form": form, "trouble": trouble})
    page = Paginator(lines, PER_PAGE).get_page(form.values["page"])
    Outline.lay_paths([line.unit for line in page if isinstance(line.unit, Section)])
    context = {
        "form": form,
        "matches": found,
        "found": found.found,
        "asked": asked(form, found.found),
        "counted": counted(found.units),
        "page": page,
        "groups": [] if form.values["order"] in KEYS else by_unit(page),
        "repaired": repaired(form, found.found),
        "limits": limits(found),
    }
    response = render(request, "documents/matches.html", context)
    return kept_by_nobody(response) if found.late else response


@require_safe
@tagged(version)
@taking_turns
def matches_csv(request):
    """The same lines as a table, sent while they are read; where it was cut, the last row says so."""
    form = MatchesForm(request.GET)
    try:
        found = all_matches(form.query, form.filters, synonyms=form.synonyms) if form.values["q"] else None
    except SearchTrouble as trouble:
        return down(request, {"form": form, "trouble": trouble})
    response = StreamingHttpResponse(row_by_row(table(form, found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="matches.csv"'
    response["X-Robots-Tag"] = "noindex"
    return response


def lines_of(found: Matches, order: str) -> list[Match]:
    """The lines in this order; raises TooSlow where there was no time for any."""
    lines = listed(found, order)
    if found.late and not lines:
        raise TooSlow(found.late)
    return lines


def by_unit(lines: Iterable[Match]) -> list[list[Match]]:
    """Lines that follow one another in one unit, together."""
    return [list(group) for _, group in groupby(lines, key=lambda line: line.unit)]


def limits(found: Matches) -> list[str]:
    """What is not listed, in sentences."""
    said = []
    if found.is_part:
        said.append(OF_ANSWERS["units"].announced(number=found.found.count))
    if found.total > OF_ANSWERS["lines"].most:
        said.append(OF_ANSWERS["lines"].announced(number=found.total))
    if found.late:
        said.append(f"Not all of the {found.found.count:,} sections and sources could be read. {found.late}")
    return said


class Echo:
    """What a csv.writer writes to: it gives each line back."""

    def write(self, line):
        return line


def table(form: MatchesForm, found: Matches | None) -> Iterator[str]:
    """The rows of the table as text."""
    write = csv.writer(Echo()).writerow
    yield MARK + write(COLUMNS)
    if found is None:
        return
    order = form.values["order"]
    for line in listed(found, order) if order in KEYS else islice(found, OF_ANSWERS["lines"].most):
        yield write(map(safe_cell, row(form, line)))
    for said in limits(found):
        yield write([said])


def row(form: MatchesForm, line: Match) -> tuple[str, ...]:
    unit, around = line.unit, line.context
    report = unit.report if isinstance(unit, Section) else None
    return (
        *map(legible, around[:3]),
        unit.title,
        line.kind,
        line.date,
        (report.number or report.title) if report else "",
        unit.number if report else "",
        line.page,
        str(line.number),
        str(line.of),
        f"{settings.SITE_URL}{unit.get_absolute_url()}{form.landing(line.number)}",
    )


def safe_cell(text: str) -> str:
    """The text of a cell that a spreadsheet must not take for a formula."""
    return f"'{text}" if text.lstrip().startswith(FORMULAS) else text
