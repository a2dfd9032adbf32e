"""A whole report on one page, or on a few where it is long."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from documents.forms import WholeForm
from documents.models import Report
from documents.views.page_cache import made_once_per_commit
from documents.views.parts import Parts


@require_safe
@made_once_per_commit
def whole(request, report):
    report = get_object_or_404(Report.objects.published().select_related("collection"), slug=report)
    form = WholeForm(request.GET)
    whole = Parts.of(report)
    if found := whole.find(form.values["at"] or ""):
        part, name = found
        return redirect(f"{request.path}{part.address}#{name}")
    context = {"report": report, "form": form, "outline": whole.outline, "is_mixed": whole.is_mixed}
    return render(request, "documents/whole.html", context | shown(whole, form.values["part"]))


def shown(whole, wanted):
    """The part, its text and its neighbours."""
    if not whole.parts:
        return {}
    part = whole.parts[whole.number(wanted) - 1]
    parts = Paginator(whole.parts, 1)
    return {
        "part": part,
        "parts": parts,
        "page_of_parts": parts.page(part.number),
        "numbers": parts.get_elided_page_range(part.number),
        "above": whole.above(part),
        "texts": whole.texts(part),
        "sources": whole.sources(part),
        "contents": whole.contents(part),
    }
