"""Whoosh's files of one generation, written so that a commit outlives a power cut, and the codec they are written in."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.util import random_name

BLOCK = 2048  # postings of a word that are packed as one
COMPRESSION = 3
SEGMENT = ".seg"
TABLE = ".toc"  # of contents


class Files(FileStorage):
    """Whoosh's folder of files, made to last: what a table of contents names is on the disk before the table is.

    Segments and tables for which a commit has no more use stay as long as CURRENT names them; see `leftovers`.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._unsafe: set[str] = set()
        self._opened: list[Any] = []

    def create_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        self._unsafe.add(name)
        return self._remembered(super().create_file(name, *args, **kwargs))

    def open_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return self._remembered(super().open_file(name, *args, **kwargs))

    def temp_storage(self, name: str | None = None) -> "Files":
        temporary = Files(Path(self.folder, name or f"{random_name()}.tmp"))
        temporary._opened = self._opened
        temporary.create()
        return temporary

    def _remembered(self, file: Any) -> Any:
        self._opened.append(file)
        return file

    def abandon(self) -> None:
        """Close what a writer that failed left open."""
        while self._opened:
            with suppress(
                Exception
            ):  # it is closed already, or there is no room for the rest of it, which nobody needs
                self._opened.pop().close()

    def rename_file(self, old: str, new: str, safe: bool = False) -> None:
        """Whoosh renames one thing only, its table of contents: that is the moment of the commit."""
        for name in self._unsafe:
            with suppress(FileNotFoundError):  # parts of a segment, assembled into one file by now
                flush(Path(self.folder, name))
        self._unsafe.clear()
        super().rename_file(old, new, safe=safe)
        flush(Path(self.folder))

    def delete_file(self, name: str) -> None:
        if not name.endswith((SEGMENT, TABLE)):
            super().delete_file(name)

    def lock(self, name: str) -> "Held":
        return Held()


class Held:
    """Whoosh's own lock, always to be had: `Store.writing` holds ours, and Whoosh keeps its own after a failed commit."""

    def acquire(self) -> bool:
        return True

    def release(self) -> None:
        pass


def codec() -> W3Codec:
    """Whoosh's codec as it suits lists that are always read whole: long blocks, and no length beside each posting."""
    codec = W3Codec(blocklimit=BLOCK, compression=COMPRESSION)
    codec.length_stats = False
    return codec


def flush(path: Path) -> None:
    """Wait until a file or a folder's list of names is on the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
