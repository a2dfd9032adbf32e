"""How to search, made from the tables that the search itself reads."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.query.fields import FIELDS
from documents.query.limits import LIMITS, OF_ANSWERS
from documents.search.examples import examples


@require_safe
def search_help(request):
    context = {
        "examples": examples(),
        "fields": FIELDS.values(),
        "limits": LIMITS.values(),
        "of_answers": OF_ANSWERS.values(),
    }
    return render(request, "documents/search_help.html", context)
