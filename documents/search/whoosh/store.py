"""The index on disk and its one writer.

<folder>/CURRENT       points to the generation that is searched (see `pointer`)
<folder>/LOCK          who may write holds a lock on it; the file itself says nothing
<folder>/000007-…/     a generation: the files of one Whoosh index
<folder>/000006-…/     the one before, kept until the next rebuild for whoever still opens it
"""

import fcntl
import os
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from whoosh.index import FileIndex

from documents.search.engine import IndexLocked, Record
from documents.search.whoosh.damage import Reading
from documents.search.whoosh.files import codec
from documents.search.whoosh.merging import SEGMENTS, Merge, Stopped, never, without_the_dead
from documents.search.whoosh.pointer import NAME, Pointer, named_generation
from documents.search.whoosh.readers import Opening, Readers
from documents.search.whoosh.schema import document, fingerprint, schema

PATIENCE = 10.0  # seconds to wait for another writer
MEMORY = 256  # megabytes of postings that Whoosh sorts at once; what is more is sorted through files, at half the speed
GENERATION = re.compile(r"\d{6,}-[0-9a-f]{8}")


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
        """Be the only writer, in all processes; raises IndexLocked after `patience` seconds."""
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
            pointer = self._settled()
            wanted = {record.id: record for record in read(asked)}
            with self.lease() as opening:
                old = self._changed(opening, wanted, asked - wanted.keys())
            if not wanted and not old:
                return
            with self._writer(pointer) as writer:
                for number in old:
                    writer.delete_document(number)
                for record in wanted.values():
                    writer.add_document(**document(record))
            replace(pointer, commit=writer.generation).write(self.folder)

    def _changed(self, opening: Opening, wanted: dict[str, Record], gone: Set[str]) -> list[int]:
        """The document numbers to delete; takes out of `wanted` what the index has already."""
        numbers = []
        for id in [*wanted, *gone]:
            found = opening.find(id)
            if found is None:
                continue
            segment, place, number = found
            if id in wanted and segment.stored(place)["digest"] == wanted[id].digest:
                del wanted[id]
            else:
                numbers.append(number)
        return numbers

    def rebuild(self, records: Iterable[Record], progress: Callable[[int], None] | None = None) -> int:
        """Write a new generation beside the current one and swap; returns the number of its units."""
        with self.writing():
            current = named_generation(self.folder)
            number = self._remove_all_but(current) + 1
            pointer = Pointer(f"{number:06}-{os.urandom(4).hex()}", 0, fingerprint())
            folder = self.folder / pointer.generation
            folder.mkdir()
            try:
                count, commit = self._fill(pointer, records, progress)
            except BaseException:  # whatever it was, an interrupt too: no half index stays, and it goes on
                shutil.rmtree(folder, ignore_errors=True)
                raise
            replace(pointer, commit=commit).write(self.folder)
            return count

    def _fill(
        self, pointer: Pointer, records: Iterable[Record], progress: Callable[[int], None] | None
    ) -> tuple[int, int]:
        FileIndex.create(pointer.files(self.folder), schema(), NAME)
        seen: set[str] = set()
        with self._writer(pointer) as writer:
            for record in records:
                if record.id in seen:
                    raise ValueError(f"Two units have the id {record.id}; an id stands for one unit.")
                seen.add(record.id)
                writer.add_document(**document(record))
                if progress:
                    progress(len(seen))
        return len(seen), writer.generation

    def _remove_all_but(self, current: str) -> int:
        """Remove the generation before the current one and what killed rebuilds left; returns the highest number seen."""
        highest = 0
        for path in self.folder.iterdir():
            if GENERATION.fullmatch(path.name):
                highest = max(highest, int(path.name.partition("-")[0]))
                if path.name != current:
                    shutil.rmtree(path, ignore_errors=True)
        return highest

    def tidy(self, stop: Callable[[], bool] | None = None) -> bool:
        """Merge the small segments if there are more than SEGMENTS; gives up, and changes nothing, when `stop()` is true."""
        with self.lease() as opening:
            if len(opening.segments) <= SEGMENTS:
                return False
        with self.writing():
            pointer = self._settled()
            try:
                with self._writer(pointer, Merge(stop or never)) as writer:
                    pass
            except Stopped:
                return False
            replace(pointer, commit=writer.generation).write(self.folder)
        return True

    @contextmanager
    def _writer(
        self, pointer: Pointer, policy: Callable[[Any, list[Any]], list[Any]] | None = None
    ) -> Iterator[Any]:
        index = FileIndex(pointer.files(self.folder), schema(), NAME)
        writer = index.writer(limitmb=MEMORY, codec=codec())
        try:
            yield writer
            writer.commit(mergetype=policy or without_the_dead)
        except BaseException:  # whatever it was, an interrupt too: a writer left open keeps Whoosh's lock
            with suppress(Exception):  # the first error counts; the next commit clears the leftovers
                writer.cancel()
            raise

    def _settled(self) -> Pointer:
        """The pointer, caught up with Whoosh: a kill between commit and pointer leaves it one commit behind."""
        pointer = Pointer.read(self.folder)
        commit = pointer.contents(self.folder).generation
        if commit != pointer.commit:
            pointer = replace(pointer, commit=commit)
            pointer.write(self.folder)
        return pointer


def size(path: Path) -> int:
    """The bytes of a file, 0 if a writer has just removed it."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
