"""An axis of time: which days it shows and where, and which dates it names.

Places and widths along it are hundredths of its length.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from documents.text.periods import MONTH_NAMES, Period

EDGE = 2.0  # left free at both ends

# An empty stretch is cut out that would take more than this part of the axis, and that is many times as long as
# the documents would be apart if they were spread evenly: a few that are far apart stand as far as they are.
CUT = 0.15
SHARES = 12
MOST_CUTS = 3
CUT_WIDTH = 5.0
LEAST_DAYS = 10  # an axis is never shorter

Days = tuple[int, int]  # proleptic ordinals of the first day and of the one behind the last


class Tick(NamedTuple):
    """A date that the axis names; without a label where there is no room for it.

    The middle of the label is at `label_x`, which is not `x` where it would reach out of the drawing.
    """

    x: float
    label: str
    label_x: float


class Cut(NamedTuple):
    """A stretch without documents that was cut out of the axis."""

    x: float
    width: float
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Axis:
    """Stretches of days, in order, with a cut between any two; a day is equally wide in all of them."""

    stretches: list[Days]

    @classmethod
    def of(cls, occupied: Collection[Days], window: Period | None = None) -> "Axis":
        """An axis on which all of these days have a place, with long gaps between them cut out."""
        if window:
            return cls([days_of(window)])
        busy = _merged(occupied)
        gaps = [(one[1], two[0]) for one, two in pairwise(busy)]
        least = max(CUT, SHARES / len(occupied))
        cut: set[Days] = set()
        length = busy[-1][1] - busy[0][0]
        for gap in sorted(gaps, key=lambda gap: gap[0] - gap[1])[:MOST_CUTS]:
            if _length(gap) > least * length and _length(gap) > LEAST_DAYS:
                cut.add(gap)
                length -= _length(gap)
        ends = sorted(cut)
        starts = [busy[0][0], *(end for _, end in ends)]
        stretches = list(zip(starts, [*(start for start, _ in ends), busy[-1][1]], strict=True))
        padding = max(LEAST_DAYS - length, round(length * 0.04), 2) // 2
        return cls([_padded(stretch, padding) for stretch in stretches])

    @property
    def length(self) -> int:
        return sum(map(_length, self.stretches))

    @property
    def scale(self) -> float:
        """The width of a day."""
        return (100 - 2 * EDGE - CUT_WIDTH * (len(self.stretches) - 1)) / self.length

    def place(self, day: int) -> float:
        """Where a day begins; between two stretches it is in the cut."""
        x = EDGE
        for start, end in self.stretches:
            if day <= end:
                return x + max(day - start, 0) * self.scale
            x += (end - start) * self.scale + CUT_WIDTH
        return 100 - EDGE

    def cuts(self) -> list[Cut]:
        return [
            Cut(
                self.place(one[1]),
                CUT_WIDTH,
                date.fromordinal(one[1]),
                date.fromordinal(max(one[1], two[0] - 1)),
            )
            for one, two in pairwise(self.stretches)
        ]

    def ticks(self) -> list[Tick]:
        """The dates of the finest step of which there are not too many; each stretch has one at least."""
        ticks: list[Tick] = []
        free = 0.0
        step = next(step for step in STEPS if self.length / step.days <= step.most)
        for stretch in self.stretches:
            days = list(step.within(stretch)) or [stretch[0] + _length(stretch) // 2]
            for day in days:
                x, label = self.place(day), step.label(date.fromordinal(day))
                half = step.room / 2
                label_x = max(half, min(x, 100 - half))
                has_room = label_x - half >= free
                ticks.append(Tick(x, label if has_room else "", label_x))
                free = label_x + half if has_room else free
        return ticks


@dataclass(frozen=True, slots=True)
class Step:
    """From one tick to the next: about `days`; `room` is the width that a label takes."""

    days: int
    room: float
    within: Callable[[Days], Iterator[int]]
    label: Callable[[date], str]

    @property
    def most(self) -> float:
        return 90 / self.room


def _every_days(number: int) -> Step:
    """Days of the calendar; weeks begin on Monday, as the first ordinal does."""

    def within(stretch: Days) -> Iterator[int]:
        start = stretch[0] + (1 - stretch[0]) % number
        yield from range(start, stretch[1], number)

    return Step(number, 15, within, lambda day: f"{_month(day)} {day.day}, {day.year:04d}")


def _every_months(number: int) -> Step:
    def within(stretch: Days) -> Iterator[int]:
        first, last = (date.fromordinal(day) for day in (stretch[0], stretch[1] - 1))
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        for month in months:
            day = date(month // 12, month % 12 + 1, 1).toordinal()
            if month % number == 0 and day >= stretch[0]:
                yield day

    return Step(30 * number, 11, within, lambda day: f"{_month(day)} {day.year:04d}")


def _every_years(number: int) -> Step:
    def within(stretch: Days) -> Iterator[int]:
        first, last = (date.fromordinal(day).year for day in (stretch[0], stretch[1] - 1))
        for year in range(first, last + 1):
            day = date(year, 1, 1).toordinal()
            if year % number == 0 and day >= stretch[0]:
                yield day

    return Step(365 * number, 6.5, within, lambda day: f"{day.year:04d}")


STEPS = (
    *(_every_days(number) for number in (1, 7)),
    *(_every_months(number) for number in (1, 3)),
    *(_every_years(number) for number in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)),
)


def _month(day: date) -> str:
    return MONTH_NAMES[day.month][:3]


def days_of(period: Period) -> Days:
    """The days of a date."""
    return period.start.toordinal(), period.end.toordinal() + 1


def _length(days: Days) -> int:
    return days[1] - days[0]


def part_within(days: Days, window: Period | None) -> Days | None:
    """The part of the days that the window shows, if there is one."""
    if window is None:
        return days
    first, behind = days_of(window)
    part = max(days[0], first), min(days[1], behind)
    return part if part[0] < part[1] else None


def _merged(occupied: Iterable[Days]) -> list[Days]:
    """The same days as stretches that do not touch, in order."""
    merged: list[Days] = []
    for start, end in sorted(occupied):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _padded(stretch: Days, days: int) -> Days:
    """Longer by so many days at both ends, as far as the calendar goes."""
    return max(stretch[0] - days, 1), min(stretch[1] + days, date.max.toordinal())
