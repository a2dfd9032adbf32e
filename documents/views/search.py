"""The search page. A search is its address: everything it shows follows from that."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.forms import LAST_PAGE, PER_PAGE, SearchForm
from documents.models import Section
from documents.query.expand import wanted
from documents.query.facets import FacetValue
from documents.search.condition import FAILURE, Failure, doubt, read, rebuild_at_work, version
from documents.search.engine import IndexNewer, SearchTrouble, TooSlow
from documents.search.find import Found, find, find_groups
from documents.search.relaxing import any_instead, help_with
from documents.search.turns import taking_turns
from documents.views.goto import offers
from documents.views.outline import Outline
from documents.views.unchanged import tagged

TRY_AGAIN = 30  # seconds after which a reader may come again, where nobody can say it better
SOONEST, LATEST = 5, 120


@require_safe
@tagged(version)
@taking_turns
def search(request):
    form = SearchForm(request.GET)
    try:
        found = answer(form)
        Outline.lay_paths([hit.unit for hit in found.hits if isinstance(hit.unit, Section)])
        context = {
            "form": form,
            "found": found,
            "asked": asked(form, found),
            "counted": counted(found.count),
            "canonical": form.parameters(page=form.values["page"]),
            "page": page(form, found),
            "only_in": only_in(found),
            "repaired": repaired(form, found),
            "instead": any_instead(found),
            "help": help_with(found),
            "offers": offers(form.values["q"] or ""),
            "has_matches": next(wanted(found.tree), None) is not None,  # a date alone finds and marks nothing
        }
    except SearchTrouble as trouble:
        return down(request, {"form": form, "trouble": trouble})
    response = render(request, "documents/search.html", context)
    return kept_by_nobody(response) if found.unmarked else response


def down(request, context):
    """Says what is wrong and what is being done about it."""
    trouble, rebuild = context["trouble"], rebuild_at_work()
    doubt(trouble)
    context |= {
        "is_slow": isinstance(trouble, TooSlow),
        "is_newer": isinstance(trouble, IndexNewer),
        "rebuild": rebuild,
        "failure": read(Failure, FAILURE),
    }
    response = render(request, "documents/search_down.html", context, status=503)
    remaining = (rebuild and rebuild.remaining) or TRY_AGAIN
    response["Retry-After"] = min(max(remaining, SOONEST), LATEST)
    return response


def kept_by_nobody(response):
    """An answer for which time was short: the next one may be better."""
    response["Cache-Control"] = "no-store"
    return response


def answer(form: SearchForm) -> Found:
    if form.is_grouped:
        return find_groups(form.query, form.filters, start=form.start, limit=PER_PAGE, synonyms=form.synonyms)
    return find(
        form.query,
        form.filters,
        sort=form.order,
        start=form.start,
        limit=PER_PAGE,
        synonyms=form.synonyms,
    )


def asked(form: SearchForm, found: Found) -> str:
    """What was searched, in one line: the words and the filters."""
    filters = [
        f"{facet.label} {value.label}" for facet in found.facets for value in facet.values if value.chosen
    ]
    return ", ".join(filter(None, [form.values["q"], *filters]))


def counted(units: int) -> str:
    return "1 section or source" if units == 1 else f"{units} sections and sources"


def only_in(found: Found) -> FacetValue | None:
    """The one report that the search is kept to, if it is."""
    chosen = [
        value for facet in found.facets if facet.name == "report" for value in facet.values if value.chosen
    ]
    return chosen[0] if len(chosen) == 1 else None


def page(form: SearchForm, found: Found):
    """The pager's page. A page behind the last one is the last one, and has no hits to show."""
    size = found.group_count if form.is_grouped else found.count
    return Paginator(range(min(size, LAST_PAGE * PER_PAGE)), PER_PAGE).get_page(form.values["page"])


def repaired(form: SearchForm, found: Found) -> str:
    """The query as it was understood, where that is not what was typed."""
    query = str(found.query.tree)
    return query if found.query.repairs and query != form.values["q"] else ""
