"""Every operator of the grammar table on several collections: an engine finds what reading all the texts finds."""

import random
import re
from dataclasses import replace

import pytest

from documents.query.expand import expand
from documents.query.fields import TEXT_FIELDS
from documents.query.grammar import OPERATORS, parse
from documents.query.synonyms import Synonyms
from documents.search.engine import Request
from tests.conformance.scan import PLAIN, Scan
from tests.conformance.test_against_scan import agree, plain
from tests.conformance.test_cases import UNITS, unit

ROUNDS = 7
HYPHENS = [
    unit("one", "re-entry and reentry, co-operation", number="OIG-21-028", title="Re-entry of 1,000"),
    unit("two", ("the entry after re-entries", "re entry"), number="21-028", kind="memo"),
    unit("three", "Cooperation, cooperate; a reentrant entry of twenty-one", title="OIG 21 028"),
    unit("four", "La reentrada; re-entry, el cooperación", language="es", author="Entry, Re"),
]
CHANCE = random.Random(7)
DAY = 736_600  # in 2017; the last of the letters is of 2020
LETTERS = [
    replace(plain(number, CHANCE), start=DAY + 25 * number, end=DAY + 26 * number) for number in range(40)
]
COLLECTIONS = {"units": UNITS, "hyphens": HYPHENS, "letters": LETTERS, "none": []}
SAID = {
    "units": "the child separated policy cafe zero tolerance days state separation".split(),
    "hyphens": "entry reentry cooperation the re-entry 21-028 re after".split(),
    "letters": "a b c d e".split(),
    "none": "land child".split(),
}


def spoken(typed, words, field):
    """What is typed in the table, with words of a collection for "one", "two", "three" and for their patterns."""
    one, two, three = words
    patterns = {"on*": f"{one[: max(1, len(one) // 2)]}*", "o?e": f"{one[0]}?{one[2:]}"}
    words_for = {"one": one, "two": two, "three": three, "field": field} | patterns
    return re.sub(r"on\*|o\?e|\b(?:one|two|three|field)\b", lambda found: words_for[found[0]], typed)


def cases():
    chance = random.Random(300)
    for operator in OPERATORS:
        for name, words in SAID.items():
            for _ in range(ROUNDS):
                some = [chance.choice(words) for _ in range(3)]
                yield name, spoken(operator.typed, some, chance.choice(TEXT_FIELDS))
        yield "units", operator.example


CASES = list(dict.fromkeys(cases()))


@pytest.fixture(scope="module")
def collections(new_engine):
    """Each collection in an engine, in three segments and with deletions, and read by a scan."""
    made = {}
    for name, records in COLLECTIONS.items():
        engine = new_engine()
        older = [unit(record.id, "an older text: child, entry, a b c") for record in records[::3]]
        engine.update([*older, unit("gone", "the child of re-entry, a b")])
        engine.update(records[: len(records) // 2], ["gone"])
        engine.update(records[len(records) // 2 :])
        made[name] = engine, Scan(records)
    return made


@pytest.mark.parametrize(("name", "typed"), CASES, ids=[f"{name}: {typed}" for name, typed in CASES])
def test_an_operator_finds_what_a_scan_finds(collections, name, typed):
    engine, scan = collections[name]
    agree(engine, scan, Request(parse(typed).tree, limit=None))


def test_there_are_300_cases_and_many_of_them_find_something(collections):
    found = sum(
        0 < len(scan.scores(parse(typed).tree)) < len(scan.records)
        for name, typed in CASES
        for _, scan in [collections[name]]
    )
    assert len(CASES) >= 300
    assert found >= 150


@pytest.mark.parametrize("typed", ["policy", "child separated", "body:separation", "-cafe", "days"])
def test_synonyms_find_what_a_scan_finds(collections, typed):
    engine, scan = collections["units"]
    synonyms = Synonyms.of(
        [(["policy", "cafe"], ["zero tolerance"]), (["child separated", "separation", "days"], ["a policy"])]
    )
    tree = parse(typed).tree
    result = engine.run(Request(engine.expand(tree, synonyms).tree, limit=None))
    expected = scan.evaluated(expand(tree, scan, synonyms).tree, PLAIN)
    assert {hit.id: hit.score for hit in result.hits} == expected
    assert expected.keys() != scan.scores(tree).keys()
