"""Lines of plain text with their matches marked."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents.query import spans
from documents.templatetags.numbers import whole
from documents.text.words import REDACTED

register = template.Library()

BOX = format_html('<span class="redacted">{}</span>', "redacted")


@register.filter
def marked(text: str, matches) -> SafeString:
    """The text, escaped, with its matches marked."""
    pieces, end = [], 0
    for start, stop in spans.marked(matches):
        pieces += [(text[end:start], False), (text[start:stop], True)]
        end = stop
    return _html([*pieces, (text[end:], False)])


@register.filter
def drawn(snippet) -> SafeString:
    """A snippet, escaped, with its matches marked."""
    return _html(snippet.pieces)


def _html(pieces) -> SafeString:
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", _legible(text)) if is_marked else _legible(text),)
            for text, is_marked in pieces
        ),
    )


def _legible(text: str) -> SafeString:
    """The text with its numbers unbroken, and a word where words were taken out: a bare box says nothing."""
    first, *rest = map(whole, text.split(REDACTED))
    return format_html("{}{}", first, format_html_join("", "{}{}", ((BOX, part) for part in rest)))
