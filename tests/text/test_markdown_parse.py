import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.markdown import Heading, parse


def blocks(source):
    return [(block.kind, block.text) for block in parse(source).blocks]


def messages(source):
    return [(problem.line, problem.message.split(";")[0]) for problem in parse(source).problems]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# One\n\nTwo\nlines", [("heading", "One"), ("paragraph", "Two lines")]),
        ("- a\n- b\n\n  c", [("item", "a"), ("item", "b"), ("paragraph", "c")]),
        ("> said\n>\n> - so", [("quote", "said"), ("item", "so")]),
        ("```\nif  x:\n\treturn\n```", [("code", "if x: return")]),
        ("|a|b|\n|-|-|\n|1||\n", [("table", ""), ("row", "a\tb"), ("row", "1\t")]),
        ("![Map](map.1)\n{caption: The *border*}", [("figure", "The border")]),
        (":::note\nOurs.\n:::", [("aside", "Ours.")]),
        (
            "Said.[^1]\n\n[^1]: Where.\n\n    More.",
            [("paragraph", "Said."), ("note", "Where."), ("note", "More.")],
        ),
        ("a  \nb\u00a0c &amp; d\\*", [("paragraph", "a b c & d*")]),
        ("<b>bold</b>", [("paragraph", "<b>bold</b>")]),
        ("", []),
    ],
)
def test_a_text_becomes_blocks(source, expected):
    assert blocks(source) == expected


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("zero [@S18]. Next", "zero. Next"),
        ("zero. [@S18] Next", "zero. Next"),
        ("zero [@S18]", "zero"),
        ("[@S18] zero", "zero"),
        ("sepa{page 43}rated", "separated"),
        ("one\n{page 43}\ntwo", "one two"),
        ("one[^1], two\n\n[^1]: x", "one, two"),
        ("to {redacted: (b)(6)}, then", "to █, then"),
        ("to {withheld: a minor} then", "to █ then"),
        ("to {removed 2026-11-24: at her request}, then", "to ▓, then"),
        ("to { removed\n2026-11-24 :  so } then", "to ▓ then"),
        ("to {removed 2026-11-24} then", "to ▓ then"),
        ("{no. (b)} The text", "The text"),
        ("a **b** *c*", "a b c"),
        ("`{page 43}` stays", "{page 43} stays"),
        ("\\{page 43} stays", "{page 43} stays"),
    ],
)
def test_marks_leave_no_trace_in_the_plain_text(source, text):
    assert parse(source).blocks[0].text == text


def test_a_block_knows_the_printed_page_on_which_it_begins():
    body = parse("a {page 4} b\n\n{page v}\n\nc[^1]\n\n{page v} d\n\n[^1]: e", page="3")
    assert [(block.text, block.page) for block in body.blocks] == [
        ("a b", "3"),
        ("c", "v"),
        ("d", "v"),
        ("e", "v"),
    ]
    assert [(page.label, page.anchor, page.block) for page in body.pages] == [
        ("4", "page-4", 0),
        ("v", "page-v", 1),
        ("v", "page-v-2", 2),
    ]


def test_printed_numbers_are_labels():
    body = parse("# {no. II.} Title\n\n{no. 3.} Text\n\n- {no. (b)} item\n\nx[^3-12]\n\n[^3-12]: note")
    assert [block.label for block in body.blocks] == ["II.", "3.", "(b)", "", "12"]


def test_what_stands_before_the_first_hyphen_of_a_note_is_not_printed():
    assert [note.label for note in parse("x[^3-A-1][^*]\n\n[^3-A-1]: y\n\n[^*]: z").notes] == ["A-1", "*"]


def test_notes_come_last_in_the_order_of_their_marks():
    body = parse("[^b]: second [^c]\n\n[^a]: first\n\n[^c]: third\n\none[^a] two[^b] three[^a]")
    assert [(note.name, note.block, note.marks) for note in body.notes] == [
        ("a", 1, (0, 0)),
        ("b", 2, (0,)),
        ("c", 3, (2,)),
    ]


def test_citations_know_their_place_and_their_sentence():
    body = parse("Mr. Smith left. He came back [@S18, p. 3; @S20]. Then.")
    assert [(c.key, c.locator, c.block, c.start, c.sentence) for c in body.citations] == [
        ("S18", "p. 3", 0, 28, "He came back."),
        ("S20", "", 0, 28, "He came back."),
    ]


def test_a_citation_knows_the_printed_page_on_which_it_stands():
    body = parse("A [@S1] b {page 4} c [@S2].\n\n{page 5}\n\nd[^1]\n\n{page 6}\n\n[^1]: e [@S3]", page="3")
    assert [citation.page for citation in body.citations] == ["3", "4", "5"]
    assert [citation.page for citation in parse("A [@S1].").citations] == [""]


@pytest.mark.parametrize("place", [0, 3, 300, 597, 600])
def test_of_a_very_long_sentence_the_words_around_are_kept(place):
    words = [f"w{number}" for number in range(600)]
    [citation] = parse(" ".join([*words[:place], "[@S1]", *words[place:]])).citations
    kept = citation.sentence.strip("…").split()
    assert 450 < len(citation.sentence) <= 502
    assert set(words[max(0, place - 20) : place + 20]) <= set(kept) <= set(words)
    assert (citation.sentence[0] == "…", citation.sentence[-1] == "…") == (place > 100, place < 500)


