"""The secret page of a text that is not published: the one door that may show a draft, and only that one."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from documents.forms import ReadingForm
from documents.models import PreviewLink, Section
from documents.models.pending import changes_of, with_changes
from documents.models.schedule import on_the_clock
from documents.views.reports import section_context
from documents.views.site import site_name
from documents.views.sources import source_context

# Nobody keeps a copy, no search engine lists it, and no address that it links to learns the secret one.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@require_safe
def preview(request, token):
    """The page as it would look; once there is nothing more to it than what everybody sees, that page."""
    link = get_object_or_404(PreviewLink.objects.live(), token=token)
    unit = link.owner
    changes = changes_of(unit)
    is_all_public = unit.is_public and not changes
    response = redirect(unit) if is_all_public else page(request, link, unit, changes)
    for name, value in HEADERS.items():
        response[name] = value
    return response


def page(request, link, unit, changes):
    """The page of `unit`, with the changes that wait to be published, under a notice that says what it is."""
    notice = {
        "standing": unit.standing,
        "ends": on_the_clock(link.expires_at),
        "public_address": unit.get_absolute_url() if unit.is_public else "",
    }
    shown = with_changes(unit, changes) if changes else unit
    form = ReadingForm(request.GET)
    if isinstance(unit, Section):
        context = section_context(shown, form, site_name(request), preview=link.token)
        return render(request, "documents/section.html", context | {"preview": notice})
    context = source_context(shown, form, site_name(request), preview=link.token)
    return render(request, "documents/source.html", context | {"preview": notice})
