from itertools import pairwise, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.query.skim import Skim
from documents.text.words import tokens

# What may stand between two spaces.
CHUNKS = [
    *"zero Zero, zero-tolerance ze\u00adro don’t Biden's s’ a_b café e\u0301 零容忍 ﷺ ½ ² x█ █".split(" "),
    *"U. (U. S. S.C. C. US u s per cent Ph.D. 1, 000 1,000 % 50% & AT&T § §1325(a) re- - — …".split(" "),
    *("", "a\tb", "\t", "re-\nentry", "\nentry", "\n\n", "x" * 300),
]
TEXTS = st.lists(st.sampled_from(CHUNKS) | st.text(max_size=4), max_size=12).map(" ".join)


def neighbours(found, wanted):
    """Pairs of wanted tokens at one position or at successive ones, without the positions."""
    found = [token for token in found if token.word in wanted]
    return {
        (one.word, one.start, one.end, other.word, other.start, other.end, other.position - one.position)
        for one in found
        for other in found
        if other.position - one.position in (0, 1)
    }


def assert_skimmed_as_read(text):
    """Each word alone, each with the one after it, and all of them are found with their neighbours."""
    everything = tokens(text)
    words = [token.word for token in everything]
    for wanted in [*({word} for word in words), *map(set, pairwise(words)), set(words)]:
        assert neighbours(Skim(wanted).tokens(text), wanted) == neighbours(everything, wanted)


@given(TEXTS)
@example("U. S. C. 1325")
def test_wanted_tokens_are_found_with_their_neighbours(text):
    assert_skimmed_as_read(text)


def test_wanted_tokens_are_found_whatever_stands_beside_them():
    for pair in product(CHUNKS, repeat=2):
        assert_skimmed_as_read(" ".join(pair))


def test_plain_words_that_are_not_wanted_are_not_read():
    assert [token.word for token in Skim({"b"}).tokens("a b, x d")] == ["b"]


def test_words_at_two_places_are_no_neighbours():
    first, second = Skim({"b"}).tokens("b a b")
    assert (first.start, second.start) == (0, 4)
    assert second.position - first.position > 1


@pytest.mark.parametrize("between", [" ", " — ", "-", "  "])
def test_what_is_no_word_keeps_neighbours_together(between):
    first, *_, second = Skim({"zero", "tolerance"}).tokens(f"zero{between}tolerance")
    assert second.position - first.position == 1
