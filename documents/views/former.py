"""Old addresses: what had another slug once is found under that, too, and what was withdrawn is told of."""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from documents.models import Report, Section, Source
from documents.views.withdrawn import is_unreadable, tombstone

# A browser asks again after a while: the slug may belong to something else by then.
HEADERS = {"Cache-Control": "max-age=3600"}


def followed(view):
    """`view`, which answers an old address of what it shows with the present one, and the same query.

    At all addresses of what was withdrawn stands that it was.
    """

    @wraps(view)
    def answer(request, **slugs):
        try:
            return view(request, **slugs)
        except Http404:
            record = known(**slugs)
            if record is None:
                raise
            if is_unreadable(record):
                return tombstone(request, record)
            present = slugs | slugs_of(record)
            if present == slugs:
                raise
            address = reverse(request.resolver_match.view_name, kwargs=present)
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address, headers=HEADERS)

    return answer


def known(report=None, section=None, source=None, **others):
    """What an address names, by its slugs of today or others; None where that was never published."""
    if source is not None:
        return bearer(Source.objects.known(), source)
    found = bearer(Report.objects.known(), report)
    if found is None or section is None:
        return found
    return bearer(Section.objects.known().of(found).with_report(), section)


def slugs_of(record):
    """The parts of its address."""
    if isinstance(record, Section):
        return {"report": record.report.slug, "section": record.slug}
    return {record._meta.model_name: record.slug}


def bearer(among, slug):
    """Who of these has the slug, or else who gave it up last; None where none does or did."""
    former = among.filter(former_slugs__slug=slug).order_by("-former_slugs__given_up_at")
    return among.filter(slug=slug).first() or former.first()
