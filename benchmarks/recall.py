"""How many rows of a table of texts and queries the search answers right: `python benchmarks/recall.py FILE…`

A file has tab-separated columns with a heading line: id, expect (match or no), category, tier, text, query; text and query are
JSON strings. Each text is indexed as the body of a unit of its own, in English; each query is asked as a reader types it.
"""

import argparse
import csv
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from documents.query.grammar import parse
from documents.search.engine import Record, Request
from documents.search.whoosh.engine import WhooshEngine


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=[Path("tests/search/recall_pairs.tsv")])
    for file in parser.parse_args().files:
        print(f"\n{file}")
        show(judged(rows(file)))


def rows(file):
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def judged(table):
    """Yield (row, whether its answer is right)."""
    with tempfile.TemporaryDirectory() as folder:
        engine = WhooshEngine(folder)
        engine.rebuild(unit(str(number), json.loads(row["text"])) for number, row in enumerate(table))
        for number, row in enumerate(table):
            answer = engine.run(Request(parse(json.loads(row["query"])).tree, limit=None))
            found = str(number) in {hit.id for hit in answer.hits}
            yield row, found == (row["expect"] == "match")
        engine.close()


def unit(id, text):
    return Record(
        id=id,
        model="documents.source",
        pk=0,
        group=id,
        language="en",
        zones={"body": (text,)},
        facets={},
        start=0,
        end=0,
        position=0,
        digest="",
    )


def show(answers):
    answers = list(answers)
    for column in ("expect", "tier", "category"):
        of = Counter(row[column] for row, _ in answers)
        right = Counter(row[column] for row, is_right in answers if is_right)
        print(f"\n{column:<24}{'right':>7}{'of':>7}")
        for value in sorted(of):
            print(f"{value:<24}{right[value]:>7}{of[value]:>7}")
    print(f"\n{'all':<24}{sum(is_right for _, is_right in answers):>7}{len(answers):>7}")
    for row, is_right in answers:
        if not is_right:
            print(f"wrong: {row['id']} expects {row['expect']}: {row['query']} in {row['text']}")


if __name__ == "__main__":
    main()
