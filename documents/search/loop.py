"""The indexer at work: it publishes what is due, drains the outbox and keeps the index sound, until it is told to stop.

Every worker of the server runs it in one thread (`start`), and `manage.py indexer` as a process of its own. It tries to take
the indexer's lock; whoever holds it does the work; the others wait for the day its process ends: the kernel frees the lock
then. A process of its own comes first: the threads give the lock up to it.
"""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import DatabaseError, connection, connections

from documents.models import Change
from documents.search.condition import doubt, is_doubted
from documents.search.engine import SearchTrouble
from documents.search.engines import engine, index_folder
from documents.search.indexer import UNSOUND, drain
from documents.search.mending import Mending
from documents.search.timetable import Timetable

log = logging.getLogger(__name__)

PAUSE = 0.3  # seconds between two looks at whether something was committed
ANYWAY = 1.0  # seconds after which the outbox is looked into though nothing was: what was put off falls due
SETBACK = 3.0  # seconds between two looks while something is wrong
INSPECTIONS = 2.0  # seconds between two looks at whether the index is there
MANY_SEGMENTS = 8  # more than these are merged when there is nothing else to do
LOCK = "indexer.lock"  # held by who does the work
OWN = "indexer-process.lock"  # held by a process of its own, which the threads of servers make way for


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


def run(stop: threading.Event | None = None, *, is_own: bool = False) -> None:
    """Wait for the lock, then work until told to stop. What goes wrong is logged once, and tried again."""
    stop = stop or threading.Event()
    rounds = Rounds(stop)
    said = ""
    while not stop.is_set():
        if (trouble := said_of(lambda: hold(stop, rounds, is_own=is_own))) and trouble != said:
            log.error("The index does not follow the database: %s", trouble)
        said = trouble
        stop.wait(SETBACK if trouble else 1)
    connections.close_all()


def hold(stop: threading.Event, rounds: "Rounds", *, is_own: bool = False) -> None:
    """Work while the lock can be held; returns at once where another process holds it or is to have it."""
    folder = index_folder()
    folder.mkdir(parents=True, exist_ok=True)
    if not is_own and is_held(folder / OWN):
        return
    with lock(folder / LOCK) as held:
        while held and not stop.wait(PAUSE) and is_still(folder / LOCK, held):
            rounds.look()
            if not is_own and is_held(folder / OWN):
                return


class Rounds:
    """What the holder of the lock does, round after round, and what it remembers between them."""

    def __init__(self, stop: threading.Event) -> None:
        self.timetable = Timetable()
        self.commits = Commits()
        self.mending = Mending(stop.wait)
        self.looked = self.inspected = -ANYWAY

    def look(self) -> None:
        """Do what there is to do. It costs next to nothing where nobody has committed anything."""
        try:
            if not self.serve():
                self.inspect()
        except UNSOUND as trouble:
            self.mending.make_anew(engine(), trouble)

    def serve(self) -> bool:
        """Publish and drain what is due; says whether something reached the index."""
        if not self.commits.are_new() and time.monotonic() < self.looked + ANYWAY:
            return False
        self.looked = time.monotonic()
        try:
            self.timetable.look()
        finally:  # trouble with the timetable must not hold up the index
            done = 0
            while batch := drain().done:
                done += batch
            if done:
                log.info("%d changes were brought into the index.", done)
        return bool(done)

    def inspect(self) -> None:
        """Look whether the index is there and whole; tidy and compare it when there is nothing else to do."""
        if time.monotonic() < self.inspected + INSPECTIONS:
            return
        self.inspected = time.monotonic()
        index = engine()
        if is_doubted():
            index.close()  # what is opened anew is read anew
        if index.state().segments > MANY_SEGMENTS:
            index.tidy(stop=lambda: Change.objects.due().exists())
        self.mending.compare(index, meanwhile=self.serve)


class Commits:
    """Says whether somebody has committed to the database. Of a database that cannot be asked, somebody always has.

    https://www.sqlite.org/pragma.html#pragma_data_version: it changes with every commit of another connection, as seen from
    this one.
    """

    def __init__(self) -> None:
        self.seen: object = None

    def are_new(self) -> bool:
        """Whether there were any since the last time this was asked."""
        if connection.vendor != "sqlite":
            return True
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            version = id(connection.connection), cursor.fetchone()
        before, self.seen = self.seen, version
        return version != before


def said_of(action: Callable[[], None]) -> str:
    """What went wrong, in words; "" where nothing did. The thread must outlive every error: nobody else would drain."""
    try:
        action()
    except (DatabaseError, SearchTrouble, OSError) as error:
        if isinstance(error, SearchTrouble):
            doubt(error)
        connections.close_all()
        return str(error)
    except Exception as error:  # a mistake of ours
        log.exception("The indexer goes on after an error that it does not know")
        return repr(error)
    return ""


@contextmanager
def lock(path: Path, *, tries: int = 1) -> Iterator[int]:
    """Hold the lock file at `path` if nobody else does; the number of the open file, 0 if it is not held.

    More than one try tells who only looks (`is_held`) from who holds it.
    """
    with path.open("a") as file:
        for _ in range(tries):
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            time.sleep(0.01)
        else:
            yield 0
            return
        yield file.fileno()


def is_held(path: Path) -> bool:
    """Whether somebody holds the lock file at `path`."""
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def is_still(path: Path, number: int) -> bool:
    """Whether the file that is open is the one at `path`: whoever empties the folder takes the lock from us."""
    try:
        return os.path.samestat(path.stat(), os.fstat(number))
    except FileNotFoundError:
        return False
