"""The printed pages of a section, and where the official PDF has them."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urldefrag

from documents.models import Block, Section
from documents.text.markdown import Body


class PrintedPage(NamedTuple):
    """A page as it is numbered in print, and the address of that page in the official PDF."""

    label: str
    address: str


def pages_in_pdf(section: Section, body: Body, blocks: Iterable[Block]) -> list[PrintedPage]:
    """The pages on which a section stands, in its order, each once; only those whose place in the PDF is known."""
    report = section.report
    if not report.pdf_url:
        return []
    file, _ = urldefrag(report.pdf_url)
    seen = {block.page: block.pdf_page for block in reversed(list(blocks)) if block.page and block.pdf_page}
    labels = dict.fromkeys(page.label for page in body.pages)
    places = {label: seen.get(label) or pdf_page(label, report.pdf_first_page) for label in labels}
    return [PrintedPage(label, f"{file}#page={place}") for label, place in places.items() if place]


def pdf_page(label: str, first: int | None) -> int | None:
    """The page of the PDF that has the printed number `label`, where printed page 1 is its page `first`.

    What is not a plain number, such as the “iv” of a preface, is counted in a row of its own: None.
    """
    if first is None or not (label.isascii() and label.isdigit()):
        return None
    place = int(label) + first - 1
    return place if place >= 1 else None
