import json
import os
import random
import shutil
import struct
import threading
from functools import partial
from pathlib import Path

import pytest

from documents.query.tree import Everything, Word
from documents.search.engine import IndexDamaged, IndexLocked, IndexMissing, IndexOutdated, Request
from documents.search.whoosh.engine import WhooshEngine
from documents.search.whoosh.leftovers import GENERATION
from documents.search.whoosh.merging import SEGMENTS
from documents.search.whoosh.pointer import Pointer
from documents.search.whoosh.store import Store
from tests.search.records import record

# Whoosh leaves a file to the garbage collector when it cannot read on in it
left_open = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def engine(tmp_path):
    engine = WhooshEngine(tmp_path / "index")
    yield engine
    engine.close()


def ids(engine, word=None):
    tree = Word((word,)) if word else Everything()
    return sorted(hit.id for hit in engine.run(Request(tree, limit=None)).hits)


def generations(engine):
    return sorted(path.name for path in engine.store.folder.iterdir() if GENERATION.fullmatch(path.name))


def pointer(engine):
    return json.loads((engine.store.folder / "CURRENT").read_text().splitlines()[0])


def test_a_missing_index_says_how_to_make_one(engine):
    with pytest.raises(IndexMissing, match="rebuild_index"):
        engine.run(Request(Everything()))
    with pytest.raises(IndexMissing, match="rebuild_index"):
        engine.update([record()])


def test_an_index_of_another_version_is_not_read(engine, monkeypatch):
    engine.rebuild([record()])
    for module in ("pointer", "segments"):
        monkeypatch.setattr(f"documents.search.whoosh.{module}.fingerprint", lambda: "another")
    engine.close()
    with pytest.raises(IndexOutdated, match="rebuild_index"):
        engine.run(Request(Everything()))
    engine.rebuild([record()])
    assert ids(engine) == ["u1"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"generation": "000001-00000000"}', "\x00"])
def test_a_broken_pointer_is_damage(engine, text):
    engine.rebuild([record()])
    (engine.store.folder / "CURRENT").write_text(text)
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        engine.run(Request(Everything()))


def test_a_lost_file_is_damage_and_a_rebuild_mends_it(engine):
    engine.rebuild([record()])
    for path in (engine.store.folder / pointer(engine)["generation"]).glob("*.seg"):
        path.unlink()
    engine.close()
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        engine.run(Request(Everything()))
    engine.rebuild([record()])
    assert ids(engine) == ["u1"]


@pytest.mark.parametrize("lost", ["*", "*.toc"])
def test_a_writer_takes_a_lost_table_of_contents_for_damage(engine, lost):
    engine.rebuild([record(1)])
    for path in (engine.store.folder / pointer(engine)["generation"]).glob(lost):
        path.unlink()
    for write in (engine.update, lambda records: engine.refresh(["u2"], lambda _: records)):
        with pytest.raises(IndexDamaged, match="rebuild_index"):
            write([record(2)])


def test_a_lost_generation_is_damage_to_all_that_ask_for_files(engine):
    crowded(engine)
    engine.warm()
    shutil.rmtree(engine.store.folder / pointer(engine)["generation"])
    for ask in (engine.tidy, engine.state):
        with pytest.raises(IndexDamaged, match="rebuild_index"):
            ask()


@left_open
@pytest.mark.parametrize("kept", [0, 1, 12, 40, -1])
def test_a_writer_takes_a_cut_table_of_contents_for_damage(engine, kept):
    engine.rebuild([record(1)])
    (path,) = (engine.store.folder / pointer(engine)["generation"]).glob("*.toc")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        engine.update([record(2)])


def test_a_document_that_is_deleted_and_was_never_there_is_damage(engine, monkeypatch):
    engine.rebuild([record(1), record(2)])
    engine.update([], ["u1"])
    engine.close()
    monkeypatch.setattr("whoosh.codec.whoosh3.W3Segment.deleted_docs", lambda _: {7})
    with pytest.raises(IndexDamaged, match="never there"):
        ids(engine)


