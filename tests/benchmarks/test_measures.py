"""The measures, against values worked out by hand."""

from math import log2

import pytest

from benchmarks.measures import average_precision, ndcg, recall, success

GRADES = {"a": 3, "b": 1, "c": 0, "d": 2}


def test_ndcg_is_the_discounted_gain_as_a_share_of_the_best():
    gained = 1 + 3 / log2(3)  # b first, then a; d is not found
    best = 3 + 2 / log2(3) + 1 / 2
    assert ndcg(["b", "a", "c"], GRADES) == pytest.approx(gained / best)


def test_ndcg_of_the_best_order_is_1():
    assert ndcg(["a", "d", "b"], GRADES) == 1


def test_ndcg_looks_at_the_first_ten_only():
    assert ndcg([*"klmnopqrst", "a"], GRADES) == 0
    assert ndcg([*"klmnopqrs", "a"], {"a": 1}) == pytest.approx(1 / log2(11))


def test_ndcg_at_two_compares_with_the_best_two():
    assert ndcg(["a", "d", "b"], GRADES, at=2) == 1


def test_recall_is_the_share_of_the_relevant():
    assert recall(["a", "c", "x", "b"], GRADES) == pytest.approx(2 / 3)
    assert recall(["a", "c", "x", "b"], GRADES, at=3) == pytest.approx(1 / 3)


def test_average_precision_counts_what_is_not_found_as_nothing():
    assert average_precision(["x", "a", "c", "b"], GRADES) == pytest.approx((1 / 2 + 2 / 4) / 3)


def test_success_wants_the_best_grade():
    assert success(["b", "a"], GRADES) == 0
    assert success(["b", "a"], GRADES, at=2) == 1
