"""Searches that cost much take turns, so that whoever asks for one that costs little does not wait behind them.

A request works on its search within a `Turn`. As long as it has cost little it just runs. What costs more goes on alone: one
such search at a time in each process, and that one stands back while there are others that have just begun. Where many
wait for it already the next one is sent away, so that a thread of the server is left for everybody else.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from threading import Condition, local
from time import monotonic, thread_time
from typing import ParamSpec, Self, TypeVar

from documents.search.engine import TooSlow

QUICK = 0.25  # seconds of work: what most searches never take
MOST_WAITING = 4  # of the eight threads of a process
STANDING_BACK = 2.0  # seconds in all, after which a costly search goes on beside others
A_MOMENT = 0.1  # seconds after which it looks again how late it is
BUSY = "Many searches that take long are being made just now. Try again in a moment, or ask for fewer or rarer words."

Arguments = ParamSpec("Arguments")
Row = TypeVar("Row")
Response = TypeVar("Response")


class Lane:
    """Who is at work in this process: how many searches that have cost little, and whether one that costs much."""

    def __init__(self) -> None:
        self.changed = Condition()
        self.quick = 0
        self.waiting = 0
        self.is_taken = False


LANE = Lane()
CURRENT = local()


class Turn:
    """The work on one answer. It can be entered again, as by an answer that is sent piece by piece."""

    def __init__(self, lane: Lane = LANE) -> None:
        self.lane = lane
        self.spent = 0.0  # seconds of work before it was entered this time
        self.began = 0.0
        self.stood_back = 0.0
        self.is_costly = False
        self.is_running = False  # alone, as one that costs much

    def __enter__(self) -> Self:
        self.began = thread_time()
        CURRENT.turn = self
        if not self.is_costly:
            with self.lane.changed:
                self.lane.quick += 1
        return self

    def __exit__(self, *error: object) -> None:
        self.spent += thread_time() - self.began
        CURRENT.turn = None
        with self.lane.changed:
            if self.is_running:
                self.is_running = self.lane.is_taken = False
            elif not self.is_costly:
                self.lane.quick -= 1
            self.lane.changed.notify_all()

    def give_way(self, end: float) -> None:
        """Wait while others go first, until the time `end` at the most; raises TooSlow."""
        if not self.is_costly and self.spent + thread_time() - self.began < QUICK:
            return
        with self.lane.changed:
            if not self.is_costly:
                self.is_costly = True
                self.lane.quick -= 1
                self.lane.changed.notify_all()
            if not self.is_running:
                self._wait(end)
            self._stand_back(end)

    def _wait(self, end: float) -> None:
        lane = self.lane
        if lane.is_taken and lane.waiting >= MOST_WAITING:
            raise TooSlow(BUSY)
        lane.waiting += 1
        try:
            if not lane.changed.wait_for(lambda: not lane.is_taken, timeout=max(0.0, end - monotonic())):
                raise TooSlow(BUSY)
        finally:
            lane.waiting -= 1
        self.is_running = lane.is_taken = True

    def _stand_back(self, end: float) -> None:
        while self.lane.quick and self.stood_back < STANDING_BACK and monotonic() < end:
            began = monotonic()
            self.lane.changed.wait(A_MOMENT)
            self.stood_back += monotonic() - began


def give_way(end: float) -> None:
    """Called between the steps of a search, wherever it is made; within no turn it has nothing to wait for."""
    turn: Turn | None = getattr(CURRENT, "turn", None)
    if turn:
        turn.give_way(end)


def taking_turns(view: Callable[Arguments, Response]) -> Callable[Arguments, Response]:
    """For a view that searches."""

    @wraps(view)
    def respond(*arguments: Arguments.args, **named: Arguments.kwargs) -> Response:
        with Turn():
            return view(*arguments, **named)

    return respond


def row_by_row(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of an answer that is sent while it is made: nobody waits while the reader is slow to take one."""
    turn, left = Turn(), iter(rows)
    while True:
        with turn:
            try:
                row = next(left)
            except StopIteration:
                return
        yield row
