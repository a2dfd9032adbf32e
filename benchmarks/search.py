"""How fast the search is, beside FTS5, tantivy and Whoosh's searcher doing the same work on the same units in the same run.

    python benchmarks/search.py                      10,000 generated sections, 200 mixed queries
    python benchmarks/search.py --sections 50000
    python benchmarks/search.py --collection DIR     a collection folder, repeated until there are enough sections
    python benchmarks/search.py --language           2,000 queries of every kind that the language has, ours only

A question asks for ten hits, the exact count and three facets. "first" is the first sight of each query in a fresh
process, "warm" the best of the rounds after it. To measure another way to answer, add a function to WAYS.
"""

import argparse
import heapq
import importlib
import json
import os
import platform
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from itertools import accumulate
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import analysis, fields, index, query

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from documents.query.tree import And, Dates, Field, Fuzzy, Near, Not, Or, Pattern, Phrase, Tree, Word
from documents.search.engine import Record, Request
from documents.search.whoosh.engine import WhooshEngine
from documents.text.words import words

FACETS = {
    "kind": [f"kind {number}" for number in range(8)],
    "publisher": [f"Office {number}" for number in range(40)],
    "year": [str(year) for year in range(2000, 2026)],
}
ONSETS = "b c d f g l m n p r s t v br cl dr gr pl st tr".split()
VOWELS = "a e i o u".split()
CODAS = "lm mp nd nt rd rk rm rn rt sk".split()
ENDINGS = ["", "", "", "s", "ed", "ing"]
GROUP = 10
WEIGHTS = {"title": 3.0, "heading": 1.5, "body": 1.0}

Question = tuple[str, Tree]
Column = tuple[Any, Any]  # a facet's values, and the code of each row's value
Answer = Callable[[Tree], int]
Way = Callable[[Sequence[Record], Path], Iterator[Answer | None]]


def vocabulary(size: int, chance: random.Random) -> list[str]:
    """Invented stems that English endings join without a change, so that every stemmer agrees on them."""
    stems: dict[str, None] = {}
    while len(stems) < size:
        syllables = [chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(chance.randint(1, 3))]
        stems["".join(syllables) + chance.choice(CODAS)] = None
    return list(stems)


def generated(count: int, seed: int = 1) -> list[Record]:
    """Units of Zipf words: title 5, heading 6, body 120 to 280 words in two paragraphs.

    Every other group of ten is a report, whose sections share their facets; the rest are sources.
    """
    chance = random.Random(seed)
    stems = vocabulary(max(2_000, count * 3), chance)
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(stems))))

    def text(length: int) -> str:
        drawn = chance.choices(stems, cum_weights=weights, k=length)
        return " ".join(stem + chance.choice(ENDINGS) for stem in drawn)

    def facets() -> dict[str, str]:
        return {name: chance.choice(values) for name, values in FACETS.items()}

    records = []
    for number in range(count):
        if number % GROUP == 0:
            is_report = number // GROUP % 2 == 0
            of_report = facets() | {"kind": "report section"}
        zones = {
            "title": text(5),
            "heading": text(6),
            "body": f"{text(60)}\n\n{text(chance.randint(60, 220))}",
        }
        records.append(record(number, zones, of_report if is_report else facets()))
    return records


def collected(folder: Path, count: int) -> list[Record]:
    """The sections and sources of a collection folder, as often as it takes to have `count` of them."""
    texts = []
    for path in sorted([*folder.glob("sections/*.md"), *folder.glob("sources/*.md")]):
        _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
        facts = tomllib.loads(front)
        kind = str(facts.get("kind", "section"))
        publisher = str(facts.get("publisher", ""))
        texts.append(
            ({"title": facts["title"], "body": body}, {"kind": kind, "publisher": publisher, "year": "2018"})
        )
    if not texts:
        raise SystemExit(f"{folder}: no sections/*.md and no sources/*.md")
    return [record(number, *texts[number % len(texts)]) for number in range(max(count, len(texts)))]


def record(number: int, zones: dict[str, str], facets: dict[str, str]) -> Record:
    """One unit, dated by its year; every ten of them are a group."""
    year = int(facets["year"])
    return Record(
        id=f"{number:07}",
        model="documents.section",
        pk=number,
        group=f"g{number // GROUP}",
        language="en",
        zones={zone: (text,) for zone, text in zones.items()},
        facets={name: (value,) for name, value in facets.items() if value},
        start=date(year, 1, 1).toordinal(),
        end=date(year, 12, 31).toordinal(),
        position=number % GROUP,
        digest=str(number),
    )


