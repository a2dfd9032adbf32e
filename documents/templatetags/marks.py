"""Snippets with their matches marked."""

import re

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents.templatetags.numbers import whole
from documents.text.redactions import SAID

register = template.Library()

BOX = re.compile(f"([{''.join(SAID)}])")
CLASSES = {"redacted": "redacted", "removed": "withheld"}


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
    parts = BOX.split(text)  # words, box, words, …
    shown = ((_box(SAID[part]) if number % 2 else whole(part),) for number, part in enumerate(parts))
    return format_html_join("", "{}", shown)


def _box(word: str) -> SafeString:
    return format_html('<span class="{}">{}</span>', CLASSES[word], word)
