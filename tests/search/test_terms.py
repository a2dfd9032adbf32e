import time

import pytest

from documents.search.whoosh.terms import Terms

WORDS = "a ab abc acb bac café re reentry reenter section sections action".split()


def terms(*words):
    return Terms({"body": [(word, 1, 0, 0) for word in words]})


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


def test_what_is_known_of_a_word_in_two_zones_is_put_together():
    known = Terms({"title": [("a", 2, 3, 5)], "body": [("a", 4, 1, 4), ("b", 1, 0, 0)]})
    assert (known.words, known.counts.tolist()) == (["a", "b"], [6, 1])
    assert (known.firsts.tolist(), known.lasts.tolist()) == ([1, 0], [5, 0])
    assert known.zones == {"title": {"a"}, "body": {"a", "b"}}


def test_no_words_at_all():
    assert not len(terms().like("*"))
    assert not len(terms().near("a", 2))


def test_many_stars_cost_little_where_they_nearly_fit():
    known = terms("a" * 255)
    before = time.perf_counter()
    assert not len(known.like("a*" * 100 + "b"))
    assert time.perf_counter() - before < 0.5
