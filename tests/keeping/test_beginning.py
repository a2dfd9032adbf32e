"""A program of another version begins to work on a site that is there."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.migrations.recorder import MigrationRecorder

from documents.keeping import beginning
from documents.keeping.beginning import OURS, back_up, is_filled
from documents.keeping.folder import NotDone
from documents.keeping.restore import verify
from tests.search.records import newer_pointer

NEWER = "0999_from_the_future"


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def copies(folder, monkeypatch, shelf):
    """Takes empty copies, one a second from noon."""
    seconds = iter(range(60))

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2026, 11, 24, 12, 0, next(seconds), tzinfo=UTC)

    monkeypatch.setattr(beginning, "datetime", Clock)
    monkeypatch.setattr(beginning, "backup", lambda path: path.write_text("copy"))
    return lambda: [path.name for path in sorted((folder / "backups").iterdir())]


def test_a_database_of_a_newer_version_is_refused(db, index):
    MigrationRecorder.Migration.objects.create(app="documents", name=NEWER)
    with pytest.raises(CommandError, match=rf"documents\.{NEWER}”\. Update the program, or restore"):
        call_command("prepare")


def test_an_index_of_a_newer_version_is_refused(db, index, tmp_path):
    (tmp_path / "index" / "CURRENT").write_text(newer_pointer())
    with pytest.raises(CommandError, match=r"newer version of this program\. Update the program, or run"):
        call_command("prepare")
    with pytest.raises(CommandError, match="newer version"):
        call_command("rebuild_index", if_needed=True)


def test_an_empty_database_is_not_copied(db, folder):
    assert not is_filled()
    assert back_up() is None and not (folder / "backups").exists()


def test_a_copy_is_made_and_the_newest_five_are_kept(copies):
    (path := back_up()).with_name("of-the-operator.tar").touch()
    assert path.name == f"{OURS}2026-11-24-120000.tar"
    for _ in range(6):
        back_up()
    assert copies() == [
        *(f"{OURS}2026-11-24-12000{number}.tar" for number in range(2, 7)),
        "of-the-operator.tar",
    ]


def test_where_the_copy_fails_nothing_is_migrated(db, monkeypatch, shelf, folder):
    def full(path):
        raise NotDone("No space left on device")

    monkeypatch.setattr(beginning, "backup", full)
    monkeypatch.setattr(
        "documents.management.commands.prepare.MigrationExecutor.migration_plan", lambda *_: [1]
    )
    with pytest.raises(CommandError, match="No space left"):
        call_command("prepare")


def test_a_killed_restore_is_finished_then_the_site_is_copied_then_migrated(site):
    """What `make run` does with the site of an older version that a restore had not yet put in its place."""
    site.manage("migrate", "documents", "0009", "-v0")
    site.manage("migrate", "auth", "-v0")
    database, staging = site.path / "reportsite.sqlite3", site.path / ".staging-1"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO documents_collection (public_id, slug, name, language, about, loaded_digest) "
            "VALUES ('c1', 'mill', 'The mill', 'en', '', '')"
        )
    staging.mkdir()
    database.rename(staging / "database.sqlite3")
    plan = {"moves": [[".staging-1/database.sqlite3", "reportsite.sqlite3"]], "unpacked": ".staging-1"}
    (site.path / "restoring.json").write_text(json.dumps(plan))
    said = site.manage("prepare", "--collection", "none")
    [copy] = (site.path / "backups").iterdir()
    assert f"kept in {copy}" in said
    assert ("documents", "0010_withdrawn") not in verify(copy).migrations
    assert verify(copy).rows["documents_collection"] == 1
    assert not staging.exists() and not (site.path / "restoring.json").exists()
    assert "kept in" not in site.manage("prepare", "--collection", "none")
