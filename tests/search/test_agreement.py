"""What the engine finds is what is marked, and nothing else: the same tree on the same texts, both ways."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.query.grammar import parse
from documents.query.spans import Passage, matches, spans
from documents.search.engine import Request
from documents.search.whoosh.engine import WhooshEngine
from tests.search.records import record

YEAR = (736_695, 737_059)  # 2018
RECORDS = [
    record(1, "The families were separated; zero tolerance, they said.", start=YEAR[0], end=YEAR[1]),
    record(2, "Tolerance of the family for zero rose.", title="A separation"),
    record(3, "Illegal re-entry and entries.", author="Zero Family"),
    record(4, "Las familias; tolerancia zero, family.", language="es", start=YEAR[1], end=YEAR[1] + 9),
    record(5, "Reentries of a café.\tZero in a cell\ttolerance", heading="Cells"),
    record(6, zones={"body": ("See 8 U. S. C. § 1325 at", "a second."), "number": ("OIG-21-028",)}),
]
OPERATORS = [
    *("family", "=family", '"family"', '"zero tolerance"', "zero-tolerance", "re-entry", "café", "=café"),
    *("fam*", "famil*s", "z?ro", "re-entr*", "*ion", "famliy~", "tolerancia~2", "zreo~", "sep*ted"),
    *('"tolerance zero"~0', '"zero family"~4', '"zero family"~2', '"tolerance zero"~50', '"usc 1325"~1'),
    *("zero family", "zero | entry", "zero fam* toler*", "(zero | entry) famil?", "title:separation"),
    *("title:sep*", 'body:"zero rose"~1', "author:fam?ly", "number:028", "date:2018", "date:2018 zero"),
    *(
        "date:2018-12-31..",
        "date:..2017",
        "zero -date:2018",
        "zero -toler*",
        '-"zero tolerance"~3 zero',
        "-fam*",
    ),
]


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    engine = WhooshEngine(tmp_path_factory.mktemp("agreement") / "index")
    engine.rebuild(RECORDS[:3])
    engine.update(RECORDS[3:])
    yield engine
    engine.close()


def both(engine, tree):
    """The hits of the engine, the records that match by their texts, and those in which something is marked."""
    expanded = engine.expand(tree).tree
    hits = {hit.id for hit in engine.run(Request(tree, limit=None)).hits}
    holding, with_marks = set(), set()
    for one in RECORDS:
        texts = [Passage(zone, text) for zone, texts in one.zones.items() for text in texts]
        days = (one.start, one.end)
        if matches(expanded, texts, one.language, dates=days):
            holding.add(one.id)
        if any(spans(expanded, texts, one.language, dates=days)):
            with_marks.add(one.id)
    return hits, holding, with_marks


@pytest.mark.parametrize("typed", OPERATORS)
def test_a_unit_is_found_if_and_only_if_its_texts_match(engine, typed):
    hits, holding, with_marks = both(engine, parse(typed).tree)
    assert hits == holding
    if typed not in ("date:2018", "date:2018-12-31..", "date:..2017", "-fam*"):
        assert hits == with_marks


def test_most_operators_find_something_and_not_everything(engine):
    numbers = [len(both(engine, parse(typed).tree)[0]) for typed in OPERATORS]
    assert sum(0 < number < len(RECORDS) for number in numbers) > len(OPERATORS) * 0.8


WORDS = st.sampled_from(
    "family families zero tolerance entry reentry re separation cafe café usc 1325 8 28".split()
)
ASKED = st.one_of(
    WORDS,
    WORDS.map(lambda word: f"={word}"),
    WORDS.map(lambda word: f"{word[:2]}*"),
    WORDS.map(lambda word: f"*{word[-2:]}"),
    WORDS.map(lambda word: f"{word[0]}?{word[2:]}*"),
    WORDS.map(lambda word: f"{word}~"),
    st.builds('"{} {}"'.format, WORDS, WORDS),
    st.builds('"{} {}"~{}'.format, WORDS, WORDS, st.integers(0, 9)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ASKED, min_size=1, max_size=3), st.sampled_from([" ", " | "]))
def test_without_exclusion_what_is_found_is_what_is_marked(engine, asked, operator):
    hits, holding, with_marks = both(engine, parse(operator.join(asked)).tree)
    assert hits == holding == with_marks
