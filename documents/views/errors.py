"""Pages for what went wrong."""

import sys
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import OperationalError
from django.http import HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.defaults import bad_request

TRY_AGAIN = 30  # seconds
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
MOST_DISREGARDED = 64 * 2**20  # bytes


def refused(request, exception):
    """What makes no sense gets Django's own short answer; a form that is too large is told what to do."""
    if not isinstance(exception, TOO_LARGE):
        return bad_request(request, exception)
    disregard_the_rest(request)
    return render(request, "413.html", {"most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE}, status=413)


def disregard_the_rest(request):
    """A browser shows no answer to a form while it still sends it, so that is heard to its end, within reason."""
    left = MOST_DISREGARDED
    with suppress(UnreadablePostError):  # who sent it has left
        while left > 0 and (piece := request.read(2**20)):
            left -= len(piece)


def missing(request, exception):
    return render(request, "404.html", status=404)


def broken(request):
    """Made of the template alone: neither the database nor the list of hashed files has to be there.

    A database that is locked, missing or not made yet is out of service, not out of order.
    """
    if isinstance(sys.exc_info()[1], OperationalError):
        page = render_to_string("500.html", {"is_down": True})
        return HttpResponse(page, status=503, headers={"Retry-After": TRY_AGAIN})
    return HttpResponse(render_to_string("500.html"), status=500)
