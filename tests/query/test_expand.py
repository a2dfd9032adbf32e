import pytest

from documents.query.expand import Sequence, Slot, Together, Words, as_one, expand, name, wanted
from documents.query.grammar import parse
from documents.query.limits import LIMITS
from documents.query.synonyms import NONE, Synonyms
from documents.query.tree import And, Dates, Everything, Field, Not, Or
from tests.query.lexicon import Lexicon

FAMILIES = {"family": {"family", "families"}, "entry": {"entries"}, "reentry": {"reentries"}}


def expanded(typed):
    return expand(parse(typed).tree, Lexicon(**FAMILIES)).tree


def sequence(*slots):
    return Sequence(tuple(Slot(forms[0], frozenset(forms)) for forms in slots))


FAMILY = sequence(("family", "families"))
X = sequence(("x",))


def test_a_word_stands_for_its_family_and_always_for_itself():
    assert expanded("family") == FAMILY
    assert expanded("entry") == sequence(("entry", "entries"))
    assert expanded("x") == X


def test_exact_words_and_phrases_stand_for_themselves():
    assert expanded("=family") == sequence(("family",))
    assert expanded('"family entry"') == sequence(("family",), ("entry",))


def test_a_hyphenated_word_is_also_looked_for_as_one():
    apart = sequence(("re",), ("entry", "entries"))
    assert expanded("re-entry") == Or((apart, sequence(("reentry", "reentries"))))


def test_an_exact_hyphenated_word_has_no_other_forms_joined_or_apart():
    assert expanded("=re-entry") == Or((sequence(("re",), ("entry",)), sequence(("reentry",))))


def test_a_number_with_hyphens_is_a_sequence_only():
    assert expanded("21-028") == sequence(("21",), ("028",))


def test_branches_stay_as_they_are():
    assert expanded("family (x | -title:x)") == And((FAMILY, Or((X, Not(Field("title", X))))))
    assert expanded("") == Everything()


def test_sequences_are_numbered_by_the_words_and_phrases_of_the_query():
    tree = expanded('x re-entry (-"a b" | title:y)')
    assert [each.part for each in wanted(tree)] == [0, 1, 1, 3]  # 2 is excluded


class Found(Lexicon):
    """Every pattern stands for two words, every misspelt one for three of five."""

    def like(self, pattern):
        return Words(frozenset({f"{pattern[0]}1", f"{pattern[0]}2"}), 2)

    def near(self, word, distance):
        return Words(frozenset({"f1", "f2", "f3"}), 5)


def widened(typed, synonyms=NONE):
    return expand(parse(typed).tree, Found(**FAMILIES), synonyms)


def named(typed, synonyms=NONE):
    return name(widened(typed, synonyms).tree)


def test_a_pattern_and_a_misspelt_word_are_what_they_stand_for_in_any_language():
    (slot,) = widened("pre*").tree.slots
    assert slot.everywhere == slot.forms == {"p1", "p2"}
    (slot,) = widened("wrod~").tree.slots
    assert slot.everywhere == {"f1", "f2", "f3"}


def test_a_pattern_that_nothing_fits_stands_for_nothing_that_a_text_has():
    (slot,) = expanded("pre*").slots
    assert (slot.forms, slot.everywhere) == (frozenset(), {"pre*"})


def test_what_an_expansion_leaves_out_is_announced():
    assert widened("pre*").limits == ()
    assert widened("wrod~ wrod~2 wrod~").limits == tuple(
        LIMITS["expansions"].announced(typed, 5) for typed in ("wrod~", "wrod~2")
    )


class Asked(Lexicon):
    """Fits nothing, and keeps what it was asked for."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def like(self, pattern):
        self.asked.append(pattern)
        return super().like(pattern)

    def near(self, word, distance):
        self.asked.append((word, distance))
        return super().near(word, distance)


def test_the_lexicon_is_asked_for_what_was_typed():
    lexicon = Asked()
    tree = expand(parse("fam* wrod~ wrod~2 X-ra?s").tree, lexicon).tree
    assert lexicon.asked == ["fam*", ("wrod", 1), ("wrod", 2), "ra?s", "xra?s"]
    assert [leaf.slots[0].word for leaf in wanted(tree)] == ["fam*", "wrod", "wrod", "x", "xra?s"]


def test_words_near_each_other_are_literal():
    slots = (Slot("family", frozenset({"family"})), Slot("entry", frozenset({"entry"})))
    assert expanded('"family entry"~3') == Together(slots, 3)


def test_dates_stay_and_are_no_part():
    assert expanded("date:2018") == Dates("2018", "2018")
    assert [each.part for each in wanted(expanded("date:2018 x"))] == [0]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("re", "entr*"), "reentr*"),
        (("re", "e?try"), "ree?try"),
        (("re", "*"), None),
        (("re*", "entry"), None),
        (("21", "02*"), None),
        (("re", "entry"), "reentry"),
    ],
)
def test_a_compound_is_also_one_word_where_it_is_clear_which(words, expected):
    assert as_one(words) == expected


def test_words_and_phrases_side_by_side_may_be_a_name():
    assert named("GAO-19-163") == ("gao", "19", "163")
    assert named('re-entry =x "a b"') == ("re", "entry", "x", "a", "b")
    assert named("doj x", Synonyms.of([(["DOJ"], ["Department of Justice"])])) == ("doj", "x")


@pytest.mark.parametrize(
    "typed", ["", "a | b", "a -b", "-a", "title:a", "a date:2018", "a*", "a b~", '"a b"~3', "a (b | c)"]
)
def test_other_queries_are_no_name(typed):
    assert named(typed) == ()
