"""Searches that take turns, each in a thread of its own as in a server."""

import time
from threading import Event, Thread, current_thread, main_thread
from types import SimpleNamespace

import pytest

from documents.search import turns
from documents.search.engine import TooSlow
from documents.search.find import Found
from documents.search.turns import Lane, Turn, give_way, row_by_row, taking_turns

HANGING = 10  # seconds


class Search(Thread):
    """A search that has had some seconds of work; it gives way when it is told to and notes when it goes on."""

    def __init__(self, lane, name, log, spent=0.0, end=HANGING):
        super().__init__(name=name, daemon=True)
        self.turn = Turn(lane)
        self.turn.spent = spent
        self.log = log
        self.end = time.monotonic() + end
        self.is_told = Event()
        self.start()

    def run(self):
        with self.turn:
            self.log.append(self.name)
            self.is_told.wait(HANGING)
            try:
                give_way(self.end)
                self.log.append(f"{self.name} again")
            except TooSlow as error:
                self.log.append(str(error))

    def finish(self):
        self.is_told.set()
        self.join(HANGING)


@pytest.fixture
def lane():
    return Lane()


def until(true):
    end = time.monotonic() + HANGING
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.005)


def waiting(lane, number):
    until(lambda: len(lane.waiting) == number)


def test_one_is_worked_on_at_a_time(lane):
    log = []
    one = Search(lane, "one", log)
    until(lambda: log == ["one"])
    two = Search(lane, "two", log)
    waiting(lane, 1)
    assert log == ["one"]
    one.finish()
    two.finish()
    assert log == ["one", "one again", "two", "two again"]
    assert (lane.running, lane.waiting) == (None, [])


def test_one_that_has_cost_much_lets_a_new_one_go_first(lane):
    log = []
    costly = Search(lane, "costly", log, spent=1)
    until(lambda: log == ["costly"])
    quick = Search(lane, "quick", log)
    waiting(lane, 1)
    costly.is_told.set()
    quick.finish()
    costly.finish()
    assert log == ["costly", "quick", "quick again", "costly again"]


def test_of_those_that_wait_the_one_that_has_had_least_is_next(lane):
    log = []
    first = Search(lane, "first", log)
    until(lambda: log == ["first"])
    others = [Search(lane, f"{spent}", log, spent=spent) for spent in (3, 1, 2)]
    waiting(lane, 3)
    for one in others:
        one.is_told.set()
    first.finish()
    for one in others:
        one.join(HANGING)
    assert [line for line in log if "again" not in line] == ["first", "1", "2", "3"]


def test_who_waits_long_is_let_in(lane, monkeypatch):
    monkeypatch.setattr(turns, "AGEING", 1_000)
    log = []
    first = Search(lane, "first", log, spent=1)
    until(lambda: log == ["first"])
    costly = Search(lane, "costly", log, spent=2)
    waiting(lane, 1)
    time.sleep(0.05)
    quick = Search(lane, "quick", log)
    waiting(lane, 2)
    for one in (first, costly, quick):
        one.is_told.set()
    for one in (first, costly, quick):
        one.join(HANGING)
    assert log.index("costly") < log.index("quick")


def test_where_many_wait_the_costliest_is_sent_away(lane, monkeypatch):
    monkeypatch.setattr(turns, "MOST_WAITING", 1)
    log = []
    costly = Search(lane, "costly", log, spent=9)
    until(lambda: log == ["costly"])
    new = [Search(lane, "new", log)]
    waiting(lane, 1)
    costly.is_told.set()
    until(lambda: "new" in log)
    new.append(Search(lane, "newer", log))
    costly.join(HANGING)
    assert log == ["costly", "new", turns.BUSY]
    for one in new:
        one.finish()
    assert (lane.running, lane.waiting) == (None, [])


def test_one_that_has_cost_little_is_not_sent_away(lane, monkeypatch):
    monkeypatch.setattr(turns, "MOST_WAITING", 0)
    log = []
    searches = [Search(lane, "first", log)]
    until(lambda: log == ["first"])
    searches.append(Search(lane, "cheap", log, spent=0.4))
    waiting(lane, 1)
    for one in searches:
        one.finish()
    assert log == ["first", "first again", "cheap", "cheap again"]


def test_nobody_waits_longer_than_his_time(lane):
    log = []
    costly = Search(lane, "costly", log, spent=9, end=0)
    until(lambda: log == ["costly"])
    quick = Search(lane, "quick", log)
    waiting(lane, 1)
    costly.finish()
    quick.finish()
    assert turns.BUSY in log and "costly again" not in log


def test_one_that_fails_lets_the_others_in(lane):
    with pytest.raises(InterruptedError), Turn(lane):
        raise InterruptedError
    with Turn(lane) as turn:
        assert lane.running is turn


def test_an_answer_is_read_while_another_has_to_wait(monkeypatch):
    """What is found is read when it is asked for: nobody may hold a lock meanwhile."""
    begun, may_go_on = Event(), Event()

    def shown(found, hits):
        begun.set()
        return [] if current_thread() is main_thread() else may_go_on.wait(HANGING)

    def hits():
        return Found(None, {}, None, SimpleNamespace(hits=[]), True).hits

    monkeypatch.setattr(Found, "_shown", shown)
    other = Thread(target=hits, daemon=True)
    other.start()
    begun.wait(HANGING)
    began = time.monotonic()
    assert hits() == []
    assert time.monotonic() - began < HANGING / 2
    may_go_on.set()
    other.join(HANGING)


def test_within_no_turn_nobody_waits():
    give_way(0)


def test_nobody_waits_for_a_reader_who_is_slow_to_take_a_row():
    rows = row_by_row(iter("ab"))
    assert next(rows) == "a"
    assert turns.LANE.running is None
    assert list(rows) == ["b"]


@pytest.mark.parametrize(("parameters", "is_within"), [({"q": "tide"}, True), ({}, False)])
def test_a_page_takes_a_turn_where_something_is_asked(parameters, is_within):
    view = taking_turns(lambda request: turns.LANE.running is not None)
    assert view(SimpleNamespace(GET=parameters)) is is_within
