import time
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents.query.chunks import BEHIND_A_WORD, BESIDE_A_LETTER, fitting, pattern
from documents.query.dates import WRITTEN
from documents.query.expand import expand, wanted
from documents.query.fields import FIELDS
from documents.query.grammar import NO_FIELD, NO_NUMBER, ONE_SIDED, OPERATORS, Query, any_of, parse
from documents.query.limits import LIMITS
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
    disjunction,
)
from tests.proofs import PROVING
from tests.query.lexicon import Lexicon
from tests.query.trees import trees

SIGNS = "ab1 é-−–=|():\"“”„«»'’.,/§&%█\t\u00ad*?~2"
PIECES = ["AND", "OR", "NOT", " ", "title:", "date:", "autor:", "2018", "..", "2017-06", "*", "?", "~", "~3"]
CASES = settings(max_examples=10_000) if PROVING else settings()
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
        ("AT&T", word("at", "and", "t")),
        ("don't", word("dont")),
        ("U.S.C.", word("usc")),
        ("U. S. C. 1325", And((word("usc"), word("1325")))),
        ("50 per cent", And((word("50"), word("per", "cent")))),
        ("50%", word("50", "percent")),
        ("a and b or not c", And((A, word("and"), B, word("or"), word("not"), C))),
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
        # operators in words
        ("a AND b", And((A, B))),
        ("a OR b", Or((A, B))),
        ("a OR b c", Or((A, And((B, C))))),
        ("a AND b OR c", Or((And((A, B)), C))),
        ("(a OR b) AND c", And((Or((A, B)), C))),
        ("(a)AND(b)", And((A, B))),
        ('"a"OR"b"', Or((Phrase(("a",)), Phrase(("b",))))),
        ("a NOT b", And((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a OR NOT b", Or((A, Not(B)))),
        ("NOT (a b)", Not(And((A, B)))),
        ("NOT(a | b)", Not(Or((A, B)))),
        ('NOT "a b"', Not(Phrase(("a", "b")))),
        ("NOT title:a", Not(Field("title", A))),
        ("NOT NOT a", A),
        ("NOT -a", A),
        ("NOT a b", And((Not(A), B))),
        ("=AND", exact("and")),
        ("=X", exact("x")),
        ("title:X", Field("title", word("x"))),
        ('=" a b"', Phrase(("a", "b"))),
        ("-NOT", Not(word("not"))),
        ("title:OR", Field("title", word("or"))),
        ("AND/OR", word("and", "or")),
        ("ANDREW ORDER NOTE", And((word("andrew"), word("order"), word("note")))),
        ('"a OR b"', Phrase(("a", "or", "b"))),
        # patterns
        ("pre*", Pattern(("pre*",))),
        ("Sépar*", Pattern(("separ*",))),
        ("*pre", Pattern(("*pre",))),
        ("p**e", Pattern(("p*e",))),
        ("wi?d", Pattern(("wi?d",))),
        ("?ild", Pattern(("?ild",))),
        ("wi?*", Pattern(("wi?*",))),
        ("re-entr*", Pattern(("re", "entr*"))),
        ("re?-entry", Pattern(("re?", "entry"))),
        ("title:pre*", Field("title", Pattern(("pre*",)))),
        ("-pre*", Not(Pattern(("pre*",)))),
        ("pre*|a", Or((Pattern(("pre*",)), A))),
        ("(pre*)", Pattern(("pre*",))),
        ("pre*, a", And((Pattern(("pre*",)), A))),
        ("why?", word("why")),
        ("(why?)", word("why")),
        ("why?!", word("why")),
        ("what?, a", And((word("what"), A))),
        ("50%?", word("50", "percent")),
        ("=pre*", exact("pre")),
        ("=wi?d", exact("wi", "d")),
        ("\u01c0xam*", word("\u01c0xam")),
        ("example.org/a?b=c", word("example", "org", "a", "b", "c")),
        # words with a similar spelling
        ("word~", Fuzzy("word")),
        ("word~1", Fuzzy("word")),
        ("word~2", Fuzzy("word", 2)),
        ("Wörd~2.", Fuzzy("word", 2)),
        ("-title:word~", Not(Field("title", Fuzzy("word")))),
        ("(word~)", Fuzzy("word")),
        ("=word~", exact("word")),
        ("~50", word("50")),
        ("10~20", word("10", "20")),
        ("10~2", Fuzzy("10", 2)),
        ('a AND" b"', And((A, Phrase(("b",))))),
        ("a~b", word("a", "b")),
        # words near each other
        ('"a b"~5', Near(("a", "b"), 5)),
        ('"a b"~0', Near(("a", "b"), 0)),
        ("“a b”~5", Near(("a", "b"), 5)),
        ('-"a b"~5 c', And((Not(Near(("a", "b"), 5)), C))),
        ('title:"a b"~5', Field("title", Near(("a", "b"), 5))),
        ('"a b"~5|c', Or((Near(("a", "b"), 5), C))),
        ('"a"~5', Phrase(("a",))),
        # dates
        ("date:2018", Dates("2018", "2018")),
        ("date:2018-04..2018-06", Dates("2018-04", "2018-06")),
        ("date:..2018", Dates("", "2018")),
        ("date:2018..", Dates("2018", "")),
        ("date:2016/2017..2019/2020", Dates("2016", "2020")),
        ("date:2018...2020", Dates("2018", "2020")),
        ("date:2018-04-06", Dates("2018-04-06", "2018-04-06")),
        ("date:2017–2018", Dates("2017", "2018")),
        ("date:2018, a", And((Dates("2018", "2018"), A))),
        ("(date:2018.)", Dates("2018", "2018")),
        ('date:"June 2018"', Dates("2018-06", "2018-06")),
        ('date:"May 4–6, 2018"', Dates("2018-05-04", "2018-05-06")),
        ('date:"April 2018..June 2018"', Dates("2018-04", "2018-06")),
        ('date:"May 2018".."June 2018"', Dates("2018-05", "2018-06")),
        ("date:“May 2018”..“June 2018”", Dates("2018-05", "2018-06")),
        ("date:»May 2018«..»June 2018«", Dates("2018-05", "2018-06")),
        ('date:"May 2018" .. "June 2018"', Dates("2018-05", "2018-06")),
        ('date:"May 2018".. a', And((Dates("2018-05", ""), A))),
        ('date:.."June 2018"', Dates("", "2018-06")),
        ('-date:2017…"June 2018"', Not(Dates("2017", "2018-06"))),
        ('date:("May 2018"..2019 | 2021)', Or((Dates("2018-05", "2019"), Dates("2021", "2021")))),
        ('"a".."b"', And((Phrase(("a",)), Phrase(("b",))))),
        ("date:(2018 | 2020)", Or((Dates("2018", "2018"), Dates("2020", "2020")))),
        ("date:(2018 -2018-06)", And((Dates("2018", "2018"), Not(Dates("2018-06", "2018-06"))))),
        ("date:-2018", Not(Dates("2018", "2018"))),
        ("title:date:2018", Dates("2018", "2018")),
        ("title:(a | date:2018)", Field("title", Or((A, Dates("2018", "2018"))))),
        ("date:(2018 title:2018)", And((Dates("2018", "2018"), Field("title", word("2018"))))),
        # what only looks like a field
        ("https://example.org", word("https", "example", "org")),
        ("Re:", word("re")),
        ("(Re:) a", And((word("re"), A))),
        ("std::a", word("std", "a")),
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
        ("a AND", "a", [ONE_SIDED.format("AND")]),
        ("OR a", "a", [ONE_SIDED.format("OR")]),
        ("(AND a)", "a", [ONE_SIDED.format("AND")]),
        ("a AND OR b", "a | b", [ONE_SIDED.format("AND")]),
        ("a OR AND b", "a | b", [ONE_SIDED.format("AND")]),
        ("a AND AND b", "a b", [ONE_SIDED.format("AND")]),
        ("a NOT AND b", "a -b", [ONE_SIDED.format("AND")]),
        ("a NOT", "a", ["“NOT” has nothing right behind it and is ignored."]),
        ("(a NOT) b", "a b", ["“NOT” has nothing right behind it and is ignored."]),
        ("a NOT OR b", "a | b", ["“NOT” has nothing right behind it and is ignored."]),
        ("NOT - a", "-a", ["“-” has nothing right behind it and is ignored."]),
        ("a * b", "a b", ["“*” has no letter or digit and is left out."]),
        ("a -?* b", "a b", ["“?*” has no letter or digit and is left out."]),
        ("re-*", "re", [BESIDE_A_LETTER]),
        ("re*-?*-b", "re*-b", [BESIDE_A_LETTER]),
        ("zero-tolerance~", "zero-tolerance", [BEHIND_A_WORD]),
        ("pre*~", "pre*", [BEHIND_A_WORD]),
        ("a~0", "a", ["“~0” allows no change of the word and is ignored."]),
        ("a ~ b", "a b", ["“~” has no letter or digit and is left out."]),
        ("=… a", "a", ["“…” has no letter or digit and is left out."]),
        ('"a b"~', '"a b"', [NO_NUMBER]),
        ('"a* b"', '"a b"', ["“*” between quotation marks stands for itself."]),
        (
            "date:2020..2018",
            "date:2018..2020",
            ["“2020..2018” ends before it starts; the two dates are exchanged."],
        ),
        (
            "date:soon",
            "soon",
            [f"“soon” is not a date that can be sorted. {WRITTEN} Here it is read as words."],
        ),
        (
            f"date:{'soon' * 16}",
            "soon" * 16,
            [f"“{'soon' * 15}…” is not a date. {WRITTEN} Here it is read as words."],
        ),
        (
            'date:"the day"',
            '"the day"',
            [f"“the day” is not a date that can be sorted. {WRITTEN} Here it is read as words."],
        ),
        (
            'date:"May 2018".."soon" a',
            '"may 2018 soon" a',
            [f"“soon” is not a date that can be sorted. {WRITTEN} Here it is read as words."],
        ),
        (
            'date:"May 2018".."June 2018',
            "date:2018-05..2018-06",
            ["A quotation mark left open is closed at the end."],
        ),
        (
            '-date:"".."" a',
            "a",
            [
                f"“..” is not a date. {WRITTEN} Here it is read as words.",
                "Quotation marks with no word in them are ignored.",
            ],
        ),
        (
            "date:..",
            "",
            [
                f"“..” is not a date. {WRITTEN} Here it is read as words.",
                "“..” has no letter or digit and is left out.",
                NOTHING,
            ],
        ),
        (
            "date:(2018 soon)",
            "date:2018 soon",
            [f"“soon” is not a date that can be sorted. {WRITTEN} Here it is read as words."],
        ),
        (
            "date:4/6/2018",
            "4-6-2018",
            ["“4/6/2018” can be read in two ways. Write 2018-04-06 or 2018-06-04. Here it is read as words."],
        ),
        ("autor:smith", "autor smith", [NO_FIELD.format("autor")]),
        ("-Autor:(a | b)", "-(autor (a | b))", [NO_FIELD.format("Autor")]),
        ('foo:"a b"', 'foo "a b"', [NO_FIELD.format("foo")]),
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


@CASES
@given(trees())
def test_a_tree_is_the_same_after_writing_and_reading(tree):
    query = parse(str(tree))
    assert query.tree == tree
    assert query.repairs == query.limits == ()


@CASES
@given(trees(wild=True))
def test_a_tree_of_any_words_is_the_same_after_writing_and_reading(tree):
    assert parse(str(tree)).tree == tree


pieces = st.lists(st.sampled_from(PIECES + list(SIGNS)), max_size=60).map("".join)


@CASES
@given(
    st.text()
    | pieces
    | st.text(st.sampled_from(SIGNS), max_size=60)
    | st.text(st.sampled_from(SIGNS), max_size=1000)
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


@CASES
@given(st.text() | pieces | st.text(st.sampled_from(SIGNS), max_size=1000))
def test_no_query_passes_the_limits(typed):
    tree = parse(typed).tree
    assert len(str(tree)) <= LIMITS["characters"].most
    leaves = {sequence.part for sequence in wanted(expand(tree, Lexicon()).tree)}
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
    "typed",
    [
        *[
            "(",
            ")",
            "()",
            '"',
            "-",
            "a|",
            "title:",
            "(-",
            "§",
            "a" * 50 + " ",
            "U. S. ",
            "NOT ",
            "NOT(",
            "a OR ",
        ],
        *["a*", "?", "*?", "a~", "~", '"a"~9', "date:", "date:(", "2018..", "x:", "x:(", "a:b ", "\ufdfa"],
    ],
)
def test_a_very_long_query_is_read_at_once(typed):
    before = time.process_time()
    parse(typed * 100_000)
    assert time.process_time() - before < 1


def test_a_sentence_is_any_of_its_words():
    query = any_of('What of the (zero-tolerance) policy -- the "policy" | § 1325?')
    assert list(dict.fromkeys(map(str, query.tree.parts))) == "what of the zero tolerance policy 1325".split()
    assert query.repairs == query.limits == ()


def test_a_word_that_comes_twice_in_a_sentence_weighs_twice():
    assert any_of("policy on policy").tree == Or((Word(("policy",)), Word(("policy",)), Word(("on",))))


def test_a_sentence_is_typed_as_its_words_so_that_a_link_marks_what_it_found():
    query = any_of("Policy on -policy?")
    assert query.text == "policy | on"
    assert parse(query.text).tree == disjunction([query.tree])


def test_an_empty_sentence_asks_nothing():
    assert any_of(" ?! ").tree == Everything()


def test_a_long_sentence_is_cut():
    query = any_of(" ".join(f"w{number}" for number in range(60)))
    assert parse(str(query.tree)).tree == query.tree
    assert query.limits == ("Only the first 50 words and phrases of the query are used.",)


@given(st.text(max_size=700))
def test_any_sentence_can_be_written_and_read(typed):
    words = disjunction([any_of(typed).tree])  # each once
    assert parse(str(words)).tree == words


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.typed)
def test_an_example_of_the_help_page_needs_no_repair(operator):
    query = parse(operator.example)
    assert query.tree != Everything()
    assert parse(str(query.tree)).tree == query.tree
    assert query.repairs == query.limits == ()


def test_the_examples_show_every_kind_of_node():
    shown = {type(node) for operator in OPERATORS for node in nodes(parse(operator.example).tree)}
    assert shown == {And, Or, Not, Field, Word, Phrase, Pattern, Fuzzy, Near, Dates}


def nodes(tree):
    yield tree
    for part in getattr(tree, "parts", [tree.part] if hasattr(tree, "part") else []):
        yield from nodes(part)


def test_the_help_names_every_field():
    help_text = " ".join(operator.meaning for operator in OPERATORS)
    assert all(name in help_text for name in FIELDS)


def test_a_limit_says_its_number():
    for limit in LIMITS.values():
        assert str(limit.most) in limit.announced("pre*", 2000)
    assert "“pre*” stands for 2000 words" in LIMITS["expansions"].announced("pre*", 2000)


@pytest.mark.parametrize(
    ("typed", "meant", "limit"),
    [
        ("word~7", "word~2", "changes"),
        ('"a b"~51', '"a b"~50', "distance"),
        (f'"{"a " * 41}"~5', f'"{("a " * 40).strip()}"~5', "together"),
        (" ".join(["a:b"] * 26), "a b", "clauses"),
        ("a* b* c* d* e* f* g~ h~ i~ j?k -l* word m~", "a* b* c* d* e* f* g~ h~ i~ j?k word", "patterns"),
        ("w1 " + "-".join(f"{letter}*" for letter in "abcdefghijk"), "w1", "patterns"),
    ],
)
def test_what_is_too_much_is_cut_and_said(typed, meant, limit):
    query = parse(typed)
    assert str(query.tree) == meant
    assert query.limits == (LIMITS[limit].announced(),)


@pytest.mark.parametrize("typed", ["word~2", '"a b"~50', f'"{("a " * 40).strip()}"~5'])
def test_what_is_just_within_a_limit_is_whole(typed):
    query = parse(typed)
    assert (str(query.tree), query.limits) == (typed, ())


def test_names_that_are_no_fields_are_words_before_groups_too():
    groups = [f"x:(w{number})" for number in range(26)]
    assert parse(" ".join(groups)).limits == (LIMITS["clauses"].announced(),)
    assert parse(" ".join(groups[:25])).limits == ()


def test_exclusions_and_fields_are_no_words():
    excluded = " ".join(f"-w{number}" for number in range(46))
    query = parse(f"{excluded} -(a title:b) NOT body:(c d)")
    assert query.limits == ()
    assert len(query.tree.parts) == 48


def test_parentheses_that_are_too_deep_are_closed_in_pairs():
    query = parse(f"{'(' * 30}a{')' * 30} b")
    assert (str(query.tree), query.repairs) == ("a b", ())
    assert query.limits == (LIMITS["depth"].announced(),)


@pytest.mark.parametrize(
    ("parts", "leaf"),
    [
        (("a?", "b?"), Pattern(("a?", "b"))),
        (("a", "b*", "??"), Pattern(("a", "b*"))),
        (("a", "b?"), Word(("a", "b"))),
        (("?",), None),
    ],
)
def test_a_question_mark_at_the_end_is_no_sign(parts, leaf):
    assert pattern(parts) == leaf


@pytest.mark.parametrize(
    ("leaf", "room", "kept"),
    [
        (Word(("ab", "cd", "ef")), 5, Word(("ab", "cd"))),
        (Word(("ab", "cd")), 4, Word(("ab",))),
        (Word(("ab", "cd")), 1, None),
        (Phrase(("ab", "cd")), 4, Phrase(("ab",))),
        (Pattern(("a*", "b", "c")), 4, Pattern(("a*", "b"))),
        (Pattern(("a", "b*")), 2, Word(("a",))),
        (Near(("a", "b", "c"), 5), 7, Near(("a", "b"), 5)),
        (Near(("a", "b"), 5), 6, Phrase(("a",))),
        (Fuzzy("word"), 4, None),
    ],
)
def test_what_has_no_room_goes_word_by_word(leaf, room, kept):
    assert fitting(leaf, room) == kept


@pytest.mark.parametrize("typed", ["per AND cent", "per (cent)", "—per cent", "=per (cent~)"])
def test_two_words_that_would_be_one_with_a_space_stay_two(typed):
    query = parse(typed)
    assert len(query.tree.parts) == 2
    assert parse(str(query.tree)).tree == query.tree


def test_what_keeps_two_words_apart_has_room():
    for length, end in product(
        range(140, 190), ["per (cent)", "per AND cent =per (cent~)", "-per (cent*) a"]
    ):
        query = parse(" ".join(["x" * length, *(f"w{number:05}" for number in range(44)), end]))
        assert parse(str(query.tree)) == Query(query.tree, str(query.tree))


def test_an_operator_before_what_is_cut_off_is_not_called_one_sided():
    query = parse(" AND ".join(f"w{number}" for number in range(51)))
    assert query.repairs == ()
    assert query.limits == (LIMITS["clauses"].announced(),)


@pytest.mark.parametrize("typed", ["{} | {}", "{} AND {}", "({}) | ({})"])
def test_an_operator_beside_a_pattern_too_many_is_not_called_one_sided(typed):
    kept = " | ".join(f"w{number}*" for number in range(10))
    query = parse(typed.format(kept, "x*") + " | y* | z*")
    assert str(query.tree) == kept
    assert query.repairs == ()
    assert query.limits == (LIMITS["patterns"].announced(),)
