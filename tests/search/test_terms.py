import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from documents.search.whoosh.terms import Terms, term_arrays

WORDS = "a ab abc acb bac café re reentry reenter section sections action".split()


def terms(*words):
    return Terms(term_arrays({"body": [(word, 1, 0, 0) for word in sorted(set(words))]}))


def found(places, known):
    return sorted(known.words[place] for place in places.tolist())


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a*", "a ab abc acb action"),
        ("*tion*", "action section sections"),
        ("*c", "abc bac"),
        ("?", "a"),
        ("a?", "ab"),
        ("?*", " ".join(sorted(WORDS))),
        ("re*e*r*", "reenter reentry"),
        ("*e*e*e", ""),
        ("caf?", "café"),
        ("ab", "ab"),
        ("a.c", ""),
        ("a**c", "abc"),
    ],
)
def test_a_pattern_fits_whole_words(pattern, expected):
    known = terms(*WORDS)
    assert " ".join(found(known.like(pattern), known)) == expected


@pytest.mark.parametrize(
    ("word", "distance", "expected"),
    [
        ("abc", 1, "ab abc acb bac"),  # one less, the word, two exchanged
        ("abc", 2, "a ab abc acb bac"),
        ("sektion", 1, "section"),
        ("x", 1, "a"),
        ("zzzz", 2, ""),
    ],
)
def test_words_near_another(word, distance, expected):
    known = terms(*WORDS)
    assert " ".join(found(known.near(word, distance), known)) == expected


def test_no_word_is_near_where_there_are_none():
    assert terms().near("abc", 2).tolist() == []
    assert found(terms("a", "ab").near("", 1), terms("a", "ab")) == ["a"]


@given(
    st.lists(st.text("abcä\u2d30", min_size=1, max_size=6)),
    st.text("abcdä\ud800", min_size=1),
    st.sampled_from([1, 2]),
)
def test_the_words_near_another_are_those_that_its_distance_to_all_words_gives(words, word, distance):
    known = terms(*words)
    assert found(known.near(word, distance), known) == sorted(
        other for other in known.words if OSA.distance(word, other) <= distance
    )


def test_what_is_known_of_a_word_in_two_zones_is_put_together():
    known = Terms(term_arrays({"title": [("a", 2, 3, 5)], "body": [("a", 4, 1, 4), ("b", 1, 0, 0)]}))
    assert (list(known.words), known.counts.tolist()) == (["a", "b"], [6, 1])
    assert (known.firsts.tolist(), known.lasts.tolist()) == ([1, 0], [5, 0])
    assert {zone: places.tolist() for zone, places in known.zones.items()} == {"title": [0], "body": [0, 1]}


def test_no_words_at_all():
    assert not len(terms().like("*"))
    assert not len(terms().near("a", 2))


def test_many_stars_cost_little_where_they_nearly_fit():
    known = terms("a" * 255)
    before = time.perf_counter()
    assert not len(known.like("a*" * 100 + "b"))
    assert time.perf_counter() - before < 0.5
