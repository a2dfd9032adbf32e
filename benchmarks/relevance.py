"""How good the ranking is, beside other engines on the same texts in the same run: `python benchmarks/relevance.py DIR…`

A folder has docs.jsonl (id, title, text), queries.jsonl (id, text) and qrels.tsv (query, document, grade; no heading).
Queries there are sentences and run as any of their words. The other engines get title and text as one field and are set
up as their own pages recommend; one that is not installed is named. To compare with another, add it to ENGINES.

Parameters were chosen on every second query of each collection (the first, the third …); what counts is the table of the
other half, on which nothing was chosen.
"""

import argparse
import importlib
import json
import os
import platform
import re
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from whoosh import analysis, fields, index, qparser

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measures import Grades, average_precision, ndcg, recall, relevant
from documents.query.grammar import LEADING_SIGNS, any_of
from documents.query.limits import LIMITS
from documents.query.tree import Everything, Or, Tree, Word
from documents.search.engine import Record, Request
from documents.search.whoosh.engine import WhooshEngine
from documents.text.words import words

MOST = 1000  # documents of an answer: as trec_eval has it
OURS = "Reportsite"
UNLIMITED = "Reportsite, queries not cut"
MEASURES: Mapping[str, Callable[[Sequence[str], Grades], float]] = {
    "nDCG@10": ndcg,
    "recall@100": recall,
    "MAP": average_precision,
}
HALVES = {
    "all queries": slice(None),
    "the half on which parameters were chosen": slice(0, None, 2),
    "the other half": slice(1, None, 2),
}

Ranked = list[str]
Ask = Callable[[str], Ranked]


@dataclass(frozen=True)
class Document:
    id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """Title and text in one: what the other engines are given."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True)
class Collection:
    """Documents and those queries that have any relevant one, by id, with the grades of what was judged."""

    name: str
    documents: Sequence[Document]
    queries: Mapping[str, str]
    grades: Mapping[str, Grades]


def collection(folder: Path) -> Collection:
    """What a folder holds."""
    documents = [Document(str(row["id"]), row["title"], row["text"]) for row in rows(folder / "docs.jsonl")]
    grades: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text(encoding="utf-8").splitlines():
        query, document, grade = line.split("\t")
        grades.setdefault(query, {})[document] = int(grade)
    queries = {str(row["id"]): row["text"] for row in rows(folder / "queries.jsonl")}
    asked = {id: text for id, text in queries.items() if relevant(grades.get(id, {}))}
    return Collection(folder.name, documents, asked, grades)


def rows(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


# The engines. Each takes documents and a folder of its own, and gives what answers a query.


def ours(documents: Sequence[Document], folder: Path) -> Ask:
    """The site's own engine and analysis; a sentence is any of its words, within the limits of a query."""
    return answering(documents, folder, lambda text: any_of(text).tree)


def ours_unlimited(documents: Sequence[Document], folder: Path) -> Ask:
    """The same, but with every word of a long query."""
    return answering(documents, folder, every_word)


def answering(documents: Sequence[Document], folder: Path, read: Callable[[str], Tree]) -> Ask:
    engine = WhooshEngine(folder)
    engine.rebuild(record(number, document) for number, document in enumerate(documents))
    engine.warm()

    def ask(text: str) -> Ranked:
        return [hit.id for hit in engine.run(Request(read(text), limit=MOST)).hits]

    return ask


def record(number: int, document: Document) -> Record:
    zones = {"title": (document.title,), "body": (document.text,)}
    return Record(
        id=document.id,
        model="documents.source",
        pk=number,
        group=document.id,
        language="en",
        zones={zone: texts for zone, texts in zones.items() if texts[0]},
        facets={},
        start=0,
        end=0,
        position=0,
        digest="",
    )


def every_word(text: str) -> Tree:
    """What `any_of` reads, without its limits; a word that comes twice weighs twice."""
    found = tuple(Word((word,)) for word in words(LEADING_SIGNS.sub("", text)))
    return Or(found) if found else Everything()


