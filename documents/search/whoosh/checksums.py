"""Size and hash of a file, by which a byte that changed since it was written is noticed when the file is opened."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from documents.search.engine import IndexDamaged
from documents.search.whoosh.damage import REBUILD

ALGORITHM = "sha256"  # twice as fast as BLAKE2 where the processor has instructions for it


class Checksum(NamedTuple):
    """What is known of a file that must not change."""

    size: int
    hash: str

    @classmethod
    def of(cls, path: Path) -> "Checksum":
        """The checksum of a file as it is; raises OSError."""
        with path.open("rb") as file:
            found = hashlib.file_digest(file, ALGORITHM).hexdigest()
            return cls(file.tell(), found)

    def verify(self, path: Path) -> None:
        """Raise IndexDamaged if the file is not there, or not as it was when it was written."""
        try:
            found = Checksum.of(path)
        except OSError as error:
            raise IndexDamaged(f"{path} cannot be read: {error}. {REBUILD}") from error
        if found != self:
            raise IndexDamaged(f"{path} is not as it was written. {REBUILD}")


def digest(data: bytes) -> str:
    """The hash of some bytes."""
    return hashlib.new(ALGORITHM, data).hexdigest()
