"""How fast the search is, beside other engines doing the same work on the same units in the same run.

    python benchmarks/search.py                      10,000 generated sections, 200 mixed queries
    python benchmarks/search.py --sections 50000
    python benchmarks/search.py --collection DIR     a collection folder, repeated until there are enough sections
    python benchmarks/search.py --language           2,000 queries of every kind that the language has, ours only

A question asks for ten hits, the exact count and three facets. "first" is the first sight of each query in a fresh
process, "warm" the best of the rounds after it. To measure another way to answer, add a function to WAYS. Stock Haystack
is too slow for as many units as the others: with some of them, it has a second table. A third is of what helps the reader.
"""

import argparse
import importlib
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.endurance import Endured, peak, percentile
from benchmarks.peers import Answer, Way, fts5, haystack, tantivy, whoosh
from benchmarks.texts import Question, collected, generated, questions
from documents.query.tree import Tree
from documents.search.engine import Record, Request
from documents.search.whoosh.engine import WhooshEngine

FEW = 1_000  # units with which stock Haystack is measured
PATIENCE = 40  # seconds after which no further round begins


def ours(records: Sequence[Record], folder: Path) -> Iterator[Answer | None]:
    """Reportsite's engine."""
    engine = WhooshEngine(folder)
    if not (folder / "CURRENT").exists():
        engine.rebuild(records)
    yield None
    engine.state()
    yield lambda tree: engine.run(Request(tree)).count


def site_at(folder: Path) -> Any:
    """The module that starts the site, with its data in a folder."""
    os.environ |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "reportsite.settings"}
    os.environ |= {"HASHED_STATIC": "no"}
    (folder / "static").mkdir(exist_ok=True)
    return importlib.import_module("benchmarks.site")


def site_way(answer: Callable[[Any], Answer]) -> Way:
    """A way to answer that needs the whole site; `answer` gets the module that has started it."""

    def way(records: Sequence[Record], folder: Path) -> Iterator[Answer | None]:
        site = site_at(folder)
        if not (folder / "index" / "CURRENT").exists():
            site.fill(records)
        yield None
        site.engine().warm()
        yield answer(site)

    return way


WAYS: dict[str, Way] = {
    "find()": site_way(lambda site: site.found),
    "fts5": fts5,
    "engine alone": ours,
    "tantivy": tantivy,
    "Whoosh's searcher": whoosh,
    "/search/ page": site_way(lambda site: partial(site.served, site.Client())),
    "stock Haystack": haystack,
}
OF_MANY = [way for way in WAYS if way != "stock Haystack"]
OF_FEW = ["find()", "fts5", "tantivy", "Whoosh's searcher", "stock Haystack"]


@dataclass
class Figures:
    """Times in milliseconds, memory and disk in megabytes."""

    build: float
    opening: float
    first: list[float]
    warm: list[float]
    counts: list[int]
    disk: float
    memory: float


def measured(way: str, records: Sequence[Record], asked: Sequence[Question], rounds: int) -> Figures:
    """One way in this process, with an index that another process has built (so that memory is the reader's)."""
    began = time.perf_counter()
    with built(way, records) as folder:
        build = time.perf_counter() - began
        before = peak()
        stages = WAYS[way](records, folder)
        next(stages)
        began = time.perf_counter()
        answer = next(stages)
        assert answer is not None
        opening = (time.perf_counter() - began) * 1000
        timed = [timing(answer, tree) for _, tree in asked]
        passes: list[list[float]] = []
        began = time.perf_counter()
        while not passes or (len(passes) < rounds and time.perf_counter() - began < PATIENCE):
            passes.append([timing(answer, tree)[0] for _, tree in asked])
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        return Figures(
            build=build,
            opening=opening,
            first=[milliseconds for milliseconds, _ in timed],
            warm=[min(times) for times in zip(*passes, strict=True)],
            counts=[count for _, count in timed],
            disk=disk,
            memory=peak() - before,
        )


