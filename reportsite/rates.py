"""How often one address may ask for what costs the server most, and the page that says so when it is too often.

A person does not meet these numbers, nor does a class of thirty behind one address; a program that
does not wait does. They hold within each server process: with two of them twice as much can pass.
"""

import math
import time
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.shortcuts import render
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from reportsite.clients import client, is_this_machine


@dataclass(frozen=True)
class Rate:
    """What is counted together, and how much of it an address gets in a minute."""

    name: str
    a_minute: int
    pages: tuple[str, ...]
    method: str = "GET"


RATES = (
    Rate("searches", 120, ("documents:search", "documents:report_by_number", "documents:page_by_number")),
    Rate("lists of all matches", 30, ("documents:matches", "documents:matches_csv")),
    Rate("suggestions", 600, ("documents:suggest",)),
    Rate("attempts to sign in", 20, ("admin:login", "admin:code"), method="POST"),
)
RATE_OF = {(page, rate.method): rate for rate in RATES for page in rate.pages}


class Limited:
    """Middleware: answers 429 where an address asked too often. It costs a look into a table, and no database."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, arguments, named):
        method = "GET" if request.method == "HEAD" else request.method
        rate = RATE_OF.get((request.resolver_match.view_name, method))
        if not rate or not settings.RATE_LIMITS or is_this_machine(request):
            return None
        window = RateLimitItemPerMinute(rate.a_minute)
        key = (rate.name, client(request))
        if counter().hit(window, *key):
            return None
        return too_often(
            request, rate, wait=counter().get_window_stats(window, *key).reset_time - time.time()
        )


@cache
def counter():
    """Made when it is asked for first: that is in the process that serves, where its thread has to be."""
    return FixedWindowRateLimiter(MemoryStorage())


def too_often(request, rate, wait):
    """Says how long to wait, in whole seconds."""
    seconds = max(1, math.ceil(wait))
    response = render(request, "429.html", {"rate": rate, "seconds": seconds}, status=429)
    response["Retry-After"] = seconds
    response["Cache-Control"] = "no-store"
    return response
