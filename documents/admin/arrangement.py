"""The order of a report's sections as an editor rearranges it: a section moves together with the parts in it.

An order is a list of rows, each a key and a level. A move gives another list, or the same one where there
is nowhere to go.
"""

from collections.abc import Callable
from typing import NamedTuple

from documents.models.fields import LEVELS


class Row(NamedTuple):
    key: int
    level: int


Order = list[Row]


def end_of(order: Order, place: int) -> int:
    """Where the row at `place` and the deeper ones that follow it end."""
    level = order[place].level
    deeper = (other for other in range(place + 1, len(order)) if order[other].level <= level)
    return next(deeper, len(order))


def up(order: Order, place: int) -> Order:
    """Before the section above that is as high or higher; at the end of the chapter before, if it was its first."""
    level = order[place].level
    goal = next((other for other in reversed(range(place)) if order[other].level <= level), 0)
    return moved(order, place, goal)


def down(order: Order, place: int) -> Order:
    """After the next section of its level, or into the next chapter."""
    after = end_of(order, place)
    if after == len(order):
        return order
    is_sibling = order[after].level == order[place].level
    return moved(order, place, end_of(order, after) if is_sibling else after + 1)


def moved(order: Order, place: int, goal: int) -> Order:
    """The rows with the one at `place` and its parts before the row at `goal`."""
    after = end_of(order, place)
    if place <= goal <= after:
        return order
    rest = order[:place] + order[after:]
    goal = goal if goal < place else goal - (after - place)
    return rest[:goal] + order[place:after] + rest[goal:]


def deeper(order: Order, place: int) -> Order:
    """Part of the section above. Below a row there is one level, not two."""
    is_alone = place == 0 or order[place].level > order[place - 1].level
    return order if is_alone else shifted(order, place, 1)


def higher(order: Order, place: int) -> Order:
    return shifted(order, place, -1)


def shifted(order: Order, place: int, levels: int) -> Order:
    after = end_of(order, place)
    part = [Row(key, level + levels) for key, level in order[place:after]]
    is_possible = all(row.level in LEVELS for row in part)
    return [*order[:place], *part, *order[after:]] if is_possible else order


MOVES: dict[str, Callable[[Order, int], Order]] = {"up": up, "down": down, "higher": higher, "deeper": deeper}


def written(order: Order) -> str:
    """An order as a form keeps it: 12:1 14:2."""
    return " ".join(f"{row.key}:{row.level}" for row in order)


def read(text: str) -> Order:
    """The order that a form sends. Raises ValueError for anything else."""
    return [Row(int(key), int(level)) for key, level in (row.split(":") for row in text.split())]
