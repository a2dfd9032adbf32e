"""The index on disk and its one writer.

<folder>/CURRENT       points to the generation that is searched (see `pointer`)
<folder>/LOCK          who may write holds a lock on it; the file itself says nothing
<folder>/000007-…/     a generation: the files of one Whoosh index, and beside each segment its arrays (see `arrays`)
<folder>/000006-…/     the one before, kept until the next rebuild for whoever still opens it
"""

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from documents.search.engine import IndexFull, IndexLocked, Record, SearchTrouble
from documents.search.whoosh.checksums import Checksum
from documents.search.whoosh.damage import Reading
from documents.search.whoosh.files import SEGMENT, Files, codec, flush
from documents.search.whoosh.leftovers import remove_all_but, sweep
from documents.search.whoosh.merging import SEGMENTS, Merge, Stopped, never, without_the_dead
from documents.search.whoosh.pointer import NAME, Pointer, named_generation
from documents.search.whoosh.readers import Opening, Readers
from documents.search.whoosh.schema import document, schema
from documents.search.whoosh.segments import mapped, write_arrays

PATIENCE = 10.0  # seconds to wait for another writer
MEMORY = 256  # megabytes of postings that Whoosh sorts at once; what is more is sorted through files, at half the speed
ROOM = 3  # how many times the size of a segment must be free before its arrays are made, which are about as large
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NONE: Mapping[str, Checksum] = MappingProxyType({})

Policy = Callable[[Any, list[Any]], list[Any]]


