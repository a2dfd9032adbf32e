"""On which line of a text, counted from 1, something is named for the first time."""

import re


def line_of_citation(text: str, key: str) -> int:
    """The line that first cites `key`."""
    return _line_of_match(rf"@{re.escape(key)}(?![A-Za-z0-9_-])", text)


def line_of_picture(text: str, key: str) -> int:
    """The line that first names `key` as a picture's: ![…](key), or [label]: key for ![…][label]."""
    return _line_of_match(rf"\](?:\(|:)\s*<?{re.escape(key)}(?![A-Za-z0-9._-])", text)


def _line_of_match(pattern: str, text: str) -> int:
    """The line on which the pattern first matches; 1 where it nowhere does."""
    found = re.search(pattern, text)
    return text.count("\n", 0, found.start()) + 1 if found else 1
