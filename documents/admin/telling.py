"""Messages of which there may be many."""

from django.contrib import messages
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

MOST_TOLD = 10


def tell_some(modeladmin, request, sentences):
    """Say the first of the sentences, each in a line of its own, and how many more there are."""
    if not sentences:
        return
    lines = [*sentences[:MOST_TOLD]]
    if len(sentences) > MOST_TOLD:
        lines.append(f"And {len(sentences) - MOST_TOLD} more.")
    message = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
    modeladmin.message_user(request, message, messages.ERROR)
