"""Pages for what went wrong."""

from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string


def missing(request, exception):
    return render(request, "404.html", status=404)


def broken(request):
    """Made of the template alone: neither the database nor the list of hashed files has to be there."""
    return HttpResponseServerError(render_to_string("500.html"))
