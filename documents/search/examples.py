"""What the help page shows of each operator: a search that finds something on this site."""

from collections.abc import Iterator, Mapping
from itertools import islice, pairwise

from documents.query.grammar import OPERATORS, Operator, parse
from documents.query.limits import Deadline
from documents.search.engine import Request, SearchTrouble
from documents.search.engines import engine
from documents.search.find import deadline
from documents.search.units import Unit, date_of, published_units
from documents.text.periods import MONTH_NAMES
from documents.text.words import words

SHORTEST = 5  # letters of a word that can lose two and is still known
MOST_UNITS = 20  # that are tried


def examples() -> list[tuple[Operator, str]]:
    """Each operator with its own example, or where that finds nothing with one made of the words of a text here."""
    check = deadline()
    chosen = {operator: operator.example for operator in OPERATORS}
    try:
        lacking = [operator for operator in OPERATORS if not _count(operator.example, check)]
        for said in islice(_sayings(), MOST_UNITS if lacking else 0):
            for operator in lacking:
                made = operator.form.format(**said)
                if chosen[operator] == operator.example and _count(made, check):
                    chosen[operator] = made
    except SearchTrouble:  # the page can be read without; a link that is followed says what is wrong
        pass
    return list(chosen.items())


def _count(typed: str, check: Deadline) -> int:
    return engine().run(Request(parse(typed).tree, limit=0), deadline=check).count


def _sayings() -> Iterator[Mapping[str, str]]:
    """What forms are filled with, from one text after the other; `other` is a word that the text has not."""
    for unit in published_units():
        title = next(filter(_is_clear, words(unit.title)), "")
        pair = next(filter(_are_clear, _pairs(unit)), None)
        period = date_of(unit)
        if title and pair and period:
            one, two = pair
            yield {
                "one": one,
                "two": two,
                "other": "nowhere",
                "beginning": one[:4],
                "gap": f"{one[0]}?{one[2:]}",
                "slip": f"{one[0]}{one[2:]}",
                "slips": f"{one[0]}{one[3:]}",
                "title": title,
                "year": f"{period.start.year:04d}",
                "month": f"{MONTH_NAMES[period.start.month]} {period.start.year:04d}",
            }


def _pairs(unit: Unit) -> Iterator[tuple[str, str]]:
    for block in unit.text_blocks:
        yield from pairwise(words(block.text))


def _are_clear(pair: tuple[str, str]) -> bool:
    return pair[0] != pair[1] and all(map(_is_clear, pair))


def _is_clear(word: str) -> bool:
    return len(word) >= SHORTEST and word.isalpha()