def test_a_broken_segment_is_damage_to_a_merge_and_a_full_disk_is_none(engine, monkeypatch):
    crowded(engine)
    for error, raised in ((struct.error("cut"), IndexDamaged), (OSError("disk full"), OSError)):
        with monkeypatch.context() as patch:
            patch.setattr("whoosh.writing.SegmentWriter.add_reader", Raising(error))
            with pytest.raises(raised):
                engine.tidy()
    assert engine.tidy()


class Raising:
    def __init__(self, error):
        self.error = error

    def __call__(self, *_):
        raise self.error


@left_open
def test_bytes_that_went_wrong_are_found(engine, tmp_path, proving, monkeypatch, record_figure):
    """A page hears only that the index is damaged; what is wrong in the arrays, which can be made again, it never hears of."""
    monkeypatch.setattr("documents.search.whoosh.readers.time.sleep", lambda _: None)
    chance = random.Random(10)
    crowded(engine)
    engine.update([record(3, "changed small")], ["u4"])
    rounds = 1_000 if proving else 12
    for number in range(rounds):
        copy = tmp_path / str(number)
        shutil.copytree(engine.store.folder, copy)
        path = chance.choice(sorted((copy / pointer(engine)["generation"]).iterdir()))
        sound = path.read_bytes()
        garble(path, chance)
        assert is_damaged(copy) == (path.suffix != ".arrays" and path.read_bytes() != sound)
        shutil.rmtree(copy)
    record_figure("garbled files of the index that were noticed", f"{rounds} of {rounds}")


def garble(path, chance):
    """Put other bytes in the place of some, or cut the end off."""
    sound = path.read_bytes()
    start = chance.randrange(len(sound))
    wrong = b"" if chance.random() < 0.2 else chance.randbytes(chance.choice([1, 8, 64])) + sound[start + 8 :]
    path.write_bytes(sound[:start] + wrong)


def is_damaged(folder):
    """Whether one of many ways to use the index says so; each of them is tried."""
    engine = WhooshEngine(folder)
    uses = [
        *(partial(use, engine, word) for use in (search, look_up) for word in ("small", "big", "word5")),
        engine.state,
        engine.units,
        engine.digests,
        partial(engine.update, [record(7, "later")], ["u3"]),
        engine.tidy,
    ]
    outcomes = [raises_damage(use) for use in uses]
    engine.close()
    return any(outcomes)


def search(engine, word):
    engine.run(Request(Word((word,)), sort="date", filters={"kind": ("memo",)}))
    engine.groups(Request(Word((word, "small"))))


def look_up(engine, word):
    engine.expand(Word((word,)))
    engine.frequency(word)


def raises_damage(use):
    try:
        use()
    except IndexDamaged:
        return True
    return False


def test_an_update_replaces_adds_and_removes_at_once(engine):
    engine.rebuild([record(1, "old"), record(2, "two"), record(3, "three")])
    engine.update([record(1, "new"), record(4, "four")], ["u2", "unknown"])
    assert ids(engine) == ["u1", "u3", "u4"]
    assert ids(engine, "old") == []
    assert ids(engine, "new") == ["u1"]


def test_the_last_of_two_records_with_one_id_counts(engine):
    engine.rebuild([])
    engine.update([record(1, "first"), record(1, "second")])
    assert ids(engine, "second") == ["u1"]
    assert engine.state().units == 1


def test_two_records_with_one_id_stop_a_rebuild_and_leave_the_old_index(engine):
    engine.rebuild([record(1, "kept")])
    with pytest.raises(ValueError, match="u2"):
        engine.rebuild([record(2), record(2)])
    assert ids(engine, "kept") == ["u1"]
    assert len(generations(engine)) == 1


def test_what_the_index_has_already_is_not_written_again(engine):
    engine.rebuild([record(1, "one")])
    before = engine.state().generation
    engine.update([record(1, "one")], ["unknown"])
    assert engine.state().generation == before


