"""Brings the changes of the database into the index, and publishes what is scheduled.

Every worker of the server runs one thread (`start`). It tries to take the indexer's lock; whoever holds it
drains the outbox and keeps the timetable; the others wait for the day its process ends: the kernel frees the
lock then.
"""

import fcntl
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, connections

from documents.models import Change
from documents.search import units
from documents.search.engine import Engine, IndexLocked, SearchTrouble
from documents.search.engines import engine, index_folder
from documents.search.timetable import Timetable

log = logging.getLogger(__name__)

PAUSE = 0.3  # seconds between two looks into the outbox
SETBACK = 3  # seconds between two looks while something is wrong
BATCH = 500  # changes taken in one commit
MANY_SEGMENTS = 8  # more than these are merged when there is nothing else to do


@dataclass(frozen=True, slots=True)
class Drained:
    """How many changes reached the index, and how many were put back for a later try."""

    done: int = 0
    failed: int = 0


def drain(index: Engine | None = None) -> Drained:
    """Bring one batch of due changes into the index."""
    return take(index or engine(), list(Change.objects.due()[:BATCH]))


def take(index: Engine, changes: list[Change]) -> Drained:
    """Bring these changes into the index, all in one commit.

    The units are read after the changes, and while nobody else can write: what is saved in between has a
    newer change of its own. A write that fails keeps its changes, with the error and the time of the next try.
    """
    if not changes:
        return Drained()
    ids = {change.unit for change in changes}
    try:
        index.refresh(ids, units.published_records)
    except IndexLocked:
        return Drained()  # a rebuild is writing: the changes wait as they are
    except DatabaseError:
        raise  # nothing is wrong with the unit
    except (SearchTrouble, OSError) as error:
        log.error("The index could not be written, %d changes wait: %s", len(changes), error)
        return put_back(changes, error)
    except Exception as error:  # a mistake of ours that some unit brings to light must not hold up the others
        if len(ids) > 1:
            return each_alone(index, changes)
        log.exception("%s cannot be indexed", changes[0].unit)
        return put_back(changes, error)
    Change.objects.forget([change.pk for change in changes])
    return Drained(done=len(changes))


def each_alone(index: Engine, changes: list[Change]) -> Drained:
    """Take the changes unit by unit."""
    by_unit: dict[str, list[Change]] = {}
    for change in changes:
        by_unit.setdefault(change.unit, []).append(change)
    taken = [take(index, own) for own in by_unit.values()]
    return Drained(sum(one.done for one in taken), sum(one.failed for one in taken))


def put_back(changes: list[Change], error: Exception) -> Drained:
    for change in changes:
        change.put_back(str(error))
    return Drained(failed=len(changes))


def rebuild(index: Engine, progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew from all published units; returns their number.

    The changes that were waiting when it began are in it. Later ones wait in the outbox: the writer's lock is held.
    """
    covered = list(Change.objects.values_list("pk", flat=True))
    count = index.rebuild(units.published_records(), progress)
    Change.objects.forget(covered)
    return count


def drain_all(index: Engine | None = None) -> int:
    """Drain until nothing is due. Returns the number of changes that reached the index."""
    done = 0
    while (drained := drain(index)).done:
        done += drained.done
    return done


def start() -> threading.Thread:
    """Run the indexer in a thread of this process, for as long as the process lives."""
    thread = threading.Thread(target=work, name="indexer", daemon=True)
    thread.start()
    return thread


def work() -> None:
    """Load what this worker's first search would wait for, then index."""
    if trouble := said_of(lambda: engine().warm()):
        log.error("The search is not ready: %s", trouble)
    run()


def run(stop: threading.Event | None = None) -> None:
    """Wait for the lock, then drain until told to stop. What goes wrong is logged once, and tried again."""
    stop = stop or threading.Event()
    timetable = Timetable()
    said = ""
    while not stop.is_set():
        if (trouble := said_of(lambda: hold(stop, timetable))) and trouble != said:
            log.error("The index does not follow the database: %s", trouble)
        said = trouble
        stop.wait(SETBACK if trouble else 1)
    connections.close_all()


def hold(stop: threading.Event, timetable: Timetable) -> None:
    """Publish, drain and tidy while the lock can be held; returns at once where another process holds it."""
    folder = index_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with lock(folder / "indexer.lock") as held:
        while held and not stop.wait(PAUSE):
            try:
                timetable.look()
            finally:  # trouble with the timetable must not hold up the index
                look()


def look() -> None:
    """Drain what is due; tidy when there is nothing to drain."""
    index = engine()
    if not drain_all(index) and index.state().segments > MANY_SEGMENTS:
        index.tidy(stop=lambda: Change.objects.due().exists())


def said_of(action: Callable[[], None]) -> str:
    """What went wrong, in words; "" where nothing did. The thread must outlive every error: nobody else would drain."""
    try:
        action()
    except (DatabaseError, SearchTrouble, OSError) as error:
        connections.close_all()
        return str(error)
    except Exception as error:  # a mistake of ours
        log.exception("The indexer goes on after an error that it does not know")
        return repr(error)
    return ""


@contextmanager
def lock(path: Path) -> Iterator[bool]:
    """Hold the lock file at `path` if nobody else does; says whether it is held."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
