"""Pages that follow from the database alone are made once and sent again until something is committed to it."""

import os
import sqlite3
from functools import wraps
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex
from threading import Lock

from django.core.cache import caches
from django.db import connection
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.timezone import localdate

PAGES = "pages"  # of settings.CACHES


class Commits:
    """Tells that a SQLite database was committed to, by anybody, or put in another's place.

    https://www.sqlite.org/pragma.html#pragma_data_version: it changes with every commit of another connection,
    and is to be compared with what the same connection said before; this one does nothing else.
    """

    def __init__(self):
        self.lock = Lock()
        self.watcher = None
        self.file = None
        self.opening = ""

    def state(self, path):
        """A value that is another one after each commit, and in each process: those count for themselves.

        Raises OSError or sqlite3.Error where there is no database.
        """
        with self.lock:
            found = os.stat(path)
            file = (str(path), found.st_dev, found.st_ino)
            if file != self.file:
                self._open(path)
                self.file = file
            return self.opening, self.watcher.execute("PRAGMA data_version").fetchone()[0]

    def _open(self, path):
        if self.watcher:
            self.watcher.close()
        self.watcher = sqlite3.connect(
            f"{Path(path).resolve().as_uri()}?mode=ro",
            uri=True,
            check_same_thread=False,
            isolation_level=None,
        )
        self.opening = token_hex(8)


COMMITS = Commits()


class Newest:
    """Keeps no page of a state that is past: none is sent again, and its words may be some that were to go."""

    def __init__(self):
        self.state = None

    def see(self, state):
        if state != self.state:
            self.state = state
            caches[PAGES].clear()


NEWEST = Newest()


def made_once_per_commit(view):
    """For a page that everybody sees alike and that follows from its address, the database, settings and the day.

    Not for one that shows what the index says, or that depends on who asks. A page with a query is made each time.
    """

    @wraps(view)
    def respond(request, *arguments, **named):
        if request.method != "GET" or request.META.get("QUERY_STRING") or connection.in_atomic_block:
            return view(
                request, *arguments, **named
            )  # within a transaction there is more than what is committed
        # Asked before anything is read: a page into which a commit fell is then one of a state that is past.
        try:
            state = COMMITS.state(connection.settings_dict["NAME"])
        except (OSError, sqlite3.Error):  # the view meets the same, and its error page says so
            return view(request, *arguments, **named)
        page = (state, localdate(), request.scheme, request.get_host(), request.path)
        key = sha256(repr(page).encode()).hexdigest()
        NEWEST.see(state)

        def made():
            pages = caches[PAGES]
            response = pages.get(key)
            if response is None:
                response = view(request, *arguments, **named)
                if response.status_code == HTTPStatus.OK:
                    pages.set(key, response)
            return response

        return under_tag(request, key, made)

    return respond


def under_tag(request, digest, make):
    """The page with a tag, or 304 and nothing made where the reader has the one with this tag.

    The tag is a weak one: the page may be sent compressed. It is asked for again each time, since what a browser has
    may have been withdrawn. A page that says itself how it may be kept has no tag.
    """
    tag = f'W/"{digest}"'
    response = get_conditional_response(request, etag=tag) or make()
    if response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED) and "Cache-Control" not in response:
        response["ETag"] = tag
        response["Cache-Control"] = "no-cache"
        patch_vary_headers(response, ["Accept-Encoding"])
    return response
