"""Sources beside the text that cites them: those that can be cited, and those that are."""

from itertools import groupby
from typing import NamedTuple

from django.db.models import Case, Q, When
from django.db.models.functions import Length
from django.http import JsonResponse
from django.template.loader import render_to_string

from documents.models import Collection, State

MOST_OFFERED = 12  # sources, while one types
MOST_LISTED = 200  # sources, in the list beside the text
LONGEST_TYPED = 100  # characters


class Citable(NamedTuple):
    """A source that can be cited; `remark` says what it is beside published."""

    key: str
    title: str
    remark: str


def collection_of(unit):
    """The collection whose sources a text may cite: its own, or the only one that there is; None if neither."""
    if unit.is_placed:
        return unit.collection
    only = list(Collection.objects.all()[:2])
    return only[0] if len(only) == 1 else None


def listed_sources(unit):
    """The sources that a text may cite, by their keys, and whether there are more than are listed."""
    collection = collection_of(unit)
    if collection is None:
        return [], False
    sources = citable(collection.sources.order_by("key")[: MOST_LISTED + 1])
    return sources[:MOST_LISTED], len(sources) > MOST_LISTED


def offered_sources(unit, typed):
    """The sources for what was typed behind [@, as JSON: first those whose key begins with it, the shortest first."""
    typed = typed.strip()[:LONGEST_TYPED]
    collection = collection_of(unit)
    if collection is None:
        return JsonResponse({"sources": []})
    fitting = collection.sources.filter(Q(key__icontains=typed) | Q(title__icontains=typed))
    place = Case(When(key__istartswith=typed, then=0), When(key__icontains=typed, then=1), default=2)
    sources = citable(fitting.order_by(place, Length("key"), "key")[:MOST_OFFERED])
    return JsonResponse({"sources": [source._asdict() for source in sources]})


def citable(sources):
    """What is shown of each; an editor should know of a draft, which nobody can read yet, before citing it."""
    return [
        Citable(key, title, "" if state == State.PUBLISHED else State(state).label.lower())
        for key, title, state in sources.values_list("key", "title", "state")
    ]


def cited(unit):
    """What the saved text of a unit cites, as HTML: first what it cites in vain, then each source with its places."""
    citations = sorted(unit.citations.select_related("cited"), key=lambda one: (one.key, one.position))
    by_key = [(key, list(places)) for key, places in groupby(citations, key=lambda one: one.key)]
    context = {
        "dangling": [(key, places) for key, places in by_key if places[0].cited is None],
        "sources": [(places[0].cited, places) for _, places in by_key if places[0].cited],
    }
    return render_to_string("admin/documents/_cited.html", context)
