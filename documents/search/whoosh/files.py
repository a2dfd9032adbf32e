"""Whoosh's files of one generation, written so that a commit outlives a power cut, and the codec they are written in."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage

BLOCK = 2048  # postings of a word that are packed as one
COMPRESSION = 3


class Files(FileStorage):
    """Whoosh's folder of files, made to last: what a table of contents names is on the disk before the table is."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._unsafe: set[str] = set()

    def create_file(self, name: str, *args: Any, **kwargs: Any) -> Any:
        self._unsafe.add(name)
        return super().create_file(name, *args, **kwargs)

    def rename_file(self, old: str, new: str, safe: bool = False) -> None:
        """Whoosh renames one thing only, its table of contents: that is the moment of the commit."""
        for name in self._unsafe:
            with suppress(FileNotFoundError):  # parts of a segment, assembled into one file by now
                flush(Path(self.folder, name))
        self._unsafe.clear()
        super().rename_file(old, new, safe=safe)
        flush(Path(self.folder))

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
