"""Numbers such as 21-028, which a browser would break at the hyphen."""

import re

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

HYPHENATED = re.compile(r"((?=[\w-]*\d)\w+(?:-\w+)+)")
LONGEST = 20  # characters that a narrow page has room for in one line


@register.filter
def whole(text: str) -> SafeString:
    """The text, escaped, with its hyphenated numbers kept on one line each."""
    if "-" not in text:
        return conditional_escape(text)
    return format_html_join("", "{}", ((_kept(part),) for part in HYPHENATED.split(text)))


def _kept(part: str) -> str:
    is_number = HYPHENATED.fullmatch(part) and len(part) <= LONGEST
    return format_html('<span class="whole">{}</span>', part) if is_number else part
