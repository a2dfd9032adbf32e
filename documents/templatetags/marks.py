"""Snippets with their matches marked."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents.templatetags.numbers import whole
from documents.text.words import REDACTED

register = template.Library()

BOX = format_html('<span class="redacted">{}</span>', "redacted")


@register.filter
def drawn(snippet) -> SafeString:
    """A snippet, escaped, with its matches marked."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", _legible(text)) if is_marked else _legible(text),)
            for text, is_marked in snippet.pieces
        ),
    )


def _legible(text: str) -> SafeString:
    """The text with its numbers unbroken, and a word where words were taken out: a bare box says nothing."""
    first, *rest = map(whole, text.split(REDACTED))
    return format_html("{}{}", first, format_html_join("", "{}{}", ((BOX, part) for part in rest)))
