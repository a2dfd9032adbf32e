import random
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from documents.text.differences import (
    Piece,
    Same,
    amount,
    compare,
    difference,
    excerpt,
    folded,
    is_visible,
    plain,
    written,
)
from tests.proofs import PROVING

texts = st.text(st.sampled_from("ab é.,-|#*{}[]@\n\t的字'"), max_size=60)
bodies = st.lists(st.sampled_from(["One.", "Two words.", "- item", "| a | b |", "", "# Head"]), max_size=9)


def said(old, new):
    """A difference as a line of marks: = same, ~ changed, + added, - removed, > moved."""
    marks = {"same": "=", "changed": "~", "added": "+", "removed": "-"}
    steps = difference(written(old), written(new))
    return [
        f"{'>' * step.moved}{marks[step.change]}{(step.new or step.old).text}"
        for step in steps
        if not step.is_same
    ]


def drawn(pieces):
    return "".join(
        {"kept": "{}", "out": "[-{}-]", "in": "[+{}+]"}[fate].format(text) for fate, text in pieces
    )


def letters(text):
    return "".join(text.split())


# Words


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The pilots were worned.", "The pilots were warned.", "The pilots were [-worned-][+warned+]."),
        ("Two of three.", "Two or three of three.", "Two [+or three +]of three."),
        ("Closed, it is said.", "Closed; it is said.", "Closed[-, -][+; +]it is said."),
        (
            "John Smith of Avon",
            "Mary Jones of Kent",
            "[-John Smith of Avon-][+Mary Jones of Kent+]",
        ),
        ("| 280 | 2017 |", "| 281 | 2018 |", "| [-280 -][+281 +]| [-2017 -][+2018 +]|"),
        (
            "Report 21-028 says 2,800.",
            "Report 21-029 says 2,800.",
            "Report [-21-028 -][+21-029 +]says 2,800.",
        ),
        ("the ship's log", "the ships log", "the [-ship's -][+ships +]log"),
        ("港口关闭了", "港口开放了", "港口[-关闭-][+开放+]了"),
        ("", "All new", "[+All new+]"),
        ("All gone", "", "[-All gone-]"),
        ("the same", "the same", "the same"),
    ],
)
def test_words_are_compared_and_not_letters(old, new, expected):
    assert drawn(compare(old, new)) == expected


@given(texts, texts)
@example("a b", "a\nb")
def test_nothing_of_either_version_is_lost(old, new):
    pieces = compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.fate != "out") == new
    assert letters("".join(piece.text for piece in pieces if piece.fate != "in")) == letters(old)


@given(texts)
def test_equal_texts_have_nothing_taken_out_or_put_in(text):
    assert all(piece.fate == "kept" for piece in compare(text, text))


def test_an_excerpt_leaves_words_around_the_change():
    long = " ".join(str(number) for number in range(100))
    pieces = excerpt(compare(f"{long} old {long}", f"{long} new {long}"), room=2)
    assert drawn(pieces) == "… 98 99 [-old -][+new +]0 1 …"


def test_an_excerpt_of_a_long_new_passage_has_its_beginning_and_its_end():
    assert excerpt([Piece("in", "a b c d e f g")], room=2) == (Piece("in", "a b … f g"),)


def test_an_excerpt_of_what_did_not_change_is_its_beginning():
    assert excerpt([Piece("kept", "a b c d e")], room=2) == (Piece("kept", "a b …"),)


# Passages


def test_a_changed_an_added_and_a_removed_passage():
    old = "It began in winter.\n\nThe harbor was closed.\n\nThis goes."
    new = "It began in winter.\n\nThe harbor was open.\n\nIn the end all was well."
    assert said(old, new) == ["~The harbor was open.", "-This goes.", "+In the end all was well."]


def test_a_passage_that_moved():
    one, two, three = "The first of all words.", "The second of all.", "Nothing else is like it."
    assert said("\n\n".join([one, two, three]), "\n\n".join([three, one, two])) == [f">={three}"]


def test_a_passage_that_moved_and_was_changed():
    moved = "The pilots had been warned twice by the signal station before the night."
    old = f"{moved}\n\nSecond.\n\nThird words."
    new = f"Second.\n\nThird words.\n\n{moved.replace('twice', 'once')}"
    assert said(old, new) == [f">~{moved.replace('twice', 'once')}"]


