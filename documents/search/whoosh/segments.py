"""An open segment as arrays: mapped from the file beside it where there is one, else decoded from the segment when needed.

Where there is, Whoosh is not asked at all: it would copy the whole segment into the memory of each process.
A segment never changes, so what is decoded from it is kept: columns and words as long as it is open, postings in a cache that
is bounded in bytes. What is mapped is never put there: it costs nothing, and a file is let go of with its segment. Deletions are
no matter of the segment; who asks applies them.
"""

import hashlib
import threading
from collections.abc import Callable, Hashable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3TermsReader
from whoosh.reading import SegmentReader

from documents.query.expand import Slot
from documents.query.fields import ZONES
from documents.search.whoosh import arrays as files
from documents.search.whoosh.checksums import Checksum
from documents.search.whoosh.damage import Reading
from documents.search.whoosh.decoding import all_postings, decode, facts, is_within, items
from documents.search.whoosh.postings import (
    NOTHING,
    NOWHERE,
    SHIFT,
    Cache,
    Numbers,
    Postings,
    is_new,
    postings,
)
from documents.search.whoosh.schema import NAME, fingerprint
from documents.search.whoosh.strings import Arrays, Lists, Strings
from documents.search.whoosh.terms import FAMILIES, Terms, family_arrays, term_arrays
from documents.search.whoosh.units import DIGESTS, IDS, Units, Vocabularies, unit_arrays
from documents.text import families, irregular, kept


class Segment:
    """An open segment. `key` is unlike that of any other segment there ever was in the folder."""

    def __init__(
        self,
        key: str,
        size: int,
        source: Arrays | SegmentReader,
        cache: Cache,
        vocabularies: Vocabularies,
    ) -> None:
        self.key = key
        self.size = size
        self.mapped = source if isinstance(source, dict) else None
        self._reader: Any = None if isinstance(source, dict) else source
        self._cache = cache
        self.vocabularies = vocabularies
        self._reading = Reading(f"Segment {key} of the search index")
        # Whoosh moves one file position about for every reader of the segment
        self._guard = threading.RLock()

    def close(self) -> None:
        """Close the file, if it is read; cached arrays fall out of the cache by and by."""
        if self._reader is not None:
            self._reader.close()

    def find(self, id: str) -> int | None:
        """The document number of the unit, deleted or not."""
        found = self._documents(IDS, id) if self.mapped is None else Lists(self.mapped, IDS)[id]
        return int(found[0]) if len(found) else None

    def named(self, name: str) -> Numbers:
        """The documents of the units that have this whole name (see `schema.whole`)."""
        if self.mapped is not None:
            return Lists(self.mapped, NAME)[name]
        return self._documents(NAME, name)

    def _documents(self, field: str, value: str) -> Numbers:
        with self._guard, self._reading:
            if (field, value) not in self._reader:
                return NOTHING
        return self._decode(field, value, with_positions=False).documents

    def digest(self, document: int) -> str:
        """The digest of one unit."""
        if self.mapped is not None:
            return Strings.named(self.mapped, DIGESTS)[document]
        with self._guard, self._reading:
            return str(self._reader.stored_fields(document)["digest"])

    @cached_property
    def units(self) -> Units:
        """The columns of all units, deleted ones too."""
        with self._guard, self._reading:
            return Units(self.mapped or stored(self._reader), self.vocabularies)

    @cached_property
    def terms(self) -> Terms:
        """The words, those of deleted units too."""
        with self._guard, self._reading:
            return Terms(self.mapped or known(self._reader))

    @cached_property
    def _families(self) -> Lists:
        return Lists(self.mapped or family_arrays(self.terms.words), FAMILIES)

    def family(self, key: str) -> list[str]:
        """The words that have this key."""
        return [self.terms.words[place] for place in self._families[key].tolist()]

    def word(self, zone: str, word: str) -> Postings:
        """The postings of a word as it is written in the index."""
        row = self.terms.row(zone, word)
        if row is None:
            return NOWHERE
        if self.mapped is not None:
            return row_of(self.mapped, zone, row)
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
        return np.concatenate([NOTHING, *(self.word(zone, word).occurrences for word in sorted(words))])

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


def stored(reader: SegmentReader) -> Arrays:
    """The arrays of `Units`."""
    return unit_arrays([reader.stored_fields(document) for document in range(reader.doc_count_all())])


def known(reader: SegmentReader) -> Arrays:
    """The arrays of `Terms`; raises ValueError if a word stands in a document that was never there."""
    arrays = term_arrays({zone: facts(reader, zone) for zone in zones(reader)})
    if max(arrays["words.lasts"], default=0) >= reader.doc_count_all():
        raise ValueError("a word stands in a document that was never there")
    return arrays


def zones(reader: SegmentReader) -> list[str]:
    """The zones that have words."""
    present = set(reader.indexed_field_names())
    return [zone for zone in ZONES if zone in present]


def row_of(arrays: Arrays, zone: str, row: int) -> Postings:
    """The postings of a word, by its row among those of the zone."""
    first, last = arrays[f"{zone}.ends"][row : row + 2].tolist()
    start, end = arrays[f"{zone}.occurrence_ends"][row : row + 2].tolist()
    return Postings(
        arrays[f"{zone}.documents"][first:last],
        arrays[f"{zone}.counts"][first:last],
        arrays[f"{zone}.occurrences"][start:end],
    )


def write_arrays(path: Path, checksum: Checksum, reader: SegmentReader) -> None:
    """Write the file of arrays beside a segment's file; raises OSError and IndexDamaged."""
    if isinstance(reader._terms, W3TermsReader):
        with Reading(f"The segment {path}"):
            arrays = all_arrays(reader)
        files.write(files.arrays_of(path), made_of(checksum), arrays)


def mapped(path: Path, checksum: Checksum) -> Arrays | None:
    """The arrays beside a segment's file, None if they are not there or not of this segment."""
    return files.mapped(files.arrays_of(path), made_of(checksum))


def made_of(checksum: Checksum) -> str:
    """What the arrays of a segment are made of: its bytes, and what this version of the program takes them for."""
    return f"{checksum.hash} {fingerprint()} {rules()}"


@cache
def rules() -> str:
    """A hash of the rules of word families, which may change without the index."""
    texts = [Path(str(module.__file__)).read_bytes() for module in (families, irregular, kept)]
    return hashlib.sha256(b"".join(texts)).hexdigest()


def all_arrays(reader: SegmentReader) -> Arrays:
    """All that a search reads of a segment."""
    arrays = stored(reader) | known(reader)
    arrays |= family_arrays(Strings.named(arrays, "words"))
    for zone in zones(reader):
        arrays |= zone_arrays(reader, zone)
    return arrays | name_arrays(reader)


def zone_arrays(reader: SegmentReader, zone: str) -> Arrays:
    """The postings of all words of a zone."""
    found, documents, occurrences = all_postings(reader, zone, reader.doc_count_all())
    return {
        f"{zone}.documents": found.documents,
        f"{zone}.counts": found.counts,
        f"{zone}.occurrences": found.occurrences,
        f"{zone}.ends": np.cumsum(np.append(0, documents)),
        f"{zone}.occurrence_ends": np.cumsum(np.append(0, occurrences)),
    }


def name_arrays(reader: SegmentReader) -> Arrays:
    """The documents of each whole name."""
    found, documents, _ = all_postings(reader, NAME, reader.doc_count_all())
    return {
        **Strings.of(name.decode() for name, _ in items(reader, NAME)).arrays(NAME),
        f"{NAME}.ends": np.cumsum(np.append(0, documents)),
        f"{NAME}.numbers": found.documents,
    }
