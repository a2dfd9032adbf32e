"""The index on disk: its pointer, its generations, its one writer, and the readers that are open in this process.

    <folder>/CURRENT       a JSON pointer to the generation that is searched, replaced as a whole at every commit
    <folder>/LOCK          who may write holds a lock on it (the file itself says nothing)
    <folder>/000007-…/     a generation: the files of one Whoosh index
    <folder>/000006-…/     the one before, kept until the next rebuild for whoever still opens it

Readers never lock. A reader looks at CURRENT once per search (one `stat`); because every commit puts a new file there,
no change can hide behind a clock that is too coarse.
"""

import fcntl
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, FileIndex
from whoosh.reading import SegmentReader

from documents.search.engine import IndexDamaged, IndexLocked, IndexMissing, IndexOutdated, Record
from documents.search.whoosh.postings import Cache, Segment, Vocabularies
from documents.search.whoosh.schema import document, fingerprint, schema

PATIENCE = 10.0  # seconds to wait for another writer
SEGMENTS = 8  # more than these are merged in spare time
MEMORY = 128  # megabytes of postings that Whoosh sorts at once
BLOCK = 2048  # postings of a word that are packed as one
COMPRESSION = 3
NAME = "MAIN"
GENERATION = re.compile(r"\d{6,}-[0-9a-f]{8}")

REBUILD = "Run: manage.py rebuild_index"


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


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT says: the generation, Whoosh's number of its last commit, and by which schema and analysis it is."""

    generation: str
    commit: int
    fingerprint: str

    def __str__(self) -> str:
        return f"{self.generation}.{self.commit}"


class Opening:
    """One state of the index, open for reading: its segments, and for each the documents that were deleted since."""

    def __init__(
        self,
        pointer: Pointer,
        stamp: object,
        segments: list[Segment],
        deleted: list[frozenset[int]],
        vocabularies: Vocabularies,
    ) -> None:
        self.pointer = pointer
        self.vocabularies = vocabularies
        self.stamp = stamp
        self.segments = segments
        self.deleted = deleted
        self.leases = 0
        self.retired = False

    def find(self, id: str) -> tuple[Segment, int, int] | None:
        """The unit's segment, its place there, and its document number over all segments."""
        base = 0
        for segment, deleted in zip(self.segments, self.deleted, strict=True):
            place = segment.find(id)
            if place is not None and place not in deleted:
                return segment, place, base + place
            base += segment.size
        return None


