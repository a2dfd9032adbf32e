"""Where the matches of a unit lie."""

from hypothesis import given
from hypothesis import strategies as st

from documents.query.places import places, where
from documents.query.spans import Passage, Span

TEXTS = st.lists(
    st.tuples(st.sampled_from(["title", "body", "heading", "number"]), st.text("ab ", max_size=9))
)


@st.composite
def units(draw):
    """Texts, and any spans in them."""
    passages = [Passage(*text) for text in draw(TEXTS)]
    spans = []
    for passage in passages:
        starts = draw(st.lists(st.integers(0, max(len(passage.text) - 1, 0)), max_size=3, unique=True))
        spans.append([Span(start, start + 1) for start in sorted(starts)] if passage.text else [])
    return passages, spans


@given(units())
def test_every_match_has_one_place_that_a_scan_finds(unit):
    passages, spans = unit
    whole = "".join(passage.text for passage in passages)
    found = places(passages, spans)
    assert len(found) == sum(map(len, spans))
    expected = [
        offset / len(whole)
        for number, (passage, here) in enumerate(zip(passages, spans, strict=True))
        for offset in (len("".join(p.text for p in passages[:number])) + span.start for span in here)
    ]
    assert list(found) == expected == sorted(expected)
    assert all(0 <= place < 1 for place in found)


@given(units())
def test_there_are_words_where_there_is_a_match(unit):
    assert bool(where(*unit)) == any(unit[1])


def told(*matched, title=False, record=False, of=62):
    passages = [Passage("title", "t"), *[Passage("body", "b")] * of, Passage("publisher", "p")]
    one = [Span(0, 1)]
    text = [one if number in matched else [] for number in range(1, of + 1)]
    return where(passages, [one if title else [], *text, one if record else []])


def test_few_passages_are_named():
    assert told(3, 14, 40) == "in passages 3, 14 and 40 of 62"
    assert told(3, 5, 8, 13) == "in passages 3, 5, 8 and 13 of 62"
    assert told(7) == "in passage 7 of 62"


def test_of_many_the_first_and_the_last():
    assert told(3, 5, 8, 13, 58) == "in 5 of 62 passages, from 3 to 58"
    assert told(*range(1, 63)) == "in all 62 passages"


def test_title_and_record_are_named():
    assert told(2, title=True, record=True) == "in the title, passage 2 of 62 and the record"
    assert told(title=True) == "in the title"


def test_a_text_of_one_passage_has_no_number():
    assert told(1, of=1) == "in the text"