@contextmanager
def built(way: str, records: Sequence[Record]) -> Iterator[Path]:
    """A folder with what another process has built."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.fork() == 0:
            next(WAYS[way](records, folder))
            os._exit(0)
        _, status = os.wait()
        if status:
            raise SystemExit(f"{way}: could not be built")
        yield folder


def endured(records: Sequence[Record], rounds: int) -> Iterator[str]:
    """All of the language, asked of `find()`: the same questions twice, then others."""
    with built("find()", records) as folder:
        *_, answer = WAYS["find()"](records, folder)
        assert answer is not None
        enduring = Endured(answer)
        for seed in (2, *range(2, 1 + rounds)):
            enduring.ask(questions(records, 2_000, seed, whole_language=True))
        yield from enduring.report(len(records))


def aids(records: Sequence[Record]) -> Mapping[str, list[float]]:
    """What helps the reader, in this process, which is fresh."""
    with built("find()", records) as folder:
        site_at(folder).engine().warm()
        found: dict[str, list[float]] = importlib.import_module("benchmarks.aids").measured(records)
        return found


def timing(answer: Answer, tree: Tree) -> tuple[float, int]:
    """Milliseconds, and the count."""
    began = time.perf_counter()
    count = answer(tree)
    return (time.perf_counter() - began) * 1000, count


def table(figures: dict[str, Figures], asked: Sequence[Question], units: int) -> Iterator[str]:
    """The figures as Markdown, then what the ways disagree on."""
    yield (
        f"{units:,} units, {len(asked)} queries, ten hits with exact count and three facets each; "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {date.today()}"
    )
    yield ""
    yield "| | median warm | p95 warm | median first | p95 first | open | build | disk | memory |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for way, one in figures.items():
        yield (
            f"| {way} | {statistics.median(one.warm):.2f} ms | {percentile(one.warm, 0.95):.2f} ms "
            f"| {statistics.median(one.first):.2f} ms | {percentile(one.first, 0.95):.2f} ms "
            f"| {one.opening:.0f} ms | {one.build:.1f} s | {one.disk:.0f} MB | {one.memory:.0f} MB |"
        )
    yield ""
    kinds = list(dict.fromkeys(kind for kind, _ in asked))
    yield f"| median warm | {' | '.join(kinds)} |"
    yield f"| --- |{' --- |' * len(kinds)}"
    for way, one in figures.items():
        of_kind = [
            [value for value, (kind, _) in zip(one.warm, asked, strict=True) if kind == wanted]
            for wanted in kinds
        ]
        yield f"| {way} | {' | '.join(f'{statistics.median(values):.2f} ms' for values in of_kind)} |"
    yield ""
    yield from comparison(figures, asked)


def comparison(figures: dict[str, Figures], asked: Sequence[Question]) -> Iterator[str]:
    """What the first way and the others disagree on, and their ratio."""
    first, *others = figures
    for other in others:
        pairs = list(zip(figures[first].counts, figures[other].counts, asked, strict=True))
        different = [(a, b, str(tree)) for a, b, (_, tree) in pairs if a != b]
        yield f"Counts of {first} and {other} are equal for {len(pairs) - len(different)} of {len(pairs)} queries."
        yield from (f"  {a} and {b} for {tree}" for a, b, tree in different[:5])
        ratio = statistics.median(figures[first].warm) / statistics.median(figures[other].warm)
        yield f"Median of {first} / median of {other}, warm: {ratio:.2f}"


def small_table(figures: dict[str, Figures], asked: Sequence[Question], units: int) -> Iterator[str]:
    """The same of few units, in short."""
    yield f"{units:,} units, the same kinds of queries and the same work:"
    yield from (
        "",
        "| | median warm | p95 warm | median first | build | counts as ours |",
        "| --- |" + " --- |" * 5,
    )
    [ours, *_] = figures.values()
    for way, one in figures.items():
        equal = sum(a == b for a, b in zip(one.counts, ours.counts, strict=True))
        yield (
            f"| {way} | {statistics.median(one.warm):.2f} ms | {percentile(one.warm, 0.95):.2f} ms "
            f"| {statistics.median(one.first):.2f} ms | {one.build:.1f} s | {equal} of {len(asked)} |"
        )


def aids_table(measured: Mapping[str, list[float]], units: int) -> Iterator[str]:
    """How long each takes."""
    yield f"{units:,} units, what helps the reader:"
    yield from ("", "| | times | median | p95 | worst |", "| --- | --- | --- | --- | --- |")
    for what, times in measured.items():
        yield (
            f"| {what} | {len(times)} | {statistics.median(times):.1f} ms "
            f"| {percentile(times, 0.95):.1f} ms | {max(times):.1f} ms |"
        )


def main() -> None:
    """Measure each way in a process of its own and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--sections", type=int, default=10_000)
    parser.add_argument("--collection", type=Path)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument(
        "--rounds", type=int, default=5, help="with --language, 8 show where memory stops growing"
    )
    parser.add_argument("--into", type=Path, metavar="PAGE", help="write the table into this page as well")
    parser.add_argument(
        "--language", action="store_true", help="all that the language has, asked of find() only"
    )
    parser.add_argument("--way", choices=WAYS, help="measure one way only and print its figures as JSON")
    parser.add_argument("--aids", action="store_true", help="measure only what helps the reader, print JSON")
    options = parser.parse_args()
    records = (
        collected(options.collection, options.sections) if options.collection else generated(options.sections)
    )
    if options.language:
        print("\n".join(endured(records, options.rounds)))
        return
    if options.aids:
        print(json.dumps(aids(records)))
        return
    asked = questions(records, options.queries)
    if options.way:
        print(json.dumps(asdict(measured(options.way, records, asked, options.rounds))))
        return
    figures = {way: Figures(**by_itself("--way", way)) for way in OF_MANY}
    few = ["--sections", str(min(FEW, options.sections))]
    of_few = {way: Figures(**by_itself("--way", way, *few)) for way in OF_FEW}
    lines = "\n".join(
        [
            *table(figures, asked, len(records)),
            "",
            *small_table(of_few, asked, min(FEW, options.sections)),
            "",
            *aids_table(by_itself("--aids"), len(records)),
        ]
    )
    print(lines)
    if options.into:
        put(lines, options.into)


def by_itself(*options: str) -> dict[str, Any]:
    """What a process of its own measures with the options of this one and some more."""
    command = [sys.executable, __file__, *sys.argv[1:], *options]
    measured: dict[str, Any] = json.loads(subprocess.check_output(command))
    return measured


def put(lines: str, page: Path) -> None:
    """Write the table into a page, between the two comments that hold its place."""
    before, begin, rest = page.read_text().partition("<!-- benchmark:begin -->\n")
    _, end, after = rest.partition("<!-- benchmark:end -->")
    if not end:
        raise SystemExit(
            f"{page} has no place for the table: <!-- benchmark:begin --> and <!-- benchmark:end -->"
        )
    page.write_text(f"{before}{begin}{lines}\n{end}{after}")


if __name__ == "__main__":
    main()