class Store:
    """One index folder. Safe to use from several threads; several processes may write, one at a time."""

    def __init__(self, folder: Path, *, patience: float = PATIENCE, cache: Cache | None = None) -> None:
        self.folder = Path(folder)
        self._current_path = str(self.folder / "CURRENT")  # a search looks at it each time
        self.patience = patience
        self.cache = cache or Cache()
        self.vocabularies = Vocabularies()
        self._guard = threading.Lock()
        self._opening: Opening | None = None
        self._uses: dict[str, tuple[Segment, int]] = {}

    # reading

    def pointer(self) -> Pointer:
        """The pointer; raises IndexMissing, IndexDamaged or IndexOutdated, with the next step."""
        try:
            facts = json.loads((self.folder / "CURRENT").read_text(encoding="utf-8"))
            pointer = Pointer(str(facts["generation"]), int(facts["commit"]), str(facts["fingerprint"]))
        except FileNotFoundError:
            raise IndexMissing(f"There is no search index in {self.folder} yet. {REBUILD}") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(
                f"The pointer of the search index in {self.folder} is unreadable: {error}. {REBUILD}"
            ) from error
        if pointer.fingerprint != fingerprint():
            raise IndexOutdated(
                f"The search index in {self.folder} was made by another version of this program. {REBUILD}"
            )
        return pointer

    @contextmanager
    def lease(self) -> Iterator[Opening]:
        """The newest state of the index, kept open until the block ends whatever is written meanwhile."""
        with self._guard:
            opening = self._current()
            opening.leases += 1
        try:
            yield opening
        finally:
            with self._guard:
                opening.leases -= 1
                self._close_if_unused(opening)

    def bytes(self) -> int:
        """The size of the generation that is searched."""
        folder = self.folder / self.pointer().generation
        return sum(path.stat().st_size for path in folder.iterdir() if path.is_file())

    def close(self) -> None:
        """Close what is open as soon as nobody reads it; the next lease opens again."""
        with self._guard:
            self._retire()

    def _current(self) -> Opening:
        stamp = self._stamp()
        if self._opening is not None and stamp is not None and self._opening.stamp == stamp:
            return self._opening
        opening = self._open()
        self._retire()
        self._opening = opening
        return opening

    def _stamp(self) -> object:
        """Changes with every commit and swap: CURRENT is a new file each time."""
        try:
            facts = os.stat(self._current_path)
        except FileNotFoundError:
            return None
        return facts.st_ino, facts.st_mtime_ns, facts.st_size

    def _open(self) -> Opening:
        """Open once more after an error: a writer may have removed a file between our reading its name and opening it."""
        try:
            return self._open_once()
        except (IndexMissing, IndexOutdated):
            raise
        except Exception:
            time.sleep(0.05)
        try:
            return self._open_once()
        except (IndexMissing, IndexOutdated, IndexDamaged):
            raise
        except (
            Exception
        ) as error:  # pickle, struct, zlib and Whoosh each have their own way to say that a file is broken
            raise IndexDamaged(
                f"The search index in {self.folder} cannot be read: {error!r}. {REBUILD}"
            ) from error

    def _open_once(self) -> Opening:
        stamp = (
            self._stamp()
        )  # before the pointer is read: should it change in between, we open again next time
        pointer = self.pointer()
        files = self._files(pointer)
        contents = self._contents(pointer, files)
        opened: list[Segment] = []
        try:
            for part in contents.segments:
                opened.append(self._segment(pointer, files, part))
        except BaseException:
            self._release(opened)
            raise
        deleted = [frozenset(part.deleted_docs()) for part in contents.segments]
        return Opening(
            replace(pointer, commit=contents.generation), stamp, opened, deleted, self.vocabularies
        )

    def _segment(self, pointer: Pointer, files: Files, part: Any) -> Segment:
        """The segment, opened only if no state that is still open has it already."""
        key = f"{pointer.generation}/{part.segment_id()}"
        segment, uses = self._uses.get(key) or (self._open_segment(key, files, part), 0)
        self._uses[key] = segment, uses + 1
        return segment

    def _open_segment(self, key: str, files: Files, part: Any) -> Segment:
        return Segment(key, SegmentReader(files, schema(), part), self.cache, self.vocabularies)

    def _retire(self) -> None:
        if self._opening is not None:
            self._opening.retired = True
            self._close_if_unused(self._opening)
            self._opening = None

    def _close_if_unused(self, opening: Opening) -> None:
        if opening.retired and not opening.leases:
            self._release(opening.segments)

    def _release(self, segments: Iterable[Segment]) -> None:
        for segment in segments:
            _, uses = self._uses[segment.key]
            if uses > 1:
                self._uses[segment.key] = segment, uses - 1
            else:
                del self._uses[segment.key]
                segment.close()

    def _files(self, pointer: Pointer) -> Files:
        return Files(self.folder / pointer.generation)

    # writing

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
        wanted = {record.id: record for record in records}
        gone = set(removed) - wanted.keys()
        if not wanted and not gone:
            return
        with self.writing():
            pointer = self._settled()
            with self.lease() as opening:
                old = self._changed(opening, wanted, gone)
            if not wanted and not old:
                return
            with self._writer(pointer) as writer:
                for number in old:
                    writer.delete_document(number)
                for record in wanted.values():
                    writer.add_document(**document(record))
            self._announce(replace(pointer, commit=writer.generation))

    def _changed(self, opening: Opening, wanted: dict[str, Record], gone: set[str]) -> list[int]:
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
            current = self._generation()
            number = self._remove_all_but(current) + 1
            pointer = Pointer(f"{number:06}-{os.urandom(4).hex()}", 0, fingerprint())
            folder = self.folder / pointer.generation
            folder.mkdir()
            try:
                count, commit = self._fill(pointer, records, progress)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._announce(replace(pointer, commit=commit))
            return count

    def _fill(
        self, pointer: Pointer, records: Iterable[Record], progress: Callable[[int], None] | None
    ) -> tuple[int, int]:
        FileIndex.create(self._files(pointer), schema(), NAME)
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

    def _generation(self) -> str:
        """The generation that CURRENT names, whatever made it; empty if it names none."""
        try:
            return str(json.loads((self.folder / "CURRENT").read_text(encoding="utf-8"))["generation"])
        except (OSError, ValueError, KeyError, TypeError):
            return ""

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
            self._announce(replace(pointer, commit=writer.generation))
        return True

    @contextmanager
    def _writer(
        self, pointer: Pointer, policy: Callable[[Any, list[Any]], list[Any]] | None = None
    ) -> Iterator[Any]:
        index = FileIndex(self._files(pointer), schema(), NAME)
        writer = index.writer(limitmb=MEMORY, codec=codec())
        try:
            yield writer
            writer.commit(mergetype=policy or without_the_dead)
        except BaseException:
            with suppress(
                Exception
            ):  # the first error is the one to hear of; the next commit clears the leftovers
                writer.cancel()
            raise

    def _settled(self) -> Pointer:
        """The pointer, caught up with Whoosh: a kill between commit and pointer leaves it one commit behind."""
        pointer = self.pointer()
        commit = self._contents(pointer, self._files(pointer)).generation
        if commit != pointer.commit:
            pointer = replace(pointer, commit=commit)
            self._announce(pointer)
        return pointer

    def _contents(self, pointer: Pointer, files: Files) -> Any:
        """Whoosh's table of contents; older than the pointer it can only be when files were lost."""
        contents = TOC.read(files, NAME, schema=schema())
        if contents.generation < pointer.commit:
            raise IndexDamaged(f"The search index in {self.folder} lacks its last changes. {REBUILD}")
        return contents

    def _announce(self, pointer: Pointer) -> None:
        """Put the new pointer in place: whole, and on the disk before and after it has its name."""
        facts = {
            "generation": pointer.generation,
            "commit": pointer.commit,
            "fingerprint": pointer.fingerprint,
        }
        draft = self.folder / "CURRENT.tmp"
        draft.write_text(json.dumps(facts) + "\n", encoding="utf-8")
        flush(draft)
        os.replace(draft, self.folder / "CURRENT")
        flush(self.folder)


