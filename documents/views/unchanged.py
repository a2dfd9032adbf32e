"""Answers that are not worked out again for somebody who has them: searches, lists of matches, suggestions."""

import sqlite3
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate

from documents.search.engine import SearchTrouble
from documents.views.page_cache import COMMITS, under_tag


def tagged(version):
    """For a view that follows from its address, the database, settings, the day and what `version()` names.

    That is most often the index. What is in the database is shown as it is by now, so whatever is committed there
    changes the tag: a text, a name of the site, a set of synonyms. So does a new start, which may bring another program.
    """

    def decorate(view):
        @wraps(view)
        def respond(request, *arguments, **named):
            def make():
                return view(request, *arguments, **named)

            facts = facts_of(request, version)
            return under_tag(request, sha256(repr(facts).encode()).hexdigest(), make) if facts else make()

        return respond

    return decorate


def facts_of(request, version):
    """All that an answer depends on besides its address; None where that cannot be said, or changes unseen.

    It is asked before anything is read, so what changes meanwhile makes the tag old, and not the answer.
    """
    if settings.DEBUG or connection.in_atomic_block:
        return None
    try:
        state = COMMITS.state(connection.settings_dict["NAME"])
        return state, version(), localdate(), request.scheme, request.get_host()
    except (OSError, sqlite3.Error, SearchTrouble):  # the view meets the same, and says so
        return None
