"""What every page knows of the site, and the small files that programs ask for."""

from functools import cache

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from documents.models import Imprint, Report
from documents.views.bundles import SCRIPTS, STYLES
from documents.views.pictures import shown_imprint

DAY = 24 * 60 * 60


def site(request):
    """Context processor. Nothing is asked of the database before a page shows something of it."""
    imprint = imprint_of(request)
    reports = SimpleLazyObject(some_reports)
    return {
        "SITE_NAME": SimpleLazyObject(lambda: site_name(request)),
        "SITE_URL": settings.SITE_URL,
        "CONTACT": SimpleLazyObject(lambda: imprint.contact or settings.CONTACT),
        "STYLES": SimpleLazyObject(lambda: STYLES.address),
        "SCRIPTS": SimpleLazyObject(lambda: SCRIPTS.address),
        "site_picture": SimpleLazyObject(lambda: shown_imprint(imprint)),
        "only_report": SimpleLazyObject(lambda: reports[0] if len(reports) == 1 else None),
        "has_reports": SimpleLazyObject(lambda: bool(reports)),
    }


def imprint_of(request):
    """What editors say of the site; asked of the database once for a page, if at all."""
    if not hasattr(request, "imprint"):
        request.imprint = SimpleLazyObject(lambda: Imprint.objects.first() or Imprint())
    return request.imprint


def site_name(request):
    return imprint_of(request).name or settings.SITE_NAME


def some_reports():
    """As many published reports as it takes to know whether there are none, one or several."""
    return list(Report.objects.published()[:2])


@require_safe
def robots(request):
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=DAY)
def opensearch(request):
    """Makes the search of the site one that a browser offers in its address bar."""
    return render(request, "opensearch.xml", content_type="application/opensearchdescription+xml")


@require_safe
@cache_control(max_age=DAY)
def favicon(request):
    """Where browsers look without being told."""
    return HttpResponse(icon(), content_type="image/vnd.microsoft.icon")


@cache
def icon():
    return (settings.BASE_DIR / "static/icon.ico").read_bytes()
