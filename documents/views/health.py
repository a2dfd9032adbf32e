"""For programs that watch the site: whether it answers, and whether all is as it should be.

Everybody may ask, so neither page says anything of what is written on the site, or of where it is kept.
"""

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import NamedTuple

from django.db import DatabaseError
from django.db.models import Count, Min, Q
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from documents.models import Change
from documents.search.condition import Condition
from documents.search.engine import IndexDamaged, IndexMissing, IndexNewer, IndexOutdated

LATE = timedelta(minutes=1)  # that a change may wait for the index; usually it is two seconds
TROUBLES = {
    IndexMissing: "missing",
    IndexDamaged: "damaged",
    IndexOutdated: "of an older version of the program",
    IndexNewer: "of a newer version of the program",
}


class Finding(NamedTuple):
    """What was looked at and found, in a line, and whether it is as it should be."""

    is_well: bool
    line: str


@require_safe
@never_cache
def alive(request):
    """200 as long as the process answers, whatever else is wrong: for who decides where readers are sent."""
    return plain(["ok"])


@require_safe
@never_cache
def ready(request):
    """200, or 503 where there is something for an operator to look at; a line for all that was looked at."""
    condition = Condition.now()
    found = [*of_database(condition), *of_index(condition)]
    if all(one.is_well for one in found):
        return plain(["ready", *(one.line for one in found)])
    return plain(["not ready", *(one.line for one in found)], HTTPStatus.SERVICE_UNAVAILABLE)


def plain(lines: list[str], status: int = HTTPStatus.OK) -> HttpResponse:
    text = "".join(f"{line}\n" for line in lines)
    return HttpResponse(
        text, status=status, content_type="text/plain; charset=utf-8", headers={"X-Robots-Tag": "noindex"}
    )


def of_database(condition: Condition) -> Iterator[Finding]:
    """Whether it answers, how old the oldest change is that waits for the index, and how many failed."""
    waiting = Q(attempts=0)
    try:
        found = Change.objects.aggregate(
            waiting=Count("pk", filter=waiting),
            oldest=Min("made_at", filter=waiting),
            failed=Count("pk", filter=~waiting),
        )
    except DatabaseError:
        yield Finding(False, "database: does not answer")
        return
    yield Finding(True, "database: answers")
    age = timezone.now() - found["oldest"] if found["waiting"] else timedelta(0)
    line = f"outbox: {found['waiting']} changes wait, the oldest for {age.total_seconds():.0f} seconds"
    yield Finding(age < LATE or condition.rebuild is not None, line)
    yield Finding(not found["failed"], f"failed: {found['failed']} changes")


def of_index(condition: Condition) -> Iterator[Finding]:
    """Whether it opens, whether it is being made anew, and what differed when it was last compared."""
    if condition.state:
        yield Finding(True, f"index: {condition.state.units} sections and sources")
    else:
        yield Finding(False, f"index: {TROUBLES.get(type(condition.trouble), 'cannot be searched')}")
        if condition.failure and not condition.rebuild:
            yield Finding(False, f"rebuild: failed, tried again at {condition.failure.next_time:%F %T} UTC")
    if condition.rebuild:
        yield Finding(True, f"rebuild: {condition.rebuild} sections and sources are done")
    if comparison := condition.comparison:
        differs = str(comparison) if comparison.differing else "none"
        mended = ", put right" if comparison.is_mended else ""
        line = f"drift: {differs}{mended}, compared at {comparison.time:%F %T} UTC"
        yield Finding(comparison.is_mended or not comparison.differing, line)
    else:
        yield Finding(True, "drift: not compared yet")
