"""Reports: the list, a report's outline, and its sections."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.forms import ReadingForm
from documents.models import Report, Section
from documents.views import linked_data
from documents.views.corrections import corrections_of
from documents.views.outline import Outline
from documents.views.provenance import provenance_of_report
from documents.views.reading import prose, read


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
        "linked_data": linked_data.of_report(report),
    }
    return render(request, "documents/report.html", context)


@require_safe
def section(request, report, section):
    published = Section.objects.published().with_report().with_text()
    section = get_object_or_404(published, edition__report__slug=report, slug=section)
    return render(request, "documents/section.html", section_context(section, ReadingForm(request.GET)))


def section_context(section, form, preview=""):
    """What the page of a section shows; also of one that is not published, for its preview."""
    outline = Outline.of(section.report)
    reading = read(section, form, margin=True, preview=preview)
    return {
        "section": section,
        "report": section.report,
        "form": form,
        "reading": reading,
        "corrections": corrections_of(section),
        "number": reading.record("number", section.number),
        "publisher": reading.record("publisher", section.report.publisher),
        "outline": outline,
        "above": outline.above(section),
        "before": outline.before(section),
        "after": outline.after(section),
        "linked_data": linked_data.of_section(section, reading),
    }
