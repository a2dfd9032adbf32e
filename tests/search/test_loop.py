import threading
import time
from itertools import pairwise

import pytest

from documents.query.grammar import parse
from documents.search import loop, mending
from documents.search.condition import DRIFT, FAILURE, Comparison, Failure, doubt, read
from documents.search.engine import IndexDamaged
from documents.search.engines import engine
from documents.search.find import find
from documents.search.loop import Rounds
from documents.search.mending import Mending


@pytest.fixture
def rounds(shelf, index, monkeypatch):
    """The rounds of an indexer that looks at everything each time; there is one text to find."""
    monkeypatch.setattr(loop, "INSPECTIONS", 0)
    monkeypatch.setattr(loop, "ANYWAY", 0)
    shelf.source(title="Pilots", body="The pilots were warned.")
    index()
    return Rounds(threading.Event())


def found():
    return find(parse("warned"), {}).count


def files(folder):
    return [path for path in folder.glob("0*/*") if path.suffix == ".seg"]


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def outdate(folder):
    pointer = folder / "CURRENT"
    pointer.write_text('{"generation": "000001-00000000", "commit": 1, "fingerprint": "older"}\n')


@pytest.mark.parametrize(
    "harm",
    [
        lambda folder: (folder / "CURRENT").unlink(),
        lambda folder: (folder / "CURRENT").write_text("nonsense"),
        lambda folder: [path.unlink() for path in folder.rglob("*") if path.is_file()],
        lambda folder: [flip(path) for path in files(folder)],
        outdate,
    ],
    ids=["missing", "pointer", "emptied", "flipped", "outdated"],
)
def test_an_index_that_cannot_be_searched_is_made_anew(rounds, tmp_path, harm):
    harm(tmp_path / "index")
    doubt(IndexDamaged("somebody else found it"))
    rounds.look()
    assert found() == 1


def test_damage_in_open_files_is_found_when_somebody_doubts(rounds, tmp_path):
    assert found() == 1
    for path in files(tmp_path / "index"):
        flip(path)
    before = engine().state().generation
    rounds.look()
    assert engine().state().generation == before
    doubt(IndexDamaged("a server that started later cannot read it"))
    rounds.look()
    assert engine().state().generation != before and found() == 1


def test_a_rebuild_that_fails_is_tried_again_with_growing_pauses(rounds, tmp_path, monkeypatch, caplog):
    clock = time.monotonic()
    monkeypatch.setattr(mending.time, "monotonic", lambda: clock)
    (tmp_path / "index" / "CURRENT").unlink()
    tries = []

    def full(*_):
        tries.append(clock)
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(mending, "rebuild", full)
        for _ in range(40):
            rounds.look()
            clock += 0.5
    assert [round(later - earlier) for earlier, later in pairwise(tries)] == [1, 2, 4, 8]
    assert "No space left" in read(Failure, FAILURE).why
    clock += 60
    rounds.look()
    assert found() == 1 and read(Failure, FAILURE) is None


def test_a_rebuild_ends_when_the_process_is_to_end(rounds, tmp_path):
    (tmp_path / "index" / "CURRENT").unlink()
    stopped = Rounds(threading.Event())
    stopped.mending.rest = lambda seconds: True
    stopped.look()
    assert not (tmp_path / "index" / "CURRENT").exists()
    rounds.look()
    assert found() == 1


def test_an_idle_indexer_compares_now_and_then_and_mends(rounds, caplog):
    engine().rebuild(())
    rounds.look()
    assert found() == 0
    rounds.mending.next_comparison = 0
    rounds.look()
    assert found() == 1
    assert "1 missing" in caplog.text
    assert read(Comparison, DRIFT).is_mended
    assert rounds.mending.next_comparison > time.monotonic() + 3000


def test_a_comparison_does_not_hold_up_a_change(shelf, rounds, monkeypatch):
    served = []
    monkeypatch.setattr(mending, "BREATH", 0)
    comparing = Mending(lambda seconds: False)
    comparing.next_comparison = 0
    comparing.compare(engine(), meanwhile=lambda: served.append(1))
    assert served


def test_nothing_committed_costs_one_question(rounds, monkeypatch, django_assert_num_queries):
    rounds.look()
    monkeypatch.setattr(loop, "ANYWAY", 1000)
    with django_assert_num_queries(1):
        rounds.look()


@pytest.mark.django_db(transaction=True)
def test_a_process_of_its_own_comes_before_the_threads(shelf, index, tmp_path):
    stop = threading.Event()
    thread = threading.Thread(target=loop.run, args=[stop])
    folder = tmp_path / "index"
    thread.start()
    try:
        until(lambda: loop.is_held(folder / loop.LOCK))
        with loop.lock(folder / loop.OWN):
            until(lambda: not loop.is_held(folder / loop.LOCK))
            time.sleep(1.2)  # longer than a thread waits before it tries again
            assert not loop.is_held(folder / loop.LOCK)
        until(lambda: loop.is_held(folder / loop.LOCK))
    finally:
        stop.set()
        thread.join()


def until(true):
    limit = time.monotonic() + 20
    while not true():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.02)


def test_who_empties_the_folder_takes_the_lock(index, tmp_path):
    with loop.lock(tmp_path / "lock") as held:
        assert loop.is_still(tmp_path / "lock", held)
        (tmp_path / "lock").unlink()
        assert not loop.is_still(tmp_path / "lock", held)
        (tmp_path / "lock").touch()
        assert not loop.is_still(tmp_path / "lock", held)
