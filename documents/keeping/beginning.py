"""What is done about a site that is there already, before a program that may be another version works on it."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from documents.keeping.backup import backup
from documents.keeping.folder import Folder, NotDone
from documents.keeping.restore import unknown_migrations
from documents.search.engine import IndexNewer, SearchTrouble
from documents.search.engines import engine

BACKUPS = "backups"  # in the data folder
OURS = "before-migration-"  # what the names of our copies begin with; others are not ours to delete
KEPT = 5
# Tables of which one has rows wherever there is something to lose.
FILLED = ("documents_collection", "auth_user")


def finish_restore() -> None:
    """Carry a restore that was killed to its end. To be called before the database is opened."""
    if connection.vendor == "sqlite" and (folder := Folder.of_settings()).plan.exists():
        with folder.alone():  # which does it
            pass


def refuse_newer() -> None:
    """Raise NotDone where the database or the index was made by a newer version of the program."""
    applied = list(MigrationRecorder(connection).applied_migrations())
    if unknown := unknown_migrations(applied):
        raise NotDone(
            f"The database in {settings.DATA_DIR} is of a newer version of Reportsite: it has the change “{unknown[0]}”. "
            "Update the program, or restore a backup from before: manage.py restore --replace FILE"
        )
    try:
        engine().state()
    except IndexNewer as newer:
        raise NotDone(str(newer)) from newer
    except SearchTrouble:
        pass  # it is made anew


def back_up() -> Path | None:
    """Copy the site before its database is changed, and keep the newest copies; None where there is nothing to copy.

    Raises NotDone where that fails: nothing is to be changed then.
    """
    if not is_filled() or connection.vendor != "sqlite":
        return None
    folder = Folder.of_settings().path / BACKUPS
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{OURS}{datetime.now(UTC):%Y-%m-%d-%H%M%S}.tar"
    backup(path)
    for older in sorted(folder.glob(f"{OURS}*.tar"))[:-KEPT]:
        older.unlink()
    return path


def is_filled() -> bool:
    """Whether the database holds anything that somebody put there."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor)) & set(FILLED)
        for table in there:
            cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')  # noqa: S608 - a name of our own
            if cursor.fetchone():
                return True
    return False
