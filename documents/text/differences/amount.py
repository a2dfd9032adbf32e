"""How much has changed from one text to another: a figure for a list of many."""

import re
from collections import Counter
from typing import NamedTuple


class Amount(NamedTuple):
    """How many words were put in and how many were taken out. A word that moved is neither."""

    put_in: int
    taken_out: int


def amount(old: str, new: str) -> Amount:
    """One pass over each text, however unlike they are."""
    if old == new:
        return Amount(0, 0)
    before, after = (Counter(re.findall(r"\w+", text)) for text in (old, new))
    return Amount((after - before).total(), (before - after).total())
