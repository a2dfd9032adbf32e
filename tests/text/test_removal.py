import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.markdown import parse
from documents.text.removal import _EVERYTHING, _UNSEEN, Phrase, Unfit, spread

JANE = Phrase("Jané  DOE")
NOTICE = "{removed 2026-11-24: privacy}"


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe",
        "by JANE DOE, aged 6",
        "Jane\nDoe",
        "Jane-Doe's",
        "jane.doe@example.org",
        "memo-of-jane-doe",
        "jane_doe.pdf",
        "J\u00e1ne Do\u00eb",
        "Ja\u0301ne Doe",
        "\uff2aane\u00a0Doe",
        "Ja\u00adne Doe",
        "Ja-\nne Doe",
        "*Jane* **Doe**",
        "Ja{page 4}ne Doe",
        "Jane[^1] Doe",
        "Jane [@S1, p. 3] Doe",
        "Jane {page 43} Doe",
        "J&aacute;ne&nbsp;Doe",
        r"Jane\ Doe",
        "> Jane\n> Doe",
        "[x](/Jane%20Doe)",
        '{"title": "Jane Doe"}',
    ],
)
def test_words_are_found_whatever_their_case_and_signs(text):
    assert JANE.stands_in(text)


@pytest.mark.parametrize(
    "text",
    ["Jane Doering", "Mary-Jane  and Doe", "JaneDoe", "Jane\n\nDoe", "| Jane | Doe |", "Jane or Doe", ""],
)
def test_other_words_are_not(text):
    assert not JANE.stands_in(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Jane Doe’s memo.", f"{NOTICE}’s memo."),
        ("*Jane* Doe said", f"*{NOTICE}* said"),
        ("Jane[^1] {page 4}Doe [@S1]", f"{NOTICE}[^1]{{page 4}} [@S1]"),
        ("{caption: Jane Doe}", f"{{caption: {NOTICE}}}"),
        ("{redacted: Jane Doe}", "{redacted: removed}"),
        ("[@S1, Jane Doe]", "[@S1, removed]"),
        ("[she](https://a.org/jane-doe)", "[she](https://a.org/removed)"),
        ("![Jane Doe](map)", "![removed](map)"),
        ("Jane Doe and jane doe", f"{NOTICE} and {NOTICE}"),
        ("Nobody", "Nobody"),
    ],
)
def test_a_notice_stands_in_their_place_and_marks_stay(text, left):
    assert JANE.taken_out_of_markdown(text, NOTICE) == left


def test_what_is_left_has_as_many_blocks_and_no_words_of_it():
    source = "# On Jane Doe\n\n- *Jane*\n  Doe\n- J&aacute;ne[^n] Doe\n\n| a |\n|-|\n| Jane Doe |\n\n[^n]: Jane {page 3} Doe."
    before, after = parse(source), parse(JANE.taken_out_of_markdown(source, NOTICE))
    assert [block.kind for block in after.blocks] == [block.kind for block in before.blocks]
    assert not any(JANE.stands_in(block.text) for block in after.blocks)
    assert sum(block.text.count("\u2593") for block in after.blocks) == 5


def test_a_plain_text_has_a_plain_notice():
    assert JANE.taken_out("The memo of Jane Doe, 2018") == "The memo of [removed], 2018"


@pytest.mark.parametrize("words", ["", "?", "a", "*"])
def test_too_few_letters_are_refused(words):
    with pytest.raises(Unfit):
        Phrase(words)


PARTS = [
    "Jane",
    "Doe",
    "ja",
    "ne",
    "DO\u00cb",
    " ",
    "\n",
    "-",
    "-\n",
    "*",
    "_",
    "{page 4}",
    "[^1]",
    "&#74;",
    "%20",
    "\u00ad",
    "x",
    "|",
]


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_a_quick_look_misses_nothing(text):
    letters = (spread(text, units)[0] for units in (_EVERYTHING, _UNSEEN))
    assert JANE.stands_in(text) == any(JANE.pattern.search(said) is not None for said in letters)


@given(st.text() | st.lists(st.sampled_from(PARTS)).map("".join))
def test_any_text_can_be_looked_through_and_has_them_no_more(text):
    assert not JANE.stands_in(JANE.taken_out(text))
