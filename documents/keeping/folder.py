"""The data folder of a site, and being alone in it while it is copied or exchanged."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Self

from django.conf import settings
from django.db import connection


class NotDone(Exception):
    """What was asked for was not done, and nothing was changed; the message says why and what to do."""


@dataclass(frozen=True)
class Folder:
    """Where a site keeps itself."""

    path: Path
    database: Path

    @classmethod
    def of_settings(cls) -> Self:
        if connection.vendor != "sqlite":
            raise NotDone("Only a site on SQLite is copied by this command. Use the tools of your database.")
        return cls(Path(settings.DATA_DIR), Path(connection.settings_dict["NAME"]))

    @property
    def uploads(self) -> Path:
        return self.path / "uploads"

    @property
    def index(self) -> Path:
        return self.path / "index"

    @property
    def plan(self) -> Path:
        """What a restore is about to do, until it is done."""
        return self.path / "restoring.json"

    @property
    def has_site(self) -> bool:
        return self.database.exists() and self.database.stat().st_size > 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only backup, restore or purge, after a restore that was killed has come to its end."""
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        with held(self.path / "keeping.lock") as is_held:
            if not is_held:
                raise NotDone(
                    "Another backup, restore or purge is at work here. Try again when it has ended."
                )
            finish(self)
            yield

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder in it that goes away, with those that killed backups and restores left; to be used alone."""
        for left in self.path.glob(".staging-*"):
            shutil.rmtree(left, ignore_errors=True)
        staging = self.path / f".staging-{token_hex(4)}"
        staging.mkdir(mode=0o700)
        try:
            yield staging
        finally:
            if not self.plan.exists():  # a restore that was interrupted while it moved goes on from there
                shutil.rmtree(staging, ignore_errors=True)

    def refuse_while_served(self) -> None:
        """Refuse while a server, or the indexer as a process of its own, works on the site."""
        lock = self.index / "indexer.lock"
        if not lock.exists():
            return
        with held(lock) as is_held:
            if not is_held:
                raise NotDone(
                    f"The site in {self.path} is running. Stop it, then restore, then start it again."
                )


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Hold the lock file at `path` if nobody else does; says whether it is held."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def flush(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def finish(folder: Folder) -> bool:
    """Carry a planned exchange to its end, one that was killed too; says whether there was one.

    To be called before the database is opened: until then it may be the old one, the new one or none.
    """
    if not folder.plan.exists():
        return False
    for _ in steps(folder):
        pass
    return True


def steps(folder: Folder) -> Iterator[None]:
    """The moves that are left of the plan, one at a time."""
    plan = json.loads(folder.plan.read_text())
    for old, new in plan["moves"]:
        source, target = folder.path / old, folder.path / new
        if source.exists() and not target.exists():
            target.parent.mkdir(exist_ok=True, mode=0o700)
            os.rename(source, target)
        yield
    flush(folder.path)
    folder.plan.unlink()
    shutil.rmtree(folder.path / plan["unpacked"], ignore_errors=True)
