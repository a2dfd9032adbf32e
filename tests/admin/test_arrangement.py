import pytest

from documents.admin.arrangement import Row, deeper, down, higher, moved, read, up, written

# 1, 1.1, 1.2, 2, 2.1
ORDER = [Row(1, 1), Row(11, 2), Row(12, 2), Row(2, 1), Row(21, 2)]


def keys(order):
    return [row.key for row in order]


def levels(order):
    return [row.level for row in order]


@pytest.mark.parametrize(
    ("move", "place", "expected"),
    [
        (up, 0, [1, 11, 12, 2, 21]),
        (up, 1, [11, 1, 12, 2, 21]),  # out of its chapter
        (up, 2, [1, 12, 11, 2, 21]),
        (up, 3, [2, 21, 1, 11, 12]),  # a chapter with its parts
        (up, 4, [1, 11, 12, 21, 2]),  # into the chapter before
        (down, 0, [2, 21, 1, 11, 12]),
        (down, 1, [1, 12, 11, 2, 21]),
        (down, 2, [1, 11, 2, 12, 21]),  # into the next chapter
        (down, 3, [1, 11, 12, 2, 21]),
        (down, 4, [1, 11, 12, 2, 21]),
    ],
)
def test_up_and_down(move, place, expected):
    assert keys(move(ORDER, place)) == expected


@pytest.mark.parametrize(
    ("place", "goal", "expected"),
    [
        (0, 5, [2, 21, 1, 11, 12]),
        (4, 0, [21, 1, 11, 12, 2]),
        (3, 1, [1, 2, 21, 11, 12]),
        (0, 2, [1, 11, 12, 2, 21]),  # into itself
        (0, 3, [1, 11, 12, 2, 21]),
    ],
)
def test_a_dragged_section_takes_its_parts_along(place, goal, expected):
    assert keys(moved(ORDER, place, goal)) == expected


@pytest.mark.parametrize(
    ("move", "place", "expected"),
    [
        (deeper, 0, [1, 2, 2, 1, 2]),  # the first has nothing to lie in
        (deeper, 1, [1, 2, 2, 1, 2]),  # it lies in the one above already
        (deeper, 2, [1, 2, 3, 1, 2]),
        (deeper, 3, [1, 2, 2, 2, 3]),
        (higher, 0, [1, 2, 2, 1, 2]),
        (higher, 1, [1, 1, 2, 1, 2]),
    ],
)
def test_levels(move, place, expected):
    assert levels(move(ORDER, place)) == expected


def test_no_part_is_deeper_than_a_heading_can_be():
    order = [Row(1, 1), Row(2, 1), Row(3, 6)]
    assert deeper(order, 1) == order


def test_an_order_is_written_and_read():
    assert read(written(ORDER)) == ORDER
    assert written(ORDER[:2]) == "1:1 11:2"


@pytest.mark.parametrize("text", ["1", "1:x", "1:2:3"])
def test_nonsense_is_no_order(text):
    with pytest.raises(ValueError, match=r"\w"):
        read(text)
