"""Words that were kept, taken out and put in, told apart by line, by colour and for the ear."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

SAID = {"out": ("del", "taken out:"), "in": ("ins", "put in:")}


@register.filter
def worded(pieces) -> SafeString:
    """The pieces, escaped; white space at the end of a change stands behind it."""
    return format_html_join("", "{}", ((_worded(piece),) for piece in pieces))


def _worded(piece) -> str:
    if piece.fate == "kept":
        return piece.text
    tag, said = SAID[piece.fate]
    words = piece.text.rstrip()
    return format_html(
        '<{tag}><span class="unseen visually-hidden" lang="en">{said} </span>{words}</{tag}>{rest}',
        tag=tag,
        said=said,
        words=words,
        rest=piece.text[len(words) :],
    )
