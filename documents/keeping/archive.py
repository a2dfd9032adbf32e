"""The file that a backup is: a tar whose first member says what the others are, with a SHA-256 of each.

manifest.json        format, time, the migrations that made the database, rows by table, and every other member
database.sqlite3     the database as it was at one moment
uploads/…            the pictures
collection-loaded    with what the site began
secret-key           only where that was asked for
"""

import json
import re
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, Self

from documents.keeping.folder import NotDone

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
UPLOADS = "uploads"
ALONE = ("collection-loaded", "secret-key")  # files that stand beside the database
NAME = re.compile(r"database\.sqlite3|collection-loaded|secret-key|uploads(?:/(?!\.{1,2}(?:/|\Z))[^/\\\0]+)+")
LONGEST_MANIFEST = 100_000_000  # bytes: a million pictures
PIECE = 2**20  # bytes read at a time

Progress = Callable[[int], None]


class Member(NamedTuple):
    """A file of the archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive holds."""

    made_at: str
    migrations: list[tuple[str, str]]
    rows: dict[str, int]
    members: list[Member]
    format: int = field(default=FORMAT, kw_only=True)

    @classmethod
    def read(cls, archive: tarfile.TarFile) -> Self:
        """The first member of an archive; raises NotDone where it is none of ours."""
        first = archive.next()
        if first is None or first.name != MANIFEST or not first.isfile() or first.size > LONGEST_MANIFEST:
            raise NotDone("This is no backup of a Reportsite: it does not begin with a manifest.")
        return cls.loads(whole(archive, first))

    @classmethod
    def loads(cls, text: bytes) -> Self:
        try:
            facts = json.loads(text)
            if facts["format"] > FORMAT:
                raise NotDone(
                    f"This backup is of a newer version of Reportsite (format {facts['format']}, this program knows "
                    f"{FORMAT}). Update the program, then restore."
                )
            migrations = [(app, name) for app, name in facts["migrations"]]
            members = [Member(name, int(size), str(digest)) for name, size, digest in facts["members"]]
            manifest = cls(str(facts["made_at"]), migrations, dict(facts["rows"]), members)
        except (ValueError, KeyError, TypeError) as error:
            raise NotDone(
                f"The manifest of this backup cannot be read ({error}): the file is damaged."
            ) from error
        names = [member.name for member in members]
        if DATABASE not in names or len(set(names)) < len(names) or not all(map(NAME.fullmatch, names)):
            raise NotDone(
                "The manifest of this backup names files that no backup has. Nothing was taken from it."
            )
        return manifest

    def dumps(self) -> bytes:
        return json.dumps(asdict(self) | {"format": self.format}, indent=1).encode()

    @property
    def size(self) -> int:
        return sum(member.size for member in self.members)

    @property
    def has_key(self) -> bool:
        return any(member.name == "secret-key" for member in self.members)


def member(name: str, path: Path, progress: Progress) -> Member:
    """A file as a manifest names it."""
    with path.open("rb") as file:
        digest, size = digested(file, progress)
    return Member(name, size, digest)


def digested(file: BinaryIO, progress: Progress, copy: BinaryIO | None = None) -> tuple[str, int]:
    """SHA-256 and size of what is left of a file, which is written to `copy` on the way."""
    digest, size = sha256(), 0
    while piece := file.read(PIECE):
        digest.update(piece)
        size += len(piece)
        if copy:
            copy.write(piece)
        progress(len(piece))
    return digest.hexdigest(), size


def write(file: BinaryIO, manifest: Manifest, folder: Path, progress: Progress) -> None:
    """Write an archive of the manifest's members, which stand in `folder` under their names."""
    with tarfile.open(fileobj=file, mode="w") as archive:
        said = manifest.dumps()
        archive.addfile(described(MANIFEST, len(said)), BytesIO(said))
        for one in manifest.members:
            with (folder / one.name).open("rb") as source:
                archive.addfile(described(one.name, one.size), _Counted(source, progress))


def described(name: str, size: int) -> tarfile.TarInfo:
    """A member that is its owner's alone."""
    information = tarfile.TarInfo(name)
    information.size, information.mode = size, 0o600
    return information


def contents(path: Path, progress: Progress, into: Path | None = None) -> Manifest:
    """Read a whole archive and compare every byte with its manifest; write its members below `into`.

    Raises NotDone where anything is missing, more, or not as it was when it was written.
    """
    try:
        with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as archive:
            manifest = Manifest.read(archive)
            found = {one.name: one for one in _members(archive, manifest, progress, into)}
    except tarfile.TarError as error:
        raise NotDone(
            f"{path} is cut short or damaged, or is no backup ({error}). Take another one."
        ) from error
    if missing := [one.name for one in manifest.members if one.name not in found]:
        raise NotDone(
            f"{path} is cut short: {len(missing)} files are missing, the first is {missing[0]}. Take another one."
        )
    return manifest


def _members(
    archive: tarfile.TarFile, manifest: Manifest, progress: Progress, into: Path | None
) -> Iterator[Member]:
    wanted = {one.name: one for one in manifest.members}
    while information := archive.next():
        expected = wanted.pop(information.name, None)
        if expected is None or not information.isfile():
            raise NotDone(
                f"The backup has a file that its manifest does not name: {information.name[:100]!r}."
            )
        source: Any = archive.extractfile(information)
        if into is None:
            digest, size = digested(source, progress)
        else:
            target = into / expected.name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with target.open("xb") as copy:
                target.chmod(0o600)
                digest, size = digested(source, progress, copy)
        if (digest, size) != (expected.sha256, expected.size):
            raise NotDone(
                f"The backup is damaged: {expected.name} has another checksum than it had. Take another one."
            )
        yield expected


def whole(archive: tarfile.TarFile, information: tarfile.TarInfo) -> bytes:
    source: Any = archive.extractfile(information)
    return bytes(source.read())


class _Counted:
    """A file that says how much of it was read."""

    def __init__(self, file: BinaryIO, progress: Progress) -> None:
        self.file = file
        self.progress = progress

    def read(self, size: int = -1) -> bytes:
        piece = self.file.read(size)
        self.progress(len(piece))
        return piece


def rows_of(database: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of each table."""
    names = [
        name
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    ]
    quoted = {
        name: '"{}"'.format(name.replace('"', '""')) for name in names if not name.startswith("sqlite_")
    }
    counts = {name: database.execute(f"SELECT count(*) FROM {table}") for name, table in quoted.items()}  # noqa: S608
    return {name: count.fetchone()[0] for name, count in counts.items()}
