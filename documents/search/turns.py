"""Searches take turns, so that whoever asks for one that costs little does not wait behind those that cost much.

Python works on one thing at a time in each process, so two searches at once are no faster than one after the other, and ten
at once keep everybody waiting for all of them. So one is worked on, and between its steps it lets others go first that have
had less: a search that costs little is answered nearly as soon as if it were alone. Where many wait, the one that has
had most is sent away, so that a thread of the server is left for everybody else.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from threading import Condition, local
from time import monotonic, thread_time
from typing import Any, Self, TypeVar

from documents.search.engine import TooSlow

A_BIT = 0.05  # seconds of work by which another must have had less
AGEING = 0.3  # seconds of work that are forgiven for each second of waiting: nobody waits for ever
MUCH = 0.5  # seconds of work: several times what most searches take
MOST_WAITING = 5  # of the eight threads of a process
LONGEST_WAIT = 5.0  # seconds; then it goes on beside another
BUSY = "Many searches that take long are being made just now. Try again in a moment, or ask for fewer or rarer words."

Row = TypeVar("Row")


class Lane:
    """Whose turn it is in this process, and who waits."""

    def __init__(self) -> None:
        self.changed = Condition()
        self.running: Turn | None = None
        self.waiting: list[Turn] = []

    def first(self) -> "Turn":
        """The one that waits and has had least."""
        return min(self.waiting, key=Turn.standing)

    def send_one_away(self) -> None:
        """Who has had most need not wait any longer, if that is much: what has cost little is not thrown away."""
        turn = max(self.waiting, key=Turn.standing)
        turn.is_sent_away = turn.spent > MUCH
        self.changed.notify_all()


LANE = Lane()
CURRENT = local()


class Turn:
    """The work on one answer. It can be entered again, as for an answer that is sent piece by piece."""

    def __init__(self, lane: Lane = LANE) -> None:
        self.lane = lane
        self.spent = 0.0  # seconds of work until it began to wait
        self.began = 0.0
        self.since = monotonic()
        self.forgiven = 0.0
        self.is_sent_away = False

    def __enter__(self) -> Self:
        CURRENT.turn = self
        with self.lane.changed:
            self._wait(LONGEST_WAIT)
        return self

    def __exit__(self, *error: object) -> None:
        CURRENT.turn = None
        with self.lane.changed:
            self._pause()

    def standing(self) -> float:
        """The seconds of work that it has had, less what is forgiven for waiting."""
        return self.spent - AGEING * (monotonic() - self.since)

    def give_way(self, end: float) -> None:
        """Wait while others go first, until the time `end` at the most; raises TooSlow."""
        lane = self.lane
        if lane.running is self and not lane.waiting:
            return
        with lane.changed:
            if lane.running is self:
                mine = self.spent + thread_time() - self.began - self.forgiven
                if not lane.waiting or lane.first().standing() > mine - A_BIT:
                    return
            self._pause()
            if not self._wait(max(0.0, end - monotonic())):
                raise TooSlow(BUSY)

    def _pause(self) -> None:
        """Let the one that has had least go on."""
        self.spent += thread_time() - self.began
        lane = self.lane
        if lane.running is self:
            lane.running = lane.first() if lane.waiting else None
            if lane.running:
                lane.waiting.remove(lane.running)
            lane.changed.notify_all()

    def _wait(self, seconds: float) -> bool:
        """Wait for its turn; False where it does not come."""
        lane = self.lane
        self.since = monotonic()
        if lane.running is None:
            lane.running = self
        else:
            lane.waiting.append(self)
            if len(lane.waiting) > MOST_WAITING:
                lane.send_one_away()
            lane.changed.wait_for(lambda: lane.running is self or self.is_sent_away, seconds)
            if lane.running is not self:
                lane.waiting.remove(self)
        self.began = thread_time()
        self.forgiven = AGEING * (monotonic() - self.since)
        return lane.running is self


def give_way(end: float) -> None:
    """Called between the steps of a search, wherever it is made; within no turn there is nothing to wait for."""
    turn: Turn | None = getattr(CURRENT, "turn", None)
    if turn:
        turn.give_way(end)


def taking_turns(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a view that searches where its address has parameters."""

    @wraps(view)
    def respond(request: Any, *arguments: Any, **named: Any) -> Any:
        if not request.GET:
            return view(request, *arguments, **named)
        with Turn():
            return view(request, *arguments, **named)

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
