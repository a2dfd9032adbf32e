"""The arrays beside a segment: a cache that answers as the segment does, and is made again where it is not right."""

import mmap

import numpy as np
import pytest

from documents.query.expand import Slot
from documents.query.tree import And, Fuzzy, Pattern, Phrase, Word
from documents.search.engine import Request
from documents.search.whoosh import arrays
from documents.search.whoosh.decoding import all_postings, items
from documents.search.whoosh.engine import WhooshEngine
from documents.search.whoosh.merging import SEGMENTS
from documents.search.whoosh.strings import Lists, Strings
from tests.search.records import record

BODIES = ["one two one", "two three", "café two-three", "", "one"]
ARRAYS = {
    "a": np.arange(5),
    "flags": np.array([True, False]),
    "none": np.zeros(0, np.int64),
    "table": np.ones((2, 3)),
}


@pytest.fixture
def engine(tmp_path):
    engine = WhooshEngine(tmp_path / "index")
    yield engine
    engine.close()


def rebuilt(engine, bodies=BODIES):
    facets = {"kind": ("memo", "poll"), "publisher": ("House",)}
    engine.rebuild(
        [
            record(
                number,
                body,
                title=f"Title {number}",
                facets=facets if number % 2 else {},
                group=f"g{number % 3}",
            )
            for number, body in enumerate(bodies)
        ]
    )


def files(engine):
    return sorted(engine.store.folder.glob("*/*.arrays"))


def mapped(engine):
    """Whether the arrays of each segment are mapped."""
    with engine.store.lease() as opening:
        return [segment.mapped is not None for segment in opening.segments]


def test_arrays_come_back_as_they_went_in(tmp_path):
    arrays.write(tmp_path / "a", "this", ARRAYS)
    found = arrays.mapped(tmp_path / "a", "this")
    assert {name: (array.tolist(), array.dtype) for name, array in found.items()} == {
        name: (array.tolist(), array.dtype) for name, array in ARRAYS.items()
    }
    with pytest.raises(ValueError, match="read-only"):
        found["a"][0] = 1


def test_arrays_of_something_else_or_of_another_layout_are_none(tmp_path, monkeypatch):
    arrays.write(tmp_path / "a", "this", ARRAYS)
    assert arrays.mapped(tmp_path / "a", "that") is None
    assert arrays.mapped(tmp_path / "b", "this") is None
    monkeypatch.setattr(arrays, "LAYOUT", 0)
    assert arrays.mapped(tmp_path / "a", "this") is None


def test_arrays_that_cannot_be_written_leave_what_was_there(tmp_path, monkeypatch):
    arrays.write(tmp_path / "a", "this", ARRAYS)
    with pytest.raises(TypeError):
        arrays.write(tmp_path / "a", object(), ARRAYS)
    monkeypatch.setattr(arrays, "laid_out", lambda *_: [b"no", 7])
    with pytest.raises(TypeError):
        arrays.write(tmp_path / "a", "this", ARRAYS)
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert arrays.mapped(tmp_path / "a", "this") is not None


def everything(segment):
    """All that a search reads of a segment, in plain values."""
    units, terms = segment.units, segment.terms
    words = list(terms.words)
    return {
        "units": [
            list(units.ids),
            list(units.digests),
            units.pks.tolist(),
            units.english.tolist(),
            units.groups.tolist(),
        ],
        "facets": {name: [part.tolist() for part in facet] for name, facet in units.facets.items()},
        "lengths": {zone: lengths.tolist() for zone, lengths in units.lengths.items()},
        "terms": [words, terms.counts.tolist(), terms.firsts.tolist(), terms.lasts.tolist()],
        "postings": [
            [part.tolist() for part in segment.word(zone, word)]
            for zone in ("title", "body", "kind")
            for word in words
        ],
        "families": [segment.family(word) for word in words],
        "ids": [(segment.find(id), id) for id in ("u0", "u3", "u99")],
        "digests": [segment.digest(document) for document in range(segment.size)],
        "names": [segment.named(name).tolist() for name in ("title-1", "title-3", "nothing")],
    }


def test_a_segment_says_the_same_with_its_arrays_and_without(engine):
    rebuilt(engine)
    assert mapped(engine) == [True]
    with engine.store.lease() as opening:
        with_arrays = everything(opening.segments[0])
    engine.close()
    files(engine)[0].unlink()
    assert mapped(engine) == [False]
    with engine.store.lease() as opening:
        assert everything(opening.segments[0]) == with_arrays


