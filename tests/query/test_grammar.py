import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.query.expand import expand, wanted
from documents.query.fields import FIELDS
from documents.query.grammar import LIMITS, OPERATORS, any_of, parse
from documents.query.tree import And, Everything, Field, Not, Or, Phrase, Word
from tests.query.trees import trees

SIGNS = "ab1 é-−–=|():\"“”„«»'’.,/§&%█\t\u00ad"
CUT = "Only the first 500 characters of the query are used."


def word(*words):
    return Word(words)


def exact(*words):
    return Word(words, exact=True)


A, B, C = word("a"), word("b"), word("c")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # words
        ("family separation", And((word("family"), word("separation")))),
        ("Family FAMILY", word("family")),
        ("zero-tolerance", word("zero", "tolerance")),
        ("21-028", word("21", "028")),
        ("1325(a)", word("1325", "a")),
        ("1325(a)(1)", word("1325", "a", "1")),
        ("12:30", word("12", "30")),
        ("and/or", word("and", "or")),
        ("Re: memo", And((word("re"), word("memo")))),
        ("foo:bar", word("foo", "bar")),
        ("AT&T", word("at", "and", "t")),
        ("don't", word("dont")),
        ("U.S.C.", word("usc")),
        ("U. S. C. 1325", And((word("usc"), word("1325")))),
        ("50 per cent", And((word("50"), word("per", "cent")))),
        ("50%", word("50", "percent")),
        ("a AND b", And((A, word("and"), B))),
        # signs that say what follows
        ("§ 1325(a)", word("1325", "a")),
        ("§1325", word("1325")),
        ("(§1325)", word("1325")),
        ("a & b", And((A, B))),
        # phrases
        ('"zero tolerance"', Phrase(("zero", "tolerance"))),
        ("“zero tolerance”", Phrase(("zero", "tolerance"))),
        ("„zero tolerance“", Phrase(("zero", "tolerance"))),
        ("”zero tolerance”", Phrase(("zero", "tolerance"))),
        ("«zero tolerance»", Phrase(("zero", "tolerance"))),
        ("»zero tolerance«", Phrase(("zero", "tolerance"))),
        ("‹zero tolerance›", Phrase(("zero", "tolerance"))),
        ("「零容忍」", Phrase(("零", "容", "忍"))),
        ('“zero tolerance"', Phrase(("zero", "tolerance"))),
        ('"the"', Phrase(("the",))),
        ('"8 U.S.C. § 1325"', Phrase(("8", "usc", "section", "1325"))),
        ('"Biden’s don\'t"', Phrase(("biden", "dont"))),
        ('"a (b | -c) title:d"', Phrase(("a", "b", "c", "title", "d"))),
        ('"a b" c', And((Phrase(("a", "b")), C))),
        ('"a b""c"', And((Phrase(("a", "b")), Phrase(("c",))))),
        ('"a b"c', And((Phrase(("a", "b")), C))),
        ("5'10\" tall", And((word("5", "10"), word("tall")))),
        ('foo:"a b"', And((word("foo"), Phrase(("a", "b"))))),
        ('["a b"]', Phrase(("a", "b"))),
        # a sentence that quotes
        ('"He said "zero tolerance.""', Phrase(("he", "said", "zero", "tolerance"))),
        ('""Zero" was the word"', Phrase(("zero", "was", "the", "word"))),
        ("“He said “zero” twice”", Phrase(("he", "said", "zero", "twice"))),
        ('“He said "zero" twice”', Phrase(("he", "said", "zero", "twice"))),
        ("tolerance.” He said", And((word("tolerance"), word("he"), word("said")))),
        # exact
        ("=prosecute", exact("prosecute")),
        ("=Café", exact("café")),
        ("café", word("cafe")),
        ("=re-entry", exact("re", "entry")),
        ("=title:a", exact("title", "a")),
        ('="a b"', Phrase(("a", "b"))),
        # exclusion
        ("-a", Not(A)),
        ("\u2212a", Not(A)),
        ("-a -b", And((Not(A), Not(B)))),
        ("a -b", And((A, Not(B)))),
        ('a -"b c"', And((A, Not(Phrase(("b", "c")))))),
        ("a -(b c)", And((A, Not(And((B, C)))))),
        ("a -title:b", And((A, Not(Field("title", B))))),
        ("-=a", Not(exact("a"))),
        ("--a", A),
        ("a-b", word("a", "b")),
        ("a –b —c", And((A, B, C))),
        ('"a b"-c', And((Phrase(("a", "b")), C))),
        ("a |-b", Or((A, Not(B)))),
        # any of
        ("a | b", Or((A, B))),
        ("a|b", Or((A, B))),
        ("a || b", Or((A, B))),
        ("a b | c", Or((And((A, B)), C))),
        ("(a | b) c", And((Or((A, B)), C))),
        ("a (b | c)", And((A, Or((B, C))))),
        ("=a|b", Or((exact("a"), B))),
        # groups
        ("((a))", A),
        ("(a)(b)", And((A, B))),
        ("(a 1325(b))", And((A, word("1325", "b")))),
        ("(a b), c", And((A, B, C))),
        # fields
        ("title:memo", Field("title", word("memo"))),
        ("Title:memo", Field("title", word("memo"))),
        ("title:=memo", Field("title", exact("memo"))),
        ('kind:"court filing"', Field("kind", Phrase(("court", "filing")))),
        ("title:(a | b)", Field("title", Or((A, B)))),
        ("title:a|b", Or((Field("title", A), B))),
        ("title:-a", Not(Field("title", A))),
        ("title:body:a", Field("body", A)),
        ("number:21-028", Field("number", word("21", "028"))),
        ("subtitle:a", word("subtitle", "a")),
        ("sub-title:a", word("sub", "title", "a")),
        # nothing
        ("", Everything()),
        (" \n\t ", Everything()),
    ],
)
def test_what_is_typed_is_what_is_meant(typed, meant):
    query = parse(typed)
    assert query.tree == meant
    assert query.text == typed
    assert query.repairs == query.limits == ()


