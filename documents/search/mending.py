"""An index that cannot be searched is made anew, and one that can be is compared with the database now and then."""

import logging
import time
from collections.abc import Callable

from django.db import DatabaseError, connections

from documents.search.condition import FAILURE, Failure, forget, keep
from documents.search.drift import check
from documents.search.engine import Engine, IndexLocked, SearchTrouble
from documents.search.indexer import Stopped, rebuild

log = logging.getLogger(__name__)

FIRST_COMPARISON = 60.0  # seconds after the start
COMPARISONS = 3600.0  # seconds between two
BREATH = 0.05  # seconds of rest after each batch that is compared: readers come first
LONGEST_WAIT = 300.0  # seconds between two tries to make the index anew
OFTEN = 5.0  # seconds after which the log says how far a rebuild is


class Mending:
    """Remembers what failed, and when to try it again. `rest` waits so many seconds, and says whether the process is to end."""

    def __init__(self, rest: Callable[[float], bool]) -> None:
        self.rest = rest
        self.failures = 0
        self.next_try = 0.0
        self.next_comparison = time.monotonic() + FIRST_COMPARISON

    def make_anew(self, index: Engine, trouble: SearchTrouble) -> None:
        """Make the index anew, unless that failed a short while ago. What goes wrong is said, and tried again later."""
        if time.monotonic() < self.next_try:
            return
        log.warning("The search index is made anew. %s", trouble)
        try:
            units = rebuild(index, self.progress())
        except (IndexLocked, Stopped):  # somebody else is at it, or it is over
            return
        except Exception as error:
            self.put_off(error)
            return
        self.failures = 0
        forget(FAILURE)
        log.warning("The search index is there again, with %d sections and sources.", units)
        self.next_comparison = time.monotonic()

    def put_off(self, error: Exception) -> None:
        wait = min(2.0**self.failures, LONGEST_WAIT)
        self.failures += 1
        self.next_try = time.monotonic() + wait
        keep(FAILURE, Failure(str(error) or repr(error), time.time() + wait))
        log.exception("The search index could not be made anew; the next try is in %d seconds.", wait)
        if isinstance(error, DatabaseError):
            connections.close_all()

    def progress(self) -> Callable[[int], None]:
        said = time.monotonic()

        def report(done: int) -> None:
            nonlocal said
            if self.rest(0):
                raise Stopped
            if time.monotonic() > said + OFTEN:
                said = time.monotonic()
                log.info("%d sections and sources are in the new index so far.", done)

        return report

    def compare(self, index: Engine, meanwhile: Callable[[], object]) -> None:
        """Compare index and database if it is time, and mend what differs; `meanwhile` is what must not wait for it."""
        if time.monotonic() < self.next_comparison:
            return
        self.next_comparison = time.monotonic() + COMPARISONS

        def between() -> None:
            if self.rest(BREATH):
                raise Stopped
            meanwhile()

        try:
            drift = check(index, repair=True, between=between)
        except Stopped:
            return
        log.log(logging.WARNING if drift else logging.INFO, "Index and database differed: %s.", drift)