def test_a_very_long_word_is_cut():
    [citation] = parse(f"{'a' * 900}[@S1]{'b' * 900}").citations
    assert citation.sentence == f"…{'a' * 250}{'b' * 250}…"


def test_very_many_citations_in_one_sentence_keep_little():
    citations = parse("[@S1] word " * 2000).citations
    assert sum(len(citation.sentence) for citation in citations) < 2000 * 503


def test_a_citation_behind_a_full_stop_belongs_to_that_sentence():
    assert parse("It was U.S. policy. [@S1] Then it ended.").citations[0].sentence == "It was U.S. policy."


@pytest.mark.parametrize("row", ["|one|two [@S1]|", "|one|[@S1] two|"])
def test_a_citation_in_a_row_has_its_cell_for_a_sentence(row):
    assert parse(f"|a|b|\n|-|-|\n{row}").citations[0].sentence == "two"


def test_headings_are_the_outline():
    assert parse("# One\n\ntext\n\n### Two").headings == (Heading(0, 1, "One"), Heading(2, 3, "Two"))


@pytest.mark.parametrize(
    ("source", "table"),
    [
        ("{caption: T}\n|a|\n|-|\n|1|", "T"),
        ("{caption: T}\n\n|a|\n|-|\n|1|", "T"),
        ("|a|\n|-|\n|1|\n{caption: T}", "T"),
        ("|a|\n|-|\n|1|\n\n{caption: T}\n\nAfter", "T"),
        ("{caption: T}\n\n{page 3}\n\n|a|\n|-|\n|1|", "T"),
        ("{caption: one\ntwo [@S1]}\n\n|a|\n|-|\n|1|", "one two"),
    ],
)
def test_a_caption_finds_its_table(source, table):
    assert [block.text for block in parse(source).blocks if block.kind == "table"] == [table]
    assert parse(source).problems == ()


def test_a_caption_between_two_tables_goes_to_the_one_that_it_touches():
    table = "|a|\n|-|\n|1|\n"
    body = parse(f"{table}{{caption: first}}\n\n{table}{{caption: second}}")
    assert [block.text for block in body.blocks if block.kind == "table"] == ["first", "second"]


def test_a_caption_that_touches_neither_table_is_reported():
    table = "|a|\n|-|\n|1|\n"
    assert messages(f"{table}\n{{caption: which}}\n\n{table}") == [
        (5, "This caption stands between two tables or figures")
    ]


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("a\nb {page }", 2, "This marker is not written"),
        ("{pge 43}", 1, "This marker is not written"),
        ("{page 43", 1, "This marker is not written"),
        ("{withheld}", 1, "This marker is not written"),
        ("{removed}", 1, "This marker is not written"),
        ("{removed: reason}", 1, "This marker is not written"),
        ("{removed 2026-13-24: reason}", 1, "This marker is not written"),
        ("{removed 2026-11-24 reason}", 1, "This marker is not written"),
        ("a {caption: b}", 1, "This marker is not written"),
        ("a {no. 3}", 1, "A printed number stands first"),
        ("[@S 18]", 1, "This citation cannot be read"),
        ("[@]", 1, "This citation cannot be read"),
        ("a\n\nb [^1]", 3, "Note 1 has no text"),
        ("[link](javascript:alert(1))", 1, "This link leads to an address that is not allowed"),
        ("[link](//example.org)", 1, "This link leads to an address that is not allowed"),
        ("![a](https://example.org/a.png)", 1, "A picture is named by the key"),
        (":::note\nopen", 1, "This note is not closed"),
        (":::other\nopen\n:::", 1, "Three colons open or close"),
        ("{caption: alone}", 1, "No table or figure stands next"),
    ],
)
def test_what_is_written_wrongly_is_reported_and_shown_as_text(source, line, message):
    body = parse(source)
    assert (body.problems[0].line, body.problems[0].message.startswith(message)) == (line, True)
    shown = " ".join(block.text for block in body.blocks)
    assert shown.split() == source.split()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("[^1]: text", "Note 1 is not marked"),
        ("a[^1]\n\n[^1]:", "Note 1 has no text"),
        ("a[^1]\n\n[^1]: b\n\n[^1]: c", "There are two notes 1"),
        ("#", "This heading has no words"),
        ("|a|\n|-|\n|1|2|", "This row has more cells"),
        ("[see [@S1]](/x/)", "A link is not read when a citation"),
    ],
)
def test_what_would_be_lost_or_lead_nowhere_is_reported(source, message):
    assert any(problem.message.startswith(message) for problem in parse(source).problems)


def test_braces_that_are_no_marker_are_text():
    assert messages("f{x} {y: z} {} { } {1}") == []


def test_a_note_of_the_editors_may_hold_all_but_another():
    body = parse(":::note\n- a\n\n> b\n\n{page 3}\n\nc\n:::\n\nd")
    assert [(block.kind, block.page) for block in body.blocks] == [
        ("item", ""),
        ("quote", ""),
        ("aside", "3"),
        ("paragraph", "3"),
    ]


@given(st.text(alphabet="ab \n>-#*_`[](){}|:!^@S1.,\\<&;\t", max_size=120))
def test_any_text_can_be_read(source):
    body = parse(source)
    assert all(
        block.text == "\t".join(" ".join(cell.split()) for cell in block.text.split("\t"))
        for block in body.blocks
    )
    assert all(1 <= problem.line <= source.count("\n") + 1 for problem in body.problems)