def questions(
    records: Sequence[Record], count: int, seed: int = 2, *, whole_language: bool = False
) -> list[Question]:
    """Mixed queries in equal parts, taken from the texts so that most of them find something.

    They are of the six kinds that every engine here has, or of all kinds that ours has.
    """
    chance = random.Random(seed)
    texts = [
        words(" ".join(text for texts in one.zones.values() for text in texts)) for one in records[:2_000]
    ]
    frequencies = Counter(word for text in texts for word in dict.fromkeys(text))
    common = [word for word, _ in frequencies.most_common(60)]
    middle = [word for word, _ in frequencies.most_common(1_500)]
    rare = [word for word, number in frequencies.items() if number <= 3] or middle

    def phrase(length: int) -> Tree:
        text = chance.choice(texts)
        start = chance.randrange(len(text) - length)
        return Phrase(text[start : start + length])

    def word(choices: Sequence[str]) -> Tree:
        return Word((chance.choice(choices),))

    kinds: dict[str, Callable[[], Tree]] = {
        "rare": lambda: word(rare),
        "common": lambda: word(common),
        "and": lambda: And((word(middle), word(middle))),
        "or": lambda: Or((word(middle), word(middle), word(middle))),
        "phrase": lambda: phrase(chance.randint(2, 4)),
        "mixed": lambda: And((Or((word(middle), word(rare))), word(common))),
    }
    if whole_language:
        kinds |= {
            "prefix": lambda: Pattern((chance.choice(middle)[:3] + "*",)),
            "wildcard": lambda: Pattern((holed(chance.choice(middle)),)),
            "ending": lambda: Pattern(("*" + chance.choice(middle)[-3:],)),
            "fuzzy": lambda: Fuzzy(chance.choice(middle)),
            "fuzzy, 2": lambda: Fuzzy(chance.choice(middle), 2),
            "near": lambda: near(chance.randint(2, 4)),
            "near, common": lambda: Near((chance.choice(common), chance.choice(common)), 50),
            "date": lambda: And(
                (word(middle), Dates(str(chance.randint(2000, 2012)), str(chance.randint(2013, 2025))))
            ),
            "field": lambda: Field("title", word(middle)),
            "exact": lambda: Word((chance.choice(middle),), exact=True),
            "not": lambda: And((word(middle), Not(word(common)))),
            "forty words": lambda: Or(tuple(dict.fromkeys(word(middle) for _ in range(40)))),
        }

    def holed(word: str) -> str:
        return f"{word[:1]}?{word[2:4]}*"

    def near(length: int) -> Tree:
        text = chance.choice(texts)
        start = chance.randrange(len(text) - length - 8)
        return Near(tuple(sorted(chance.sample(text[start : start + length + 4], length))), 5)

    names = list(kinds)
    return [(names[number % len(names)], kinds[names[number % len(names)]]()) for number in range(count)]


def ours(records: Sequence[Record], folder: Path) -> Iterator[Answer | None]:
    """Reportsite's engine."""
    engine = WhooshEngine(folder)
    if not (folder / "CURRENT").exists():
        engine.rebuild(records)
    yield None
    engine.state()
    yield lambda tree: engine.run(Request(tree)).count


def site_way(answer: Callable[[Any], Answer]) -> Way:
    """A way to answer that needs the whole site; `answer` gets the module that has started it."""

    def way(records: Sequence[Record], folder: Path) -> Iterator[Answer | None]:
        os.environ |= {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "reportsite.settings"}
        os.environ |= {"HASHED_STATIC": "no"}
        (folder / "static").mkdir(exist_ok=True)
        site = importlib.import_module("benchmarks.site")
        if not (folder / "index" / "CURRENT").exists():
            site.fill(records)
        yield None
        site.engine().warm()
        yield answer(site)

    return way


def fts5(records: Sequence[Record], folder: Path) -> Iterator[Answer | None]:
    """SQLite FTS5 with its Porter tokenizer and column weights; facets counted from arrays in memory.

    Of the ways tried (a second query for the count, a join for the facets, `rank`), one pass over all matches is the fastest.
    Its counts differ for some phrases, in which it matches stems where ours are literal.
    """
    path = folder / "fts5.sqlite"
    new = not path.exists()
    database = sqlite3.connect(path)
    if new:
        fill(database, records)
    yield None
    database.execute("PRAGMA mmap_size = 1000000000")
    database.execute("PRAGMA cache_size = -200000")
    columns = zip(*database.execute("SELECT kind, publisher, year FROM facets ORDER BY id"), strict=True)
    facets = [np.unique(np.array(column, np.str_), return_inverse=True) for column in columns]
    yield lambda tree: asked(database, facets, matched(tree))


