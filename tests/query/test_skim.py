from itertools import pairwise, product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.query.skim import Skim
from documents.text.words import tokens

# What may stand between two spaces.
CHUNKS = [
    *"zero Zero, zero-tolerance ze\u00adro don’t Biden's s’ a_b café e\u0301 零容忍 ﷺ ½ ² x█ █".split(" "),
    *"U. (U. U.\u00a0S. S. S.C. C. US u s per cent Ph.D. 1, 000 1,000 % 50% & AT&T § §1325(a) re- - — …".split(
        " "
    ),
    *("", "a\tb", "\t", "re-\nentry", "\nentry", "\n\n", "x" * 300),
]
TEXTS = st.lists(st.sampled_from(CHUNKS) | st.text(max_size=4), max_size=12).map(" ".join)


def assert_skimmed_as_read(text):
    """Each word alone, each with the one after it, and all of them are found where they stand."""
    everything = tokens(text)
    words = [token.word for token in everything]
    for wanted in [*({word} for word in words), *map(set, pairwise(words)), set(words)]:
        found = [token for token in Skim(wanted).tokens(text) if token.word in wanted]
        assert found == [token for token in everything if token.word in wanted]


@given(TEXTS)
@example("U. S. C. 1325")
@example("a U. S. C. b U. S. c █ d")
def test_wanted_tokens_are_found_where_they_stand(text):
    assert_skimmed_as_read(text)


def test_wanted_tokens_are_found_whatever_stands_beside_them():
    for pair in product(CHUNKS, repeat=2):
        assert_skimmed_as_read(" ".join(pair))


def test_plain_words_that_are_not_wanted_are_not_read():
    assert [token.word for token in Skim({"b"}).tokens("a b, x d")] == ["b"]


@pytest.mark.parametrize(
    ("between", "distance"),
    [(" ", 1), (" — ", 1), ("-", 1), ("  ", 1), (" b ", 2), (" █ ", 2), ("\t", 101), (" U. S. ", 2)],
)
def test_distances_between_wanted_words_are_true(between, distance):
    first, *_, second = (
        token for token in Skim({"zero"}).tokens(f"zero{between}zero") if token.word == "zero"
    )
    assert second.position - first.position == distance
