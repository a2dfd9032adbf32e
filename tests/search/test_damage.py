"""Whatever happens to a file of the index is noticed when it is opened, and said by the right error."""

import json
import pickle
import random
import shutil

import pytest

from documents.query.tree import Word
from documents.search.engine import IndexDamaged, IndexMissing, IndexNewer, IndexOutdated, Request
from documents.search.whoosh.checksums import digest
from documents.search.whoosh.engine import WhooshEngine
from documents.search.whoosh.merging import SEGMENTS
from tests.search.records import record


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """An index with two segments, one unit of which is deleted."""
    engine = WhooshEngine(tmp_path_factory.mktemp("kept") / "index")
    engine.rebuild(
        [record(number, f"steady word{number}", facets={"kind": ("memo",)}) for number in range(30)]
    )
    engine.update([record(1, "steady changed")])
    engine.close()
    return engine.store.folder


@pytest.fixture
def folder(kept, tmp_path):
    return shutil.copytree(kept, tmp_path / "index")


def count(folder):
    """How many units a process that starts now finds."""
    engine = WhooshEngine(folder)
    try:
        return engine.run(Request(Word(("steady",)))).count
    finally:
        engine.close()


def files(folder, ending):
    return sorted(path for path in folder.glob("**/*") if path.name.endswith(ending))


def flip(path, place):
    content = bytearray(path.read_bytes())
    content[place] ^= 1 << place % 8
    path.write_bytes(content)


def rewrite(folder, **facts):
    """CURRENT with other facts, as another version would write it."""
    path = folder / "CURRENT"
    line = json.dumps(json.loads(path.read_text().splitlines()[0]) | facts).encode()
    path.write_bytes(line + b"\n" + digest(line).encode() + b"\n")


def test_one_byte_that_changed_is_noticed_in_every_file(folder, proving, record_figure, monkeypatch):
    monkeypatch.setattr("documents.search.whoosh.readers.time.sleep", lambda _: None)
    chance = random.Random(6)
    tried, tries = 0, 2_000 if proving else 10
    for path in [folder / "CURRENT", *files(folder, ".toc"), *files(folder, ".seg")]:
        sound = path.read_bytes()
        for place in [0, len(sound) - 1, *chance.sample(range(len(sound)), min(tries, len(sound)))]:
            flip(path, place)
            with pytest.raises(IndexDamaged, match="rebuild_index"):
                WhooshEngine(folder).state()
            path.write_bytes(sound)
            tried += 1
    assert count(folder) == 30
    record_figure(
        "bytes changed, one at a time, in the files of an index that were noticed", f"{tried} of {tried}"
    )


def test_one_byte_that_changed_in_the_arrays_changes_no_answer(folder):
    chance = random.Random(6)
    for path in files(folder, ".arrays"):
        sound = path.read_bytes()
        for place in [0, 64, 65, len(sound) - 1, *chance.sample(range(len(sound)), 10)]:
            flip(path, place)
            assert count(folder) == 30
            path.write_bytes(sound)


@pytest.mark.parametrize("ending", ["CURRENT", ".toc", ".seg"])
@pytest.mark.parametrize("kept_share", [0, 0.5])
def test_a_file_cut_short_is_noticed(folder, ending, kept_share):
    for path in files(folder, ending):
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * kept_share)])
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        count(folder)


def test_arrays_cut_short_or_emptied_change_no_answer(folder):
    for share in (0.5, 0):
        for path in files(folder, ".arrays"):
            content = path.read_bytes()
            path.write_bytes(content[: int(len(content) * share)])
        assert count(folder) == 30


def test_an_emptied_generation_is_damage_and_an_emptied_folder_is_no_index(folder):
    for path in folder.glob("0*/*"):
        path.unlink()
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        count(folder)
    shutil.rmtree(folder)
    folder.mkdir()
    with pytest.raises(IndexMissing, match="rebuild_index"):
        count(folder)


@pytest.mark.parametrize("facts", [{"version": 2}, {"analysis": 0}, {"fingerprint": "another"}])
def test_another_schema_is_outdated(folder, facts):
    rewrite(folder, **facts)
    with pytest.raises(IndexOutdated, match="rebuild_index"):
        count(folder)


def test_what_was_written_before_there_were_checksums_is_outdated(folder):
    facts = {"generation": "000001-00000000", "commit": 1, "fingerprint": "0"}
    (folder / "CURRENT").write_text(json.dumps(facts) + "\n")
    with pytest.raises(IndexOutdated, match="rebuild_index"):
        count(folder)


@pytest.mark.parametrize("facts", [{"version": 9_999}, {"analysis": 9_999, "files": None, "other": 1}])
def test_an_index_of_a_newer_version_is_left_as_it_is(folder, facts):
    rewrite(folder, **facts)
    engine = WhooshEngine(folder)
    for use in (engine.state, engine.tidy, lambda: engine.update([record(50)])):
        with pytest.raises(IndexNewer, match=r"Update the program, or run manage\.py rebuild_index"):
            use()
    assert engine.rebuild([record(1)]) == 1


def test_a_table_of_contents_that_changed_is_not_unpickled(folder, monkeypatch):
    [path] = files(folder, ".toc")
    path.write_bytes(path.read_bytes()[:-80] + pickle.dumps(Trap()) + b".")
    for use in ("state", "tidy", "warm"):
        with pytest.raises(IndexDamaged):
            getattr(WhooshEngine(folder), use)()
    with pytest.raises(IndexDamaged):
        WhooshEngine(folder).update([record(50)])


class Trap:
    """What runs when it is unpickled."""

    def __reduce__(self):
        return (exec, ("raise SystemExit('it was unpickled')",))


def test_a_file_that_the_pointer_does_not_name_is_not_opened(folder):
    facts = json.loads((folder / "CURRENT").read_text().splitlines()[0])
    rewrite(folder, files={name: is_ for name, is_ in facts["files"].items() if name.endswith(".toc")})
    with pytest.raises(IndexDamaged, match="knows nothing"):
        count(folder)


def test_a_segment_that_changed_while_it_was_open_is_not_merged(folder):
    engine = WhooshEngine(folder)
    for number in range(SEGMENTS):
        engine.update([record(number, f"steady {number}")])
    smallest = min(files(folder, ".seg"), key=lambda path: path.stat().st_size)
    with smallest.open("r+b") as file:  # the same file, as it is mapped
        file.seek(100)
        file.write(b"?")
    with pytest.raises(IndexDamaged, match="not as it was written"):
        engine.tidy()
    engine.close()
