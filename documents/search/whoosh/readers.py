"""The readers that are open in this process: one state of the index, and those before it that somebody still reads.

Readers never lock. They look at CURRENT once per search (one `stat`); because every commit puts a new file there, no change
can hide behind a clock that is too coarse. A segment is opened once, however many states it belongs to.
"""

import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from whoosh.reading import SegmentReader

from documents.search.engine import IndexDamaged
from documents.search.whoosh.damage import Reading
from documents.search.whoosh.pointer import CURRENT, Pointer
from documents.search.whoosh.postings import Cache, Segment, Vocabularies
from documents.search.whoosh.schema import schema


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
        """Open once more after an error: a writer may have removed a file between our reading its name and opening it."""
        try:
            return self._open_once()
        except IndexDamaged:
            time.sleep(0.05)
            return self._open_once()

    def _open_once(self) -> Opening:
        stamp = self._stamp()  # taken first: should the pointer change in between, we open again next time
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
        state = replace(current, commit=contents.generation)
        return Opening(state, stamp, opened, deleted, self._vocabularies)

    def _segment(self, current: Pointer, part: Any) -> Segment:
        """The segment, opened only if no state that is still open has it already."""
        key = f"{current.generation}/{part.segment_id()}"
        segment, uses = self._uses.get(key) or (self._open_segment(key, current, part), 0)
        self._uses[key] = segment, uses + 1
        return segment

    def _open_segment(self, key: str, current: Pointer, part: Any) -> Segment:
        reader = SegmentReader(current.files(self.folder), schema(), part)
        return Segment(key, reader, self._cache, self._vocabularies)

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
