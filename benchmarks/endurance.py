"""All kinds of queries that the language has, asked of `find()` for long: the times, the slowest, and what memory does."""

import resource
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.peers import Answer
from benchmarks.texts import Question
from documents.query.tree import Tree
from documents.search.engine import TooSlow

PART = 500  # queries after which memory is looked at


class Asked(NamedTuple):
    """A query that was asked: milliseconds, units found (None where the time was over), its kind and how it is typed."""

    milliseconds: float
    count: int | None
    kind: str
    typed: str


class Endured:
    """Questions are asked once, which is timed; then they and others are asked again and again, and memory is watched."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.before = resident()
        self.asked: list[Asked] = []
        self.held: list[list[float]] = []  # megabytes after each part, a list a round

    def ask(self, questions: Sequence[Question]) -> None:
        """One round."""
        held = []
        for start in range(0, len(questions), PART):
            for kind, tree in questions[start : start + PART]:
                began = time.perf_counter()
                count = self._answered(tree)
                milliseconds = (time.perf_counter() - began) * 1000
                if not self.held:
                    self.asked.append(Asked(milliseconds, count, kind, str(tree)))
            held.append(resident())
        self.held.append(held)

    def _answered(self, tree: Tree) -> int | None:
        try:
            return self.answer(tree)
        except TooSlow:
            return None

    def report(self, units: int) -> Iterator[str]:
        """The figures as Markdown."""
        times = [one.milliseconds for one in self.asked]
        kinds = dict.fromkeys(one.kind for one in self.asked)
        yield (
            f"find(), {units:,} units, {len(times):,} queries of {len(kinds)} kinds at first sight: "
            f"median {statistics.median(times):.1f} ms, p95 {percentile(times, 0.95):.0f} ms, "
            f"p99 {percentile(times, 0.99):.0f} ms, worst {max(times):.0f} ms"
        )
        yield from ("", "| kind | median | p95 | worst |", "| --- | --- | --- | --- |")
        for kind in kinds:
            of_kind = [one.milliseconds for one in self.asked if one.kind == kind]
            median, late = statistics.median(of_kind), percentile(of_kind, 0.95)
            yield f"| {kind} | {median:.1f} ms | {late:.1f} ms | {max(of_kind):.1f} ms |"
        yield from ("", "| the slowest ten | ms | found |", "| --- | --- | --- |")
        for one in sorted(self.asked, key=lambda one: -one.milliseconds)[:10]:
            typed = one.typed[:60].replace("|", r"\|")
            yield f"| {one.kind}: `{typed}` | {one.milliseconds:.0f} | {one.count if one.count is not None else 'too slow'} |"
        yield from (
            "",
            f"Memory: {self.before:.0f} MB before, {peak():.0f} MB at most; after each {PART} queries, in MB:",
        )
        for number, held in enumerate(self.held, start=1):
            yield f"- round {number}: {', '.join(f'{megabytes:.0f}' for megabytes in held)}"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def resident() -> float:
    """The memory that this process has now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def peak() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
