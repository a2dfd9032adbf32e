"""The one form in which the source of a text is kept, whoever wrote it: a file, an editor, a program."""

import re

LONGEST = 3_000_000  # characters; reportsite/settings.py has room for a form that brings so many
BLANK_LINES_ABOVE = re.compile(r"\A(?:[^\S\n]*\n)+")


def tidy(body: str) -> str:
    """The body with plain line ends and without blank lines around it; the first line keeps its indentation."""
    return BLANK_LINES_ABOVE.sub("", body.replace("\r\n", "\n").replace("\r", "\n").rstrip())


def too_long(body: str) -> str:
    """What is to be said of a body that is longer than any may be; "" of any other."""
    if len(body) <= LONGEST:
        return ""
    return f"A text has {LONGEST:,} characters at the most, this one has {len(body):,}. Make several texts of it."
