"""The one form in which the source of a text is kept, whoever wrote it: a file, an editor, a program."""

import re

BLANK_LINES_ABOVE = re.compile(r"\A(?:[^\S\n]*\n)+")


def tidy(body: str) -> str:
    """The body with plain line ends and without blank lines around it; the first line keeps its indentation."""
    return BLANK_LINES_ABOVE.sub("", body.replace("\r\n", "\n").replace("\r", "\n").rstrip())
