"""What other names a query asks for: the sets, and where they come in."""

import pytest

from documents.query.expand import Also, Sequence, Slot, expand
from documents.query.grammar import parse
from documents.query.synonyms import NONE, Name, Synonyms
from documents.query.tree import And, Field, Not, Or
from tests.query.lexicon import Lexicon

DOJ = ("DOJ", "Department of Justice", "Justice Department")
SETS = Synonyms.of([(DOJ, DOJ), (("UAC",), ("unaccompanied",)), (("justice", "law"), ("justice", "law"))])


def expansion(typed, synonyms=SETS, **families):
    return expand(parse(typed).tree, Lexicon(**families), synonyms)


def tree(typed, **families):
    return expansion(typed, **families).tree


def literally(*words):
    """The words as they stand, side by side."""
    return Sequence(tuple(Slot(word, frozenset((word,))) for word in words))


D, J, OF = map(literally, ("department", "justice", "of"))
FULL, SHORT = literally("department", "of", "justice"), literally("doj")
TURNED = literally("justice", "department")


def names(*words):
    return {key: tuple(name.text for name in found) for key, found in SETS.others.items()}[words]


# Sets


def test_each_name_of_a_set_asks_for_the_others():
    assert names("doj") == ("Department of Justice", "Justice Department")
    assert names("justice", "department") == ("DOJ", "Department of Justice")


def test_one_way_does_not_lead_back():
    assert names("uac") == ("unaccompanied",)
    assert ("unaccompanied",) not in SETS.others


def test_names_that_differ_in_signs_alone_are_one():
    synonyms = Synonyms.of(
        [(("D.O.J.", "DOJ", "Justice-Department"), ("DOJ", "D.O.J.", "justice department"))]
    )
    assert synonyms.others == {
        ("doj",): (Name("justice department", ("justice", "department")),),
        ("justice", "department"): (Name("DOJ", ("doj",)),),
    }


def test_a_name_in_two_sets_asks_for_both_and_does_not_join_them():
    synonyms = Synonyms.of(
        [(("BOP", "Prisons"), ("BOP", "Prisons")), (("BOP", "Balance"), ("BOP", "Balance"))]
    )
    assert [name.text for name in synonyms.others["bop",]] == ["Prisons", "Balance"]
    assert [name.text for name in synonyms.others["prisons",]] == ["BOP"]


@pytest.mark.parametrize("pairs", [[], [(("***", ""), ("DOJ",))], [(("DOJ",), ("D.O.J.", "…"))]])
def test_names_without_words_and_names_of_themselves_are_none(pairs):
    assert Synonyms.of(pairs) == NONE


@pytest.mark.parametrize(
    ("run", "before", "expected"),
    [
        ([("doj",)], set(), (1, "doj")),
        ([("justice",), ("department",)], set(), (2, "justice department")),
        ([("justice",), ("memo",)], set(), (1, "justice")),
        ([("department", "of", "justice"), ("memo",)], set(), (1, "department of justice")),
        ([("department", "of", "justice", "memo")], set(), None),
        ([("department",), ("of",)], set(), None),
        ([("department",), ("justice",)], {"of"}, (2, "department of justice")),
        ([("department",), ("justice",)], set(), None),
        ([("justice",)], {"department", "of"}, (1, "department of justice")),
        ([("of",), ("justice",)], {"department"}, (2, "department of justice")),
        ([("memo",)], {"department", "of", "justice"}, None),
    ],
)
def test_the_longest_name_that_a_run_of_words_begins_with(run, before, expected):
    named = SETS.named(run, before)
    assert (named and named[:2]) == expected


def test_a_name_is_found_by_any_of_its_words():
    synonyms = Synonyms.of([(("Justice Department",), ("DOJ",))])
    assert synonyms.named([("justice",), ("department",)]) == (2, "justice department", (("DOJ", ("doj",)),))
    assert synonyms.named([("department",)], {"justice"})[0] == 1


# Queries


def test_a_word_asks_for_its_other_names_as_they_stand():
    assert tree("doj") == Or((SHORT, FULL, TURNED))


def test_words_side_by_side_are_a_name_without_quotation_marks():
    assert tree("Department of Justice") == And((Or((And((D, OF, J)), SHORT, TURNED)),))
    assert tree("justice department") == And((Or((And((J, D)), SHORT, FULL)),))


def test_a_name_among_other_words_is_a_part_of_the_query():
    assert tree("a department of justice memo") == And(
        (literally("a"), Or((And((D, OF, J)), SHORT, TURNED)), literally("memo"))
    )


def test_the_longest_name_wins_and_what_is_left_is_read_on():
    found = expansion("department of justice law uac")
    assert [also.asked for also in found.also] == ["department of justice", "law", "uac"]


@pytest.mark.parametrize(
    "typed",
    [
        "letters of the department of justice",
        "office of department justice",
        "of x -y department justice",
        "letters of department justice memo",
    ],
)
def test_a_query_has_each_word_once_and_a_name_is_found_without_its_other(typed):
    assert [also.asked for also in expansion(typed).also] == ["department of justice"]


@pytest.mark.parametrize(
    "typed", ['"doj"', "=doj", '"department of justice"', "do*", "doj~", '"justice law"~3']
)
def test_what_is_literal_has_no_other_names(typed):
    found = expansion(typed)
    assert found == expansion(typed, NONE)
    assert found.also == ()


@pytest.mark.parametrize(
    "typed", ["department =of justice", "department (of | x) justice", "department -of justice"]
)
def test_a_name_is_not_made_across_what_is_no_plain_word(typed):
    assert "department of justice" not in [also.asked for also in expansion(typed).also]


def test_a_name_written_with_hyphens_is_the_name():
    assert [also.asked for also in expansion("department-of-justice").also] == ["department of justice"]


def test_fields_groups_and_exclusions_have_other_names_too():
    either = Or((SHORT, FULL, TURNED))
    assert tree("title:doj") == Field("title", either)
    assert tree("memo -doj") == And((literally("memo"), Not(either)))
    assert tree("x | (memo doj)") == Or((literally("x"), And((literally("memo"), either))))


def test_other_names_have_the_forms_of_their_words():
    found = tree("doj", department={"departments"})
    assert found.parts[1].slots[0].forms == {"department", "departments"}


def test_what_was_searched_as_well_is_told_once():
    assert expansion("DOJ memo | doj -doj").also == (
        Also("doj", ("Department of Justice", "Justice Department")),
    )


def test_what_was_left_out_as_well_is_told_apart():
    found = expansion("law -(memo -doj) title:(x -doj)")
    assert found.left_out == (Also("doj", ("Department of Justice", "Justice Department")),)
    assert [also.asked for also in found.also] == ["law"]
    assert expansion("-doj law").also == found.also


def test_without_sets_nothing_changes():
    assert expansion("department of justice doj", NONE).tree == And((D, OF, J, SHORT))
