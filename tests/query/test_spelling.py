import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.query.grammar import any_of, parse
from documents.query.relax import replaced
from documents.text.words import words, written


@pytest.mark.parametrize(
    "typed",
    [
        "DOJ -Marshals",
        "AT&T 1325(a)(1) 12:30 and/or U.S.C. 50% DOJ’s",
        '"8 U.S.C. § 1325" "Zero, Tolerance."~5',
        "Café =Café Sépar* WI?D Wörd~2",
        'title:(Memo | "Zero Tolerance") date:2018',
        "Zero-Tolerance",
    ],
)
def test_a_query_is_told_as_it_was_written(typed):
    assert parse(typed).as_read == typed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("[Memo], Re: (DOJ", "Memo Re DOJ"),
        ("Autor:Smith", "Autor Smith"),
        ("DOJ OR NOT Doj", "DOJ | -DOJ"),
        ('"Zero* Tolerance"', '"Zero Tolerance"'),
        ('§ 12 "the section"', '12 "the section"'),
        ("Re-Entry reentry", "Re-Entry reentry"),
        ('date:"May 2018".."Soon" DOJ', '"May 2018..Soon" DOJ'),
    ],
)
def test_what_is_not_read_is_not_told(typed, told):
    assert parse(typed).as_read == told


@pytest.mark.parametrize("typed", ["B\u202eA", "B\u00adA", '"B\u200eA"'])
def test_signs_that_turn_the_text_around_are_not_repeated(typed):
    assert parse(typed).as_read.replace('"', "") == "ba"


def test_a_query_made_from_another_knows_its_words():
    query = parse('DOJ "Zaro Tides"')
    assert query.told(replaced(query.tree, {"zaro": "zero"})) == 'DOJ "zero Tides"'


def test_a_sentence_is_told_as_it_was_written():
    assert any_of("Policy of DOJ on policy").as_read == "Policy | Policy | of | DOJ | on"


@given(st.text(max_size=80) | st.text(st.sampled_from("aB1é&§()-.’'~*\" "), max_size=40))
def test_every_spelling_is_one_of_its_words(typed):
    for leaf, piece in parse(typed).spelling.items():
        read = written if getattr(leaf, "exact", False) else words
        assert leaf.words == read(piece)
        assert piece.isprintable()
