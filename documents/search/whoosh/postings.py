"""A segment's postings and columns as numpy arrays: the one module that reads inside Whoosh's codec.

A segment never changes, so what is decoded from it is kept: columns as long as the segment is open, postings in a cache
that is bounded in bytes. Deletions are no matter of the segment; who asks applies them.

An occurrence is one number, `document << 32 | position`; sorted, they serve for phrases (a sequence is a constant
difference) and for counting alike.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3LeafMatcher, W3TermInfo, W3TermsReader
from whoosh.reading import SegmentReader

from documents.query.expand import Slot
from documents.query.fields import ZONES
from documents.search.whoosh.damage import Reading
from documents.search.whoosh.schema import NAME
from documents.search.whoosh.terms import Fact, Terms
from documents.text.families import keys

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


class Vocabulary:
    """Numbers from 1 for the strings of a column over all segments, given once and never changed; 0 is for none."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}
        self._strings: list[str] = [""]
        self._guard = threading.Lock()

    def __len__(self) -> int:
        return len(self._strings)

    def codes(self, strings: Iterable[str]) -> list[int]:
        """The number of each string, a new one where it has none."""
        with self._guard:
            return [self._code(string) for string in strings]

    def _code(self, string: str) -> int:
        if string not in self._codes:
            self._strings.append(string)
            self._codes[string] = len(self._strings) - 1
        return self._codes[string]

    def known(self, strings: Iterable[str]) -> list[int]:
        """The numbers of those strings that have one."""
        return [self._codes[string] for string in strings if string in self._codes]

    @property
    def strings(self) -> Sequence[str]:
        """The strings by their numbers."""
        return self._strings


class Vocabularies:
    """A vocabulary a column: "model", "group", and each facet by its name after a colon."""

    def __init__(self) -> None:
        self._columns: dict[str, Vocabulary] = {}

    def __getitem__(self, column: str) -> Vocabulary:
        return self._columns.setdefault(column, Vocabulary())


class Facet(NamedTuple):
    """A facet's values: the code of each document's first value (0: none), and its further values as pairs."""

    first: Numbers
    documents: Numbers
    codes: Numbers


@dataclass(frozen=True, slots=True)
class Units:
    """What is stored of a segment's units, one list or array a column, in order of document."""

    ids: list[str]
    pks: list[int]
    digests: list[str]
    models: Numbers
    groups: Numbers
    english: Flags
    starts: Numbers
    ends: Numbers
    positions: Numbers
    lengths: dict[str, Numbers]
    facets: dict[str, Facet]


