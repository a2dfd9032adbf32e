"""Dates as precise as they are known: a year, a month, a day, or a range of one of them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

Precision = Literal["year", "month", "day", "range"]

# Not calendar.month_name, which follows the locale of the process.
MONTH_NAMES = (
    *("", "January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
MONTHS = {name.casefold(): number for number, name in enumerate(MONTH_NAMES) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}

NAME = r"(?P<name>[a-z]+)\.?"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
YEAR = r"(?P<year>\d{4})"
FORMS = tuple(
    re.compile(form)
    for form in (
        YEAR,
        rf"{YEAR}-(?P<month>\d{{2}})",
        rf"{YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})",
        rf"{NAME},? {YEAR}",
        rf"{NAME} {DAY},? {YEAR}",
        rf"{DAY} {NAME},? {YEAR}",
    )
)
# Ranges that name their month or their year only once: "May 4–6, 2018", "4–6 May 2018", "March–May 2017".
SHORT_RANGES = (
    (re.compile(rf"{NAME} (?P<first>\d{{1,2}})-(?P<last>\d{{1,2}}),? {YEAR}"), "{name} {end}, {year}"),
    (re.compile(rf"(?P<first>\d{{1,2}})-(?P<last>\d{{1,2}}) {NAME},? {YEAR}"), "{name} {end}, {year}"),
    (
        re.compile(rf"(?P<first>[a-z]+\.?(?: \d{{1,2}})?)-(?P<last>[a-z]+\.?(?: \d{{1,2}})?),? {YEAR}"),
        "{end}, {year}",
    ),
    (re.compile(rf"(?P<first>\d{{1,2}} [a-z]+\.?)-(?P<last>\d{{1,2}} [a-z]+\.?),? {YEAR}"), "{end}, {year}"),
)
NUMBERS_ONLY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})")
BY_SLASHES = re.compile(r"(\d{4})[./](\d{1,2})(?:[./](\d{1,2}))?")
HELP = "Write a date such as 2018, April 2018, April 6, 2018 or 2018-04-06, or a range such as 2017–2022."


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both included, and how precisely that is known.

    A range that is just one year, month or day is that year, month or day; `Period.between` sees to it.
    Raises ValueError when precision and days do not agree.
    """

    start: date
    end: date
    precision: Precision

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(
                f"This range ends ({self.end}) before it starts ({self.start}). Write the earlier date first."
            )
        if self.precision != _precision(self.start, self.end):
            raise ValueError(f"{self.start} to {self.end} is not a {self.precision}. {HELP}")

    @classmethod
    def between(cls, start: date, end: date) -> Self:
        """The period of these days, with the precision that they show."""
        return cls(start, end, _precision(start, end))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a date or a range as an editor writes it, or as `str()` and `display` give it.

        Raises ValueError with a sentence that says what to write.
        """
        entered = " ".join(text.split())
        if not entered:
            raise ValueError(f"There is no date here. {HELP}")
        _refuse_ambiguous(entered)
        plain = entered.casefold()
        if (found := _single(plain, entered)) is not None:
            return cls.between(*found)
        ends = _ends(plain)
        if ends is None:
            raise ValueError(f"“{entered}” is not a date that can be sorted. {HELP}")
        first, last = (_single(end, entered) for end in ends)
        if first is None or last is None:
            raise ValueError(f"“{entered}” is not a date that can be sorted. {HELP}")
        if _precision(*first) != _precision(*last):
            raise ValueError(
                f"The ends of “{entered}” are not equally precise. "
                "Write both as years, both as months or both as days."
            )
        if last[0] < first[0]:
            raise ValueError(f"“{entered}” ends before it starts. Write the earlier date first.")
        return cls.between(first[0], last[1])

    def __str__(self) -> str:
        """The form that is stored, ISO 8601: 2018, 2018-04, 2018-04-06 or two of them with a slash."""
        match self.precision, _unit(self.start, self.end):
            case "range", unit:
                return f"{_iso(self.start, unit)}/{_iso(self.end, unit)}"
            case _, unit:
                return _iso(self.start, unit)

    @property
    def display(self) -> str:
        """The form that is read: “April 6, 2018”, “April 2018”, “2018”, “May 4–6, 2018”."""
        unit = _unit(self.start, self.end)
        if self.precision != "range":
            return _words(self.start, unit)
        if unit == "year":
            return f"{_words(self.start, unit)}–{_words(self.end, unit)}"
        if self.start.year != self.end.year:
            return f"{_words(self.start, unit)} – {_words(self.end, unit)}"
        year, first, last = f"{self.end.year:04}", MONTH_NAMES[self.start.month], MONTH_NAMES[self.end.month]
        if unit == "month":
            return f"{first}–{last} {year}"
        if first == last:
            return f"{first} {self.start.day}–{self.end.day}, {year}"
        return f"{first} {self.start.day} – {last} {self.end.day}, {year}"

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that has a day of the period."""
        return tuple(range(self.start.year, self.end.year + 1))


