import pytest
from hypothesis import given

from documents.query.grammar import parse
from documents.query.relax import (
    any_word,
    is_a_link,
    is_of_plain_words,
    parts,
    relaxations,
    replaced,
    spelt_words,
)
from documents.query.tree import And, Dates, Field, Fuzzy, Near, Not, Or, Pattern, Phrase, Word
from tests.query.trees import trees

FAMILY, TIDE, SAND = Word(("family",)), Word(("tide",)), Word(("sand",))
PHRASE = Phrase(("zero", "tolerance"))


def of(typed, label, killing=(), unknown=()):
    """The relaxation with this label."""
    found = {each.label: each.tree for each in relaxations(parse(typed).tree, killing, unknown)}
    return found.get(label)


def labels(typed):
    return [each.label for each in relaxations(parse(typed).tree)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tide sand -family", (TIDE, SAND)),
        ("tide | sand", (TIDE, SAND)),
        ("tide", (TIDE,)),
        ('"zero tolerance" date:2018', (PHRASE, Dates("2018", "2018"))),
        ("title:(tide sand)", (Field("title", TIDE), Field("title", SAND))),
        ("(tide | sand) family", (Or((TIDE, SAND)), FAMILY)),
        ("-tide", ()),
        ("", ()),
    ],
)
def test_the_parts_of_a_query(typed, expected):
    assert parts(parse(typed).tree) == expected


def test_the_words_of_a_name_are_one_part():
    tree = parse("letter zero tolerance tide").tree
    name = And((Word(("zero",)), Word(("tolerance",))))
    assert parts(tree, {("zero", "tolerance")}) == (Word(("letter",)), name, TIDE)
    assert parts(parse("zero | tolerance").tree, {("zero", "tolerance")}) == name.parts


def test_a_name_ends_at_what_is_no_plain_word():
    names = {("zero", "tolerance"), ("tide", "x")}
    zero, tolerance, exact = Word(("zero",)), Word(("tolerance",)), Word(("tolerance",), True)
    assert parts(parse("zero =tolerance").tree, names) == (zero, exact)
    assert parts(parse("zero tolerance sea* tide").tree, names)[0] == And((zero, tolerance))
    assert len(parts(parse("zero tolerance sea* tide").tree, names)) == 3
    assert parts(parse("zero date:2018 tolerance").tree, names) == (zero, Dates("2018", "2018"), tolerance)


@pytest.mark.parametrize(
    ("typed", "label", "expected"),
    [
        ("tide -sand", "With what was left out", TIDE),
        ("(tide -sand) | family", "With what was left out", Or((TIDE, FAMILY))),
        ("title:(tide -sand)", "With what was left out", Field("title", TIDE)),
        ('"zero tolerance"', "With other words between", Near(("zero", "tolerance"), 5)),
        ('"zero tolerance"~5', "With other words between", Near(("zero", "tolerance"), 15)),
        ('"zero tolerance"~1', "With other words between", Near(("zero", "tolerance"), 10)),
        ('"zero tolerance"~50', "With other words between", None),
        (f'"{"a " * 40}"', "With other words between", Near(("a",) * 40, 5)),
        ('"zero tide"', "Without the quotation marks", And((Word(("zero",)), TIDE))),
        ('title:"tide sand"', "Without the quotation marks", Field("title", And((TIDE, SAND)))),
        ("=tide", "Also in other forms", TIDE),
        ("=café", "Also in other forms", Word(("cafe",))),
        ("=low-tide sand*", "Also in other forms", And((Word(("low", "tide")), Pattern(("sand*",))))),
        ("tide-sand", "Compounds as separate words", And((TIDE, SAND))),
        ("tide~", "Less similar spellings", Fuzzy("tide", 2)),
        ("tide sand", "Any of the words", Or((TIDE, SAND))),
        ("tide sand", "Without “sand”", TIDE),
        ("title:tide sand", "Without title:tide", SAND),
        ("title:tide", "In any field", TIDE),
        ("title:tide sand", "In any field", And((TIDE, SAND))),
        ("title:tide | sand", "In any field", Or((TIDE, SAND))),
        ("tide date:2018", "Of any date", TIDE),
        ("date:2018", "Of any date", None),
    ],
)
def test_a_relaxation(typed, label, expected):
    assert of(typed, label) == expected


def test_a_word_that_may_be_misspelt_keeps_its_own_spelling():
    assert of("tide", "Similar spellings") == Or((TIDE, Fuzzy("tide", 1)))
    exact = Word(("sand",), exact=True)
    assert of("tide =sand", "Similar spellings") == And((Or((TIDE, Fuzzy("tide", 1))), exact))


