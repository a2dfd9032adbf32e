import pytest

from documents.query.expand import Sequence, Slot, expand
from documents.query.explain import Part, explain, forms_left_out, forms_searched
from documents.query.grammar import any_of, parse
from tests.query.lexicon import Lexicon

LEXICON = Lexicon(family={"family", "families"}, entry={"entry", "entries", "entered"})


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("family separation -marshals", "all of: family, separation; none of: marshals"),
        ("family", "family"),
        ("=family", "exactly family"),
        ('"zero tolerance"', "“zero tolerance”"),
        ("family -marshals", "all of: family; none of: marshals"),
        ("-a", "none of: a"),
        ("-a -b", "none of: a, b"),
        ("memo | order", "any of: memo, order"),
        ("(memo | order) border", "all of: (any of: memo, order), border"),
        ("a b | c", "any of: (all of: a, b), c"),
        ("a -(b c)", "all of: a; none of: (all of: b, c)"),
        ("a | -b", "any of: a, (none of: b)"),
        ("title:memo border", "all of: title: memo, border"),
        ("body:(a | b)", "text: (any of: a, b)"),
        ("-kind:report", "none of: kind: report"),
        ("21-028", "21-028"),
        ("pre*", "words that begin with pre"),
        ("wi?d", "words like wi?d"),
        ("*pre", "words like *pre"),
        ("re-entr*", "words like re-entr*"),
        ("title:pre*", "title: words that begin with pre"),
        ("word~", "words spelt like word (up to 1 change)"),
        ("word~2", "words spelt like word (up to 2 changes)"),
        ('"a b"~5', "“a b” in any order with at most 5 others between"),
        ('"a b"~0', "“a b” in any order with none between"),
        ("date:2018", "date: 2018"),
        ("date:2018-04..2018-06-20", "date from April 2018 to June 20, 2018"),
        ("date:2018.. poll", "all of: date from 2018, poll"),
        ("-date:..2018", "none of: date to 2018"),
        ("", ""),
    ],
)
def test_a_query_in_words(typed, sentence):
    assert explain(parse(typed).tree).sentence == sentence


def test_a_word_that_weighs_twice_is_said_once():
    assert explain(any_of("policy on policy").tree).sentence == "any of: policy, on"


def test_the_parts_of_an_explanation_stand_apart():
    assert explain(parse("a (b | c) -d").tree).parts == (
        Part("all of", ("a", "(any of: b, c)")),
        Part("none of", ("d",)),
    )
    assert explain(parse("a | b").tree).parts == (Part("any of", ("a", "b")),)
    assert explain(parse("title:a").tree).parts == (Part("", ("title: a",)),)
    assert explain(parse("").tree).parts == ()


def test_the_forms_searched_are_named():
    tree = parse("family =family border re-entry").tree
    assert explain(tree, forms_searched(expand(tree, LEXICON).tree)).sentence == (
        "all of: family (also families), exactly family, border, re-entry (also entered, entries)"
    )
    tree = parse("border (wrod~ | title:family)").tree
    assert explain(tree, {"family": ["families"], "wrod": ["ward", "word"]}).sentence == (
        "all of: border, (any of: words spelt like wrod (up to 1 change) (also ward, word), "
        "title: family (also families))"
    )


def test_only_words_with_other_forms_are_listed():
    tree = expand(parse('family border "entry" -entry').tree, LEXICON).tree
    assert forms_searched(tree) == {"family": ["families"]}


def test_what_a_pattern_stands_for_is_listed_even_if_it_is_one_word():
    slot = Slot("wi?d", frozenset({"wild"}), frozenset({"wild"}))
    assert forms_searched(Sequence((slot,))) == {"wi?d": ["wild"]}


def test_the_forms_left_out_are_told_apart_from_those_searched():
    typed = "entry -family -(border -entry)"
    query = parse(typed)
    expanded = expand(query.tree, LEXICON).tree
    searched, left_out = forms_searched(expanded), forms_left_out(expanded)
    assert searched == {"entry": ["entered", "entries"]}
    assert left_out == {"family": ["families"], "entry": ["entered", "entries"]}
    assert explain(query.tree, searched, {"family": ["families"]}).parts == (
        Part("all of", ("entry (also entered, entries)",)),
        Part("none of", ("family (also families)", "(all of: border; none of: entry)")),
    )


@pytest.mark.parametrize("typed", ["-entry", "title:(border -entry)", "border | -entry"])
def test_forms_left_out_are_found_wherever_something_is_excluded(typed):
    assert forms_left_out(expand(parse(typed).tree, LEXICON).tree) == {"entry": ["entered", "entries"]}


def test_words_are_told_as_the_reader_wrote_them():
    query = parse('Family AT&T Wi?d Fam* Wörd~ "Zero Tolerance" title:=Memo -DOJ')
    forms = {"family": ["families"]}
    assert explain(query.tree, forms, spelling=query.spelling).sentence == (
        "all of: Family (also families), AT&T, words like Wi?d, words that begin with Fam, "
        "words spelt like Wörd (up to 1 change), “Zero Tolerance”, title: exactly Memo; none of: DOJ"
    )
