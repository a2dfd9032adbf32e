"""From the bytes of Whoosh's codec to numpy arrays: the one module that reads inside it.

It takes no account of deletions; who asks does.
"""

import pickle
import zlib
from collections.abc import Iterator
from io import BytesIO
from struct import Struct
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3LeafMatcher, W3TermInfo, W3TermsReader

from documents.search.whoosh.postings import NOTHING, NOWHERE, SHIFT, Numbers, Postings
from documents.search.whoosh.terms import Fact

BATCH = 100_000  # postings that are turned into arrays at once

EXTENT = Struct("!qi")  # where the postings of a word begin, and how long they are

Block = tuple[tuple[int, ...], Any, Any]  # differences of document numbers, weights, encoded positions


def facts(reader: Any, zone: str) -> Iterator[Fact]:
    """What a segment knows of each word of a zone without its postings; straight from the bytes of the codec that we know."""
    if not isinstance(reader._terms, W3TermsReader):
        for word, info in reader.iter_field(zone):
            yield word.decode(), info.doc_frequency(), info.min_id(), info.max_id()
        return
    for word, value in items(reader, zone):
        _, _, count, _, _, _, first, last = W3TermInfo._struct.unpack_from(value)
        yield word.decode(), count, first, last


def items(reader: Any, zone: str) -> Iterator[tuple[bytes, bytes]]:
    """The words of a zone, each with the bytes of what is known of it."""
    start = reader._terms._keycoder(zone, b"")
    for key, value in reader._terms._tindex.items_from(start):
        if not key.startswith(start):
            return
        yield key[len(start) :], value


def is_within(documents: Numbers, size: int) -> bool:
    """Whether there are documents, in rising order, all of them among the first `size`."""
    if not len(documents) or documents[0] < 0 or documents[-1] >= size:
        return False
    return bool((documents[1:] > documents[:-1]).all())


def decode(matcher: Any, *, with_positions: bool = True) -> Postings:
    """All postings of a matcher, block by block if it is of the codec that we know, else one by one."""
    blocks = isinstance(matcher, W3LeafMatcher) and hasattr(matcher, "_read_data")
    documents, counts, values = read_blocks(matcher) if blocks else read_each(matcher)
    if not with_positions:
        return Postings(documents, counts, NOTHING)
    positions = np.frombuffer(b"".join(values), "<u4").astype(np.int64)
    return Postings(documents, counts, np.repeat(documents << SHIFT, counts) | positions)


def read_blocks(matcher: W3LeafMatcher) -> tuple[Numbers, Numbers, list[bytes]]:
    """Documents, counts and encoded positions from the pickled blocks of codec W3.

    A block holds the differences of its document numbers, their weights (None for all 1, one number for all the same)
    and their values.
    """
    documents: list[Numbers] = []
    counts: list[Numbers] = []
    values: list[bytes] = []
    while matcher.is_active():
        matcher._read_data()
        steps, weights, encoded = matcher._data
        documents.append(np.cumsum(steps, dtype=np.int64))
        counts.append(np.full(len(steps), 1 if weights is None else weights, np.int64))
        values += encoded or ()
        matcher._next_block()
    return joined(documents), joined(counts), values


def joined(arrays: list[Numbers]) -> Numbers:
    """The arrays end to end; most words have a single block."""
    return arrays[0] if len(arrays) == 1 else np.concatenate([NOTHING, *arrays])


def read_each(matcher: Any) -> tuple[Numbers, Numbers, list[bytes]]:
    """The same by Whoosh's public methods, a loop over postings: slow, right for every codec."""
    documents, counts, values = [], [], []
    while matcher.is_active():
        documents.append(matcher.id())
        counts.append(int(matcher.weight()))
        values.append(matcher.value())
        matcher.next()
    return numbers(documents), numbers(counts), values


def numbers(values: Any) -> Numbers:
    """The values as an array of 64-bit numbers."""
    return np.array(values, np.int64)


def all_postings(reader: Any, zone: str, size: int) -> tuple[Postings, Numbers, Numbers]:
    """The postings of all words of a zone end to end, with each word's number of documents and of occurrences.

    Raises ValueError if they are in a document that was never there; `size` is the number of documents.
    """
    parts = [NOWHERE]
    lengths: list[int] = []  # of each word
    batch = Batch()
    for blocks in blocks_of_words(reader, zone):
        before = len(batch.steps)
        for block in blocks:
            batch.add(block)
        lengths.append(len(batch.steps) - before)
        if len(batch.steps) > BATCH:
            parts.append(batch.postings())
            batch = Batch()
    parts.append(batch.postings())
    found = Postings(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
    firsts = np.cumsum([0, *lengths], dtype=np.int64)
    refuse_unknown(found.documents, firsts[:-1], size)
    ends = np.cumsum(np.append(0, found.counts))
    return found, numbers(lengths), np.diff(ends[firsts])


class Batch:
    """Blocks that are turned into arrays together, which is much faster than each by itself."""

    def __init__(self) -> None:
        self.steps: list[int] = []
        self.lengths: list[int] = []
        self.weights: list[float] = []
        self.values: list[bytes] = []

    def add(self, block: Block) -> None:
        """Take in a block of postings (see `read_blocks`)."""
        steps, weights, values = block
        self.steps += steps
        self.lengths.append(len(steps))
        self.weights += (
            weights if isinstance(weights, tuple) else [1.0 if weights is None else weights] * len(steps)
        )
        self.values += values

    def postings(self) -> Postings:
        """The postings of all of them, one block after the other."""
        if not self.steps:
            return NOWHERE
        sums = np.cumsum(self.steps, dtype=np.int64)
        before = np.append(0, sums)[np.cumsum([0, *self.lengths[:-1]], dtype=np.int64)]
        documents = sums - np.repeat(before, self.lengths)
        counts = np.array(self.weights).astype(np.int64)
        positions = np.frombuffer(b"".join(self.values), "<u4").astype(np.int64)
        return Postings(documents, counts, np.repeat(documents << SHIFT, counts) | positions)


def blocks_of_words(reader: Any, zone: str) -> Iterator[Iterator[Block]]:
    """The blocks of each word of a zone."""
    for _, value in items(reader, zone):
        start, length = EXTENT.unpack_from(value, W3TermInfo._struct.size)
        yield blocks(reader._terms._postfile.get(start, length))


def blocks(postings: bytes) -> Iterator[Block]:
    """The blocks of one word in the bytes of the postings' file."""
    stream = BytesIO(postings)
    if stream.read(len(WHOOSH3_HEADER_MAGIC)) != WHOOSH3_HEADER_MAGIC:
        raise ValueError("postings do not begin as postings do")
    length = 1
    while length > 0:  # that of the last block is negative
        length = int.from_bytes(stream.read(4), "big", signed=True)
        end = stream.tell() + abs(length)
        *_, compression, _, _ = pickle.load(stream)  # noqa: S301 (the file is as we wrote it: see `checksums`)
        block = stream.read(end - stream.tell())
        yield pickle.loads(zlib.decompress(block) if compression else block)  # noqa: S301


def refuse_unknown(documents: Numbers, firsts: Numbers, size: int) -> None:
    """Raise ValueError unless the documents of every word are in rising order and among the first `size`."""
    rising = np.diff(documents, prepend=-1) > 0
    rising[firsts] = True
    if not rising.all() or (len(documents) and not 0 <= documents.min() <= documents.max() < size):
        raise ValueError("a word stands in documents that were never there")
