"""Other engines, doing the same work on the same units: ten hits, the exact count and three facets.

Each is a generator. It yields once when its index is built, and then, opened again, the function that answers.
"""

import heapq
import importlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import analysis, fields, index, query

from benchmarks.texts import FACETS
from documents.query.tree import And, Or, Phrase, Tree, Word
from documents.search.engine import Record

WEIGHTS = {"title": 3.0, "heading": 1.5, "body": 1.0}

Column = tuple[Any, Any]  # a facet's values, and the code of each row's value
Answer = Callable[[Tree], int]
Way = Callable[[Sequence[Record], Path], Iterator[Answer | None]]


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


def haystack(records: Sequence[Record], folder: Path) -> Iterator[Answer | None]:
    """Stock django-haystack with its own Whoosh backend: a SearchQuerySet with facets.

    It searches one field, stems with Whoosh's StemmingAnalyzer, and counts the stems of facet values instead of the values.
    """
    os.environ["STOCK_DIR"] = str(folder)
    stock = importlib.import_module("benchmarks.stock.answers")
    if not (folder / "index").exists():
        stock.fill(records)
    yield None
    yield stock.found
