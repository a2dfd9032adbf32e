from math import log

import numpy as np
import pytest

from documents.query.tree import Everything, Field, Phrase, Word, conjunction, disjunction, negation
from documents.search.engine import Request
from documents.search.whoosh.engine import WhooshEngine
from documents.search.whoosh.evaluate import is_among
from tests.search.records import record


@pytest.fixture
def search(tmp_path):
    """`search(tree, *records)` → the score of each hit by id, in order."""
    engine = WhooshEngine(tmp_path / "index")

    def run(tree, *records, **asked):
        engine.rebuild(records)
        result = engine.run(Request(tree, **asked))
        return {hit.id: hit.score for hit in result.hits}

    yield run
    engine.close()


def bm25f(weight, df, units):
    return log(1 + (units - df + 0.5) / (df + 0.5)) * 2.5 * weight / (weight + 1.5)


def test_a_score_adds_the_zones_before_it_saturates(search):
    one = record(1, "tide rose here now", title="tide")
    scores = search(Word(("tide",)), one, record(2, "other words are here"))
    assert scores == {"u1": pytest.approx(bm25f(3.0 + 1.0, df=1, units=2))}


def test_a_long_body_weighs_less(search):
    scores = search(Word(("tide",)), record(1, "tide and more words of it"), record(2, "tide now"))
    average = (6 + 2) / 2
    assert list(scores) == ["u2", "u1"]
    assert scores["u2"] == pytest.approx(bm25f(1 / (0.25 + 0.75 * 2 / average), df=2, units=2))


def test_a_phrase_has_a_frequency_of_its_own(search):
    texts = [record(1, "zero tolerance"), record(2, "tolerance zero"), record(3, "zero tolerance")]
    assert search(Phrase(("zero", "tolerance")), *texts)["u1"] == pytest.approx(bm25f(1, df=2, units=3))


def test_a_branch_that_does_not_hold_adds_no_score(search):
    tide_and_moon = conjunction([Word(("tide",)), Word(("moon",))])
    tree = disjunction([tide_and_moon, Word(("harbor",))])
    texts = [record(1, "tide harbor"), record(2, "calm harbor")]
    scores = search(tree, *texts, record(3, "tide moon"))
    assert scores["u1"] == scores["u2"]


def test_what_is_excluded_adds_no_score(search):
    assert search(negation(Word(("moon",))), record(1, "tide"), record(2, "moon")) == {"u1": 0.0}


def test_a_field_looks_in_its_zones_only(search):
    texts = [record(1, "tide", title="moon"), record(2, "moon", heading="tide")]
    assert list(search(Field("title", Word(("tide",))), *texts)) == []
    assert sorted(search(Field("body", Word(("tide",))), *texts)) == ["u1", "u2"]


def test_a_sequence_does_not_cross_zones_or_texts(search):
    phrase = Phrase(("zero", "tolerance"))
    assert search(phrase, record(1, "tolerance", title="zero"), record(2, "zero\n\ntolerance")) == {}


def test_a_word_that_repeats_in_a_phrase_must_repeat_in_the_text(search):
    texts = [record(1, "had had it"), record(2, "had it"), record(3, "had it had")]
    assert list(search(Phrase(("had", "had")), *texts)) == ["u1"]


def test_a_phrase_at_the_beginning_of_a_text_is_not_found_in_the_one_before(search):
    assert search(Phrase(("x", "tide")), record(1, "x"), record(2, "tide")) == {}


def test_ties_are_broken_by_position_and_then_by_id(search):
    texts = [record(number, "tide", position=position) for number, position in ((3, 1), (2, 0), (1, 1))]
    assert list(search(Word(("tide",)), *texts)) == ["u2", "u1", "u3"]
    assert list(search(Everything(), *texts, limit=2)) == ["u2", "u1"]


def test_an_unknown_date_stands_last_in_both_directions(search):
    texts = [record(1, "tide", start=0), record(2, "tide", start=5), record(3, "tide", start=9)]
    assert list(search(Everything(), *texts, sort="date")) == ["u2", "u3", "u1"]
    assert list(search(Everything(), *texts, sort="-date")) == ["u3", "u2", "u1"]


def test_numbers_are_found_among_sorted_ones():
    found = is_among(np.array([1, 4, 9, 12]), np.array([4, 7, 9]))
    assert found.tolist() == [False, True, True, False]
