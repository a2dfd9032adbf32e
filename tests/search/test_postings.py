import random

import numpy as np
import pytest

from documents.query.expand import Slot
from documents.search.engine import IndexDamaged
from documents.search.whoosh.decoding import decode, facts, read_each
from documents.search.whoosh.engine import WhooshEngine
from documents.search.whoosh.postings import NOTHING, SHIFT, Cache, is_new, postings
from documents.search.whoosh.units import Vocabulary
from tests.search.records import record


@pytest.fixture
def segment(tmp_path):
    """Makes the only segment of an index of these bodies, without the arrays beside it."""
    engine = WhooshEngine(tmp_path / "index")

    def make(*bodies, **values):
        engine.rebuild([record(number, body, **values) for number, body in enumerate(bodies)])
        for path in engine.store.folder.glob("*/*.arrays"):
            path.unlink()
        with engine.store.lease() as opening:
            return opening.segments[0]

    yield make
    engine.close()


def places(found):
    return [(number >> SHIFT, number & 0xFFFFFFFF) for number in found.occurrences.tolist()]


def test_a_word_stands_where_the_texts_have_it(segment):
    found = segment("one two one", "two", "one").word("body", "one")
    assert found.documents.tolist() == [0, 2]
    assert found.counts.tolist() == [2, 1]
    assert places(found) == [(0, 0), (0, 2), (2, 0)]


def test_a_word_that_no_zone_has_stands_nowhere(segment):
    assert not len(segment("one two").word("body", "three").documents)
    assert not len(segment("one two").word("author", "one").documents)


def test_blocks_and_texts_stand_a_gap_apart(segment):
    found = segment("one\n\none").word("body", "one")
    assert places(found)[1][1] >= 100


def test_blocks_decode_to_what_whooshs_public_loop_gives(segment):
    chance = random.Random(5)
    bodies = [" ".join(chance.choices("abcdefg", weights=range(1, 8), k=30)) for _ in range(5_000)]
    segment = segment(*bodies)
    for word in "abcdefg":
        fast = segment.word("body", word)
        documents, counts, values = read_each(segment._matcher("body", word))
        assert fast.documents.tolist() == documents.tolist()
        assert fast.counts.tolist() == counts.tolist()
        assert places(fast) == [
            (document, position)
            for document, value in zip(documents.tolist(), values, strict=True)
            for position in np.frombuffer(value, "<u4").tolist()
        ]


def test_a_codec_without_the_private_names_is_read_by_the_public_ones(segment, monkeypatch):
    segment = segment("one two one", "two", "one")
    fast = decode(segment._matcher("body", "one"))
    monkeypatch.delattr("whoosh.codec.whoosh3.W3LeafMatcher._read_data")
    monkeypatch.setattr("documents.search.whoosh.decoding.W3LeafMatcher", type("Other", (), {}))
    slow = decode(PublicOnly(["one two one", "two", "one"]))
    assert places(slow) == places(fast)


class PublicOnly:
    """The public side of a matcher of the word one."""

    def __init__(self, bodies):
        self.found = [
            (number, [place for place, word in enumerate(body.split()) if word == "one"])
            for number, body in enumerate(bodies)
            if "one" in body.split()
        ]

    def is_active(self):
        return bool(self.found)

    def id(self):
        return self.found[0][0]

    def weight(self):
        return float(len(self.found[0][1]))

    def value(self):
        return np.array(self.found[0][1], "<u4").tobytes()

    def next(self):
        self.found.pop(0)


def test_forms_count_in_english_only(segment):
    slot = Slot("child", frozenset({"child", "children"}))
    assert segment("child children").slot("body", slot).counts.tolist() == [2]
    assert segment("child children", language="es").slot("body", slot).counts.tolist() == [1]


def test_two_forms_at_one_position_count_once(segment):
    slot = Slot("post", frozenset({"post", "posting"}))
    assert segment("post-ing").slot("body", slot).counts.tolist() == [1]