NOTHING = "There is no word here to search for, so everything is shown."


@pytest.mark.parametrize(
    ("typed", "meant", "repairs"),
    [
        ('a "b c', 'a "b c"', ["A quotation mark left open is closed at the end."]),
        ("(a b", "a b", ["A parenthesis left open is closed at the end."]),
        ("((a | b", "a | b", ["A parenthesis left open is closed at the end."]),
        ("a b)", "a b", ["A closing parenthesis that nothing opens is ignored."]),
        ("a)b", "a-b", ["A closing parenthesis that nothing opens is ignored."]),
        (") a", "a", ["A closing parenthesis that nothing opens is ignored."]),
        ("a |", "a", ["“|” needs something on both sides; here it is ignored."]),
        ("| a", "a", ["“|” needs something on both sides; here it is ignored."]),
        ("a | | b", "a | b", ["“|” needs something on both sides; here it is ignored."]),
        ("(a |) b", "a b", ["“|” needs something on both sides; here it is ignored."]),
        ("a - b", "a b", ["“-” has nothing right behind it and is ignored."]),
        ("a -", "a", ["“-” has nothing right behind it and is ignored."]),
        ("a -| b", "a | b", ["“-” has nothing right behind it and is ignored."]),
        ("(a -)", "a", ["“-” has nothing right behind it and is ignored."]),
        ("a = b", "a b", ["“=” has nothing right behind it and is ignored."]),
        ("title:- a", "a", ["“title:-” has nothing right behind it and is ignored."]),
        ("title: a", "title a", ["“title:” has nothing right behind it and is read as a word."]),
        ("a (title:)", "a title", ["“title:” has nothing right behind it and is read as a word."]),
        ("=(a b)", "a b", ["“=” stands before a single word; before parentheses it is ignored."]),
        ("a () b", "a b", ["Parentheses with nothing to search for in them are ignored."]),
        ('a ""', "a", ["Quotation marks with no word in them are ignored."]),
        ("a !?", "a", ["“!?” has no letter or digit and is left out."]),
        ("a -!? b", "a b", ["“!?” has no letter or digit and is left out."]),
        ("§", "", [NOTHING]),
        ("-()", "", ["Parentheses with nothing to search for in them are ignored.", NOTHING]),
    ],
)
def test_what_cannot_be_meant_is_mended_and_said(typed, meant, repairs):
    query = parse(typed)
    assert str(query.tree) == meant
    assert list(query.repairs) == repairs


def test_a_repair_is_said_once():
    assert len(parse("a - b - c - d").repairs) == 1


@given(trees())
def test_a_tree_is_the_same_after_writing_and_reading(tree):
    query = parse(str(tree))
    assert query.tree == tree
    assert query.repairs == query.limits == ()


@given(trees(wild=True))
def test_a_tree_of_any_words_is_the_same_after_writing_and_reading(tree):
    assert parse(str(tree)).tree == tree


