import json

import pytest

from documents.search import condition
from documents.search.condition import FAILURE, Condition, Failure, announced, keep, read, rebuild_at_work
from documents.search.engine import IndexDamaged, IndexMissing


def test_a_rebuild_is_seen_as_long_as_it_runs(index, monkeypatch):
    monkeypatch.setattr(condition, "OFTEN", 0)
    with announced(400) as announce:
        announce(120)
        assert str(rebuild_at_work()) == "120 of 400"
    assert rebuild_at_work() is None


def test_the_time_that_remains_is_told_once_it_can_be(index, monkeypatch):
    monkeypatch.setattr(condition, "OFTEN", 0)
    with announced(400) as announce:
        announce(100)
        assert rebuild_at_work().remaining is None
        began = rebuild_at_work().began
        monkeypatch.setattr(condition.time, "time", lambda: began + 10)
        assert rebuild_at_work().remaining == 30


def test_a_second_rebuild_goes_unannounced(index):
    with announced(400), announced(7) as second:
        second(5)
        assert rebuild_at_work().total == 400


def test_what_cannot_be_read_was_not_said(index, tmp_path):
    (tmp_path / "index" / FAILURE).write_text(json.dumps({"why": "another version"}))
    assert read(Failure, FAILURE) is None


def test_a_full_disk_does_not_keep_the_indexer_from_going_on(index, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(condition.os, "replace", full)
    keep(FAILURE, Failure("full", 0))
    assert read(Failure, FAILURE) is None


def test_the_condition_of_a_sound_index(shelf, index):
    shelf.source(body="Tide.")
    index()
    now = Condition.now()
    assert (now.state.units, now.trouble, now.rebuild) == (1, None, None)


@pytest.mark.parametrize(
    ("break_it", "trouble", "doubted"),
    [
        (lambda pointer: pointer.unlink(), IndexMissing, False),
        (lambda pointer: pointer.write_text("nonsense"), IndexDamaged, True),
    ],
)
def test_who_cannot_read_the_index_asks_the_indexer_to_look(index, tmp_path, break_it, trouble, doubted):
    break_it(tmp_path / "index" / "CURRENT")
    assert isinstance(Condition.now().trouble, trouble)
    assert condition.is_doubted() == doubted
    assert not condition.is_doubted()
