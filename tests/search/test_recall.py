"""F1's table: each text is indexed as a unit of its own, each query asked as a reader types it."""

import csv
import json
from pathlib import Path

import pytest

from documents.query.grammar import parse
from documents.search.engine import Record, Request
from documents.search.whoosh.engine import WhooshEngine

with Path(__file__).with_name("recall_pairs.tsv").open(encoding="ascii", newline="") as file:
    ROWS = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def unit(row):
    return Record(
        id=row["id"],
        model="documents.source",
        pk=1,
        group=row["id"],
        language="en",
        zones={"body": (json.loads(row["text"]),)},
        facets={},
        start=0,
        end=0,
        position=0,
        digest="",
    )


@pytest.fixture(scope="module")
def pairs_engine(tmp_path_factory):
    engine = WhooshEngine(tmp_path_factory.mktemp("pairs"))
    engine.rebuild(unit(row) for row in ROWS)
    yield engine
    engine.close()


def test_there_are_enough_rows_and_a_third_of_them_say_no():
    refused = sum(row["expect"] == "no" for row in ROWS)
    assert len(ROWS) >= 250
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert refused * 3 >= len(ROWS) - 3


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_the_query_finds_the_text_or_does_not(pairs_engine, row):
    answer = pairs_engine.run(Request(parse(json.loads(row["query"])).tree, limit=None))
    found = row["id"] in {hit.id for hit in answer.hits}
    assert found == (row["expect"] == "match"), (row["text"], row["query"])
