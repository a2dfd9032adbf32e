"""The drill: a site is copied while it is written to, wiped and restored, and is the same afterwards."""

import fcntl
import io
import json
import os
import resource
import shutil
import sqlite3
import stat
import tarfile
from contextlib import closing
from fnmatch import fnmatch

import pytest

from documents.keeping.archive import Manifest
from documents.keeping.backup import backup
from documents.keeping.folder import Folder, NotDone, finish
from documents.keeping.restore import restore, verify
from documents.keeping.table import FILES


@pytest.fixture
def at(monkeypatch):
    """Lets this process itself work on a data folder."""

    def work(path):
        folder = Folder(path, path / "reportsite.sqlite3")
        monkeypatch.setattr(Folder, "of_settings", lambda: folder)
        return folder

    return work


@pytest.fixture
def here(site, at):
    """An empty data folder in which this process itself restores."""
    return at(site.path)


def rewritten(copy, path, change):
    """A backup whose members went through `change(name, bytes)`."""
    with tarfile.open(copy) as old, tarfile.open(path, "w") as new:
        for information in old:
            data = change(information.name, old.extractfile(information).read())
            information.size = len(data)
            new.addfile(information, io.BytesIO(data))
    return path


def changed_manifest(copy, path, **values):
    def change(name, data):
        return json.dumps(json.loads(data) | values).encode() if name == "manifest.json" else data

    return rewritten(copy, path, change)


def test_a_wiped_site_is_restored_row_by_row_and_finds_the_same(original, site, proving, record_figure):
    queries = 200 if proving else 20
    assert "sign in again" in site.manage("restore", original.copy)
    before, after = original.drill("state", queries), site.drill("state", queries)
    assert before["rows"].keys() > {"documents_source", "auth_user", "documents_revision"}
    assert before["files"] and sum(map(bool, before["found"].values())) == len(before["found"]) > 10
    assert after == before
    record_figure("searches with the same ten best after backup, wipe and restore", f"{queries} of {queries}")


def test_a_copy_taken_while_people_write_is_of_one_moment(original, site, here, tmp_path):
    shutil.copytree(original.path, site.path, dirs_exist_ok=True)
    before, after = site.drill("copy_while_writing", tmp_path / "copy.tar")
    site.wipe()
    restore(tmp_path / "copy.tar")
    with closing(sqlite3.connect(here.database)) as database:
        sources = database.execute(
            "SELECT id, rights FROM documents_source WHERE rights LIKE 'State %'"
        ).fetchall()
        kept = "SELECT json_extract(record, '$.rights') FROM documents_revision WHERE source_id = ? ORDER BY number DESC"
        said = {
            words
            for key, rights in sources
            for words in (rights, database.execute(kept, [key]).fetchone()[0])
        }
    assert len(sources) == 2 and len(said) == 1
    assert before - 1 <= int(said.pop().split()[1].rstrip(".")) <= after


def test_a_backup_is_its_owners_alone_and_has_no_session_and_no_key(original):
    assert stat.S_IMODE(original.copy.stat().st_mode) == 0o600
    manifest = verify(original.copy)
    assert manifest.rows["django_session"] == 0
    assert not manifest.has_key
    assert "documents/0001_initial" in {"/".join(migration) for migration in manifest.migrations}
    assert b"something" not in original.copy.read_bytes()


def test_the_secret_key_goes_along_where_that_is_asked_for(original, site, at, tmp_path):
    at(original.path)
    backup(tmp_path / "with.tar", with_key=True)
    at(site.path)
    restore(tmp_path / "with.tar")
    assert (site.path / "secret-key").read_text() == (original.path / "secret-key").read_text()


def test_a_file_that_is_there_is_not_overwritten(original, at, tmp_path):
    at(original.path)
    copy = tmp_path / "copy.tar"
    copy.write_text("old")
    with pytest.raises(NotDone, match="is there already"):
        backup(copy)
    assert copy.read_text() == "old"