class Segment:
    """An open segment. `key` is unlike that of any other segment there ever was in the folder."""

    def __init__(self, key: str, reader: SegmentReader, cache: Cache, vocabularies: Vocabularies) -> None:
        self.key = key
        self.size: int = reader.doc_count_all()
        self._reader = reader
        self._cache = cache
        self.vocabularies = vocabularies
        self._reading = Reading(f"Segment {key} of the search index")
        # Whoosh moves one file position about for every reader of the segment
        self._guard = threading.RLock()

    def close(self) -> None:
        """Close the files; cached arrays fall out of the cache by and by."""
        self._reader.close()

    def find(self, id: str) -> int | None:
        """The document number of the unit, deleted or not."""
        found = self._documents("id", id)
        return int(found[0]) if len(found) else None

    def named(self, name: str) -> Numbers:
        """The documents of the units that have this whole name (see `schema.whole`)."""
        return self._documents(NAME, name)

    def _documents(self, field: str, value: str) -> Numbers:
        with self._guard, self._reading:
            if (field, value) not in self._reader:
                return NOTHING
        return self._decode(field, value, with_positions=False).documents

    def stored(self, document: int) -> dict[str, Any]:
        """The stored fields of one document."""
        with self._guard, self._reading:
            fields: dict[str, Any] = self._reader.stored_fields(document)
            return fields

    @cached_property
    def units(self) -> Units:
        """The columns of all units, deleted ones too."""
        with self._guard, self._reading:
            return self._columns([self._reader.stored_fields(document) for document in range(self.size)])

    def _columns(self, rows: list[dict[str, Any]]) -> Units:
        column = {name: [row[name] for row in rows] for name in rows[0]}
        return Units(
            ids=column["id"],
            pks=column["pk"],
            digests=column["digest"],
            models=numbers(self.vocabularies["model"].codes(column["model"])),
            groups=numbers(self.vocabularies["group"].codes(column["group"])),
            english=np.array([is_english(language) for language in column["language"]], np.bool_),
            starts=numbers(column["start"]),
            ends=numbers(column["end"]),
            positions=numbers(column["position"]),
            lengths=dict(zip(ZONES, numbers(column["lengths"]).T.copy(), strict=True)),
            facets=self._facets([json.loads(facets) for facets in column["facets"]]),
        )

    def _facets(self, rows: list[dict[str, list[str]]]) -> dict[str, Facet]:
        return {name: self._facet(name, rows) for name in sorted({name for row in rows for name in row})}

    def _facet(self, name: str, rows: list[dict[str, list[str]]]) -> Facet:
        first = np.zeros(self.size, np.int64)
        more: list[tuple[int, int]] = []
        for document, row in enumerate(rows):
            codes = self.vocabularies[f":{name}"].codes(dict.fromkeys(row.get(name, ())))
            if codes:
                first[document] = codes[0]
                more += ((document, code) for code in codes[1:])
        documents, codes_of_more = numbers(more).reshape(-1, 2).T
        return Facet(first, documents, codes_of_more)

    @cached_property
    def terms(self) -> Terms:
        """The words, those of deleted units too."""
        with self._guard, self._reading:
            present = set(self._reader.indexed_field_names())
            terms = Terms({zone: facts(self._reader, zone) for zone in ZONES if zone in present})
            if len(terms.words) and int(terms.lasts.max()) >= self.size:
                raise ValueError("a word stands in a document that was never there")
            return terms

    @property
    def lexicon(self) -> dict[str, frozenset[str]]:
        """The words of each zone."""
        return self.terms.zones

    @cached_property
    def families(self) -> dict[str, tuple[str, ...]]:
        """The words that occur, by each key of their family."""
        table: dict[str, list[str]] = {}
        for word in self.terms.words:
            for key in keys(word):
                table.setdefault(key, []).append(word)
        return {key: tuple(words) for key, words in table.items()}

    def word(self, zone: str, word: str) -> Postings:
        """The postings of a word as it is written in the index."""
        if word not in self.lexicon.get(zone, ()):
            return NOWHERE
        return self.cached((self.key, zone, word), lambda: self._decode(zone, word))

    def slot(self, zone: str, slot: Slot) -> Postings:
        """The postings of the words that may stand in a slot: in texts of any language, and those in English ones."""
        others = slot.forms - slot.everywhere
        if not others and len(slot.everywhere) == 1:
            return self.word(zone, *slot.everywhere)
        return self.cached((self.key, zone, slot), lambda: self._merged(zone, slot.everywhere, others))

    def cached(self, key: Hashable, make: Callable[[], Postings]) -> Postings:
        """The postings of the key, which begins with the segment's, made if they are not in the cache."""
        return self._cache.get(key, make, lambda value: value.nbytes)

    def _merged(self, zone: str, everywhere: frozenset[str], english: frozenset[str]) -> Postings:
        anywhere = self._occurrences(zone, everywhere)
        others = self._occurrences(zone, english)
        others = others[self.units.english[others >> SHIFT]]
        # two words may share a position ("post-ing" is indexed as post and as posting): it counts once
        together = np.sort(np.concatenate([anywhere, others]), kind="stable")
        return postings(together[is_new(together)])

    def _occurrences(self, zone: str, words: frozenset[str]) -> Numbers:
        there = self.lexicon.get(zone, frozenset())
        return np.concatenate(
            [NOTHING, *(self.word(zone, word).occurrences for word in sorted(words & there))]
        )

    def _decode(self, zone: str, word: str, *, with_positions: bool = True) -> Postings:
        """The postings of a word that the segment has."""
        with self._guard, self._reading:
            found = decode(self._matcher(zone, word), with_positions=with_positions)
            if not is_within(found.documents, self.size):
                raise ValueError(f"{zone}:{word} stands in documents that were never there")
            return found

    def _matcher(self, zone: str, word: str) -> Any:
        """Whoosh's postings without regard to deletions, which `SegmentReader.postings` would leave out."""
        return self._reader._terms.matcher(zone, word.encode(), self._reader.schema[zone].format)


def facts(reader: Any, zone: str) -> Iterator[Fact]:
    """What a segment knows of each word of a zone without its postings; straight from the bytes of the codec that we know."""
    if not isinstance(reader._terms, W3TermsReader):
        for word, info in reader.iter_field(zone):
            yield word.decode(), info.doc_frequency(), info.min_id(), info.max_id()
        return
    start = reader._terms._keycoder(zone, b"")
    for key, value in reader._terms._tindex.items_from(start):
        if not key.startswith(start):
            return
        _, _, count, _, _, _, first, last = W3TermInfo._struct.unpack_from(value)
        yield key[len(start) :].decode(), count, first, last


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


def is_english(language: str) -> bool:
    """Whether word families hold in a text of this language (a BCP 47 tag)."""
    return language.partition("-")[0].lower() == "en"