class Stopped(Exception):
    """Something more urgent came up in the middle of a merge."""


class Merge:
    """Whoosh's way to be told which segments a commit rewrites as one: here, the small ones."""

    def __init__(self, stop: Callable[[], bool]) -> None:
        self.stop = stop

    def __call__(self, writer: Any, segments: list[Any]) -> list[Any]:
        """Put the small segments into the writer, a step each; returns those that stay as they are."""
        living = without_the_dead(writer, segments)
        merged = small(living)
        for segment in merged:
            self.go_on()
            reader = SegmentReader(writer.storage, writer.schema, segment)
            try:
                writer.add_reader(reader)
            finally:
                reader.close()
        self.go_on()
        return [segment for segment in living if segment not in merged]

    def go_on(self) -> None:
        """Raise Stopped if asked to stop."""
        if self.stop():
            raise Stopped


def small(segments: list[Any]) -> list[Any]:
    """At least so many of the smallest that SEGMENTS remain, then on while the next is no larger than all before it.

    A unit is thus rewritten about as often as its segment can double.
    """
    by_size = sorted(segments, key=lambda segment: segment.doc_count())
    total = 0
    for number, segment in enumerate(by_size):
        if len(by_size) - number < SEGMENTS and segment.doc_count() > total:
            return by_size[:number]
        total += segment.doc_count()
    return by_size


def without_the_dead(_: Any, segments: list[Any]) -> list[Any]:
    """The segments in which something still lives; the rest is dropped without being read."""
    return [segment for segment in segments if segment.doc_count()]


def never() -> bool:
    """Do not stop."""
    return False
