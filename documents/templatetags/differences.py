"""Words that were kept, taken out and put in, told apart by line, by colour and for the ear."""

from itertools import pairwise

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from documents.text.differences import Piece

register = template.Library()

SAID = {"out": ("del", "taken out:"), "in": ("ins", "put in:")}


@register.filter
def worded(pieces) -> SafeString:
    """The pieces, escaped; white space at the end of a change stands behind it.

    What was put in stands apart from what was taken out before it: “6 5” where “65” would read as a number.
    """
    return format_html_join("", "{}{}", zip(_gaps(pieces), map(_worded, pieces), strict=True))


def _gaps(pieces) -> list[str]:
    """The space that each piece needs before it."""
    changes = pairwise([Piece("kept", ""), *pieces])
    return [
        " " if (before.fate, after.fate) == ("out", "in") and before.text == before.text.rstrip() else ""
        for before, after in changes
    ]


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
