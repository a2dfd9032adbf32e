"""A copy of the site in one file, taken while people go on writing."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps

from documents.keeping import archive
from documents.keeping.archive import ALONE, DATABASE, UPLOADS, Manifest, Member, Progress
from documents.keeping.folder import Folder, NotDone, flush
from documents.keeping.table import left_out

TRIES = 5  # for a picture that is exchanged while the copy is made


def backup(path: Path | str, *, with_key: bool = False, progress: Progress = lambda size: None) -> Manifest:
    """Write a copy of the site to the new file `path`, compare it with what was written, and say what is in it.

    It needs no tables of this version: `make run` calls it before it migrates. Raises NotDone, and leaves no file,
    where it comes to nothing. `progress` is called with numbers of bytes, three times the size of the copy in all.
    """
    path, folder = Path(path), Folder.of_settings()
    with told(path), folder.alone(), folder.staging() as staging:
        if not folder.has_site:
            raise NotDone(f"There is no site in {folder.path} yet, so there is nothing to copy.")
        names = gather(folder, staging, with_key)
        members = [archive.member(name, staging / name, progress) for name in names]
        manifest = described(staging / DATABASE, members)
        put(path, manifest, staging, progress)
    return manifest


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Say of an error of the system what it means: that the disk is full, that a folder is not there."""
    try:
        if path.exists():
            raise NotDone(
                f"{path} is there already and is not overwritten. Choose another name, or move it away."
            )
        yield
    except OSError as error:
        raise NotDone(
            f"The backup was not written to {path}: {error.strerror or error}. Make room or choose another place."
        ) from error
    except sqlite3.Error as error:
        raise NotDone(
            f"The database could not be copied: {error}. Look at it with: manage.py check_index"
        ) from error


def gather(folder: Folder, staging: Path, with_key: bool) -> list[str]:
    """Bring all that is copied under `staging`; return the names.

    Pictures are linked before the database is copied and after it: one that is deleted in between is in the copy of
    the database still, one that is new is in it already.
    """
    for _ in range(TRIES):
        link(folder.uploads, staging / UPLOADS)
        copy_database(folder.database, staging / DATABASE)
        link(folder.uploads, staging / UPLOADS)
        missing = [
            name for name in named_files(staging / DATABASE) if not (staging / UPLOADS / name).exists()
        ]
        if not any((folder.uploads / name).exists() for name in missing):
            break  # what the site itself has lost cannot be copied
    for name in ALONE:
        if (folder.path / name).exists() and (with_key or name != "secret-key"):
            shutil.copyfile(folder.path / name, staging / name)
    files = sorted(path for path in staging.rglob("*") if path.is_file())
    return [str(path.relative_to(staging)) for path in files]


def link(source: Path, target: Path) -> None:
    """Give each file of a folder a second name below another one; files that went meanwhile are left out."""
    for path in source.rglob("*") if source.exists() else ():
        copy = target / path.relative_to(source)
        if not path.is_file() or copy.exists():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            try:
                os.link(path, copy)
            except PermissionError:  # a file system without second names
                shutil.copyfile(path, copy)


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment, without what no backup is to have; raises NotDone where it is damaged."""
    target.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True)) as live,
        closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        live.backup(copy)  # in one step: nobody has to wait for it, and nothing changes under it
        copy.execute("PRAGMA journal_mode = DELETE")
        copy.execute("PRAGMA secure_delete = ON")
        for table in tables_left_out(copy):
            copy.execute(f'DELETE FROM "{table}"')  # noqa: S608 - a name of our own
        check(copy)


def tables_left_out(database: sqlite3.Connection) -> list[str]:
    wanted = {apps.get_model(model)._meta.db_table for model in left_out()}
    return [
        name
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if name in wanted
    ]


def check(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise NotDone(f"The database is damaged: {found}. Restore the last good backup.")


def named_files(database: Path) -> list[str]:
    """The files below `uploads` that the rows of a database name."""
    with closing(sqlite3.connect(database)) as copy:
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        names = [
            name
            for table, column in (("documents_picture", "file"), ("documents_imprint", "picture"))
            if table in tables
            for (name,) in copy.execute(f"SELECT {column} FROM {table} WHERE {column} <> ''")  # noqa: S608
        ]
    return names


def described(database: Path, members: list[Member]) -> Manifest:
    with closing(sqlite3.connect(database)) as copy:
        migrations = copy.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
        rows = archive.rows_of(copy)
    return Manifest(datetime.now(UTC).isoformat(timespec="seconds"), migrations, rows, members)


def put(path: Path, manifest: Manifest, staging: Path, progress: Progress) -> None:
    """Write the archive beside its place, read all of it again, and let it have its name."""
    beside = path.with_name(f"{path.name}.part")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            archive.write(file, manifest, staging, progress)
            file.flush()
            os.fsync(file.fileno())
        archive.contents(beside, progress)
        os.replace(beside, path)
        flush(path.parent)
    finally:
        beside.unlink(missing_ok=True)
