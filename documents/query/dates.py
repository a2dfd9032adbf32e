"""The value of `date:`: one date as people write it, or two with `..` between them, of which one may be missing."""

import re

from documents.query.notes import Notes
from documents.query.tree import Dates
from documents.text.periods import HELP, Period

BETWEEN = re.compile(r"\.{2,}|…")
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
