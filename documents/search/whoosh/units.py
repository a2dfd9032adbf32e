"""What is stored of a segment's units, as one array a column, in order of document.

Strings have a code each. In the arrays of a segment it is their number in a list beside the column; in `Units` it is
that of a vocabulary which all segments share.
"""

import json
import threading
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from documents.query.fields import ZONES
from documents.search.whoosh.postings import Flags, Numbers
from documents.search.whoosh.strings import Arrays, Lists, Strings
from documents.text.languages import is_english

IDS = "id"
DIGESTS = "unit.digests"
COLUMNS = {"pk": "pks", "start": "starts", "end": "ends", "position": "positions", "lengths": "lengths"}


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


class Units:
    """The columns of a segment's units, with the codes of these vocabularies."""

    def __init__(self, arrays: Arrays, vocabularies: Vocabularies) -> None:
        self.ids = Strings.named(arrays, "unit.ids")
        self.digests = Strings.named(arrays, DIGESTS)
        self.pks: Numbers = arrays["unit.pks"]
        self.starts: Numbers = arrays["unit.starts"]
        self.ends: Numbers = arrays["unit.ends"]
        self.positions: Numbers = arrays["unit.positions"]
        self.lengths: dict[str, Numbers] = dict(zip(ZONES, arrays["unit.lengths"], strict=True))
        self.models = translated(arrays, "model", vocabularies["model"])
        self.groups = translated(arrays, "group", vocabularies["group"])
        languages = [is_english(language) for language in Strings.named(arrays, "language.strings")]
        self.english: Flags = np.array([False, *languages], np.bool_)[arrays["language.codes"]]
        self.facets = {
            name: facet(arrays, f"facet.{number}", vocabularies[f":{name}"])
            for number, name in enumerate(Strings.named(arrays, "facets"))
        }


def facet(arrays: Arrays, name: str, vocabulary: Vocabulary) -> Facet:
    """A facet with the codes of a vocabulary."""
    codes = arrays_to_vocabulary(arrays, name, vocabulary)
    return Facet(codes[arrays[f"{name}.codes"]], arrays[f"{name}.more"][0], codes[arrays[f"{name}.more"][1]])


def translated(arrays: Arrays, name: str, vocabulary: Vocabulary) -> Numbers:
    """A column with the codes of a vocabulary."""
    codes: Numbers = arrays_to_vocabulary(arrays, name, vocabulary)[arrays[f"{name}.codes"]]
    return codes


def arrays_to_vocabulary(arrays: Arrays, name: str, vocabulary: Vocabulary) -> Numbers:
    """For each code of a column, 0 included, the code of its string in a vocabulary."""
    return np.array([0, *vocabulary.codes(Strings.named(arrays, f"{name}.strings"))], np.int64)


def unit_arrays(rows: Sequence[dict[str, Any]]) -> Arrays:
    """The arrays of `Units`, of what is stored of each document."""
    column = {name: [row[name] for row in rows] for name in rows[0]}
    return {
        **Strings.of(column["id"]).arrays("unit.ids"),
        **Lists.arrays({id: [document] for document, id in enumerate(column["id"])}, IDS),
        **Strings.of(column["digest"]).arrays(DIGESTS),
        **{f"unit.{plural}": np.array(column[name], np.int64).T for name, plural in COLUMNS.items()},
        **coded("model", [[model] for model in column["model"]]),
        **coded("group", [[group] for group in column["group"]]),
        **coded("language", [[language] for language in column["language"]]),
        **facet_arrays([json.loads(facets) for facets in column["facets"]]),
    }


def facet_arrays(rows: Sequence[dict[str, list[str]]]) -> Arrays:
    """The arrays of the facets, each by its number in the list of their names."""
    names = sorted({name for row in rows for name in row})
    arrays = Strings.of(names).arrays("facets")
    for number, name in enumerate(names):
        arrays |= coded(f"facet.{number}", [list(dict.fromkeys(row.get(name, ()))) for row in rows])
    return arrays


def coded(name: str, rows: Iterable[Sequence[str]]) -> Arrays:
    """A column of strings as codes: of the first string of each row, and of the further ones with their rows."""
    vocabulary = Vocabulary()
    first: list[int] = []
    more: list[tuple[int, int]] = []
    for number, row in enumerate(rows):
        codes = vocabulary.codes(row)
        first.append(codes[0] if codes else 0)
        more += ((number, code) for code in codes[1:])
    return {
        **Strings.of(vocabulary.strings[1:]).arrays(f"{name}.strings"),
        f"{name}.codes": np.array(first, np.int64),
        f"{name}.more": np.array(more, np.int64).reshape(-1, 2).T,
    }
