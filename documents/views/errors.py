"""Pages for what went wrong."""

import sys

from django.db import OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

TRY_AGAIN = 30  # seconds


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
