"""Which segments are worth rewriting as one, and doing it in steps that can be left at any time."""

from collections.abc import Callable
from typing import Any

from whoosh.reading import SegmentReader

from documents.search.whoosh.damage import Reading
from documents.search.whoosh.files import SEGMENT

SEGMENTS = 8  # more than these are merged in spare time


class Stopped(Exception):
    """Something more urgent came up in the middle of a merge."""


class Merge:
    """Whoosh's way to be told which segments a commit rewrites as one: here, the small ones.

    Each is given to `verify` first: what had changed on the disk would get a checksum of its own as soon as it is rewritten.
    """

    def __init__(self, stop: Callable[[], bool], verify: Callable[[str], None]) -> None:
        self.stop = stop
        self.verify = verify

    def __call__(self, writer: Any, segments: list[Any]) -> list[Any]:
        """Put the small segments into the writer, a step each; returns those that stay as they are."""
        living = without_the_dead(writer, segments)
        merged = small(living)
        for segment in merged:
            self.go_on()
            self.verify(segment.make_filename(SEGMENT))
            add(writer, segment)
        self.go_on()
        return [segment for segment in living if segment not in merged]

    def go_on(self) -> None:
        """Raise Stopped if asked to stop."""
        if self.stop():
            raise Stopped


def add(writer: Any, segment: Any) -> None:
    """Write the living units of a segment once more."""
    segment_file = "A segment of the search index"
    with Reading(segment_file):
        reader = SegmentReader(writer.storage, writer.schema, segment)
    try:
        with Reading(segment_file, passing=(OSError,)):  # which tells of the file that is written
            writer.add_reader(reader)
    finally:
        reader.close()


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