def test_all_postings_are_those_of_each_word(engine, monkeypatch):
    monkeypatch.setattr("documents.search.whoosh.decoding.BATCH", 10)
    rebuilt(engine, [f"the word{number} the {'very ' * (number % 4)}end" for number in range(300)])
    files(engine)[0].unlink()
    with engine.store.lease() as opening:
        [segment] = opening.segments
        found, documents, occurrences = all_postings(segment._reader, "body", segment.size)
        words = [word.decode() for word, _ in items(segment._reader, "body")]
        each = [segment._decode("body", word) for word in words]
    assert documents.tolist() == [len(one.documents) for one in each]
    assert occurrences.tolist() == [len(one.occurrences) for one in each]
    for part, parts in zip(found, zip(*each, strict=True), strict=True):
        assert part.tolist() == np.concatenate(parts).tolist()


def test_postings_in_documents_that_were_never_there_are_refused(engine):
    rebuilt(engine)
    files(engine)[0].unlink()
    with engine.store.lease() as opening, pytest.raises(ValueError, match="never there"):
        all_postings(opening.segments[0]._reader, "body", 3)


QUESTIONS = [
    Word(("one",)),
    Phrase(("one", "two")),
    Pattern(("t*",)),
    Fuzzy("threw"),
    And((Word(("two",)), Word(("three",)))),
]


@pytest.mark.parametrize("ill", ["missing", "wrong", "empty"])
def test_arrays_that_are_not_right_change_no_answer_and_the_next_write_makes_them_again(engine, ill):
    rebuilt(engine)
    answers = [engine.run(Request(tree)).hits for tree in QUESTIONS]
    engine.close()
    [path] = files(engine)
    content = path.read_bytes()
    path.write_bytes(b"" if ill == "empty" else content[:-1] + b"?")
    if ill == "missing":
        path.unlink()
    assert mapped(engine) == [False]
    assert [engine.run(Request(tree)).hits for tree in QUESTIONS] == answers
    engine.update([], ["u99"])
    assert path.read_bytes() == content
    assert mapped(engine) == [True]
    assert [engine.run(Request(tree)).hits for tree in QUESTIONS] == answers


def test_arrays_of_other_rules_of_families_are_not_used(engine, monkeypatch):
    rebuilt(engine)
    engine.close()
    monkeypatch.setattr("documents.search.whoosh.segments.rules", lambda: "others")
    assert mapped(engine) == [False]


def test_arrays_go_with_their_segment(engine):
    rebuilt(engine)
    for number in range(SEGMENTS):
        engine.update([record(number, f"new {number}")])
    engine.tidy()
    assert {path.stem for path in files(engine)} == {
        path.stem for path in engine.store.folder.glob("*/*.seg")
    }
    assert len(files(engine)) == engine.state().segments


def test_what_lies_in_a_mapped_file_is_not_kept_in_the_cache(engine):
    rebuilt(engine)
    with engine.store.lease() as opening:
        [segment] = opening.segments
        segment.slot("body", Slot("one", frozenset({"one"})))
        segment.slot("body", Slot("one", frozenset({"one", "two"})))
        for value, _ in segment._cache._values.values():
            assert not any(is_mapped(array) for array in value)


def is_mapped(array):
    while isinstance(array, np.ndarray):
        array = array.base
    return isinstance(array, memoryview | mmap.mmap)


@pytest.mark.parametrize("strings", [[], [""], ["", "a", "b\nc", "é"]])
def test_strings_come_back_as_they_went_in(strings):
    found = Strings.of(strings)
    assert (list(found), [found[number] for number in range(len(found))], found[1:]) == (
        strings,
        strings,
        strings[1:],
    )


def test_a_string_is_found_by_its_letters_in_the_order_of_the_alphabet():
    found = Strings.of(sorted(["b", "a", "é", "\U0001f600", "z"]))
    assert [found.place(string) for string in ("a", "z", "\U0001f600", "c", "", "\ud800")] == [
        0,
        2,
        4,
        None,
        None,
        None,
    ]


def test_lists_give_what_was_put_in():
    lists = Lists(Lists.arrays({"b": [3], "a": [1, 2], "c": []}, "some"), "some")
    assert [lists[name].tolist() for name in ("a", "b", "c", "d")] == [[1, 2], [3], [], []]
