import pytest

from documents.query.tree import (
    And,
    Everything,
    Field,
    Not,
    Or,
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
