"""The site as a backup has it, in the place of what is there."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from django.db.migrations.loader import MigrationLoader

from documents.keeping import archive
from documents.keeping.archive import DATABASE, Manifest, Progress
from documents.keeping.backup import check
from documents.keeping.exchange import exchange
from documents.keeping.folder import Folder, NotDone, flush

ROOM = 1.2  # of the size of a backup: what has to be free to unpack it


class Restored(NamedTuple):
    """What is there now, and where the site is that was there before (None where there was none)."""

    manifest: Manifest
    aside: Path | None


def restore(path: Path | str, *, replace: bool = False, progress: Progress = lambda size: None) -> Restored:
    """Put the site of a backup in its place; the one that is there goes aside, and only with `replace`.

    All is unpacked, compared with its checksums and looked through first. Raises NotDone, and changes nothing, where
    something is wrong. The index is not in a backup: it has to be rebuilt, and the database of an older version migrated.
    `progress` is called with numbers of bytes, once the size of the backup in all.
    """
    path, folder = Path(path), Folder.of_settings()
    with folder.alone(), folder.staging() as staging:
        try:
            look_at(path, folder, replace)
            manifest = archive.contents(path, progress, into=staging)
            look_through(staging / DATABASE, manifest)
            keep_on_disk(staging)
        except OSError as error:
            raise NotDone(
                f"{path} was not restored: {error.strerror or error}. Nothing was changed."
            ) from error
        return Restored(manifest, exchange(folder, staging, manifest))


def verify(path: Path | str, *, progress: Progress = lambda size: None) -> Manifest:
    """Compare every byte of a backup with its checksums; raises NotDone where something is wrong."""
    try:
        return archive.contents(Path(path), progress)
    except OSError as error:
        raise NotDone(f"{path} cannot be read: {error.strerror or error}.") from error


def look_at(path: Path, folder: Folder, replace: bool) -> None:
    """Refuse what can be refused before anything is unpacked."""
    if folder.has_site and not replace:
        raise NotDone(
            f"There is a site in {folder.path} already. To put it aside and this backup in its place: --replace"
        )
    folder.refuse_while_served()
    size = path.stat().st_size
    free = shutil.disk_usage(folder.path).free
    if free < ROOM * size:
        raise NotDone(
            f"The disk of {folder.path} has {free / 1e6:,.0f} MB left, and this backup needs {ROOM * size / 1e6:,.0f} MB. "
            "Make room first."
        )


def look_through(database: Path, manifest: Manifest) -> None:
    """Refuse a database that is damaged, of a newer version, or not the one that the manifest describes."""
    if unknown := unknown_migrations(manifest.migrations):
        raise NotDone(
            f"This backup is of a newer version of Reportsite: it has the change “{unknown[0]}” of the database. "
            "Update the program, then restore."
        )
    try:
        with closing(sqlite3.connect(database)) as copy:
            check(copy)
            rows = archive.rows_of(copy)
    except sqlite3.Error as error:
        raise NotDone(f"The database in this backup cannot be read: {error}. Take another backup.") from error
    if rows != manifest.rows:
        raise NotDone(
            "The database in this backup has other rows than its manifest says. Take another backup."
        )


def unknown_migrations(applied: list[tuple[str, str]]) -> list[str]:
    """Changes that were made to a database and that this version of the program does not know: it is of a newer one."""
    on_disk = MigrationLoader(None).disk_migrations
    known = set(on_disk)
    replaced = {old for migration in on_disk.values() for old in migration.replaces}
    apps = {app for app, _ in known}
    return [f"{app}.{name}" for app, name in applied if app in apps and (app, name) not in known | replaced]


def keep_on_disk(staging: Path) -> None:
    for path in (*staging.rglob("*"), staging):
        flush(path)
