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
    Spans,
    Taken,
)
from documents.text.markdown.render import render

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
    "Spans",
    "Taken",
    "parse",
    "render",
]
