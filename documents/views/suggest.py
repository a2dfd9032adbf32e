"""What the search box suggests while somebody types."""

import sqlite3
from threading import Lock
from time import monotonic

from django.db import connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from documents.forms import QueryForm
from documents.search.suggestions import SHOWN, Suggestions, still_said
from documents.views.page_cache import COMMITS

PAUSE = 30  # seconds for which a table is used although something was committed since


@require_safe
@never_cache  # what somebody types is kept nowhere, and what is withdrawn is not suggested from a cache
def suggest(request):
    table = KEPT.table()
    found = still_said(table.matching(QueryForm(request.GET).values["q"] or ""), table.made_at)
    shown = [{"text": one.text, "kind": one.kind, "query": one.query} for one in found[:SHOWN]]
    return JsonResponse(shown, safe=False, headers={"X-Robots-Tag": "noindex"})


class Kept:
    """The table of this process: made when it is asked for first, and again some time after a commit."""

    def __init__(self):
        self.lock = Lock()
        self.made = None
        self.state = None
        self.made_at = 0.0

    def table(self):
        if connection.in_atomic_block:  # there is more than what is committed
            return Suggestions.published()
        try:
            state = COMMITS.state(connection.settings_dict["NAME"])
        except (OSError, sqlite3.Error):  # the table meets the same, and the error page says so
            return Suggestions.published()
        with self.lock:  # one makes it, for whom the others wait
            if self.made is None or (state != self.state and monotonic() - self.made_at >= PAUSE):
                self.made, self.state, self.made_at = Suggestions.published(), state, monotonic()
            return self.made


KEPT = Kept()