def fill(database: sqlite3.Connection, records: Sequence[Record]) -> None:
    """Two tables: the words, and the facets by the same row number."""
    database.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(title, heading, body, content='', tokenize='porter')"
    )
    database.execute("CREATE TABLE facets (id INTEGER PRIMARY KEY, kind TEXT, publisher TEXT, year TEXT)")
    for number, one in enumerate(records):
        zones = [" ".join(one.zones.get(zone, ())) for zone in ("title", "heading", "body")]
        database.execute(
            "INSERT INTO texts(rowid, title, heading, body) VALUES (?, ?, ?, ?)", [number, *zones]
        )
        values = [next(iter(one.facets.get(facet, ())), None) for facet in FACETS]
        database.execute("INSERT INTO facets VALUES (?, ?, ?, ?)", [number, *values])
    database.execute("INSERT INTO texts(texts) VALUES ('optimize')")
    database.commit()


def asked(database: sqlite3.Connection, facets: Sequence[Column], query: str) -> int:
    """Ten hits by weighted BM25, the exact count, and the counts of each facet."""
    scored = "SELECT rowid, bm25(texts, 3.0, 1.5, 1.0) FROM texts WHERE texts MATCH ?"
    rows = database.execute(scored, [query]).fetchall()
    heapq.nsmallest(10, rows, key=itemgetter(1))
    numbers = np.array([number for number, _ in rows], np.int64)
    for values, codes in facets:
        counts = np.bincount(codes[numbers], minlength=len(values))
        dict(zip(values.tolist(), counts.tolist(), strict=True))
    return len(rows)


def matched(tree: Tree) -> str:
    """The tree in the query language of FTS5."""
    match tree:
        case Word(parts) | Phrase(parts):
            return f'"{" ".join(parts)}"'
        case And(parts):
            return " AND ".join(f"({matched(part)})" for part in parts)
        case Or(parts):
            return " OR ".join(f"({matched(part)})" for part in parts)
        case _:
            raise NotImplementedError(tree)


def tantivy(records: Sequence[Record], folder: Path) -> Iterator[Answer | None]:
    """Tantivy with its English stemmer and the same field weights; facets are its terms aggregations."""
    module = importlib.import_module("tantivy")
    builder = module.SchemaBuilder()
    for zone in WEIGHTS:
        builder.add_text_field(zone, tokenizer_name="en_stem")
    for facet in FACETS:
        builder.add_text_field(facet, tokenizer_name="raw", fast=True)
    new = not any(folder.iterdir())
    store = module.Index(builder.build(), path=str(folder))
    if new:
        writer = store.writer(num_threads=1)
        for one in records:
            texts = {zone: " ".join(one.zones.get(zone, ())) for zone in WEIGHTS}
            values = {facet: next(iter(one.facets.get(facet, ())), "") for facet in FACETS}
            writer.add_document(module.Document(**texts, **values))
        writer.commit()
        writer.wait_merging_threads()
    yield None
    store.reload()
    searcher = store.searcher()
    counted = {facet: {"terms": {"field": facet, "size": 100}} for facet in FACETS}

    def answer(tree: Tree) -> int:
        asked = store.parse_query(matched(tree), list(WEIGHTS), field_boosts=WEIGHTS)
        found = searcher.search(asked, 10, count=True)
        searcher.aggregate(asked, counted)
        return int(found.count)

    yield answer


def whoosh(records: Sequence[Record], folder: Path) -> Iterator[Answer | None]:
    """Whoosh's own searcher with its StemmingAnalyzer, the same field weights, and its facets."""
    analyzer = analysis.StemmingAnalyzer()
    texts: dict[str, Any] = {zone: fields.TEXT(analyzer=analyzer) for zone in WEIGHTS}
    schema = fields.Schema(**texts, **{facet: fields.ID(sortable=True) for facet in FACETS})
    if not any(folder.iterdir()):
        writer = index.create_in(folder, schema).writer(limitmb=256)
        for one in records:
            values = {facet: next(iter(one.facets.get(facet, ())), "") for facet in FACETS}
            writer.add_document(**{zone: " ".join(one.zones.get(zone, ())) for zone in WEIGHTS}, **values)
        writer.commit()
    yield None
    searcher = index.open_dir(folder).searcher()

    def within(zone: str, tree: Tree) -> Any:
        found = (
            [token.text for token in analyzer(" ".join(tree.words))]
            if isinstance(tree, Word | Phrase)
            else []
        )
        weight = WEIGHTS[zone]
        return (
            query.Term(zone, found[0], weight) if len(found) == 1 else query.Phrase(zone, found, boost=weight)
        )

    def compiled(tree: Tree) -> Any:
        match tree:
            case And(parts):
                return query.And([compiled(part) for part in parts])
            case Or(parts):
                return query.Or([compiled(part) for part in parts])
            case _:
                return query.Or([within(zone, tree) for zone in WEIGHTS])

    yield lambda tree: len(searcher.search(compiled(tree), limit=10, groupedby=list(FACETS)))


