import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.importing.plan import merged

NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True)


@pytest.mark.parametrize(
    ("leading", "rest", "expected"),
    [
        ("abc", "abc", "abc"),
        ("acb", "axbcy", "axcyb"),
        ("b", "abc", "abc"),
        ("", "ab", "ab"),
        ("ab", "", "ab"),
        ("ab", "xy", "xyab"),
    ],
)
def test_what_only_the_rest_has_stands_behind_what_it_stood_behind(leading, rest, expected):
    assert "".join(merged(leading, rest)) == expected


@given(NAMES, NAMES)
def test_merging_loses_and_repeats_nothing_and_keeps_the_leading_order(leading, rest):
    order = merged(leading, rest)
    assert sorted(order) == sorted({*leading, *rest})
    assert [name for name in order if name in leading] == leading


@given(NAMES, NAMES)
def test_merging_again_changes_nothing(leading, rest):
    assert merged(leading, merged(leading, rest)) == merged(leading, rest)
