"""The words and phrases of a query, by number."""

from hypothesis import given

from documents.query.expand import expand, wanted
from documents.query.grammar import parse
from documents.query.parts import parts
from tests.query.lexicon import Lexicon
from tests.query.trees import trees


def named(text):
    return {number: str(part) for number, part in parts(parse(text).tree).items()}


def test_each_has_its_number_and_what_is_excluded_is_left_out():
    assert named('family -"low tide" (wi?d | title:harbor)') == {0: "family", 2: "wi?d", 3: "title:harbor"}


def test_dates_and_nothing_have_none():
    assert named("date:2018") == named("") == {}


@given(trees())
def test_they_are_the_numbers_that_marks_have(tree):
    marked = {leaf.part for leaf in wanted(expand(tree, Lexicon()).tree)}
    assert marked == parts(tree).keys()
