"""A match with the words around it."""

import pytest

from documents.query.concordance import KEYS, context

TEXT = "The harbor was closed before the tide came in, and nobody had been told of it."


def around(text, word, width):
    start = text.index(word)
    return context(text, (start, start + len(word)), width)


def test_whole_words_stand_on_both_sides():
    line = around(TEXT, "tide", 14)
    assert line[:3] == ("before the ", "tide", " came in, and")
    assert line.further_before and line.further_after


def test_a_word_that_just_fits_is_there_and_one_longer_is_not():
    assert around(TEXT, "tide", 11).before == "before the "
    assert around(TEXT, "tide", 10).before == "the "
    assert around(TEXT, "tide", 8).after == " came"


def test_texts_of_just_the_width_are_whole():
    line = context("of a (tide) at sea", (6, 10), 8)
    assert (line.before, line.after) == ("of a (", ") at sea")
    assert around("of a (tide", "tide", 6).before == "of a ("


def test_what_stands_at_the_cut_is_a_whole_word_with_its_marks():
    assert around("They said “of a tide", "tide", 7).before == "“of a "
    assert around("tide, and", "tide", 3).after == ","
    assert around("tidewater (so wide)", "tide", 7).after == "water"


def test_a_long_word_that_touches_a_match_or_stands_behind_it_is_cut():
    assert around(f"{'left/' * 9} tide", "tide", 12).before == "left/left/ "
    assert around(f"tide {'right/' * 9}", "tide", 12).after == " right/"


def test_a_short_text_is_whole():
    assert around("A tide.", "tide", 60) == ("A ", "tide", ".", False, False)


def test_lines_and_cells_are_one_line():
    assert around("High\n  tide\tlow", "tide", 60)[:3] == ("High ", "tide", " · low")


def test_what_touches_the_match_is_cut_between_words():
    line = around(f"{'left/' * 20}tide{'/right' * 20}", "tide", 12)
    assert line[:3] == ("left/left/", "tide", "/right/")
    assert line.further_before and line.further_after


@pytest.mark.parametrize("width", [1, 5, 60])
def test_an_endless_word_is_cut(width):
    line = around("x" * 500 + "tide" + "y" * 500, "tide", width)
    assert len(line.before) <= width and len(line.after) <= width


def test_the_nearest_words_come_first_and_lines_without_any_last():
    lines = [context(text, (4, 8)) for text in ("    tide", "the tide of", "low tide in")]
    assert [line.before for line in sorted(lines, key=KEYS["before"])] == ["low ", "the ", ""]
    assert [line.after for line in sorted(lines, key=KEYS["after"])] == [" in", " of", ""]
    line = around("Not the high tide of May", "tide", 60)
    assert KEYS["before"](line)[1] == ("high", "the", "not")
    assert KEYS["after"](line)[1] == ("of", "may")
