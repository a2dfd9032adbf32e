"""A full disk: every write ends soon and says so, what was there before still answers, and the next write needs no help.

In every run the kernel's limit on the size of a file stands for it. Where a file system may be mounted, one that is really full
does: run as a program, this file fills it to the last few kilobytes and tries every kind of write.
"""

import errno
import os
import resource
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from documents.query.tree import Everything, Word
from documents.search.engine import IndexFull, Request
from documents.search.whoosh.engine import WhooshEngine
from documents.search.whoosh.merging import SEGMENTS
from tests.search.records import record

ROOT = Path(__file__).parent.parent.parent
LIMITS = [
    0,
    1_000,
    10_000,
    1_000_000,
]  # bytes of a file; none of the writes gets by with the first two, all do with the last
SECONDS = 10
UNITS = 40
CHANGED = [
    record(number, f"changed {' '.join(f'w{number}x{word}' for word in range(60))}") for number in range(30)
]


def crowded(engine):
    """An index that tidying has something to do with."""
    engine.rebuild([record(number, "steady") for number in range(UNITS)])
    for number in range(SEGMENTS):
        engine.update([record(number, f"steady {number}")])


WRITES = {
    "update": lambda engine: engine.update(CHANGED),
    "rebuild": lambda engine: engine.rebuild(CHANGED),
    "tidy": lambda engine: engine.tidy(),
}


def is_written(engine, write):
    """Whether there was room for it; whatever comes of it, it comes soon."""
    began = time.monotonic()
    try:
        WRITES[write](engine)
    except IndexFull as full:
        assert "no space left on the disk" in str(full)
        return False
    finally:
        assert time.monotonic() - began < SECONDS
    return True


def answers(folder):
    """What a process that starts now is told: every unit, and those with a word each way."""
    engine = WhooshEngine(folder)
    counts = [
        engine.run(Request(tree)).count for tree in (Everything(), Word(("steady",)), Word(("changed",)))
    ]
    digests = engine.digests()
    engine.close()
    return counts, digests


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@contextmanager
def small_files(limit):
    """No file may grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """The folder of an index that every test begins with."""
    engine = WhooshEngine(tmp_path_factory.mktemp("kept") / "index")
    crowded(engine)
    engine.close()
    return engine.store.folder


@pytest.fixture
def engine(kept, tmp_path):
    engine = WhooshEngine(shutil.copytree(kept, tmp_path / "index"))
    yield engine
    engine.close()


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("limit", LIMITS)
def test_a_write_without_room_says_so_changes_nothing_and_leaves_nothing(engine, write, limit):
    before, files = answers(engine.store.folder), names(engine.store.folder)
    with small_files(limit):
        written = is_written(engine, write)
    assert limit > 1_000 or not written
    assert limit < 1_000_000 or written
    if not written:
        assert (answers(engine.store.folder), names(engine.store.folder)) == (before, files)
        assert is_written(engine, write)


def test_a_first_index_without_room_leaves_nothing_to_clear_up(tmp_path):
    engine = WhooshEngine(tmp_path / "first")
    with small_files(1_000), pytest.raises(IndexFull):
        engine.rebuild(CHANGED)
    assert names(engine.store.folder) == ["LOCK"]
    assert engine.rebuild(CHANGED) == len(CHANGED)
    engine.close()


def test_a_pointer_without_room_leaves_the_old_one(engine, monkeypatch):
    before = answers(engine.store.folder)
    with monkeypatch.context() as patch:
        patch.setattr("documents.search.whoosh.pointer.flush", full)
        assert not is_written(engine, "update")
    assert answers(engine.store.folder) == before
    assert not (engine.store.folder / "CURRENT.tmp").exists()
    assert is_written(engine, "update")


def full(path):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))


def test_a_change_without_room_for_its_arrays_is_written_and_they_are_made_when_there_is(engine, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("documents.search.whoosh.arrays.write", lambda path, *_: full(path))
        assert is_written(engine, "update")
    assert answers(engine.store.folder)[0] == [UNITS, UNITS - len(CHANGED), len(CHANGED)]
    assert pairs(engine.store.folder) < 0
    engine.update([record(0, "steady again")])
    assert pairs(engine.store.folder) == 0


def pairs(folder):
    """How many more arrays there are than segments."""
    return len(list(folder.glob("*/*.arrays"))) - len(list(folder.glob("*/*.seg")))


def test_other_trouble_with_the_disk_is_told_as_it_is(engine, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("documents.search.whoosh.pointer.flush", broken)
        with pytest.raises(OSError, match="Input/output"):
            engine.update(CHANGED)


def broken(path):
    raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_file_system_that_is_really_full(tmp_path, proving, record_figure):
    sizes = 20 if proving else 3
    command = ["unshare", "--map-root-user", "--mount", sys.executable, __file__, str(tmp_path), str(sizes)]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    if "cannot mount" in done.stdout or "unshare" in done.stderr:
        pytest.skip("nothing may be mounted here")
    assert done.returncode == 0, done.stderr
    *_, refused, slowest = done.stdout.split()
    assert int(refused) >= sizes
    writes = sizes * len(WRITES)
    record_figure(
        "writes to a full disk that ended with a clear error or were done, the old index answering, nothing left behind",
        f"{writes} of {writes} ({refused} refused; slowest {slowest} s)",
    )


def fill_and_write(folder, sizes):
    """Try every write with ever more room on a small file system."""
    refused, slowest = 0, 0.0
    for size in range(sizes):
        mount(folder)
        engine = WhooshEngine(folder / "index")
        crowded(engine)
        room = 150_000 * size // sizes
        filler = filled(folder, room)
        for write in WRITES:
            before, free = answers(folder / "index"), shutil.disk_usage(folder).free
            began = time.monotonic()
            if not is_written(engine, write):
                refused += 1
                assert answers(folder / "index") == before
                assert shutil.disk_usage(folder).free == free
            slowest = max(slowest, time.monotonic() - began)
        filler.unlink()
        assert is_written(engine, "update")
        assert answers(folder / "index")[0][2] == len(CHANGED)
        engine.close()
        subprocess.run(["umount", str(folder)], check=True)
    print(refused, round(slowest, 2))


def mount(folder):
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(folder)])
    if done.returncode:
        sys.exit(print("cannot mount"))


def filled(folder, room):
    """A file that leaves only so many bytes."""
    filler = folder / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(folder).free - room))
    return filler


if __name__ == "__main__":
    fill_and_write(Path(sys.argv[1]), int(sys.argv[2]))