WAYS: dict[str, Way] = {
    "find()": site_way(lambda site: site.found),
    "fts5": fts5,
    "engine alone": ours,
    "tantivy": tantivy,
    "Whoosh's searcher": whoosh,
    "/search/ page": site_way(lambda site: partial(site.served, site.Client())),
}


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
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        if os.fork() == 0:
            next(WAYS[way](records, folder))
            os._exit(0)
        _, status = os.wait()
        if status:
            raise SystemExit(f"{way}: could not be built")
        build = time.perf_counter() - began
        before = memory()
        stages = WAYS[way](records, folder)
        next(stages)
        began = time.perf_counter()
        answer = next(stages)
        assert answer is not None
        opening = (time.perf_counter() - began) * 1000
        timed = [timing(answer, tree) for _, tree in asked]
        passes = [[timing(answer, tree)[0] for _, tree in asked] for _ in range(rounds)]
        disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
        return Figures(
            build=build,
            opening=opening,
            first=[milliseconds for milliseconds, _ in timed],
            warm=[min(times) for times in zip(*passes, strict=True)],
            counts=[count for _, count in timed],
            disk=disk,
            memory=memory() - before,
        )


def endured(records: Sequence[Record], asked: Sequence[Question]) -> Iterator[str]:
    """Every kind of query, asked once of `find()`: the times, the slowest, and what the memory does."""
    with tempfile.TemporaryDirectory() as name:
        stages = WAYS["find()"](records, Path(name))
        next(stages)
        answer = next(stages)
        assert answer is not None
        half = len(asked) // 2
        timed, held = [], [resident()]
        for part in (asked[:half], asked[half:]):
            timed += [(*timing(answer, tree), kind, str(tree)) for kind, tree in part]
            held.append(resident())
    times = [milliseconds for milliseconds, *_ in timed]
    yield (
        f"find(), {len(records):,} units, {len(asked):,} queries of {len({kind for kind, _ in asked})} kinds, each asked once: "
        f"median {statistics.median(times):.1f} ms, p95 {percentile(times, 0.95):.0f} ms, p99 {percentile(times, 0.99):.0f} ms, "
        f"worst {max(times):.0f} ms; memory {held[0]:.0f} MB before, {held[1]:.0f} MB half way, {held[2]:.0f} MB at the end"
    )
    yield from ("", "| kind | median | p95 | worst |", "| --- | --- | --- | --- |")
    for kind in dict.fromkeys(kind for kind, _ in asked):
        of_kind = [milliseconds for milliseconds, _, of, _ in timed if of == kind]
        yield (
            f"| {kind} | {statistics.median(of_kind):.1f} ms | {percentile(of_kind, 0.95):.1f} ms | {max(of_kind):.1f} ms |"
        )
    yield from ("", "| the slowest ten | ms | found |", "| --- | --- | --- |")
    for milliseconds, count, kind, typed in sorted(timed, reverse=True)[:10]:
        yield f"| {kind}: `{typed[:60].replace('|', chr(92) + '|')}` | {milliseconds:.0f} | {count} |"


def resident() -> float:
    """The memory that this process has now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def timing(answer: Answer, tree: Tree) -> tuple[float, int]:
    """Milliseconds, and the count."""
    began = time.perf_counter()
    count = answer(tree)
    return (time.perf_counter() - began) * 1000, count


def memory() -> float:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


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
    first, *others = figures
    for other in others:
        pairs = list(zip(figures[first].counts, figures[other].counts, asked, strict=True))
        different = [(a, b, str(tree)) for a, b, (_, tree) in pairs if a != b]
        yield f"Counts of {first} and {other} are equal for {len(pairs) - len(different)} of {len(pairs)} queries."
        yield from (f"  {a} and {b} for {tree}" for a, b, tree in different[:5])
        ratio = statistics.median(figures[first].warm) / statistics.median(figures[other].warm)
        yield f"Median of {first} / median of {other}, warm: {ratio:.2f}"


def main() -> None:
    """Measure each way in a process of its own and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--sections", type=int, default=10_000)
    parser.add_argument("--collection", type=Path)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--into", type=Path, metavar="PAGE", help="write the table into this page as well")
    parser.add_argument(
        "--language", action="store_true", help="all that the language has, asked of find() only"
    )
    parser.add_argument("--way", choices=WAYS, help="measure one way only and print its figures as JSON")
    options = parser.parse_args()
    records = (
        collected(options.collection, options.sections) if options.collection else generated(options.sections)
    )
    if options.language:
        print("\n".join(endured(records, questions(records, 2_000, whole_language=True))))
        return
    asked = questions(records, options.queries)
    if options.way:
        print(json.dumps(asdict(measured(options.way, records, asked, options.rounds))))
        return
    figures = {}
    for way in WAYS:
        command = [sys.executable, __file__, *sys.argv[1:], "--way", way]
        figures[way] = Figures(**json.loads(subprocess.check_output(command)))
    lines = "\n".join(table(figures, asked, len(records)))
    print(lines)
    if options.into:
        put(lines, options.into)


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
