import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.query.skim import Skim
from documents.text.words import tokens

CHUNKS = (
    *(
        "zero",
        "Zero,",
        "tolerance",
        "zero-tolerance",
        "don’t",
        "U.",
        "S.",
        "(U.",
        "S.C.",
        "C.",
        "US",
        "per",
        "cent",
    ),
    *(
        "%",
        "50%",
        "1,000",
        "1,",
        "000",
        "café",
        "—",
        "-",
        "",
        "§",
        "§1325(a)",
        "█",
        "x█",
        "a\tb",
        "\t",
        "²",
        "零容忍",
    ),
    *(
        "re-\nentry",
        "re-",
        "\n\n",
        "s’",
        "Ph.D.",
        "ﷺ",
        "½",
        "Biden's",
        "\u00ad",
        "ze\u00adro",
        "a_b",
        "e\u0301",
    ),
)
TEXTS = st.lists(st.sampled_from(CHUNKS) | st.text(max_size=4), max_size=12).map(" ".join)


def neighbours(found):
    """Pairs of tokens at one position or at successive ones, without the positions."""
    return {
        (one.word, one.start, one.end, other.word, other.start, other.end, other.position - one.position)
        for one in found
        for other in found
        if other.position - one.position in (0, 1)
    }


@given(st.data(), TEXTS)
@example(None, "U. S. C. 1325")
def test_wanted_tokens_are_found_with_their_neighbours(data, text):
    everything = tokens(text)
    words = sorted({token.word for token in everything}) or ["zero"]
    wanted = set(words) if data is None else data.draw(st.sets(st.sampled_from(words)))
    skimmed = [token for token in Skim(wanted).tokens(text) if token.word in wanted]
    assert neighbours(skimmed) == neighbours([token for token in everything if token.word in wanted])


def test_plain_words_that_are_not_wanted_are_not_read():
    assert [token.word for token in Skim({"b"}).tokens("a b, c d")] == ["b"]


def test_words_at_two_places_are_no_neighbours():
    first, second = Skim({"b"}).tokens("b a b")
    assert (first.start, second.start) == (0, 4)
    assert second.position - first.position > 1


@pytest.mark.parametrize("between", [" ", " — ", "-", "  "])
def test_what_is_no_word_keeps_neighbours_together(between):
    first, *_, second = Skim({"zero", "tolerance"}).tokens(f"zero{between}tolerance")
    assert second.position - first.position == 1
