"""What every page knows of the site, and the small files that programs ask for."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from documents.models import Report


def site(request):
    """Context processor. The reports are asked of the database by the pages that show something of them."""
    reports = SimpleLazyObject(some_reports)
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "CONTACT": settings.CONTACT,
        "only_report": SimpleLazyObject(lambda: reports[0] if len(reports) == 1 else None),
        "has_reports": SimpleLazyObject(lambda: bool(reports)),
    }


def some_reports():
    """As many published reports as it takes to know whether there are none, one or several."""
    return list(Report.objects.published()[:2])


@require_safe
def robots(request):
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """Where browsers look without being told."""
    return HttpResponseRedirect(static("icon.svg"))