def fts5(documents: Sequence[Document], folder: Path) -> Ask:
    """SQLite's full-text index, with its Porter tokenizer and its bm25()."""
    database = sqlite3.connect(folder / "fts5.sqlite")
    database.execute("CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='porter unicode61')")
    database.executemany(
        "INSERT INTO texts(rowid, text) VALUES (?, ?)", enumerate(document.whole for document in documents)
    )
    database.commit()

    def ask(text: str) -> Ranked:
        query = " OR ".join(f'"{word}"' for word in plain_words(text))
        found = database.execute(
            "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", [query, MOST]
        )
        return [documents[number].id for (number,) in found]

    return ask


def tantivy(documents: Sequence[Document], folder: Path) -> Ask:
    """Tantivy with its English stemmer; words side by side are alternatives in its query language."""
    module = needed("tantivy")
    builder = module.SchemaBuilder()
    builder.add_unsigned_field("number", stored=True)
    builder.add_text_field("text", tokenizer_name="en_stem")
    store = module.Index(builder.build(), path=str(folder))
    writer = store.writer(num_threads=1)
    for number, document in enumerate(documents):
        writer.add_document(module.Document(number=number, text=document.whole))
    writer.commit()
    writer.wait_merging_threads()
    store.reload()
    searcher = store.searcher()

    def ask(text: str) -> Ranked:
        query = store.parse_query(" ".join(plain_words(text)), ["text"])
        hits = searcher.search(query, MOST, count=False).hits
        return [documents[searcher.doc(address)["number"][0]].id for _, address in hits]

    return ask


def bm25s(documents: Sequence[Document], folder: Path) -> Ask:
    """bm25s as its README recommends: its English stop words, and the English stemmer of PyStemmer."""
    module = needed("bm25s")
    stemmer = needed("Stemmer").Stemmer("english")
    options: dict[str, Any] = {"stopwords": "en", "stemmer": stemmer, "show_progress": False}
    retriever = module.BM25()
    retriever.index(
        module.tokenize([document.whole for document in documents], **options), show_progress=False
    )

    def ask(text: str) -> Ranked:
        tokens = module.tokenize([text], **options)
        if not any(tokens.ids):
            return []
        most = min(MOST, len(documents))
        numbers, scores = retriever.retrieve(tokens, k=most, show_progress=False)
        return [documents[n].id for n, score in zip(numbers[0], scores[0], strict=True) if score > 0]

    return ask


def whoosh(documents: Sequence[Document], folder: Path) -> Ask:
    """Whoosh's own searcher: its StemmingAnalyzer, its BM25F, its query parser with words as alternatives."""
    schema = fields.Schema(number=fields.STORED, text=fields.TEXT(analyzer=analysis.StemmingAnalyzer()))
    writer = index.create_in(folder, schema).writer(limitmb=256)
    for number, document in enumerate(documents):
        writer.add_document(number=number, text=document.whole)
    writer.commit()
    searcher = index.open_dir(folder).searcher()
    parser = qparser.QueryParser("text", schema, plugins=[qparser.WhitespacePlugin()], group=qparser.OrGroup)

    def ask(text: str) -> Ranked:
        hits = searcher.search(parser.parse(" ".join(plain_words(text))), limit=MOST)
        return [documents[hit["number"]].id for hit in hits]

    return ask


def plain_words(text: str) -> list[str]:
    """Letters and digits in lower case, each as often as it comes: what every query language reads as words."""
    return re.findall(r"[^\W_]+", text.lower())


