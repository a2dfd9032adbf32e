"""The first page: of the site, or of its only report."""

from itertools import groupby

from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import Report, Source
from documents.text.markdown import parse
from documents.views import linked_data
from documents.views.corrections import public_corrections
from documents.views.outline import Outline
from documents.views.page_cache import made_once_per_commit
from documents.views.reading import opening
from documents.views.site import site_name

LATEST = 6
CORRECTIONS = 3


@require_safe
@made_once_per_commit
def home(request):
    reports = list(
        Report.objects.published().select_related("collection").order_by("collection__name", "title")
    )
    context = {
        "linked_data": linked_data.of_site(site_name(request)),
        "reports": reports,
        "collections": collections_of(reports),
        "outline": Outline.of(reports[0]) if len(reports) == 1 else None,
        "latest": latest_sources(),
        "corrections": public_corrections()[:CORRECTIONS],
    }
    return render(request, "documents/home.html", context)


def latest_sources():
    dated = Source.objects.published().filter(date_start__isnull=False)
    return dated.by_date().reverse().defer("body")[:LATEST]


def collections_of(reports):
    """Each collection with what it is about, in a paragraph, and its reports."""
    grouped = groupby(reports, lambda report: report.collection)
    return [(collection, opening(parse(collection.about)), list(within)) for collection, within in grouped]
