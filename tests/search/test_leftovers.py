import pytest

from documents.query.tree import Everything
from documents.search.engine import Request
from documents.search.whoosh.engine import WhooshEngine
from tests.search.records import record


@pytest.fixture
def engine(tmp_path):
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild([record(1, "one")])
    engine.rebuild([record(1, "one"), record(2, "two")])
    yield engine
    engine.close()


def names(engine):
    return sorted(str(path.relative_to(engine.store.folder)) for path in engine.store.folder.rglob("*"))


def littered(engine):
    """What killed writers leave, of every kind; returns what was there before."""
    before = names(engine)
    folder = engine.store.folder
    _, current = sorted(path for path in folder.iterdir() if path.is_dir())
    for left in ("000000-0000abcd", "000009-0000abcd", f"{current.name}/MAIN.tmp"):
        (folder / left).mkdir()
        (folder / left / "part").touch()
    for left in (
        "_MAIN_9.toc",
        "_MAIN_1.toc.17",
        "MAIN_0.seg",
        "MAIN_0.pst",
        "MAIN_0.arrays",
        "MAIN_0.arrays.tmp",
    ):
        (current / left).touch()
    (folder / "CURRENT.tmp").touch()
    return before


def test_the_next_write_removes_what_killed_ones_left_and_keeps_the_generation_before(engine):
    before = littered(engine)
    engine.update([], ["u99"])
    assert names(engine) == before


def test_readers_do_not_mind_what_killed_writers_left(engine):
    littered(engine)
    engine.close()
    assert engine.run(Request(Everything())).count == 2


def test_a_rebuild_removes_it_too_and_the_generation_before(engine):
    littered(engine)
    engine.rebuild([record(3)])
    generations = [name for name in names(engine) if "/" not in name and name.startswith("0")]
    assert [name[:6] for name in generations] == ["000002", "000010"]
    assert "CURRENT.tmp" not in names(engine)


def test_what_is_not_ours_stays(engine):
    (engine.store.folder / "notes").mkdir()
    engine.update([record(4)])
    engine.rebuild([record(4)])
    assert "notes" in names(engine)


def test_what_cannot_be_removed_is_told_and_nothing_is_built_on_it(engine):
    littered(engine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pathlib.Path.unlink", refuse)
        with pytest.raises(PermissionError):
            engine.update([record(4)])
    assert engine.run(Request(Everything())).count == 2


def test_a_change_is_made_though_what_it_replaces_cannot_be_removed(engine):
    removed = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "documents.search.whoosh.store.sweep",
            lambda *_: removed.append(1) or len(removed) < 2 or refuse(),
        )
        engine.update([record(4)])
    assert engine.run(Request(Everything())).count == 3


def refuse(*_, **__):
    raise PermissionError("not yours")
