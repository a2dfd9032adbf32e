"""The sitemap: every published page and when it last changed for readers."""

from datetime import datetime
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Max, Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from documents.models import Report, Revision, Section, Source, State

MOST = 50_000  # addresses in one file, as sitemaps.org has it

PAGES = (
    *("home", "reports", "sources", "timeline", "corrections"),
    *("about", "search_help", "privacy", "accessibility"),
)
# Those that change whenever a document does. The corrections have a date of their own; of the others none is known.
LISTS = frozenset({"home", "reports", "sources", "timeline"})


class Page(NamedTuple):
    """An address, and when what it shows was last changed, if that is known."""

    path: str
    changed_at: datetime | None


@require_safe
def sitemap(request, number=None):
    """All pages, or where they are more than one file holds, the list of the files."""
    files = Paginator(pages(), MOST)
    if number is None and files.num_pages > 1:
        return _xml(request, "sitemaps.xml", {"numbers": files.page_range})
    if number is not None and number not in files.page_range:
        raise Http404
    return _xml(request, "sitemap.xml", {"pages": files.page(number or 1)})


def pages():
    """All published pages."""
    sections, sources = _dated(Section.objects.published().with_report()), _dated(Source.objects.published())
    documents = [Page(unit.get_absolute_url(), unit.shown_at) for unit in (*sections, *sources)]
    latest: dict[int, datetime] = {}
    for section in sections:
        report = section.edition.report_id
        latest[report] = max(filter(None, (latest.get(report), section.shown_at)), default=None)
    reports = [
        Page(one.get_absolute_url(), max(filter(None, (latest.get(one.pk), one.published_at)), default=None))
        for one in Report.objects.published()
    ]
    newest = max((page.changed_at for page in (*reports, *documents) if page.changed_at), default=None)
    dates = dict.fromkeys(LISTS, newest) | {"corrections": _corrected_at()}
    return [*(Page(reverse(f"documents:{name}"), dates.get(name)) for name in PAGES), *reports, *documents]


def _dated(units):
    """With the time from which readers have seen them as they are: of the last published save, or of publishing."""
    units = list(
        units.defer("body")
        .annotate(saved_at=Max("revisions__made_at", filter=Q(revisions__state=State.PUBLISHED)))
        .order_by("pk")
    )
    for unit in units:
        unit.shown_at = max(filter(None, (unit.saved_at, unit.published_at)), default=None)
    return units


def _corrected_at():
    """The time of the latest correction that is shown."""
    shown = Revision.objects.corrections(Section.objects.published(), Source.objects.published())
    return shown.values_list("made_at", flat=True).first()


def _xml(request, template, context):
    return render(request, template, context, content_type="application/xml; charset=utf-8")
