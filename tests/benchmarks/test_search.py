"""What is measured with, and how it is reported. The engines themselves are measured, not tested."""

import pytest

from benchmarks.endurance import Endured
from benchmarks.search import Figures, aids_table, put, small_table
from benchmarks.texts import generated, questions
from documents.query.grammar import parse
from documents.query.tree import Word
from documents.search.engine import TooSlow


def test_questions_are_typed_as_they_are_meant():
    asked = questions(generated(30), 36, whole_language=True)
    assert len({kind for kind, _ in asked}) == 18
    assert all(str(parse(str(tree)).tree) == str(tree) for _, tree in asked)


def figures(milliseconds, counts):
    return Figures(1, 1, [9, 9], [milliseconds] * 2, counts, 1, 1)


def test_the_small_table_says_how_many_counts_are_as_ours():
    asked = [("rare", Word(("a",))), ("rare", Word(("b",)))]
    ours, other = figures(1, [3, 4]), figures(60, [3, 5])
    *_, row, last = small_table({"find()": ours, "stock Haystack": other}, asked, 1_000)
    assert row == "| find() | 1.00 ms | 1.00 ms | 9.00 ms | 1.0 s | 2 of 2 |"
    assert last == "| stock Haystack | 60.00 ms | 60.00 ms | 9.00 ms | 1.0 s | 1 of 2 |"


def test_what_helps_is_told_by_its_slowest():
    *_, row = aids_table({"suggestions": [1.0, 2.0, 30.0]}, 10_000)
    assert row == "| suggestions | 3 | 2.0 ms | 30.0 ms | 30.0 ms |"


def test_a_query_that_was_too_slow_is_reported_among_the_slowest():
    def answer(tree):
        if tree == Word(("b",)):
            raise TooSlow
        return 7

    enduring = Endured(answer)
    for _ in range(2):
        enduring.ask([("one", Word(("a",))), ("other", Word(("b",)))])
    report = "\n".join(enduring.report(10))
    assert "2 queries of 2 kinds" in report and "| too slow |" in report
    assert "- round 2: " in report and "round 3" not in report


def test_the_tables_go_where_the_page_has_a_place_for_them(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("A\n<!-- benchmark:begin -->\nold\n<!-- benchmark:end -->\nB\n")
    put("new", page)
    assert page.read_text() == "A\n<!-- benchmark:begin -->\nnew\n<!-- benchmark:end -->\nB\n"
    page.write_text("A")
    with pytest.raises(SystemExit, match="no place"):
        put("new", page)
