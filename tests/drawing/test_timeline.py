"""The layout of a timeline."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from documents.drawing.axis import Axis
from documents.drawing.timeline import CLUSTER, MARK, MOST_LANES, MOST_ROWS, OTHER, Item, draw
from documents.text.periods import Period

ROWS = st.sampled_from(["memo", "ruling", "poll", "letter"])


DAYS = st.dates(date(2015, 1, 1), date(2022, 12, 31))


def periods(days):
    return st.tuples(days, days).map(lambda ends: Period.between(*sorted(ends)))


years = st.builds(lambda year: Period.parse(f"{year:04}"), st.integers(1, 9999))
day = DAYS.map(lambda day: Period.between(day, day))
items = st.lists(
    st.builds(Item, ROWS, st.one_of(day, day, periods(DAYS), periods(st.dates()), years)), max_size=40
)


def of(*dates, row="memo"):
    return [Item(row, Period.parse(text)) for text in dates]


def marks(drawing):
    return [mark for row in drawing.rows for mark in row.marks]


@given(items)
def test_every_document_has_one_mark_in_the_row_of_its_kind(items):
    drawing = draw(items)
    for row in drawing.rows:
        numbers = [number for mark in row.marks for number in mark.items]
        assert len(numbers) == row.total
        assert {items[number].row for number in numbers} == {row.label}
    assert sorted(n for mark in marks(drawing) for n in mark.items) == list(range(len(items)))


@given(items)
def test_marks_of_a_row_do_not_overlap(items):
    for row in draw(items).rows:
        marks = sorted(row.marks, key=lambda mark: (mark.lane, mark.x))
        for one, two in pairwise(marks):
            assert one.lane != two.lane or one.x + one.width <= two.x
        assert row.lanes == 1 + max(mark.lane for mark in row.marks) <= MOST_LANES


@given(items)
def test_everything_is_inside_the_drawing(items):
    drawing = draw(items)
    for mark in marks(drawing):
        assert mark.x >= 0 and mark.x + mark.width <= 100.001
        assert mark.width >= MARK
    assert all(0 <= tick.x <= 100 for tick in drawing.ticks)


@given(items)
def test_what_is_later_stands_no_further_left(items):
    axis = Axis.of(
        [(item.period.start.toordinal(), item.period.end.toordinal() + 1) for item in items] or [(1, 2)]
    )
    starts = sorted(item.period.start.toordinal() for item in items)
    assert all(axis.place(one) <= axis.place(two) for one, two in pairwise(starts))


@given(items)
def test_the_axis_names_dates_that_do_not_touch(items):
    named = [tick.label_x for tick in draw(items).ticks if tick.label]
    assert all(two - one >= 6.5 for one, two in pairwise(named))
    assert all(3 <= x <= 97 for x in named)


def test_nothing_makes_an_empty_drawing():
    assert draw([]).rows == []


def test_one_day_stands_in_the_middle_of_some_days():
    drawing = draw(of("2018-06-20"))
    (mark,) = marks(drawing)
    assert 45 < mark.middle < 55
    assert [tick.label for tick in drawing.ticks if tick.label] == ["Jun 18, 2018"]


def test_a_day_is_a_point_and_what_is_less_precise_a_bar():
    point, year, span, end = marks(draw(of("2017-01-01", "2018", "2018-03/2019-06", "2020-01-01")))
    assert (point.shape, point.width) == ("day", MARK)
    assert year.shape == span.shape == "span"
    assert 1.2 < span.width / year.width < 1.4
    assert end.shape == "day"


def test_a_month_on_a_long_axis_is_still_seen():
    assert [mark.width for mark in marks(draw(of("1990-05", "2020-05")))] == [MARK, MARK]


def test_two_documents_stand_as_far_apart_as_they_are():
    assert draw(of("1951-07-28", "2018-05-06")).cuts == []


def labels(*dates):
    return [tick.label for tick in draw(of(*dates)).ticks if tick.label]


def test_ticks_suit_days_months_years_and_centuries():
    assert labels("2018-06-01", "2018-06-10", "2018-06-20") == ["Jun 4, 2018", "Jun 11, 2018", "Jun 18, 2018"]
    assert labels("2018-01-10", "2018-03-10", "2018-05-20") == [
        f"{name} 2018" for name in "Feb Mar Apr May".split()
    ]
    assert labels("2016-05-01", "2018", "2020-03-01") == ["2017", "2018", "2019", "2020"]
    assert labels("1200/1900") == ["1200", "1300", "1400", "1500", "1600", "1700", "1800", "1900"]


def test_a_long_time_without_documents_is_cut_out_and_said():
    drawing = draw(
        of("1951-07-28", *(f"{year}-{month:02}-20" for year in (2017, 2018, 2019) for month in range(1, 13)))
    )
    (cut,) = drawing.cuts
    assert (cut.start.year, cut.end.year) == (1951, 2016)
    first, *_, last = marks(drawing)
    assert first.x + first.width <= cut.x and cut.x + cut.width < last.x
    assert last.x > 90
    assert [tick.label for tick in drawing.ticks if tick.label] == ["1951", "2017", "2018", "2019", "2020"]


def test_an_even_run_of_years_has_no_cut():
    assert draw(of(*(f"{year}-05-01" for year in range(2010, 2020)))).cuts == []


def test_reports_come_first_and_then_the_largest_row():
    items = [
        *of("2017", "2018", row="memo"),
        *of("2018", row="poll"),
        Item("report", Period.parse("2019"), True),
    ]
    drawing = draw([*items, *of("2016", "2017", "2018", row="letter")])
    assert [(row.label, row.total) for row in drawing.rows] == [
        ("report", 1),
        ("letter", 3),
        ("memo", 2),
        ("poll", 1),
    ]
    assert marks(drawing)[0].shape == "report"


def test_many_kinds_share_the_last_row():
    items = [item for number in range(15) for item in of("2018", row=f"kind {number:02}")]
    drawing = draw(items)
    assert len(drawing.rows) == MOST_ROWS
    assert (drawing.rows[-1].label, drawing.rows[-1].total) == (OTHER, 6)


def test_two_hundred_documents_of_one_day_are_a_few_marks_and_one_for_the_rest():
    (row,) = draw(of(*["2018-06-20"] * 200)).rows
    assert [len(mark.items) for mark in row.marks] == [1] * (MOST_LANES - 1) + [200 - (MOST_LANES - 1)]
    assert (row.marks[-1].shape, row.marks[-1].width) == ("many", CLUSTER)


def test_a_window_shows_its_part_of_time_alone():
    drawing = draw(of("2017-05-01", "2017/2022", "2018-06-20"), Period.parse("2018"))
    assert [mark.items for mark in marks(drawing)] == [(1,), (2,)]
    assert marks(drawing)[0].width > 95
    assert drawing.ticks[0].label == "Jan 2018"
