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


def sentence(text: str, place: int) -> str:
    """The sentence that `place` stands in, or that ends there.

    A full stop ends no sentence after a common abbreviation or a single letter, nor before a small letter.
    Cells of a row are sentences of their own.
    """
    first = max(0, place - REACH)
    part = text[first : place + REACH]
    begin, here = 0, place - first
    for end in END.finditer(part):
        if end[0].startswith(".") and _is_abbreviation(part[max(0, end.start() - 40) : end.start()]):
            continue
        if end.end() >= here:
            return part[begin : end.end()].strip()
        begin = end.end()
    return part[begin:].strip()


def _is_abbreviation(before: str) -> bool:
    found = LAST_WORD.search(before)
    return found is not None and ABBREVIATION.fullmatch(found[0].casefold()) is not None
