"""How good a ranking is: the measures of trec_eval, which everybody reports, in a few lines that can be read.

`grades` are those of the documents judged for a query; what is not among them counts as not relevant. The gain of nDCG
is the grade itself; for recall, precision and success, grade 1 and above is relevant.
"""

from collections.abc import Mapping, Sequence
from math import log2

Grades = Mapping[str, int]


def ndcg(ranked: Sequence[str], grades: Grades, at: int = 10) -> float:
    """Gains discounted by rank, as a share of what the best ranking would gain."""
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    return discounted([max(0, grades.get(id, 0)) for id in ranked[:at]]) / discounted(best[:at])


def discounted(gains: Sequence[int]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def recall(ranked: Sequence[str], grades: Grades, at: int = 100) -> float:
    """The share of the relevant documents that is found."""
    wanted = relevant(grades)
    return len(wanted.intersection(ranked[:at])) / len(wanted)


def average_precision(ranked: Sequence[str], grades: Grades) -> float:
    """The precision at each relevant document, on average over all of them; 0 for one that is not found."""
    wanted = relevant(grades)
    found, precisions = 0, 0.0
    for rank, id in enumerate(ranked, start=1):
        if id in wanted:
            found += 1
            precisions += found / rank
    return precisions / len(wanted)


def success(ranked: Sequence[str], grades: Grades, at: int = 1) -> float:
    """1 if one of the first documents has the best grade that there is for the query, else 0."""
    best = max(grades.values())
    return float(any(grades.get(id) == best for id in ranked[:at]))


def relevant(grades: Grades) -> set[str]:
    return {id for id, grade in grades.items() if grade > 0}
