"""How well the bundled collection answers its judged queries: `python benchmarks/judged.py`

documents/bundled/zero_tolerance/judged.tsv has a line for each pair of a query and a unit, named by its key: grade 3 is
where a reader finds the answer, 2 tells a part of it, 1 touches on it. Each query is asked as it is typed, all of its words,
and as any of its words.
"""

import csv
import os
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "documents" / "bundled" / "zero_tolerance"
sys.path.insert(0, str(ROOT))

import django  # noqa: E402

from benchmarks.measures import Grades, ndcg, recall, success  # noqa: E402
from documents.query.grammar import Query, any_of, parse  # noqa: E402

MEASURES: dict[str, Callable[[list[str], Grades], float]] = {
    "nDCG@10": ndcg,
    "success@1": success,
    "recall@10": lambda ranked, grades: recall(ranked, grades, at=10),
}
WAYS = {"as typed": parse, "any of the words": any_of}


def judged(folder: Path = FOLDER) -> dict[str, dict[str, int]]:
    """The grades of each query's units, by their keys."""
    grades: dict[str, dict[str, int]] = {}
    with (folder / "judged.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            grades.setdefault(row["query"], {})[row["key"]] = int(row["grade"])
    return grades


def keys_found(query: Query) -> list[str]:
    """The keys of the first ten units, as the site finds them."""
    from documents.search.find import find  # reads models: only once `main`, or a test, has set Django up

    return [hit.unit.key for hit in find(query, {}).hits]


def table(grades: dict[str, Grades]) -> Iterator[str]:
    yield f"{len(grades)} judged queries on the bundled collection"
    yield ""
    yield f"| | {' | '.join(MEASURES)} | nothing found |"
    yield f"| --- |{' --- |' * (len(MEASURES) + 1)}"
    for way, read in WAYS.items():
        found = {query: keys_found(read(query)) for query in grades}
        means = (
            statistics.fmean(measure(found[query], grades[query]) for query in grades)
            for measure in MEASURES.values()
        )
        yield f"| {way} | {' | '.join(f'{each:.3f}' for each in means)} | {sum(not ids for ids in found.values())} |"


def main() -> None:
    """Load the collection into an empty site, index it and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "reportsite.settings",
            "HASHED_STATIC": "no",
        }
        django.setup()  # on the folder just made; what is imported below reads the settings
        from django.core.management import call_command

        from documents.search.engines import engine
        from documents.search.units import published_records

        call_command("migrate", verbosity=0)
        call_command("load_collection", FOLDER, verbosity=0)
        engine().rebuild(published_records())
        print("\n".join(table(judged())))


if __name__ == "__main__":
    main()
