import pytest

from documents.query.quotes import closing, opens, opens_inside


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ('"a b" c', 4),
        ("“a b” c", 4),
        ("„a b“ c", 4),
        ("»a b« c", 4),
        ("“a “b” c” d", 8),
        ('"a "b" c" d', 8),
        ('""a" b" c', 6),
        ('"a ("b") c" d', 10),
        ('"a "b c', 3),  # not balanced
        ('"a b "c d"', 5),
        ('"a" "b"', 2),
        ('" a" b', 3),
        ('"X"b" c"', 2),
        ('"a " b" c"', 3),
        ('“a b" c', 4),
        ('"a b” c', 4),
        ('“" a', 1),
        ('"a b', None),
        ("«", None),
    ],
)
def test_where_a_phrase_ends(text, end):
    assert closing(text, 0) == end


@pytest.mark.parametrize(
    ("text", "free", "expected"),
    [
        ('"a', True, True),
        ('" a', True, True),
        ('"a', False, True),
        ('" a', False, False),
        ('"', False, False),
        ("”a", True, True),
        ("” a", True, False),
        ("'a", True, False),
        ("a", True, False),
    ],
)
def test_where_a_phrase_begins(text, free, expected):
    assert opens(text, 0, free=free) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [(':"a', True), ('0"a', False), ('."', False), ('." a', False), (".”a", False)]
)
def test_where_a_phrase_begins_in_a_run_of_characters(text, expected):
    assert opens_inside(text, 1) is expected