@given(
    st.text() | st.text(st.sampled_from(SIGNS), max_size=60) | st.text(st.sampled_from(SIGNS), max_size=1000)
)
@example("a&" * 250)
@example("\ufdfa" * 500)
@example("\ud800 \x00")
@example("5%|" * 200)
@example("|".join(f"w{number:07}" for number in range(50)))
@example("".join(f"(w{number:06}a|w{number:06}b)" for number in range(25)))
@example("".join(f"-(w{number:06}a|w{number:05}b)" for number in range(25)))
def test_whatever_is_typed_has_a_meaning_that_can_be_written_and_read(typed):
    query = parse(typed)
    again = parse(str(query.tree))
    assert again.tree == query.tree
    assert again.limits == ()


@given(st.text() | st.text(st.sampled_from(SIGNS), max_size=1000))
def test_no_query_passes_the_limits(typed):
    tree = parse(typed).tree
    assert len(str(tree)) <= LIMITS["characters"].most
    leaves = {sequence.part for sequence in wanted(expand(tree, lambda word: frozenset()))}
    assert len(leaves) <= LIMITS["clauses"].most


def test_a_query_of_500_characters_is_read_whole():
    query = parse("b" * 248 + " | " + "a" * 249)
    assert len(str(query.tree)) == 500
    assert query.limits == ()


def test_a_longer_query_is_cut_between_words():
    query = parse(f"{'a' * 200} {'b' * 200} {'c' * 97} d")
    assert query.tree == And((word("a" * 200), word("b" * 200), word("c" * 97)))
    assert query.limits == (CUT,)
    assert parse(f"{'a' * 200} {'b' * 200} {'c' * 100}").tree == And((word("a" * 200), word("b" * 200)))


def test_a_phrase_that_is_too_long_keeps_its_beginning():
    query = parse(f'"{"the cat " * 100}"')
    assert isinstance(query.tree, Phrase)
    assert query.tree.words[:3] == ("the", "cat", "the")
    assert (query.limits, query.repairs) == ((CUT,), ())


def test_signs_that_are_longer_as_words_are_cut_by_their_length_as_words():
    query = parse("a&" * 200)
    assert str(query.tree).startswith("a-and-a-and")
    assert query.limits == (CUT,)


def test_only_fifty_words_and_phrases_are_read():
    query = parse(" ".join(f"w{number}" for number in range(51)))
    assert str(query.tree) == " ".join(f"w{number}" for number in range(50))
    assert query.limits == ("Only the first 50 words and phrases of the query are used.",)
    assert parse(" ".join(f"w{number}" for number in range(50))).limits == ()


def test_parentheses_count_twenty_deep():
    deep = parse("(x | " * 20 + "a b" + ")" * 20 + " c")
    deeper = parse("(x | " * 20 + "a -(b | c)" + ")" * 20 + " d")
    assert (deep.limits, deep.repairs) == ((), ())
    assert deeper.limits == ("Parentheses more than 20 deep are ignored.",)
    assert deeper.repairs == ()
    assert str(deeper.tree) == "(x | a b | c) d"


@pytest.mark.parametrize(
    "typed", ["(", ")", "()", '"', "-", "a|", "title:", "(-", "§", "a" * 50 + " ", "U. S. "]
)
def test_a_very_long_query_is_read_at_once(typed):
    before = time.process_time()
    parse(typed * 100_000)
    assert time.process_time() - before < 2


def test_a_sentence_is_any_of_its_words():
    query = any_of('What of the (zero-tolerance) policy -- the "policy" | § 1325?')
    assert str(query.tree) == "what | of | the | zero | tolerance | policy | 1325"
    assert query.repairs == query.limits == ()


def test_an_empty_sentence_asks_nothing():
    assert any_of(" ?! ").tree == Everything()


def test_a_long_sentence_is_cut():
    query = any_of(" ".join(f"w{number}" for number in range(60)))
    assert parse(str(query.tree)).tree == query.tree
    assert query.limits == ("Only the first 50 words and phrases of the query are used.",)


@given(st.text(max_size=700))
def test_any_sentence_can_be_written_and_read(typed):
    query = any_of(typed)
    assert parse(str(query.tree)).tree == query.tree


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.typed)
def test_an_example_of_the_help_page_needs_no_repair(operator):
    query = parse(operator.example)
    assert query.tree != Everything()
    assert str(query.tree) == operator.example
    assert query.repairs == query.limits == ()


def test_the_examples_show_every_kind_of_node():
    examples = " ".join(operator.example for operator in OPERATORS)
    assert all(sign in examples for sign in ('"', "=", "-", "|", "(", ":"))


def test_the_help_names_every_field():
    help_text = " ".join(operator.meaning for operator in OPERATORS)
    assert all(name in help_text for name in FIELDS)


def test_a_limit_says_its_number():
    assert [str(limit.most) in str(limit) for limit in LIMITS.values()] == [True, True, True]
