"""Where in a text its matches lie, as a row of bars: the more matches, the higher."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

BARS = 40
STEP = 3  # from one bar to the next
BAR = 2  # the width of a bar
WIDTH, HEIGHT = BARS * STEP - (STEP - BAR), 16
LOWEST, HIGHER = 7, 3  # the height of one match, and what each further one adds


class Bar(NamedTuple):
    x: int
    y: int
    height: int


class Strip(NamedTuple):
    """The drawing: its bars and how wide each is, its size, and where the line stands below them."""

    bars: list[Bar]
    bar_width: int = BAR
    width: int = WIDTH
    height: int = HEIGHT
    line: float = HEIGHT - 0.5


def draw(places: Iterable[float]) -> Strip:
    """The drawing of matches at these places, from 0 to 1."""
    return Strip(bars(places))


def bars(places: Iterable[float]) -> list[Bar]:
    """The bars of matches at these places, from 0 to 1. The scale is the same for every text."""
    counts = Counter(min(int(place * BARS), BARS - 1) for place in places)
    return [_bar(number, count) for number, count in sorted(counts.items())]


def _bar(number: int, count: int) -> Bar:
    height = min(LOWEST + HIGHER * (count - 1), HEIGHT)
    return Bar(number * STEP, HEIGHT - height, height)
