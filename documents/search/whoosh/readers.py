"""The readers that are open in this process: one state of the index, and those before it that somebody still reads.

Readers never lock. They look at CURRENT once per search (one `stat`); because every commit puts a new file there, no change
can hide behind a clock that is too coarse. A segment is opened once, however many states it belongs to.
"""

import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh.reading import SegmentReader

from documents.search.engine import IndexDamaged
from documents.search.whoosh.damage import Reading
from documents.search.whoosh.files import SEGMENT
from documents.search.whoosh.pointer import CURRENT, Pointer
from documents.search.whoosh.postings import Cache
from documents.search.whoosh.schema import schema
from documents.search.whoosh.segments import Segment, mapped
from documents.search.whoosh.units import Vocabularies


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


class Readers:
    """The open states of one index folder, shared by the threads of a process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._current_path = str(folder / CURRENT)  # a search looks at it each time
        self._cache = Cache()
        self._vocabularies = Vocabularies()
        self._guard = threading.Lock()
        self._opening: Opening | None = None
        self._uses: dict[str, tuple[Segment, int]] = {}

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
        """Open the newest state; after an error once more, and again after every commit: it may remove what we just open."""
        before = None
        while True:
            stamp = self._stamp()  # taken first: should the pointer change meanwhile, we open again next time
            try:
                return self._open_once(stamp)
            except IndexDamaged:
                if stamp == before:
                    raise
            before = stamp
            time.sleep(0.05)

    def _open_once(self, stamp: object) -> Opening:
        current = Pointer.read(self.folder)
        contents = current.contents(self.folder)
        opened: list[Segment] = []
        deleted: list[frozenset[int]] = []
        try:
            with Reading(f"The search index in {self.folder}"):
                for part in contents.segments:
                    opened.append(self._segment(current, part))
                    deleted.append(deleted_in(part))
        except BaseException:  # whatever it was, an interrupt too: no file stays open, and it goes on
            self._release(opened)
            raise
        return Opening(current, stamp, opened, deleted, self._vocabularies)

    def _segment(self, current: Pointer, part: Any) -> Segment:
        """The segment, opened only if no state that is still open has it already."""
        key = f"{current.generation}/{part.segment_id()}"
        segment, uses = self._uses.get(key) or (self._open_segment(key, current, part), 0)
        self._uses[key] = segment, uses + 1
        return segment

    def _open_segment(self, key: str, current: Pointer, part: Any) -> Segment:
        """Open a segment if it is as it was written. This is the one time that a process reads it whole."""
        name = part.make_filename(SEGMENT)
        current.verify(self.folder, name)
        source = mapped(self.folder / current.generation / name, current.files[name])
        if source is None:
            source = SegmentReader(current.storage(self.folder), schema(), part)
        return Segment(key, part.doc_count_all(), source, self._cache, self._vocabularies)

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


def deleted_in(part: Any) -> frozenset[int]:
    """The documents of a segment that are deleted, as its table of contents has them; raises ValueError for others."""
    deleted = frozenset(part.deleted_docs())
    if deleted and not 0 <= min(deleted) <= max(deleted) < part.doc_count_all():
        raise ValueError("a document is deleted that was never there")
    return deleted
