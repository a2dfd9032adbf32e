"""How long it takes to help a reader: suggestions while typing, and a way on from a search that finds nothing.

Importing this module starts Django on the data folder that DATA_DIR names.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from http import HTTPStatus
from itertools import islice

from benchmarks.site import Client, find, parse
from documents.search.engine import Record
from documents.search.relaxing import help_with
from documents.text.words import words
from documents.views.suggest import KEPT

TYPED = 300  # beginnings for which suggestions are asked
OF_KIND = 12  # queries of each kind that find nothing
PATIENCE = 60  # seconds for which the table of suggestions is waited for


def measured(records: Sequence[Record]) -> dict[str, list[float]]:
    """Milliseconds of each answer, by what was asked for; the process must be fresh."""
    suggested = list(suggestions(records))
    helped, pages = zip(*nothing_found(records), strict=True)
    return {
        "first suggestions of a process": suggested[:1],
        "until its table is made": suggested[1:2],
        "suggestions": suggested[2:],
        "help where nothing is found": list(helped),
        "page of it": list(pages),
    }


def suggestions(records: Sequence[Record]) -> Iterator[float]:
    """Of the very first request, of the making of the table, and of many requests."""
    chance = random.Random(4)
    page = Page("/search/")
    page.get("")  # what the first page of any kind has to load
    suggest = Page("/suggest/")

    began = time.perf_counter()
    yield suggest.get("a")
    while KEPT.state is None and since(began) < PATIENCE * 1000:
        time.sleep(0.01)
    yield since(began)
    for _ in range(TYPED):
        title = chance.choice(records).zones["title"][0]
        yield suggest.get(title[: chance.randint(1, 12)])


def nothing_found(records: Sequence[Record]) -> Iterator[tuple[float, float]]:
    """Of the help alone and of the whole page with it, for queries of many kinds that find nothing."""
    page = Page("/search/")
    for make in kinds(records):
        vain = (typed for typed in iter(make, None) if not find(parse(typed), {}).count)
        for one, other in islice(zip(vain, vain, strict=True), OF_KIND):
            found = find(parse(one), {})
            began = time.perf_counter()
            help_with(found)
            yield since(began), page.get(other)


def kinds(records: Sequence[Record]) -> list[Callable[[], str]]:
    """What makes queries that mostly find nothing."""
    chance = random.Random(3)
    frequencies = Counter(
        word for record in records[:2_000] for word in dict.fromkeys(words(record.zones["body"][0]))
    )
    common = [word for word, _ in frequencies.most_common(60)]
    middle = [word for word, _ in frequencies.most_common(1_500) if len(word) > 4]
    rare = [word for word, number in frequencies.items() if number <= 2 and len(word) > 4] or middle

    def misspelt() -> str:
        word = chance.choice(middle)
        return f"{word[:2]}x{word[2:]}"

    def several(choices: Sequence[str], number: int) -> str:
        return " ".join(chance.sample(choices, number))

    return [
        misspelt,
        lambda: f"{chance.choice(common)} {misspelt()}",
        lambda: f"{misspelt()} {misspelt()}",
        lambda: several(rare, 3),
        lambda: several(middle, 8),
        lambda: f'"{several(middle, 3)}"',
        lambda: f'"{several(middle, 2)}" {chance.choice(common)} -{chance.choice(common)}',
        lambda: f"title:({several(rare, 2)}) {chance.choice(common)}",
        lambda: f"zq{chance.choice('aeiou')}t",
    ]


class Page:
    """A page that is asked what is typed, as it is served."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = Client()

    def get(self, typed: str) -> float:
        """Milliseconds of a request."""
        began = time.perf_counter()
        answer = self.client.get(self.address, {"q": typed}, headers={"host": "127.0.0.1"})
        milliseconds = since(began)
        if answer.status_code != HTTPStatus.OK:
            raise SystemExit(f"{self.address} answered {typed!r} with {answer.status_code}.")
        return milliseconds


def since(began: float) -> float:
    """Milliseconds."""
    return (time.perf_counter() - began) * 1000
