from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.periods import Period

days = st.dates(date(1, 1, 1), date(9999, 12, 31))
periods = st.builds(
    lambda one, two: Period.between(min(one, two), max(one, two)), days, days
) | st.sampled_from(
    [
        Period.parse(text)
        for text in (
            "2018",
            "2018-04",
            "2018-04-06",
            "2017/2022",
            "2017-03/2017-11",
            "2017-12/2018-01",
            "2018-05-04/2018-05-06",
        )
    ]
)


@pytest.mark.parametrize(
    ("entered", "stored", "shown"),
    [
        ("2018", "2018", "2018"),
        ("April 2018", "2018-04", "April 2018"),
        ("Sept. 2018", "2018-09", "September 2018"),
        ("Apr 6, 2018", "2018-04-06", "April 6, 2018"),
        ("6 april 2018", "2018-04-06", "April 6, 2018"),
        ("April 6th, 2018", "2018-04-06", "April 6, 2018"),
        ("2018-04", "2018-04", "April 2018"),
        (" 2018-04-06 ", "2018-04-06", "April 6, 2018"),
        ("2018-05-04/2018-05-06", "2018-05-04/2018-05-06", "May 4–6, 2018"),
        ("May 4-6, 2018", "2018-05-04/2018-05-06", "May 4–6, 2018"),
        ("4 May to 6 June 2018", "2018-05-04/2018-06-06", "May 4 – June 6, 2018"),
        (
            "December 30, 2018 - January 2, 2019",
            "2018-12-30/2019-01-02",
            "December 30, 2018 – January 2, 2019",
        ),
        ("March–November 2017", "2017-03/2017-11", "March–November 2017"),
        ("March 2017 – April 2018", "2017-03/2018-04", "March 2017 – April 2018"),
        ("2017-2022", "2017/2022", "2017–2022"),
        ("2018-01-01/2018-12-31", "2018", "2018"),
    ],
)
def test_is_stored_and_shown_as_precisely_as_it_was_entered(entered, stored, shown):
    period = Period.parse(entered)
    assert (str(period), period.display) == (stored, shown)


@pytest.mark.parametrize(
    ("entered", "advice"),
    [
        ("03/04/2018", "Write 2018-03-04 or 2018-04-03"),
        ("13/04/2018", "Write 2018-04-13"),
        ("3.4.18", "Write 2018-03-04 or 2018-04-03"),
        ("2018/04/06", "2018-04-06"),
        ("31 April 2018", "April 2018 has 30 days"),
        ("2019-02-29", "February 2019 has 28 days"),
        ("2018-13", "month from 01 to 12"),
        ("2017–March 2018", "both as months"),
        ("2022–2017", "earlier date first"),
        ("Spring 2018", "Write a date such as"),
        ("about 2018", "Write a date such as"),
        ("0000", "Write a date such as"),
        ("", "Write a date such as"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_what_to_write(entered, advice):
    with pytest.raises(ValueError, match=advice):
        Period.parse(entered)


@given(periods)
def test_what_is_stored_and_what_is_shown_can_be_read_again(period):
    assert Period.parse(str(period)) == period
    assert Period.parse(period.display) == period


@given(st.text(alphabet="0123456789-/., aprilmay–", max_size=25) | st.text(max_size=25))
def test_any_text_is_a_period_or_a_value_error(text):
    try:
        period = Period.parse(text)
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert period.start <= period.end


def test_sorts_by_start_and_then_by_end():
    entered = ["2019", "April 2018", "2018", "April 1, 2018", "2017–2018"]
    assert [str(period) for period in sorted(map(Period.parse, entered))] == [
        "2017/2018",
        "2018",
        "2018-04-01",
        "2018-04",
        "2019",
    ]


def test_knows_the_years_it_touches():
    assert Period.parse("December 2017 – January 2019").years == (2017, 2018, 2019)


def test_precision_and_days_must_agree():
    with pytest.raises(ValueError, match="not a month"):
        Period(date(2018, 4, 6), date(2018, 4, 6), "month")
