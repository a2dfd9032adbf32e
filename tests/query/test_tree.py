from datetime import date

import pytest

from documents.query.tree import (
    And,
    Dates,
    Everything,
    Field,
    Fuzzy,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Word,
    conjunction,
    disjunction,
    negation,
    within,
)

A, B, C = Word(("a",)), Word(("b",)), Word(("c",))


@pytest.mark.parametrize(
    ("tree", "typed"),
    [
        (A, "a"),
        (Word(("21", "028")), "21-028"),
        (Word(("at", "and", "t")), "at-and-t"),
        (Word(("café",), exact=True), "=café"),
        (Phrase(("of", "the", "state")), '"of the state"'),
        (Pattern(("re", "entr*")), "re-entr*"),
        (Fuzzy("a"), "a~"),
        (Fuzzy("a", 2), "a~2"),
        (Near(("a", "b"), 5), '"a b"~5'),
        (Dates("2018", "2018"), "date:2018"),
        (Dates("2018-04", ""), "date:2018-04.."),
        (Dates("", "2018-06-20"), "date:..2018-06-20"),
        (Not(Dates("2017", "2018")), "-date:2017..2018"),
        (And((A, B)), "a b"),
        (Or((A, B)), "a | b"),
        (And((Or((A, B)), C)), "(a | b) c"),
        (Or((And((A, B)), C)), "a b | c"),
        (Not(A), "-a"),
        (Not(And((A, B))), "-(a b)"),
        (Not(Or((A, B))), "-(a | b)"),
        (Not(Word(("a",), exact=True)), "-=a"),
        (Field("title", A), "title:a"),
        (Field("title", Phrase(("a", "b"))), 'title:"a b"'),
        (Field("title", Or((A, B))), "title:(a | b)"),
        (Not(Field("title", A)), "-title:a"),
        (And((Word(("per",)), Word(("cent",)))), "per (cent)"),
        (And((Word(("per",)), Word(("day",)), Word(("cent",)))), "per day cent"),
        (
            And((Word(("per", "cent")), Word(("per",), exact=True), Pattern(("cent*",)))),
            "per-cent =per (cent*)",
        ),
        (Everything(), ""),
    ],
)
def test_a_tree_is_written_as_one_would_type_it(tree, typed):
    assert str(tree) == typed


def test_branches_of_one_kind_are_one_branch():
    assert conjunction([A, conjunction([B, C])]) == And((A, B, C))
    assert disjunction([disjunction([A, B]), C]) == Or((A, B, C))


def test_branches_of_two_kinds_stay_apart():
    assert conjunction([A, disjunction([B, C])]) == And((A, Or((B, C))))
    assert disjunction([A, conjunction([B, C])]) == Or((A, And((B, C))))


def test_a_branch_of_one_part_is_the_part():
    assert conjunction([A]) == A
    assert disjunction([A]) == A


def test_a_part_is_asked_once():
    assert conjunction([A, B, A]) == And((A, B))
    assert disjunction([A, A]) == A


def test_nothing_asks_for_everything_and_adds_nothing():
    assert conjunction([]) == disjunction([]) == Everything()
    assert conjunction([A, Everything()]) == disjunction([Everything(), A]) == A
    assert negation(Everything()) == within("title", Everything()) == Everything()


def test_two_negations_cancel_out():
    assert negation(negation(A)) == A


def test_the_inner_field_counts():
    assert within("title", within("body", A)) == Field("body", A)


def test_an_exclusion_is_drawn_out_of_a_field():
    assert within("title", negation(A)) == Not(Field("title", A))


def test_a_date_is_in_no_field():
    assert within("title", Dates("2018", "2018")) == Dates("2018", "2018")


def days(first, last):
    return date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    ("first", "last", "start", "end", "meets"),
    [
        ("2018", "2018", "2018-06-01", "2018-06-30", True),
        ("2018-06-15", "2018-06-15", "2018-01-01", "2018-12-31", True),
        ("2018-04", "2018-06", "2018-06-30", "2018-06-30", True),
        ("2018-04", "2018-06", "2018-07-01", "2018-07-01", False),
        ("2018-04", "2018-06", "2018-03-31", "2018-03-31", False),
        ("2018-04", "2018-06", "2018-03-31", "2018-04-01", True),
        ("", "2018-04", "0001-01-01", "0001-01-01", True),
        ("2018-04", "", "2020-01-01", "2020-01-01", True),
        ("", "2018-04", "1950-01-01", "1950-01-01", True),
        ("", "2018-04", "2018-05-01", "2018-05-01", False),
    ],
)
def test_a_date_meets_what_overlaps_it(first, last, start, end, meets):
    assert Dates(first, last).meets(*days(start, end)) is meets


def test_an_unknown_date_meets_nothing():
    assert not Dates("", "2018").meets(0, 0)
    assert not Dates("2018", "").meets(0, 0)
