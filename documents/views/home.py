"""The first page: of the site, or of its only report."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import Report, Source
from documents.text.markdown import parse
from documents.views.outline import Outline
from documents.views.reading import opening

LATEST = 6


@require_safe
def home(request):
    reports = list(Report.objects.published().select_related("collection"))
    dated = Source.objects.published().filter(date_start__isnull=False)
    context = {"reports": reports, "latest": dated.by_date().reverse()[:LATEST]}
    if len(reports) == 1:
        context["opening"] = opening(parse(reports[0].collection.about))
        context["outline"] = Outline.of(reports[0])
    return render(request, "documents/home.html", context)
