"""Our dialect of Markdown (docs/text-format.md): source → Body → HTML."""

from documents.text.markdown.parse import parse
from documents.text.markdown.pieces import (
    Block,
    Body,
    Citation,
    Heading,
    Kind,
    Link,
    Note,
    Page,
    Picture,
    Problem,
    Shown,
    Spans,
    Taken,
)
from documents.text.markdown.render import render
from documents.text.markdown.words_html import line

__all__ = [
    "Block",
    "Body",
    "Citation",
    "Heading",
    "Kind",
    "Link",
    "Note",
    "Page",
    "Picture",
    "Problem",
    "Shown",
    "Spans",
    "Taken",
    "line",
    "parse",
    "render",
]