def test_postings_of_occurrences_are_grouped_by_document():
    found = postings(np.array([5 << SHIFT, (5 << SHIFT) + 3, 9 << SHIFT], np.int64))
    assert found.documents.tolist() == [5, 9]
    assert found.counts.tolist() == [2, 1]


def test_new_numbers_are_those_unlike_the_one_before():
    assert is_new(np.array([4, 4, 5, 7, 7], np.int64)).tolist() == [True, False, True, True, False]


def test_a_cache_keeps_what_was_used_last():
    cache = Cache(limit=3_000)
    for key in ("a", "b", "a", "c"):
        cache.get(key, lambda: "value", lambda _: 800)
    assert cache.get("a", lambda: "again", lambda _: 800) == "value"
    assert cache.get("b", lambda: "again", lambda _: 800) == "again"
    assert cache.bytes <= 3_000


def test_a_value_larger_than_the_cache_is_made_and_not_kept():
    cache = Cache(limit=100)
    assert cache.get("a", lambda: "value", lambda _: 800) == "value"
    assert cache.bytes == 0


def test_a_vocabulary_gives_a_string_one_number():
    vocabulary = Vocabulary()
    assert vocabulary.codes(["memo", "poll", "memo"]) == [1, 2, 1]
    assert vocabulary.known(["poll", "other"]) == [2]
    assert vocabulary.strings[2] == "poll"


def test_a_broken_list_says_that_the_index_must_be_built_anew(segment, monkeypatch):
    segment = segment("one two")
    monkeypatch.setattr("whoosh.codec.whoosh3.W3LeafMatcher._read_data", lambda _: 1 / 0)
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        segment.word("body", "one")


@pytest.mark.parametrize("documents", [[], [-1], [0, 3], [1, 1], [2, 1]])
def test_documents_that_were_never_there_are_damage(segment, monkeypatch, documents):
    segment = segment("one", "one", "one")
    found = postings(NOTHING)._replace(documents=np.array(documents, np.int64))
    monkeypatch.setattr("documents.search.whoosh.segments.decode", lambda *_, **__: found)
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        segment.word("body", "one")


def test_stored_values_of_another_shape_are_damage(segment, monkeypatch):
    segment = segment("one two")
    monkeypatch.setattr("whoosh.reading.SegmentReader.stored_fields", lambda *_: {"id": "u1"})
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        segment.units  # noqa: B018


def test_facts_from_the_codecs_bytes_are_those_that_whoosh_tells(segment, monkeypatch):
    segment = segment("one two one", "two", "three", *["two"] * 3_000)
    read = list(facts(segment._reader, "body"))
    assert read == [("one", 1, 0, 0), ("three", 1, 2, 2), ("two", 3_002, 0, 3_002)]
    monkeypatch.setattr("documents.search.whoosh.decoding.W3TermsReader", type(None))
    assert list(facts(segment._reader, "body")) == read


def test_words_in_documents_that_were_never_there_are_damage(segment, monkeypatch):
    segment = segment("one two")
    monkeypatch.setattr("documents.search.whoosh.segments.facts", lambda *_: [("one", 1, 0, 7)])
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        segment.terms  # noqa: B018


def test_a_slot_takes_its_words_in_any_language_and_its_forms_in_english(segment):
    segment = segment("cat cats catch", "cats catch", "cat", language="es")
    slot = Slot("cat*", frozenset({"cat", "cats", "catch"}), frozenset({"cat", "catch"}))
    assert places(segment.slot("body", slot)) == [(0, 0), (0, 2), (1, 1), (2, 0)]
    assert segment.slot("body", slot) is segment.slot("body", slot)


def test_words_that_are_no_text_are_damage(segment, monkeypatch):
    segment = segment("one two")
    monkeypatch.setattr(
        "whoosh.filedb.filetables.OrderedHashReader.items_from",
        lambda _, start: [(start + b"\xff", bytes(23))],
    )
    with pytest.raises(IndexDamaged, match="rebuild_index"):
        segment.word("body", "one")
