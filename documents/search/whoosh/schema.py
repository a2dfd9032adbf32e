"""What Whoosh is given of a unit: one positional field a zone, fed with ready words, and what is stored beside them.

Whoosh analyses nothing here. `Zone` takes (word, position) pairs as `text.words` makes them; several words may share a
position. Both classes are written into the index by their module path, so they must not move without a new VERSION.
"""

import hashlib
import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from whoosh import fields, formats

from documents.query.fields import ZONES
from documents.search.engine import Record
from documents.text.words import ANALYSIS_VERSION, GAP, tokens, words

VERSION = 3
NAME = "name"  # a field beside the zones, which no word and no field of a query reaches
NAMED = ("title", "number")  # the zones of which each text is a name of the unit
STORED = ("model", "pk", "group", "language", "facets", "start", "end", "position", "digest", "lengths")

Pairs = list[tuple[str, int]]


class Positions(formats.Format):
    """The positions of a word in a document as little-endian 32-bit numbers, which numpy reads without a loop."""

    def encode(self, positions: Sequence[int]) -> bytes:
        numbers = array("I", positions)
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        numbers = array("I", value)
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tolist()


class Zone(fields.FieldType):
    """A field whose value is a list of (word, position) pairs in order of position."""

    def __init__(self) -> None:
        super().__init__(Positions(), analyzer=None)

    def index(self, value: Iterable[tuple[str, int]], **_: Any) -> Iterator[tuple[bytes, int, int, bytes]]:
        """Whoosh's postings of one document: word, number of positions, weight, encoded positions."""
        places: dict[str, list[int]] = {}
        for word, position in value:
            there = places.setdefault(word, [])
            if not there or there[-1] != position:
                there.append(position)
        for word, positions in places.items():
            yield word.encode(), len(positions), len(positions), self.format.encode(positions)


def schema() -> fields.Schema:
    """The schema with which every index is written and opened."""
    zones = {zone: Zone() for zone in ZONES}
    stored = {name: fields.STORED() for name in STORED}
    return fields.Schema(id=fields.ID(unique=True, stored=True), **{NAME: Zone()}, **zones, **stored)


def fingerprint() -> str:
    """A hash of all that an index depends on beside its texts; another hash means that it must be built anew."""
    facts = [VERSION, ANALYSIS_VERSION, GAP, list(ZONES), STORED, NAMED]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def placed(texts: Iterable[str]) -> Pairs:
    """The words of a zone's texts with their positions; a text starts GAP positions after the last word before it."""
    pairs: Pairs = []
    start = 0
    for text in texts:
        pairs += ((token.word, token.position) for token in tokens(text, start))
        if pairs:
            start = pairs[-1][1] + GAP
    return pairs


def whole(words: Iterable[str]) -> str:
    """The words of a name as one word. Each counts once, as it does in a query: the state of the land is the-state-of-land."""
    return "-".join(dict.fromkeys(words))


def names(record: Record) -> list[str]:
    """The titles and the numbers of a unit, a word each."""
    texts = (text for zone in NAMED for text in record.zones.get(zone, ()))
    return list(dict.fromkeys(filter(None, map(whole, map(words, texts)))))


def document(record: Record) -> dict[str, Any]:
    """The record as arguments of Whoosh's `add_document`; a zone's length is its number of positions with a word."""
    zones = {zone: placed(record.zones.get(zone, ())) for zone in ZONES}
    return {
        "id": record.id,
        NAME: [(name, 0) for name in names(record)],
        **{zone: pairs for zone, pairs in zones.items() if pairs},
        "model": record.model,
        "pk": record.pk,
        "group": record.group,
        "language": record.language,
        "facets": json.dumps({name: list(values) for name, values in record.facets.items() if values}),
        "start": record.start,
        "end": record.end,
        "position": record.position,
        "digest": record.digest,
        "lengths": tuple(len({position for _, position in zones[zone]}) for zone in ZONES),
    }
