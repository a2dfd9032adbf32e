"""Old addresses: what had another slug once is found under that, too."""

from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse

from documents.models import Report, Section, Source

# A browser asks again after a while: the slug may belong to something else by then.
HEADERS = {"Cache-Control": "max-age=3600"}


def followed(view):
    """`view`, which answers an old address of what it shows with the present one, and the same query."""

    @wraps(view)
    def answer(request, **slugs):
        try:
            return view(request, **slugs)
        except Http404:
            present = present_slugs(**slugs)
            if present is None or present == slugs:
                raise
            address = reverse(request.resolver_match.view_name, kwargs=present)
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address, headers=HEADERS)

    return answer


def present_slugs(report=None, section=None, source=None, **others):
    """The slugs of today for those of an address; None where what they named is not published."""
    if source is not None:
        found = bearer(Source.objects.published(), source)
        return found and {"source": found.slug, **others}
    found = bearer(Report.objects.published(), report)
    if found is None or section is None:
        return found and {"report": found.slug, **others}
    part = bearer(Section.objects.published().of(found), section)
    return part and {"report": found.slug, "section": part.slug, **others}


def bearer(published, slug):
    """Who has the slug, or else who gave it up last; None where neither is published."""
    former = published.filter(former_slugs__slug=slug).order_by("-former_slugs__given_up_at")
    return published.filter(slug=slug).first() or former.first()
