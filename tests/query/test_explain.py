import pytest

from documents.query.expand import expand
from documents.query.explain import explain, forms_searched
from documents.query.grammar import parse

FAMILIES = {"family": {"family", "families"}, "entry": {"entry", "entries", "entered"}}


def forms(word):
    return frozenset(FAMILIES.get(word, ()))


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
        ("", ""),
    ],
)
def test_a_query_in_words(typed, sentence):
    assert explain(parse(typed)) == sentence


def test_the_forms_searched_are_named():
    query = parse("family =family border re-entry")
    assert explain(query, expand(query.tree, forms)) == (
        "all of: family (also families), exactly family, border, re-entry (also entered, entries)"
    )


def test_only_words_with_other_forms_are_listed():
    tree = expand(parse('family border "entry" -entry').tree, forms)
    assert forms_searched(tree) == {"family": ["families"]}
