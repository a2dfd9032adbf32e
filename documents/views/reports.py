"""Reports: the list, a report's outline, and its sections."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.forms import QueryForm
from documents.models import Report, Section
from documents.views.outline import Outline
from documents.views.provenance import provenance_of_report
from documents.views.reading import prose, read, spans_in


@require_safe
def reports(request):
    return render(request, "documents/reports.html", {"reports": Report.objects.published()})


@require_safe
def report(request, report):
    report = get_object_or_404(Report.objects.published().select_related("collection"), slug=report)
    context = {
        "report": report,
        "about": prose(report.about, "about", report.collection),
        "outline": Outline.of(report),
        "provenance": provenance_of_report(report),
    }
    return render(request, "documents/report.html", context)


@require_safe
def section(request, report, section):
    published = Section.objects.published().with_report().with_text()
    section = get_object_or_404(published, edition__report__slug=report, slug=section)
    form = QueryForm(request.GET)
    outline = Outline.of(section.report)
    reading = read(section, form.query)
    context = {
        "section": section,
        "report": section.report,
        "form": form,
        "reading": reading,
        "number_spans": spans_in(reading.marks, "number"),
        "publisher_spans": spans_in(reading.marks, "publisher"),
        "outline": outline,
        "above": outline.above(section),
        "before": outline.before(section),
        "after": outline.after(section),
    }
    return render(request, "documents/section.html", context)