def test_items_rows_and_headings_are_passages_of_their_own():
    old = "# Head\nWords\n- one\n- two\n\n| a | b |\n| 1 | 2 |"
    assert [passage.text for passage in written(old)] == [
        *("# Head\nWords", "- one", "- two", "| a | b |", "| 1 | 2 |"),
    ]
    assert said(old, old.replace("2 |", "3 |")) == ["~| 1 | 3 |"]


def test_a_wrapped_paragraph_is_one_passage():
    assert said("one two\nthree four", "one two\nthree five") == ["~one two\nthree five"]


def test_blank_lines_are_no_visible_change():
    assert not is_visible(difference(written("- a\n- b"), written("- a\n\n- b")))


def test_unchanged_passages_are_folded():
    steps = folded(difference(written("a\n\nb\n\nc"), written("a\n\nb\n\nd")))
    assert [len(step.steps) if isinstance(step, Same) else step.change for step in steps] == [
        2,
        "removed",
        "added",
    ]


@given(bodies, bodies)
def test_the_difference_leads_from_the_old_text_to_the_new(old, new):
    old, new = "\n\n".join(old), "\n".join(new)
    steps = difference(written(old), written(new))
    assert "".join(step.new.source for step in steps if step.new) == new
    assert sorted(step.old.source for step in steps if step.old) == sorted(one.source for one in written(old))


@given(bodies)
def test_equal_texts_have_no_difference(lines):
    assert not is_visible(difference(written("\n".join(lines)), written("\n".join(lines))))


@given(st.text(max_size=200))
def test_the_passages_of_any_source_are_the_source(body):
    assert "".join(passage.source for passage in written(body)) == body


# As readers read it


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "**Old** [words](https://example.org/a) [@S1, p. 3] {page 4} go.",
            "Old words (https://example.org/a) [S1, p. 3] go.",
        ),
        ("A {removed 2026-11-24: privacy}.", "A [removed 2026-11-24: privacy]."),
        ("A {redacted: b(6)} and a {withheld: privacy}.", "A [redacted: b(6)] and a [withheld: privacy]."),
        ("Warned.[^1-2]", "Warned. [note 1-2]"),
        ("[^1-2]: Not yet *checked*.", "Not yet checked."),
        ("# Findings", "Findings"),
        ("- {no. (b)} An item", "(b) An item"),
        ("| a **b** | c |", "a b | c"),
        ("|---|:--|", ""),
        (":::note", ""),
        ("{page 44}", ""),
        ("![A map](map)", "[picture: A map]"),
        ("a < b & <script>", "a < b & <script>"),
    ],
)
def test_readers_see_words_and_what_stands_behind_a_sign(source, expected):
    [passage] = written(source)
    assert plain(passage) == expected


@given(st.text(max_size=80))
def test_every_passage_can_be_read(source):
    assert all(isinstance(plain(passage), str) for passage in written(source))


# Amounts


def test_the_amount_counts_words():
    assert amount("one two two", "one two three four") == (2, 1)
    assert amount("same", "same") == (0, 0)


# Time


MANY = 250_000 if PROVING else 60_000  # words: a million characters, or a quarter of that


def lots(seed, vocabulary, end=" "):
    chance = random.Random(seed)
    return end.join(f"{vocabulary}{chance.randrange(400)}" for _ in range(MANY))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (lots(1, "a"), lots(2, "b")),
        (lots(1, "a"), lots(2, "a")),
        (lots(1, "a", "\n\n"), lots(2, "a", "\n\n")),
        (lots(1, "a b c d ", "\n\n"), lots(2, "a b c d ", "\n\n")),
        ("a b " * MANY, "b b a " * (MANY * 2 // 3)),
        ("a\n\n" * MANY, "b\n\na\n\n" * (MANY // 2)),
        ("'" * (MANY * 4), ".," * (MANY * 2)),
    ],
    ids=["unlike", "shuffled", "short", "alike", "periods", "letters", "signs"],
)
def test_hostile_texts_are_compared_in_seconds(old, new):
    began = time.monotonic()
    steps = difference(written(old), written(new))
    assert "".join(step.new.source for step in steps if step.new) == new
    assert time.monotonic() - began < 60
