import pytest

from documents.query.snippets import Snippet
from documents.templatetags.addresses import web_address
from documents.templatetags.marks import drawn


def snippet(*pieces):
    return Snippet(pieces, before=False, after=False)


def test_a_snippet_is_drawn_escaped():
    assert drawn(snippet(("<i>", False), ("<b>", True))) == "&lt;i&gt;<mark>&lt;b&gt;</mark>"


def test_a_number_is_not_broken_marked_or_not():
    assert drawn(snippet(("No. 21-028", False))) == 'No. <span class="whole">21-028</span>'
    assert drawn(snippet(("21-028", True))) == '<mark><span class="whole">21-028</span></mark>'


def test_words_that_were_taken_out_are_said_in_a_word():
    assert drawn(snippet(("By \u2588 & \u2588", False))) == (
        'By <span class="redacted">redacted</span> &amp; <span class="redacted">redacted</span>'
    )


def test_words_that_the_editors_removed_are_said_in_another():
    assert drawn(snippet(("By \u2593.", True))) == '<mark>By <span class="withheld">removed</span>.</mark>'


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "", None]
)
def test_only_a_web_address_is_a_link(address):
    assert web_address(address) == ""


def test_a_web_address_stays_itself():
    assert web_address("https://example.org/a") == "https://example.org/a"
