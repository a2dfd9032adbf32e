"""The value of `date:`: one date as people write it, or two with `..` between them, of which one may be missing."""

import re

from documents.query import quotes
from documents.query.notes import Notes
from documents.query.tree import Dates
from documents.text.periods import HELP, Period

BETWEEN = re.compile(r"\.{2,}|…")
MARKS = "".join(sorted(quotes.QUOTES))
# Between dates in quotation marks, spaces may stand around the dots as well.
BETWEEN_QUOTED = re.compile(rf"(?:{BETWEEN.pattern})|\s+(?:{BETWEEN.pattern})\s*(?=[{MARKS}])")
BARE = re.compile(rf"(?:(?!\.\.)[^\s|()…{MARKS}])*")
PUNCTUATION = re.compile(r"[,;:!?]+$|(?<!\.)\.$")
LONGEST = 60  # characters of a date, with much to spare
WRITTEN = 'Write date:2018, date:2018-04..2018-06, date:2018.. or date:"June 2018".'


def dates(text: str, notes: Notes) -> Dates | None:
    """The days that are meant; None for what is no date, and then the notes say how to write one."""
    entered = PUNCTUATION.sub("", " ".join(text.split()))
    try:
        found = _between(entered)
    except ValueError as error:
        notes.repaired(f"{str(error).replace(HELP, WRITTEN)} Here it is read as words.")
        return None
    first, last = found.ordinals
    if first > last:
        notes.repaired(f"“{entered}” ends before it starts; the two dates are exchanged.")
        return Dates(found.last, found.first)
    return found


def quoted_range(text: str, at: int) -> tuple[str, int] | None:
    """Two dates at `at` of which one is in quotation marks: "May 2018".."June 2018", ..“June 2018” or "May 2018"..2019.

    What is typed without the marks, and where it ends: behind the text where the last mark is missing. None if it is not so.
    """
    first, end = _date(text, at)
    between = BETWEEN_QUOTED.match(text, end)
    if not between:
        return None
    last, end = _date(text, between.end())
    is_quoted = not quotes.QUOTES.isdisjoint(text[at:end])
    return (f"{first}..{last}", end) if is_quoted else None


def _date(text: str, at: int) -> tuple[str, int]:
    """What stands in quotation marks, or as far as a date without them may go, and where it ends."""
    if text[at : at + 1] in quotes.CLOSING:
        end = quotes.closing(text, at)
        end = len(text) if end is None else end
        return text[at + 1 : end], end + 1
    bare = BARE.match(text, at)
    return (bare[0], bare.end()) if bare else ("", at)


def _between(entered: str) -> Dates:
    if len(entered) > LONGEST:
        raise ValueError(f"“{entered[:LONGEST]}…” is not a date. {HELP}")
    match BETWEEN.split(entered):
        case [both]:
            return Dates(*_ends(both))
        case [first, last] if first or last:
            return Dates(_ends(first)[0] if first else "", _ends(last)[1] if last else "")
        case _:
            raise ValueError(f"“{entered}” is not a date. {HELP}")


def _ends(text: str) -> tuple[str, str]:
    """The first and the last year, month or day of one date or range in ISO form."""
    first, _, last = str(Period.parse(text)).partition("/")
    return first, last or first