def test_a_segment_in_which_all_is_deleted_goes(engine):
    engine.rebuild([record(1, "one")])
    for text in ("two", "three", "four"):
        engine.update([record(1, text)])
    assert engine.state().segments == 1


def test_an_update_that_fails_changes_nothing_and_locks_nobody_out(engine, monkeypatch):
    engine.rebuild([record(1, "one")])
    with monkeypatch.context() as patch:
        patch.setattr("documents.search.whoosh.files.flush", failing)
        with pytest.raises(OSError, match="disk full"):
            engine.update([record(2, "two")])
    assert ids(engine) == ["u1"]
    engine.update([record(3, "three")])
    assert ids(engine) == ["u1", "u3"]


def failing(path):
    raise OSError("disk full")


def test_a_commit_whose_pointer_was_not_written_is_found_by_the_next_writer(engine, monkeypatch):
    engine.rebuild([record(1, "one")])
    with monkeypatch.context() as patch:
        patch.setattr(Pointer, "write", failing_pointer)
        with pytest.raises(KeyboardInterrupt):
            engine.update([record(2, "two")])
    engine.update([record(2, "three")])
    assert ids(engine) == ["u1", "u2"]
    assert ids(engine, "two") == []


def failing_pointer(pointer, folder):
    raise KeyboardInterrupt


def test_a_second_writer_waits_and_then_gives_up(engine):
    engine.rebuild([record(1)])
    other = Store(engine.store.folder, patience=0.1)
    with engine.store.writing(), pytest.raises(IndexLocked, match="Try again"):
        other.update([record(2)])
    other.update([record(2)])
    assert ids(engine) == ["u1", "u2"]
    other.close()


def test_another_process_sees_a_commit_without_being_told(engine):
    engine.rebuild([record(1, "one")])
    assert ids(engine) == ["u1"]
    other = WhooshEngine(engine.store.folder)
    other.update([record(2, "two")])
    assert ids(engine) == ["u1", "u2"]
    other.rebuild([record(3, "three")])
    assert ids(engine) == ["u3"]
    other.close()


def test_a_commit_opens_only_its_own_segment(engine):
    engine.rebuild([record(1, "one")])
    with engine.store.lease() as before:
        engine.update([record(2, "two")])
        with engine.store.lease() as after:
            assert after.segments[0] is before.segments[0]
            assert len(after.segments) == 2


def test_a_reader_goes_on_with_what_it_has_open(engine):
    engine.rebuild([record(1, "one"), record(2, "two")])
    with engine.store.lease() as opening:
        for _ in range(2):  # the second rebuild removes the generation that is open here
            engine.rebuild([record(3, "three")])
        assert ids(engine) == ["u3"]
        assert opening.segments[0].word("body", "two").documents.tolist() == [1]


def test_the_generation_before_stays_until_the_next_rebuild(engine):
    kept = []
    for _ in range(3):
        engine.rebuild([record(1)])
        kept.append(generations(engine))
    assert [len(names) for names in kept] == [1, 2, 2]
    assert kept[2][0] == kept[1][1]


def test_a_rebuild_removes_what_a_killed_one_left_and_nothing_else(engine):
    engine.rebuild([record(1)])
    (engine.store.folder / "000009-0000abcd").mkdir()
    (engine.store.folder / "notes").mkdir()
    engine.rebuild([record(1)])
    assert (engine.store.folder / "notes").exists()
    assert "000009-0000abcd" not in generations(engine)


def test_a_rebuild_that_fails_leaves_the_old_index(engine):
    def records():
        yield record(2, "two")
        raise RuntimeError("no more")

    engine.rebuild([record(1, "one")])
    with pytest.raises(RuntimeError):
        engine.rebuild(records())
    assert ids(engine) == ["u1"]
    assert len(generations(engine)) == 1