def needed(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise Missing(name) from None


class Missing(Exception):
    """A package that is not installed."""


ENGINES: Mapping[str, Callable[[Sequence[Document], Path], Ask]] = {
    OURS: ours,
    UNLIMITED: ours_unlimited,
    "SQLite FTS5": fts5,
    "tantivy": tantivy,
    "bm25s": bm25s,
    "Whoosh": whoosh,
}


@dataclass
class Figures:
    """One engine on one collection: for each measure the values of all queries, and milliseconds."""

    values: Mapping[str, Sequence[float]]
    times: Sequence[float]

    def mean(self, measure: str) -> float:
        return statistics.fmean(self.values[measure])

    def half(self, chosen: slice) -> "Figures":
        return Figures({name: values[chosen] for name, values in self.values.items()}, self.times[chosen])


Results = Mapping[str, Mapping[str, Figures]]  # by collection, by engine


def measured(engine: Callable[[Sequence[Document], Path], Ask], texts: Collection) -> Figures:
    """Index the documents, ask every query, and judge the answers."""
    values: dict[str, list[float]] = {measure: [] for measure in MEASURES}
    times = []
    with tempfile.TemporaryDirectory() as folder:
        ask = engine(texts.documents, Path(folder))
        for id, query in texts.queries.items():
            began = time.perf_counter()
            ranked = ask(query)
            times.append((time.perf_counter() - began) * 1000)
            for name, measure in MEASURES.items():
                values[name].append(measure(ranked, texts.grades[id]))
    return Figures(values, times)


def compared(texts: Collection, names: Sequence[str]) -> dict[str, Figures]:
    figures = {}
    for name in names:
        print(f"{texts.name}: {name} ...", end="\r", file=sys.stderr, flush=True)
        try:
            figures[name] = measured(ENGINES[name], texts)
        except Missing as missing:
            print(f"!!! {name} is left out: the package {missing} is not installed (`make bench` does).")
    return figures


def report(results: Results, texts: Mapping[str, Collection]) -> Iterator[str]:
    """All figures as Markdown: quality by measure and half of the queries, times, and what was cut."""
    yield (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {date.today()}; the first {MOST:,} documents of each answer"
    )
    for name, chosen in HALVES.items():
        half = {
            of: {engine: one.half(chosen) for engine, one in figures.items()}
            for of, figures in results.items()
        }
        for measure in MEASURES:
            yield from table(half, f"{measure}, {name}", measure)
    yield from ("", f"| query, median ms | {' | '.join(results)} |", f"| --- |{' --- |' * len(results)}")
    for engine in engines(results):
        medians = (statistics.median(figures[engine].times) for figures in results.values())
        yield f"| {engine} | {' | '.join(f'{each:.1f}' for each in medians)} |"
    yield ""
    yield f"{OURS} reads at most {LIMITS['characters'].most} characters and {LIMITS['clauses'].most} words of a query."
    for of in texts.values():
        cut = sum(bool(any_of(text).limits) for text in of.queries.values())
        yield f"{of.name}: {len(of.documents):,} documents, {len(of.queries):,} queries, {cut} of them cut"


def table(results: Results, heading: str, measure: str) -> Iterator[str]:
    yield from (
        "",
        f"| {heading} | {' | '.join(results)} | mean |",
        f"| --- |{' --- |' * (len(results) + 1)}",
    )
    for engine in engines(results):
        means = [figures[engine].mean(measure) for figures in results.values()]
        yield f"| {engine} | {' | '.join(f'{each:.4f}' for each in [*means, statistics.fmean(means)])} |"
    if OURS in engines(results) and {*engines(results)} - {OURS, UNLIMITED}:
        less = " | ".join(f"{each:+.4f}" for each in differences(results, measure))
        yield f"| {OURS} − the best of the others | {less} |"


def engines(results: Results) -> list[str]:
    """The engines that were measured."""
    return list(next(iter(results.values())))


def differences(results: Results, measure: str) -> list[float]:
    """Ours less the best of the others, for each collection and, of one and the same engine, in the mean."""
    others = [name for name in engines(results) if name not in (OURS, UNLIMITED)]
    means = {name: [figures[name].mean(measure) for figures in results.values()] for name in [OURS, *others]}
    best = [max(values) for values in zip(*(means[name] for name in others), strict=True)]
    by_collection = [mine - other for mine, other in zip(means[OURS], best, strict=True)]
    best_mean = max(statistics.fmean(means[name]) for name in others)
    return [*by_collection, statistics.fmean(means[OURS]) - best_mean]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES), metavar="ENGINE")
    options = parser.parse_args()
    texts = {folder.name: collection(folder) for folder in options.folders}
    results = {name: compared(of, options.engines) for name, of in texts.items()}
    print("\n".join(report(results, texts)))


if __name__ == "__main__":
    main()
