import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.query.expand import expand
from documents.query.grammar import parse
from documents.query.small_words import beside_others
from documents.query.spans import Passage, spans
from tests.query.lexicon import Lexicon


def marked(typed, *texts):
    """The texts with what is marked in them in brackets."""
    tree = expand(parse(typed).tree, Lexicon()).tree
    passages = [Passage("body", text) for text in texts]
    found = beside_others(tree, passages, spans(tree, passages, "en"))
    return [brackets(text, there) for text, there in zip(texts, found, strict=True)]


def brackets(text, there):
    for span in sorted(there, reverse=True):
        text = f"{text[: span.start]}[{text[span.start : span.end]}]{text[span.end :]}"
    return text


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tide of sand", "A list of all. [Tide] [of] [sand] [of] the sea, [of]\n[tide] the of"),
        ("sand of the", "A list of all. Tide [of] [sand] [of] [the] sea, of\ntide the of"),
        ("of the", "A list [of] all. Tide [of] sand [of] [the] sea, [of]\ntide [the] [of]"),
        ("of -plover", "A list [of] all. Tide [of] sand [of] the sea, [of]\ntide the [of]"),
        ('list "of the"', "A [list] of all. Tide of sand [of the] sea, of\ntide the of"),
        ("list", "A [list] of all. Tide of sand of the sea, of\ntide the of"),
        ("plover | of", "A list [of] all. Tide [of] sand [of] the sea, [of]\ntide the [of]"),
        ("sea | of", "A list of all. Tide of sand of the [sea], of\ntide the of"),
    ],
)
def test_a_small_word_is_marked_beside_another(typed, expected):
    text = "A list of all. Tide of sand of the sea, of\ntide the of"
    assert marked(typed, text) == [expected]


def test_what_another_passage_has_counts_for_the_unit():
    assert marked("tide of", "The tide", "List of all") == ["The [tide]", "List of all"]


def test_words_with_a_hyphen_between_stand_beside_one_another():
    assert marked("state the", "the art, the state-the art: the") == ["the art, [the] [state]-[the] art: the"]


@given(st.lists(st.sampled_from(["of", "the", "tide", "sand", ",", "of the"]), max_size=12).map(" ".join))
def test_a_text_is_marked_if_and_only_if_it_is_found(text):
    for typed in ("of tide", "of | tide", "the of", "of", "sand | the of"):
        tree = expand(parse(typed).tree, Lexicon()).tree
        passages = [Passage("body", text)]
        found = spans(tree, passages, "en")
        kept = beside_others(tree, passages, found)
        assert bool(kept[0]) == bool(found[0])
        assert set(kept[0]) <= set(found[0])