def test_only_unknown_words_are_respelt():
    assert of("tide sand", "Similar spellings", unknown=["sand"]) == And((TIDE, Fuzzy("sand", 1)))


def test_of_many_words_none_is_respelt():
    assert of("tide sand family", "Similar spellings") is not None
    assert of("tide sand family harbor", "Similar spellings") is None


def test_what_no_text_has_is_looked_for_farther_away():
    assert of("tide sand", "Less similar spellings", unknown=["sand"]) == And((TIDE, Fuzzy("sand", 2)))
    assert of("tide sand", "Less similar spellings") is None


def test_nearly_everything_is_one_change_away_from_a_short_word():
    assert of("sea", "Similar spellings") is None


def test_all_parts_that_find_nothing_are_left_out_at_once():
    tree = of("tide sand family -sea", "Without “tide”, “sand”", killing=[TIDE, SAND])
    assert tree == And((FAMILY, Not(Word(("sea",)))))
    name = And((Word(("zero",)), Word(("tolerance",))))
    assert of("tide zero tolerance", "Without “zero”, “tolerance”", killing=[name]) == TIDE


def test_any_of_the_words_that_find_something_is_offered():
    assert of("tide sand family", "Any of the words", killing=[TIDE]) == Or((SAND, FAMILY))


def test_no_alternative_is_left_out():
    assert not [label for label in labels("tide | sand") if label.startswith("Without")]


def test_what_only_leaves_out_is_not_offered():
    for typed in ("tide -sand", "tide -sand -family", "tide title:(-sand -family)", "tide (-sand | -family)"):
        assert "Without “tide”" not in labels(typed)


def test_what_would_be_read_otherwise_is_no_link():
    assert is_a_link(And((TIDE, SAND)))
    assert not is_a_link(And((TIDE,)))
    assert not is_a_link(And(tuple(Word((f"w{number}",)) for number in range(60))))


def test_the_closest_comes_first():
    found = labels('"zero tolerance" tide -sand')
    assert found[:3] == ["With what was left out", "With other words between", "Without the quotation marks"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tide sand", "tide | sand"),
        ("tide sand date:2018 -sea", "(tide | sand) date:2018 -sea"),
        ('"zero tolerance"', "zero | tolerance"),
        ("title:(tide sand)", "title:tide | title:sand"),
        ("title:(tide sand -sea)", "(title:tide | title:sand) -title:sea"),
        ('"the tide of sand"', "tide | sand"),
        ('"re-entry"', '"re entry"'),
        ("re-entry", "re-entry"),
        ("re-entry tide", "re-entry | tide"),
        ("21-028", "21-028"),
        ("tide", "tide"),
        ("-tide", "-tide"),
    ],
)
def test_any_of_the_words(typed, expected):
    assert str(any_word(parse(typed).tree)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tide sand", True),
        ("tide sand -sea", True),
        ("tide", False),
        ("tide -sand", False),
        ("tide | sand", False),
        ("tide =sand", False),
    ],
)
def test_what_plain_words_are(typed, expected):
    assert is_of_plain_words(parse(typed).tree) is expected


def test_a_compound_is_also_looked_for_without_its_short_parts():
    assert [str(each.tree) for each in relaxations(parse("re-entry").tree)] == ["re entry", "entry"]
    assert of("re-entry-tide", "Only “tide”") == TIDE
    assert not [label for label in labels("21-028 re-entry") + labels("21-2018") if "Only" in label]


def test_a_label_has_the_words_as_the_reader_wrote_them():
    query = parse("DOJ AT&T")
    found = relaxations(query.tree, spelling=query.spelling)
    assert [each.label for each in found][-2:] == ["Without “DOJ”", "Without “AT&T”"]


def test_words_are_replaced_wherever_they_are_asked_for():
    tree = parse('seperatoin (tide | "the seperatoin") =seperatoin seperatoin* -seperatoin').tree
    assert str(replaced(tree, {"seperatoin": "separation"})) == (
        'separation (tide | "the separation") =seperatoin seperatoin* -seperatoin'
    )


def test_words_with_signs_are_as_they_are_meant():
    assert spelt_words(parse("tide =sand fam* sea~ -family").tree) == ("tide",)


@given(trees())
def test_every_relaxation_is_a_query_of_its_own(tree):
    found = [each.tree for each in relaxations(tree)]
    assert all(parse(str(one)).tree == one for one in found)
    assert tree not in found
    assert len(set(found)) == len(found)


@given(trees(wild=True))
def test_so_it_is_with_words_of_all_scripts(tree):
    assert all(parse(str(each.tree)).tree == each.tree for each in relaxations(tree))