class Store:
    """One index folder. Safe to use from several threads; several processes may write, one at a time."""

    def __init__(self, folder: Path, *, patience: float = PATIENCE) -> None:
        self.folder = folder
        self.patience = patience
        self._readers = Readers(folder)

    def lease(self) -> AbstractContextManager[Opening]:
        """The newest state of the index, kept open until the block ends whatever is written meanwhile."""
        return self._readers.lease()

    def close(self) -> None:
        """Close what is open as soon as nobody reads it; the next lease opens again."""
        self._readers.close()

    def bytes(self) -> int:
        """The size of the generation that is searched."""
        folder = self.folder / Pointer.read(self.folder).generation
        with Reading(f"The search index in {folder}"):
            return sum(size(path) for path in folder.iterdir())

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer, in all processes; raises IndexLocked after `patience` seconds, and IndexFull."""
        with room_for(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            number = os.open(self.folder / "LOCK", os.O_CREAT | os.O_RDWR, 0o644)
            try:
                self._wait_for(number)
                yield
            finally:
                os.close(number)  # which unlocks, as the death of the process does

    def _wait_for(self, number: int) -> None:
        until = time.monotonic() + self.patience
        while True:
            try:
                return fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > until:
                    raise IndexLocked(
                        f"Another process has been writing the search index for {self.patience:g} seconds. Try again later."
                    ) from None
            time.sleep(0.05)

    def update(self, records: Iterable[Record], removed: Iterable[str] = ()) -> None:
        """Replace and remove units in one commit; a unit whose digest is that of the index is left as it is."""
        given = {record.id: record for record in records}
        self.refresh({*given, *removed}, lambda _: given.values())

    def refresh(self, ids: Iterable[str], read: Callable[[Set[str]], Iterable[Record]]) -> None:
        """Replace these units by what `read` gives once the lock is held, and remove those that it does not give."""
        asked = frozenset(ids)
        if not asked:
            return
        with self.writing():
            pointer = self._swept()
            wanted = {record.id: record for record in read(asked)}
            with self.lease() as opening:
                self._make_arrays_of(opening)
                old = self._changed(opening, wanted, asked - wanted.keys())
            if not wanted and not old:
                return
            with self._commit(pointer.generation, pointer.files) as writer:
                for number in old:
                    writer.delete_document(number)
                for record in wanted.values():
                    writer.add_document(**document(record))

    def _changed(self, opening: Opening, wanted: dict[str, Record], gone: Set[str]) -> list[int]:
        """The document numbers to delete; takes out of `wanted` what the index has already."""
        numbers = []
        for id in [*wanted, *gone]:
            found = opening.find(id)
            if found is None:
                continue
            segment, place, number = found
            if id in wanted and segment.digest(place) == wanted[id].digest:
                del wanted[id]
            else:
                numbers.append(number)
        return numbers

    def rebuild(self, records: Iterable[Record], progress: Callable[[int], None] | None = None) -> int:
        """Write a new generation beside the current one and swap; returns the number of its units."""
        with self.writing():
            number = remove_all_but(self.folder, named_generation(self.folder)) + 1
            generation = f"{number:06}-{os.urandom(4).hex()}"
            folder = self.folder / generation
            try:
                folder.mkdir()
                flush(self.folder)
                FileIndex.create(Files(folder), schema(), NAME)
                with self._commit(generation) as writer:
                    return fill(writer, records, progress)
            except BaseException:  # whatever it was, an interrupt too: no half index stays, and it goes on
                if named_generation(self.folder) != generation:
                    shutil.rmtree(folder, ignore_errors=True)
                raise

    def remove_older(self) -> None:
        """Remove every generation but the one that is searched; who reads one has its files open, and reads on."""
        with self.writing():
            remove_all_but(self.folder, named_generation(self.folder))

    def tidy(self, stop: Callable[[], bool] | None = None) -> bool:
        """Merge the small segments if there are more than SEGMENTS; gives up, and changes nothing, when `stop()` is true."""
        with self.lease() as opening:
            if len(opening.segments) <= SEGMENTS:
                return False
        with self.writing():
            pointer = self._swept()
            merge = Merge(stop or never, partial(pointer.verify, self.folder))
            try:
                with self._commit(pointer.generation, pointer.files, merge):
                    pass
            except Stopped:
                return False
        return True

    @contextmanager
    def _commit(
        self, generation: str, known: Mapping[str, Checksum] = NONE, policy: Policy = without_the_dead
    ) -> Iterator[Any]:
        """What the block gives to the writer becomes the state that is searched, all at once or not at all."""
        files = Files(self.folder / generation)
        try:
            writer = FileIndex(files, schema(), NAME).writer(limitmb=MEMORY, codec=codec())
            yield writer
            writer.commit(mergetype=policy)
            pointer = Pointer.of(self.folder, generation, writer.generation, known)
            for part in pointer.contents(self.folder).segments:
                if part.make_filename(SEGMENT) not in known:
                    self._make_arrays(pointer, part)
            pointer.write(self.folder)
        except BaseException:  # whatever it was, an interrupt too: nothing half written stays, and it goes on
            files.abandon()
            with suppress(SearchTrouble, OSError):  # the first error counts; the next write sweeps again
                self._swept()
            raise
        with suppress(OSError):  # the change is made, come what may
            sweep(self.folder, pointer)

    def _swept(self) -> Pointer:
        """The pointer; what it does not name was never written, and goes."""
        pointer = Pointer.read(self.folder)
        pointer.contents(self.folder)
        sweep(self.folder, pointer)
        return pointer

    def _make_arrays_of(self, opening: Opening) -> None:
        """Make the arrays of those segments that have none, or wrong ones."""
        if all(segment.mapped is not None for segment in opening.segments):
            return
        pointer = opening.pointer
        parts = pointer.contents(self.folder).segments
        for part, segment in zip(parts, opening.segments, strict=True):
            if segment.mapped is None:
                self._make_arrays(pointer, part)
                segment.mapped = mapped(*self._file(pointer, part))

    def _make_arrays(self, pointer: Pointer, part: Any) -> None:
        """Write the file of arrays beside a segment. Nobody needs it, so it is left out where there is no room."""
        path, checksum = self._file(pointer, part)
        with suppress(OSError):
            if shutil.disk_usage(path).free > ROOM * checksum.size:
                with closing(SegmentReader(pointer.storage(self.folder), schema(), part)) as reader:
                    write_arrays(path, checksum, reader)

    def _file(self, pointer: Pointer, part: Any) -> tuple[Path, Checksum]:
        name = part.make_filename(SEGMENT)
        return self.folder / pointer.generation / name, pointer.files[name]


def fill(writer: Any, records: Iterable[Record], progress: Callable[[int], None] | None) -> int:
    """Write the records, which have an id each, and say after each how many there are; returns their number."""
    seen: set[str] = set()
    for record in records:
        if record.id in seen:
            raise ValueError(f"Two units have the id {record.id}; an id stands for one unit.")
        seen.add(record.id)
        writer.add_document(**document(record))
        if progress:
            progress(len(seen))
    return len(seen)


@contextmanager
def room_for(folder: Path) -> Iterator[None]:
    """Say what it means when the disk is full."""
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise IndexFull(
            f"There is no space left on the disk of the search index in {folder} ({error.strerror}). Free some: nothing is"
            " lost, what was in the index before is still found, and the change is written as soon as there is room."
        ) from error


def size(path: Path) -> int:
    """The bytes of a file, 0 if a writer has just removed it."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
