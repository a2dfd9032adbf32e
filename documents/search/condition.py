"""What there is to know of the index besides what is in it: whether it can be searched, and what is being done about it.

The indexer works in one process and is asked about in all of them, so it writes down what it has to say, in small files
beside the index:

<index>/rebuild    who makes the index anew holds a lock on it; how far that is
<index>/failure    why the index could not be made anew, and when that is tried again
<index>/drift      what the last comparison with the database found
<index>/doubted    somebody could not read the index: the indexer has to look
"""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Self, TypeVar

from documents.search.engine import IndexDamaged, SearchTrouble, State
from documents.search.engines import engine, index_folder

REBUILD, FAILURE, DRIFT, DOUBTED = "rebuild", "failure", "drift", "doubted"
OFTEN = 0.2  # seconds after which it is written again how far a rebuild is
TRIES = 20  # to take a lock that somebody only looked at


@dataclass(frozen=True, slots=True)
class Rebuild:
    """How far it is: units done, of so many, since a time in seconds."""

    done: int
    total: int
    began: float

    @property
    def remaining(self) -> int | None:
        """Seconds that it may still take; None while too little is done to say."""
        passed = time.time() - self.began
        if self.done < self.total / 20 or passed < 1:
            return None
        return round(passed * (self.total - self.done) / max(self.done, 1))

    def __str__(self) -> str:
        return f"{min(self.done, self.total):,} of {self.total:,}"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why the index could not be made anew, and the time of the next try, in seconds."""

    why: str
    next_try: float

    @property
    def next_time(self) -> datetime:
        """The same as a date."""
        return datetime.fromtimestamp(self.next_try, UTC)


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many units differed in which way when index and database were last compared, and whether that was mended."""

    missing: int = 0
    stale: int = 0
    extra: int = 0
    draft: int = 0
    is_mended: bool = False
    made_at: float = 0.0

    @property
    def differing(self) -> int:
        """All of them together."""
        return self.missing + self.stale + self.extra + self.draft

    @property
    def time(self) -> datetime:
        """When it was made."""
        return datetime.fromtimestamp(self.made_at, UTC)

    def __str__(self) -> str:
        return f"{self.missing} missing, {self.stale} stale, {self.extra} extra, {self.draft} drafts"


Facts = TypeVar("Facts", Failure, Comparison)


@dataclass(frozen=True, slots=True)
class Condition:
    """All of it; `state` or `trouble` is None."""

    state: State | None
    trouble: SearchTrouble | None
    rebuild: Rebuild | None
    failure: Failure | None
    comparison: Comparison | None

    @classmethod
    def now(cls) -> Self:
        """As it is at this moment; does not raise."""
        state, trouble = None, None
        try:
            state = engine().state()
        except SearchTrouble as error:
            doubt(error)
            trouble = error
        return cls(state, trouble, rebuild_at_work(), read(Failure, FAILURE), read(Comparison, DRIFT))


def version() -> str:
    """A name of what the index holds now, another after each change; raises SearchTrouble."""
    return engine().state().generation


@contextmanager
def announced(total: int) -> Iterator[Callable[[int], None]]:
    """Let every process know of a rebuild as long as the block runs; the value is told how many units are done.

    The lock says that it runs, and the kernel frees it when the process dies. A second rebuild goes unannounced.
    """
    index_folder().mkdir(parents=True, exist_ok=True)
    number = os.open(index_folder() / REBUILD, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        yield _Announcement(number, total) if _taken(number) else lambda done: None
    finally:
        os.close(number)


class _Announcement:
    """Writes how far a rebuild is, now and then. Nothing depends on it, so a full disk is not its concern."""

    def __init__(self, number: int, total: int) -> None:
        self.number = number
        self.total = total
        self.began = time.time()
        self.said = 0.0
        self(0)

    def __call__(self, done: int) -> None:
        if done < self.total and time.monotonic() < self.said + OFTEN:
            return
        self.said = time.monotonic()
        with suppress(OSError):
            os.pwrite(self.number, f"{done:12} {self.total:12} {self.began:20.3f}\n".encode(), 0)


def _taken(number: int) -> bool:
    for _ in range(TRIES):
        with suppress(BlockingIOError):
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.01)
    return False


def rebuild_at_work() -> Rebuild | None:
    """The rebuild that somebody is at now, in whichever process."""
    try:
        with (index_folder() / REBUILD).open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                done, total, began = file.read().split()
                return Rebuild(int(done), int(total), float(began))
    except (OSError, ValueError):  # nobody ever was, or it has not said a word yet
        pass
    return None


def doubt(trouble: SearchTrouble) -> None:
    """Ask the indexer to look at the index, where it cannot be read.

    A process reads the files of the index once, when it opens them. So the one that starts last may find what the others
    do not notice.
    """
    if isinstance(trouble, IndexDamaged):
        with suppress(OSError):
            (index_folder() / DOUBTED).touch()


def is_doubted() -> bool:
    """Whether somebody asked for a look; asking is over with it."""
    try:
        (index_folder() / DOUBTED).unlink()
    except OSError:
        return False
    return True


def keep(name: str, facts: Failure | Comparison) -> None:
    """Write down for every process; what cannot be written is not said."""
    with suppress(OSError):
        folder = index_folder()
        draft = folder / f"{name}.{os.getpid()}.tmp"
        try:
            draft.write_text(json.dumps(asdict(facts)), encoding="utf-8")
            os.replace(draft, folder / name)
        finally:
            draft.unlink(missing_ok=True)


def forget(name: str) -> None:
    """It does not hold any more."""
    with suppress(OSError):
        (index_folder() / name).unlink(missing_ok=True)


def read(kind: type[Facts], name: str) -> Facts | None:
    """What was written down; None where nothing was that can be read."""
    try:
        facts: dict[str, Any] = json.loads((index_folder() / name).read_text(encoding="utf-8"))
        return kind(**facts)
    except (OSError, ValueError, TypeError):
        return None
