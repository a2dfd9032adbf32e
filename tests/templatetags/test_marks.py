import pytest

from documents.query.snippets import Snippet
from documents.templatetags.addresses import web_address
from documents.templatetags.marks import drawn, marked


def test_matches_are_marked_and_the_rest_is_text():
    assert marked("<b> tide", [(4, 8)]) == "&lt;b&gt; <mark>tide</mark>"


def test_matches_that_overlap_are_drawn_as_one():
    assert marked("zero tolerance policy", [(0, 14), (5, 21)]) == "<mark>zero tolerance policy</mark>"


def test_without_matches_it_is_the_text():
    assert marked("tide & sand", []) == "tide &amp; sand"


def test_a_number_is_not_broken_marked_or_not():
    assert marked("No. 21-028", []) == 'No. <span class="whole">21-028</span>'
    assert marked("21-028", [(0, 6)]) == '<mark><span class="whole">21-028</span></mark>'


def test_words_that_were_taken_out_are_said_in_a_word():
    assert marked("By \u2588 & \u2588", []) == (
        'By <span class="redacted">redacted</span> &amp; <span class="redacted">redacted</span>'
    )


def test_a_snippet_is_drawn_escaped():
    snippet = Snippet((("<i>", False), ("<b>", True)), before=False, after=False)
    assert drawn(snippet) == "&lt;i&gt;<mark>&lt;b&gt;</mark>"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "", None]
)
def test_only_a_web_address_is_a_link(address):
    assert web_address(address) == ""


def test_a_web_address_stays_itself():
    assert web_address("https://example.org/a") == "https://example.org/a"
