"""The search page. A search is its address: everything it shows follows from that."""

from collections.abc import Iterator
from typing import NamedTuple

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.forms import LAST_PAGE, PER_PAGE, SearchForm
from documents.models import Section
from documents.query.facets import FacetValue
from documents.query.tree import And, Not, Or, Tree, Word, disjunction
from documents.search.engine import SearchTrouble
from documents.search.find import Found, find, find_groups
from documents.views.outline import Outline

TRY_AGAIN = 30  # seconds
MOST_WORDS = 8  # of a query that finds nothing, of which each is looked for by itself


@require_safe
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
            "words": words_counted(form, found),
            "ways_out": ways_out(form, found),
        }
    except SearchTrouble as trouble:
        return down(request, {"form": form, "trouble": trouble})
    return render(request, "documents/search.html", context)


def down(request, context):
    response = render(request, "documents/search_down.html", context, status=503)
    response["Retry-After"] = TRY_AGAIN
    return response


def answer(form: SearchForm) -> Found:
    if form.is_grouped:
        return find_groups(form.query, form.filters, start=form.start, limit=PER_PAGE)
    return find(form.query, form.filters, sort=form.order, start=form.start, limit=PER_PAGE)


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


class WayOut(NamedTuple):
    """A search that finds something where the one asked for finds nothing."""

    label: str
    address: str
    count: int


def ways_out(form: SearchForm, found: Found) -> list[WayOut]:
    """Searches near this one, when it found nothing; only those that do find something."""
    if found.count:
        return []
    unfiltered = dict.fromkeys(form.FILTERS, ())
    any_word = _any_word(form.query.tree) or form.values["q"]
    nearby = {
        "Without the filters": form.changed(**unfiltered),
        "Any of the words": form.changed(q=any_word),
        "Any of the words, without the filters": form.changed(q=any_word, **unfiltered),
    }
    ways, asked = [], {form.parameters()}
    for label, near in nearby.items():
        if near.parameters() not in asked:
            asked.add(near.parameters())
            ways.append(WayOut(label, near.parameters(), find(near.query, near.filters, limit=0).count))
    return [way for way in ways if way.count]


def words_counted(form: SearchForm, found: Found) -> list[WayOut]:
    """Each word of a search that found nothing, by itself: one at least finds nothing, or they never stand together."""
    words = [] if found.count else list(dict.fromkeys(_plain_words(form.query.tree)))
    if len(words) < 2:
        return []
    alone = {word: form.changed(q=word) for word in words[:MOST_WORDS]}
    return [
        WayOut(word, near.parameters(), find(near.query, near.filters, limit=0).count)
        for word, near in alone.items()
    ]


def _plain_words(tree: Tree) -> Iterator[str]:
    """The words that are asked for, without those of phrases, of fields and of what is left out."""
    match tree:
        case Word():
            yield str(tree)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _plain_words(part)


def _any_word(tree: Tree) -> str:
    """The query that asks for any of the words where this one asks for all of them, or nothing."""
    match tree:
        case And(parts):
            return str(disjunction(part for part in parts if not isinstance(part, Not)))
        case _:
            return ""
