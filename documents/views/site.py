"""What every page knows of the site, and the small files that programs ask for."""

from django.conf import settings
from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from documents.models import Report


def site(request):
    """Context processor. `only_report` is asked of the database by the pages that show it."""
    return {
        "SITE_NAME": settings.SITE_NAME,
        "SITE_URL": settings.SITE_URL,
        "CONTACT": settings.CONTACT,
        "only_report": SimpleLazyObject(only_report),
    }


def only_report():
    """The published report, if there is exactly one."""
    reports = Report.objects.published()[:2]
    return reports[0] if len(reports) == 1 else None


@require_safe
def robots(request):
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """Where browsers look without being told."""
    return HttpResponsePermanentRedirect(static("icon.svg"))
