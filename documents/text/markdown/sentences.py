"""The sentence around a place in a plain text."""

import re

ABBREVIATION = re.compile(
    r"mrs?|ms|dr|prof|sen|rep|gov|gen|hon|st|jr|sr|esq|nos?|arts?|secs?|ch|pt|vol|pp?|paras?|cl|figs?|fn|nn?|eds?"
    r"|vs?|cf|id|al|inc|ltd|co|corp|dept|div|cir|app|supp|stat|reg|fed|ct|dist|cal|tex|ariz|approx|ca"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
    r"|[^\W\d_]|(?:\w\.)+\w"
)
END = re.compile(r"[.?!…][”’\"')\]]*(?=[ \t]+[^a-z])|(?=\t)")
LAST_WORD = re.compile(r"[^\s(\[“‘\"]+$")
REACH = 2000  # characters on each side beyond which no sentence is followed
LONGEST = 500  # characters of a sentence that are given; of a longer one those around the place


def sentence(text: str, place: int) -> str:
    """The sentence that `place` stands in, or that ends there.

    A full stop ends no sentence after a common abbreviation or a single letter, nor before a small letter.
    Cells of a row are sentences of their own. What is left out of a very long sentence is shown by “…”.
    """
    first = max(0, place - REACH)
    part = text[first : place + REACH]
    begin, end = _bounds(part, place - first)
    return _around(part[:end].rstrip(), begin, place - first)


def _bounds(part: str, here: int) -> tuple[int, int]:
    """Where the sentence begins and ends."""
    begin = 0
    for end in END.finditer(part):
        if end[0].startswith(".") and _is_abbreviation(part[max(0, end.start() - 40) : end.start()]):
            continue
        if end.end() >= here:
            return begin, end.end()
        begin = end.end()
    return begin, len(part)


def _around(part: str, begin: int, here: int) -> str:
    """What stands from `begin` on, or where that is long, the whole words around a place."""
    if len(part) - begin <= LONGEST:
        return part[begin:].strip()
    first = max(begin, min(here - LONGEST // 2, len(part) - LONGEST))
    last = min(len(part), first + LONGEST)
    if first > begin:
        first = part.find(" ", first, here) + 1 or first
    if last < len(part):
        last = max(part.rfind(" ", here, last), 0) or last
    return f"{'…' * (first > begin)}{part[first:last].strip()}{'…' * (last < len(part))}"


def _is_abbreviation(before: str) -> bool:
    found = LAST_WORD.search(before)
    return found is not None and ABBREVIATION.fullmatch(found[0].casefold()) is not None
