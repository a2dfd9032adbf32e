"""Where words stand, as numpy arrays, and the cache that keeps some of them.

An occurrence is one number, `document << 32 | position`; sorted, they serve for phrases (a sequence is a constant
difference) and for counting alike.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

SHIFT = 32  # bits for the position within a document
OVERHEAD = 400  # bytes that a cached value costs beside its arrays, about

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Made = TypeVar("Made")


class Postings(NamedTuple):
    """Where a word stands: documents in rising order, the number of positions in each, and all occurrences."""

    documents: Numbers
    counts: Numbers
    occurrences: Numbers

    @property
    def nbytes(self) -> int:
        return self.documents.nbytes + self.counts.nbytes + self.occurrences.nbytes


def postings(occurrences: Numbers) -> Postings:
    """The postings of sorted, distinct occurrences."""
    owners = occurrences >> SHIFT
    firsts = np.flatnonzero(is_new(owners))
    return Postings(owners[firsts], np.diff(firsts, append=len(owners)), occurrences)


def is_new(sorted_numbers: Numbers) -> Flags:
    """Whether each number is another than the one before it."""
    new = np.ones(len(sorted_numbers), np.bool_)
    np.not_equal(sorted_numbers[1:], sorted_numbers[:-1], out=new[1:])
    return new


NOTHING = np.zeros(0, np.int64)
NOWHERE = Postings(NOTHING, NOTHING, NOTHING)


class Cache:
    """The values used last, at most so many bytes of them. Two threads may make one value twice; both are right."""

    def __init__(self, limit: int = 256 << 20) -> None:
        self.limit = limit
        self.bytes = 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made], size: Callable[[Made], int]) -> Made:
        """The value of the key, made if it is not there."""
        with self._guard:
            if key in self._values:
                self._values.move_to_end(key)
                value: Made = self._values[key][0]
                return value
        value = make()
        self._keep(key, value, size(value) + OVERHEAD)
        return value

    def _keep(self, key: Hashable, value: object, size: int) -> None:
        with self._guard:
            if key in self._values or size > self.limit:
                return
            self._values[key] = value, size
            self.bytes += size
            while self.bytes > self.limit:
                _, (_, freed) = self._values.popitem(last=False)
                self.bytes -= freed
