"""Documents on an axis of time: where each stands, in which row and in which lane of it.

Places and widths are hundredths of the width of the drawing, so that it fits every page; what is said of overlaps
holds for marks of 12 pixels on 640; where the page is narrower, they are drawn smaller.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from documents.drawing.axis import Axis, Cut, Days, Tick, days_of, part_within
from documents.text.periods import Period

MARK = 1.9  # the width of the smallest mark
CLUSTER = 6.0  # the width of a mark that stands for several documents and says how many
MOST_LANES = 10  # of one row; what finds no place in them stands together
MOST_ROWS = 10
OTHER = "other kinds"

Shape = Literal["day", "span", "report", "many"]


class Item(NamedTuple):
    """A document to draw: the row it belongs to and its date."""

    row: str
    period: Period
    is_report: bool = False


class Mark(NamedTuple):
    """A mark from `x` to `x + width` in a lane; `items` are the numbers of the documents it stands for."""

    x: float
    width: float
    lane: int
    shape: Shape
    items: tuple[int, ...]

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


class Row(NamedTuple):
    """The documents of one kind; `lanes` is how many lanes their marks take."""

    label: str
    total: int
    lanes: int
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class Drawing:
    rows: list[Row] = field(default_factory=list)
    ticks: list[Tick] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)


def draw(items: Sequence[Item], window: Period | None = None) -> Drawing:
    """Lay out the documents; with a window only that part of time, and what reaches into it.

    Rows stand by their number of documents, most first; reports before all. The smallest rows are one.
    """
    shown = {
        number: days
        for number, item in enumerate(items)
        if (days := part_within(days_of(item.period), window))
    }
    if not shown:
        return Drawing()
    axis = Axis.of(shown.values(), window)
    rows = [
        _row(label, [(number, items[number], shown[number]) for number in numbers], axis)
        for label, numbers in _rows(items, shown)
    ]
    return Drawing(rows, axis.ticks(), axis.cuts())


def _rows(items: Sequence[Item], numbers: Iterable[int]) -> list[tuple[str, list[int]]]:
    """The label of each row and its documents by date."""
    rows: dict[str, list[int]] = {}
    for number in numbers:
        rows.setdefault(items[number].row, []).append(number)
    ordered = sorted(
        rows.items(),
        key=lambda row: (not any(items[n].is_report for n in row[1]), -len(row[1]), row[0].casefold()),
    )
    if len(ordered) > MOST_ROWS:
        rest = [number for _, numbers in ordered[MOST_ROWS - 1 :] for number in numbers]
        ordered = [*ordered[: MOST_ROWS - 1], (OTHER, rest)]
    return [
        (label, sorted(numbers, key=lambda number: (items[number].period, number)))
        for label, numbers in ordered
    ]


def _row(label: str, documents: Sequence[tuple[int, Item, Days]], axis: Axis) -> Row:
    """Each document in the first lane that is free; in the last lane those that overlap are one mark."""
    lanes: list[Mark | None] = [None] * MOST_LANES  # the last mark of each
    marks: list[Mark] = []
    for number, item, days in documents:
        mark = _mark(number, item, days, axis)
        lane = next((lane for lane, last in enumerate(lanes) if _is_free(last, mark)), MOST_LANES - 1)
        crowded = lanes[lane]
        if crowded and not _is_free(crowded, mark):
            marks.remove(crowded)
            mark = _together(crowded, mark)
        lanes[lane] = mark = mark._replace(lane=lane)
        marks.append(mark)
    used = 1 + max(mark.lane for mark in marks)
    return Row(label, len(documents), used, marks)


def _mark(number: int, item: Item, days: Days, axis: Axis) -> Mark:
    start, end = axis.place(days[0]), axis.place(days[1])
    shape: Shape = "report" if item.is_report else "day" if item.period.precision == "day" else "span"
    if shape == "span" and end - start >= MARK:
        return Mark(start, end - start, 0, shape, (number,))
    return Mark(_kept_in((start + end - MARK) / 2, MARK), MARK, 0, shape, (number,))


def _is_free(last: Mark | None, mark: Mark) -> bool:
    return last is None or last.x + last.width <= mark.x


def _together(one: Mark, two: Mark) -> Mark:
    width = max(one.width, CLUSTER)
    return Mark(_kept_in(one.x, width), width, one.lane, "many", (*one.items, *two.items))


def _kept_in(x: float, width: float) -> float:
    """Moved so far that it does not reach out of the drawing."""
    return max(0.0, min(x, 100 - width))
