"""Reports: the list, a report's outline, and its sections."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from documents.forms import ReadingForm
from documents.models import Report, Section
from documents.search.turns import taking_turns
from documents.views import linked_data
from documents.views.corrections import corrections_of
from documents.views.outline import Outline
from documents.views.page_cache import made_once_per_commit
from documents.views.printed_pages import pages_in_pdf
from documents.views.provenance import provenance_of_report
from documents.views.reading import prose, read
from documents.views.site import site_name


@require_safe
@made_once_per_commit
def reports(request):
    return render(request, "documents/reports.html", {"reports": Report.objects.published()})


@require_safe
@made_once_per_commit
def report(request, report):
    report = get_object_or_404(Report.objects.published().select_related("collection"), slug=report)
    outline = Outline.of(report)
    site = site_name(request)
    context = {
        "report": report,
        "about": prose(report.about, "about", report.collection),
        "outline": outline,
        "provenance": provenance_of_report(report),
        "linked_data": linked_data.of_report(report, site, is_summary=outline.is_summary),
    }
    return render(request, "documents/report.html", context)


@require_safe
@made_once_per_commit
@taking_turns
def section(request, report, section):
    published = Section.objects.published().with_report().with_text()
    section = get_object_or_404(published, edition__report__slug=report, slug=section)
    context = section_context(section, ReadingForm(request.GET), site_name(request))
    return render(request, "documents/section.html", context)


def section_context(section, form, site, preview=""):
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
        "printed_pages": pages_in_pdf(section, reading.body, section.text_blocks),
        "outline": outline,
        "above": outline.above(section),
        "before": outline.before(section),
        "after": outline.after(section),
        "linked_data": linked_data.of_section(section, reading, site),
    }
