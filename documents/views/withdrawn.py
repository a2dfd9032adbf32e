"""What stands where something was that everybody could read: that it was withdrawn, when and why, and nothing of it."""

from django.shortcuts import render

from documents.models import Section

# A cache may keep a 410 as long as it likes where nothing is said; this one may be lifted.
HEADERS = {"Cache-Control": "no-cache", "X-Robots-Tag": "noindex"}


def is_unreadable(record):
    """Whether a record that everybody may know of was withdrawn, itself or with its report."""
    return record.is_gone or (isinstance(record, Section) and record.report.is_gone)


def tombstone(request, record):
    """The page in place of a report, a section or a source."""
    report = record.report if isinstance(record, Section) else None
    context = {
        "kind": record._meta.verbose_name,
        "withdrawn": record if record.is_gone else report,
        "with_its_report": not record.is_gone,
        "within": report if report and report.is_public else None,
    }
    response = render(request, "documents/withdrawn.html", context, status=410)
    for name, value in HEADERS.items():
        response[name] = value
    return response