def _unit(start: date, end: date) -> Literal["year", "month", "day"]:
    """The largest unit of which the days are whole ones."""
    if start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
        return "day"
    return "year" if (start.month, end.month) == (1, 12) else "month"


def _precision(start: date, end: date) -> Precision:
    unit = _unit(start, end)
    same = {
        "year": start.year == end.year,
        "month": (start.year, start.month) == (end.year, end.month),
        "day": start == end,
    }
    return unit if same[unit] else "range"


def _iso(day: date, unit: str) -> str:
    return day.isoformat()[: {"year": 4, "month": 7, "day": 10}[unit]]


def _words(day: date, unit: str) -> str:
    match unit:
        case "year":
            return f"{day.year:04}"
        case "month":
            return f"{MONTH_NAMES[day.month]} {day.year:04}"
        case _:
            return f"{MONTH_NAMES[day.month]} {day.day}, {day.year:04}"


def _refuse_ambiguous(entered: str) -> None:
    if found := NUMBERS_ONLY.fullmatch(entered):
        one, two, year = (int(number) for number in found.groups())
        year += 2000 if year < 100 else 0
        readings = [
            f"{year:04}-{month:02}-{day:02}"
            for month, day in sorted({(one, two), (two, one)})
            if _exists(year, month, day)
        ]
        if len(readings) == 2:
            raise ValueError(f"“{entered}” can be read in two ways. Write {readings[0]} or {readings[1]}.")
        if readings:
            raise ValueError(f"“{entered}” can be misread. Write {readings[0]}.")
        raise ValueError(f"“{entered}” is not a day of the calendar. {HELP}")
    if found := BY_SLASHES.fullmatch(entered):
        year, *rest = (int(number) for number in found.groups() if number)
        if "/" in entered and len(rest) == 1 and rest[0] > 12:
            return
        raise ValueError(
            f"Write “{entered}” with hyphens: {'-'.join((f'{year:04}', *(f'{n:02}' for n in rest)))}."
        )


def _exists(year: int, month: int, day: int) -> bool:
    return year >= 1 and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def _single(plain: str, entered: str) -> tuple[date, date] | None:
    """The first and last day of one date; None when the text has no such form."""
    for form in FORMS:
        if found := form.fullmatch(plain):
            return _days(found.groupdict(), entered)
    return None


def _days(parts: dict[str, str | None], entered: str) -> tuple[date, date]:
    year = int(parts["year"] or 0)
    if year < 1:
        raise ValueError(f"“{entered}” has no year of the calendar. {HELP}")
    month = int(parts.get("month") or 0)
    if name := parts.get("name"):
        if name not in MONTHS:
            raise ValueError(f"“{name}” is not the name of a month. {HELP}")
        month = MONTHS[name]
    elif parts.get("month") is None:
        return date(year, 1, 1), date(year, 12, 31)
    if not 1 <= month <= 12:
        raise ValueError(f"“{entered}” has no month {month}. Write a month from 01 to 12, or its name.")
    length = monthrange(year, month)[1]
    if not parts.get("day"):
        return date(year, month, 1), date(year, month, length)
    day = int(parts["day"] or 0)
    if not 1 <= day <= length:
        raise ValueError(
            f"{MONTH_NAMES[month]} {year} has {length} days, so there is no “{entered}”. Check the day."
        )
    return date(year, month, day), date(year, month, day)


def _ends(plain: str) -> tuple[str, str] | None:
    """The two ends of a range, each written out in full."""
    if plain.count("/") == 1:
        first, last = plain.split("/")
        return first.strip(), last.strip()
    dashed = re.sub(r" ?(?:[–—‒−]|(?<!\d)-(?!\d)| - |\bto\b|\bthrough\b) ?", "-", plain)
    if found := re.fullmatch(rf"{YEAR}-(?P<last>\d{{4}})", dashed):
        return found["year"], found["last"]
    for form, written in SHORT_RANGES:
        if found := form.fullmatch(dashed):
            parts = found.groupdict()
            first, last = (
                written.format(end=parts[end], year=parts["year"], name=parts.get("name"))
                for end in ("first", "last")
            )
            return first, last
    if dashed.count("-") == 1:
        first, last = dashed.split("-")
        return first, last
    return None