@pytest.fixture
def small_files():
    """No file may grow beyond 200 kB: a write fails as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_no_half_backup(original, at, tmp_path, small_files):
    at(original.path)
    with pytest.raises(NotDone, match=r"Make room|could not be copied"):
        backup(tmp_path / "copy.tar")
    assert not list(tmp_path.glob("copy*"))
    assert not list(original.path.glob(".staging*"))


def test_a_full_disk_leaves_no_half_restored_site(original, here, small_files):
    with pytest.raises(NotDone, match="Nothing was changed"):
        restore(original.copy)
    assert not here.has_site and not list(here.path.glob(".*"))


def test_a_backup_that_is_interrupted_leaves_no_file(original, at, tmp_path):
    def stop(size):
        if list(tmp_path.glob("copy*")):
            raise KeyboardInterrupt

    at(original.path)
    with pytest.raises(KeyboardInterrupt):
        backup(tmp_path / "copy.tar", progress=stop)
    assert not list(tmp_path.glob("copy*"))


def test_without_a_site_there_is_nothing_to_copy(here, tmp_path):
    with pytest.raises(NotDone, match="no site"):
        backup(tmp_path / "copy.tar")
    assert not (tmp_path / "copy.tar").exists()


def test_a_backup_that_is_cut_short_is_refused(original, here, tmp_path):
    size = original.copy.stat().st_size
    for kept in (0, 100, 600, size // 3, size // 2, size - 20_000):
        cut = tmp_path / "cut.tar"
        cut.write_bytes(original.copy.read_bytes()[:kept])
        with pytest.raises(NotDone, match=r"cut short|no backup|damaged"):
            restore(cut)
        assert not here.has_site and not list(here.path.glob(".*"))


def test_a_changed_byte_is_noticed_wherever_it_stands(original, here, tmp_path):
    def change(name, data):
        return data[:-1] + bytes([data[-1] ^ 1]) if name == wrong else data

    for wrong in [member.name for member in verify(original.copy).members]:
        with pytest.raises(NotDone, match=f"damaged: {wrong}"):
            restore(rewritten(original.copy, tmp_path / "wrong.tar", change))
    assert not here.has_site


def test_a_newer_version_is_refused(original, here, tmp_path):
    migrations = [*verify(original.copy).migrations, ["documents", "0999_of_tomorrow"]]
    newer = changed_manifest(original.copy, tmp_path / "newer.tar", migrations=migrations)
    with pytest.raises(NotDone, match=r"newer version.*documents\.0999_of_tomorrow.*Update"):
        restore(newer)
    with pytest.raises(NotDone, match="newer version"):
        restore(changed_manifest(original.copy, tmp_path / "format.tar", format=2))
    assert not here.has_site


@pytest.mark.parametrize(
    "name",
    ["../outside", "uploads/../../outside", "/tmp/outside", "uploads/./x", "uploads\\x", "index/CURRENT"],
)
def test_a_name_that_leads_elsewhere_is_refused(original, here, tmp_path, name):
    members = [*verify(original.copy).members, (name, 1, "0" * 64)]
    with pytest.raises(NotDone, match="names files that no backup has"):
        restore(changed_manifest(original.copy, tmp_path / "hostile.tar", members=members))


def test_a_file_that_the_manifest_does_not_name_is_refused(original, here, tmp_path):
    copy = tmp_path / "more.tar"
    shutil.copy(original.copy, copy)
    with tarfile.open(copy, "a") as archive:
        archive.addfile(tarfile.TarInfo("uploads/more.png"))
    with pytest.raises(NotDone, match="does not name"):
        restore(copy)


def test_a_site_that_is_there_is_left_alone(original, here):
    here.database.write_text("a site")
    with pytest.raises(NotDone, match="--replace"):
        restore(original.copy)
    assert here.database.read_text() == "a site"


def test_a_site_that_is_replaced_stands_aside(original, here):
    here.database.write_text("a site")
    aside = restore(original.copy, replace=True).aside
    assert (aside / here.database.name).read_text() == "a site"
    assert here.database.stat().st_size > 100_000
    assert not here.plan.exists() and not list(here.path.glob(".*"))


def test_a_site_that_is_served_is_not_replaced(original, here):
    here.index.mkdir()
    with (here.index / "indexer.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(NotDone, match="Stop it"):
            restore(original.copy, replace=True)


def test_a_disk_without_room_is_refused_before_anything_is_unpacked(original, here, monkeypatch):
    usage = shutil.disk_usage(here.path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(NotDone, match="Make room first"):
        restore(original.copy)
    assert not here.has_site


def test_a_restore_that_is_killed_while_it_moves_comes_to_its_end(original, here, monkeypatch):
    here.database.write_text("a site")
    rename, left = os.rename, [0]

    def killed(source, target):
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        rename(source, target)

    monkeypatch.setattr(os, "rename", killed)
    for moves in range(3):
        left[0] = moves
        with pytest.raises(KeyboardInterrupt):
            restore(original.copy, replace=True)
        left[0] = 99
        assert finish(here)
        assert here.database.stat().st_size > 100_000
        assert (here.path / "collection-loaded").read_text() == "harbor\n"
        assert not here.plan.exists()


def test_two_at_a_time_are_refused(original, here):
    with here.alone(), pytest.raises(NotDone, match="Another backup"):
        restore(original.copy)


def test_a_manifest_says_again_what_it_was_told():
    manifest = Manifest(
        "2026-11-24T12:00:00", [("documents", "0001")], {"a": 1}, [("database.sqlite3", 3, "f")]
    )
    assert Manifest.loads(manifest.dumps()) == manifest


def test_the_table_knows_all_that_stands_in_a_data_folder(original):
    for name in original.names():
        assert any(fnmatch(name, place.pattern) for place in FILES), name


def test_a_backup_has_what_the_table_says(original):
    names = {member.name.partition("/")[0] for member in verify(original.copy).members}
    said = {place.pattern for place in FILES if place.in_backup}
    assert {name.replace("database.", "reportsite.") for name in names} == said
