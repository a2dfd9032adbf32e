"""What the search box suggests while somebody types."""

import logging
import sqlite3
from threading import Lock, Thread
from time import monotonic

from django.db import DatabaseError, connection, connections
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from documents.forms import SuggestForm
from documents.search.suggestions import SHOWN, Suggestions, still_said, within_reports
from documents.views.page_cache import COMMITS
from documents.views.unchanged import tagged

log = logging.getLogger(__name__)

PAUSE = 30  # seconds for which a table is used although something was committed since


@require_safe
@never_cache  # what somebody types is kept nowhere, and what is withdrawn is not suggested from a cache
@tagged(lambda: KEPT.made_at)
def suggest(request):
    table = KEPT.table()
    form = SuggestForm(request.GET)
    within = within_reports(form.values["report"]) if form.values["report"] else None
    found = still_said(table.matching(form.values["q"] or "", within=within), table.made_at)
    shown = [{"text": one.text, "kind": one.kind, "query": one.query} for one in found[:SHOWN]]
    return JsonResponse(shown, safe=False, headers={"X-Robots-Tag": "noindex"})


class Kept:
    """The table of this process, made in the background, which may take a second: nobody who types waits for it.

    It is made when the server starts, and again when somebody asks some time after a commit. Meanwhile there is the one
    before, of which `still_said` leaves out what does not hold any more; at the very beginning it is empty.
    """

    def __init__(self):
        self.lock = Lock()
        self.made = Suggestions((), None)
        self.state = None
        self.made_at = -PAUSE

    def table(self):
        if connection.in_atomic_block:  # there is more than what is committed
            return Suggestions.published()
        try:
            state = committed()
        except (OSError, sqlite3.Error):  # the table meets the same, and the error page says so
            return Suggestions.published()
        if state != self.state and monotonic() - self.made_at >= PAUSE:
            start()
        return self.made

    def renew(self):
        """Make the table if it is not of the present state, unless somebody is at it."""
        if not self.lock.acquire(blocking=False):
            return
        try:
            state = committed()  # before anything is read: a commit after it makes the table old
            if state != self.state:
                self.made, self.state = Suggestions.published(), state
        except (DatabaseError, OSError, sqlite3.Error) as error:
            log.warning("The suggestions stay as they were: %s", error)
        finally:
            self.made_at = monotonic()
            self.lock.release()


KEPT = Kept()


def committed():
    """A value that is another one after each commit."""
    return COMMITS.state(connection.settings_dict["NAME"])


def start():
    """Make the table in a thread of its own; a server calls it when it starts."""
    Thread(target=work, name="suggestions", daemon=True).start()


def work():
    KEPT.renew()
    connections.close_all()
