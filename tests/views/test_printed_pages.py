"""The printed pages of a section, and the pages of the official PDF."""

import pytest

from documents.text.markdown import parse
from documents.views.printed_pages import pages_in_pdf, pdf_page


@pytest.mark.parametrize(
    ("label", "first", "page"),
    [
        ("1", 1, 1),
        ("1", 7, 7),
        ("12", 7, 18),
        ("0", 7, 6),
        ("0", 1, None),
        ("iv", 7, None),
        ("A-3", 7, None),
        ("٣", 7, None),
        ("²", 7, None),
        ("", 7, None),
        ("12", None, None),
    ],
)
def test_the_page_of_the_pdf(label, first, page):
    assert pdf_page(label, first) == page


def pages_of(section):
    found = pages_in_pdf(section, parse(section.body), section.blocks.living())
    return [(page.label, page.address.removeprefix("https://example.org/h1.pdf")) for page in found]


def test_each_page_stands_there_once_in_its_order(shelf):
    report = shelf.report(pdf_url="https://example.org/h1.pdf", pdf_first_page=5)
    section = shelf.section("{page 9}\n\nOne {page 10} two.\n\n{page 9}\n\nThree.", report=report)
    assert pages_of(section) == [("9", "#page=13"), ("10", "#page=14")]


def test_a_page_that_was_seen_in_the_pdf_needs_no_arithmetic(shelf):
    report = shelf.report(pdf_url="https://example.org/h1.pdf", pdf_first_page=5)
    section = shelf.section("{page iv}\n\nOne.\n\n{page 10}\n\nTwo.\n\n{page 11}\n\nThree.", report=report)
    section.blocks.filter(page="iv").update(pdf_page=4)
    section.blocks.filter(page="10").update(pdf_page=20)
    assert pages_of(section) == [("iv", "#page=4"), ("10", "#page=20"), ("11", "#page=15")]


def test_a_place_in_the_address_of_the_pdf_gives_way(shelf):
    report = shelf.report(pdf_url="https://example.org/h1.pdf#zoom=2", pdf_first_page=5)
    assert pages_of(shelf.section("{page 1}\n\nOne.", report=report)) == [("1", "#page=5")]