def test_a_rebuild_reports_progress_and_its_number(engine):
    seen = []
    assert engine.rebuild([record(1), record(2)], seen.append) == 2
    assert seen == [1, 2]


def crowded(engine):
    engine.rebuild([record(number, "big") for number in range(100, 130)])
    for number in range(SEGMENTS):
        engine.update([record(number, f"word{number} small")])
    assert engine.state().segments == SEGMENTS + 1


def test_tidying_merges_the_small_segments_and_keeps_every_unit(engine):
    crowded(engine)
    before = engine.digests()
    assert engine.tidy()
    assert engine.state().segments == 2
    assert engine.digests() == before
    assert ids(engine, "word3") == ["u3"]
    assert not engine.tidy()


def test_tidying_stops_between_steps_and_changes_nothing(engine):
    crowded(engine)
    before = engine.state().generation
    asked = iter([False, False, True])
    assert not engine.tidy(lambda: next(asked))
    assert engine.state().generation == before
    engine.update([record(50, "later")])
    assert ids(engine, "later") == ["u50"]


def test_deleted_units_stay_deleted_through_a_merge(engine):
    crowded(engine)
    engine.update([], ["u3", "u110"])
    engine.tidy()
    assert "u3" not in ids(engine)
    assert "u110" not in ids(engine)
    assert ids(engine, "word3") == []


def test_open_files_do_not_grow_with_commits(engine):
    engine.rebuild([record(1)])
    counts = []
    for number in range(150):
        engine.update([record(number % 5, f"text {number}")])
        ids(engine)
        counts.append(len(os.listdir("/proc/self/fd")) + mapped_files(engine.store.folder))
    # A leak adds one a commit. A few may wait for the garbage collector, whose time differs between Pythons.
    assert max(counts[30:]) <= max(counts[:30]) + 8


def mapped_files(folder):
    return sum(str(folder) in line for line in Path("/proc/self/maps").read_text().splitlines())


def test_threads_search_while_another_writes(engine):
    engine.rebuild([record(number, "steady") for number in range(20)])
    wrong, stop = [], threading.Event()

    def search():
        while not stop.is_set():
            if len(ids(engine, "steady")) != 20:
                wrong.append(ids(engine, "steady"))

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(12):
        engine.update([record(number, f"steady {number}")])
    engine.rebuild([record(number, "steady") for number in range(20)])
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.mark.parametrize("text", ["true", "1325", "[1]", "2018-06-01T00:00:00", "a, b", ""])
def test_stored_strings_come_back_as_they_went_in(engine, text):
    engine.rebuild([record(1, group=text, facets={"kind": (text,)}, digest=text)])
    result = engine.run(Request(Everything()))
    assert result.hits[0].group == text
    assert result.facets == {"kind": {text: 1}}
    assert engine.digests() == {"u1": text}


def test_a_refresh_takes_what_is_read_and_removes_what_is_not(engine):
    engine.rebuild([record(1, "old"), record(2, "two"), record(3, "three")])
    engine.refresh(["u1", "u2", "u4"], lambda ids: [record(1, "new")])
    assert ids(engine) == ["u1", "u3"]
    assert ids(engine, "new") == ["u1"]


def test_a_refresh_reads_when_nobody_else_can_write(engine):
    engine.rebuild([])
    other = Store(engine.store.folder, patience=0.1)

    def read(asked):
        assert asked == {"u1"}
        with pytest.raises(IndexLocked):
            other.update([record(1, "older")])
        return [record(1, "newest")]

    engine.refresh(["u1"], read)
    assert ids(engine, "newest") == ["u1"]
    other.close()


def test_a_refresh_that_cannot_read_changes_nothing_and_locks_nobody_out(engine):
    engine.rebuild([record(1, "one")])
    with pytest.raises(ZeroDivisionError):
        engine.refresh(["u1"], lambda _: 1 / 0)
    assert ids(engine, "one") == ["u1"]
    engine.update([record(2, "two")])
