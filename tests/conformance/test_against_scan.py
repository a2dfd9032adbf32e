"""Random trees on random collections: an engine must find just what reading all the texts finds, in the same order."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.query.fields import TEXT_FIELDS
from documents.query.tree import (
    Dates,
    Everything,
    Fuzzy,
    Near,
    Pattern,
    Phrase,
    Word,
    conjunction,
    disjunction,
    negation,
    within,
)
from documents.search.engine import Record, Request
from tests.conformance.scan import Scan
from tests.proofs import PROVING

WORDS = "the of child children cat cats separate separated separation re-entry reentry café cafe § 1,000 us u.s.".split()
ASKED = (
    "the of child children cat separate separation re entry reentry café cafe section 1000 us absent".split()
)
PATTERNS = [
    ("chil*",),
    ("*at*n",),
    ("c?f*",),
    ("s*",),
    ("re", "entr*"),
    ("re?ntry",),
    ("?s", "the*"),
    ("*",),
    ("x*",),
]
MISSPELT = [*ASKED, "chidl", "ctas", "seperation", "caffe", "u", "reentyr"]
DAYS = ["", "2015", "2016", "2016-02", "2016-02-04", "2016-02-05", "2017-06", "2018"]
LIVES = [(0, 0), (736_000, 736_000), (735_964, 736_329), (736_500, 736_529)]
FACETS = {
    "kind": ["memo", "poll", "a, b"],
    "year": ["2017", "2018", "2019"],
    "publisher": ["Office", "Bureau"],
}

texts = st.lists(st.sampled_from([*WORDS, "\n\n"]), max_size=12).map(" ".join)
word = st.sampled_from(ASKED)
leaves = st.one_of(
    word.map(lambda one: Word((one,))),
    st.tuples(word, word).map(Word),
    word.map(lambda one: Word((one,), exact=True)),
    st.lists(word, min_size=1, max_size=4).map(lambda several: Phrase(tuple(several))),
    st.sampled_from(PATTERNS).map(Pattern),
    st.builds(Fuzzy, st.sampled_from(MISSPELT), st.sampled_from([1, 2])),
    st.builds(Near, st.lists(word, min_size=1, max_size=4).map(tuple), st.integers(0, 5)),
    st.builds(Dates, st.sampled_from(DAYS), st.sampled_from(DAYS)),
    st.just(Everything()),
)


def branches(parts):
    several = st.lists(parts, min_size=2, max_size=3)
    field = st.tuples(st.sampled_from(TEXT_FIELDS), parts).map(lambda pair: within(*pair))
    return st.one_of(several.map(conjunction), several.map(disjunction), parts.map(negation), field)


trees = st.recursive(leaves, branches, max_leaves=6)
filters = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(values), max_size=2).map(tuple) for name, values in FACETS.items()
    },
)
requests = st.builds(
    Request,
    trees,
    filters,
    st.sampled_from([(), ("documents.source",), ("documents.section", "documents.source")]),
    st.sampled_from(["relevance", "relevance", "date", "-date"]),
    st.integers(0, 4),
    st.sampled_from([0, 1, 3, 10, None]),
)
facets = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(st.sampled_from(values), max_size=2).map(tuple) for name, values in FACETS.items()
    },
)
zones = st.fixed_dictionaries(
    {"title": st.tuples(texts), "body": st.lists(texts, max_size=2).map(tuple)},
    optional={
        zone: st.tuples(texts) for zone in ("heading", "author", "publisher", "number", "kind", "report")
    },
)
numbers = st.integers(1, 12)
records = st.builds(
    lambda number, days, **values: Record(
        id=f"u{number}", pk=number, start=days[0], end=days[1], digest=repr((days, values)), **values
    ),
    numbers,
    st.sampled_from(LIVES),
    model=st.sampled_from(["documents.section", "documents.source"]),
    group=st.sampled_from(["g1", "g2", "g3"]),
    language=st.sampled_from(["en", "en-US", "es"]),
    zones=zones,
    facets=facets,
    position=st.integers(0, 2),
)
changes = st.lists(
    st.tuples(st.lists(records, max_size=5), st.sets(numbers.map(lambda one: f"u{one}"), max_size=2)),
    max_size=4,
)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(changes=changes, asked=st.lists(requests, min_size=1, max_size=8), merged=st.booleans())
def test_an_engine_finds_what_a_scan_finds(new_engine, changes, asked, merged):
    engine, kept = new_engine(), {}
    for added, removed in changes:
        engine.update(added, removed)
        kept = {id: record for id, record in kept.items() if id not in removed}
        kept |= {record.id: record for record in added}
    if merged:
        engine.tidy()
    scan = Scan(kept.values())
    for request in asked:
        agree(engine, scan, request)
    assert {word: engine.forms(word) for word in ASKED} == {word: scan.forms(word) for word in ASKED}
    assert engine.digests() == {record.id: record.digest for record in kept.values()}
    engine.close()


def agree(engine, scan, request):
    """One request to both."""
    expected = scan.ordered(request)
    scores = scan.matching(request)
    end = None if request.limit is None else request.start + request.limit
    result, grouped = engine.run(request), engine.groups(request)
    assert result.count == grouped.count == len(expected)
    assert [hit.id for hit in result.hits] == expected[request.start : end]
    assert [hit.score for hit in result.hits] == [scores[hit.id] for hit in result.hits]
    groups = scan.groups(request)
    assert grouped.group_count == len(groups)
    assert [(g.key, g.count, [hit.id for hit in g.hits]) for g in grouped.groups] == groups[
        request.start : end
    ]
    for is_grouped in (False, True):
        for id in [*expected[:2], *expected[-2:], "nowhere"]:
            assert placed(engine, request, id, is_grouped) == scan.place(request, id, grouped=is_grouped)
    for name in FACETS:
        expected_facet = scan.facet(request, name)
        assert result.facets.get(name, {}) == grouped.facets.get(name, {}) == expected_facet


def placed(engine, request, id, grouped):
    """The place as a scan tells it."""
    place = engine.place(request, id, grouped=grouped)
    if place is None:
        return None
    before, after = (hit.id if hit else None for hit in (place.previous, place.next))
    return place.number, place.count, before, after, place.row, place.shown


def test_600_documents_in_three_segments_with_deletions(new_engine, record_figure):
    """Top tens that lost hits and counts that were wrong showed up here, and on no collection of ten documents."""
    chance = random.Random(600)
    engine, kept = new_engine(), {}
    for segment in range(3):
        batch = [plain(segment * 200 + number, chance) for number in range(200)]
        gone = chance.sample(sorted(kept), len(kept) // 10)
        engine.update(batch, gone)
        kept = {id: record for id, record in kept.items() if id not in gone} | {one.id: one for one in batch}
    assert engine.state().segments == 3
    scan = Scan(kept.values())
    rounds = 2_000 if PROVING else 60
    for _ in range(rounds):
        agree(engine, scan, Request(tree(chance, 3), limit=10))
    record_figure(
        "random trees on 600 documents that an engine answers as a scan does", f"{rounds} of {rounds}"
    )


def plain(number, chance):
    """A document of some of ten letters, a short word each, the first ones often."""
    letters = chance.choices("abcdefghij", weights=range(10, 0, -1), k=chance.randint(3, 30))
    return Record(
        id=f"d{number}",
        model="documents.section",
        pk=number,
        group=f"g{number % 40}",
        language="en",
        zones={"title": (" ".join(letters[:2]),), "body": (" ".join(letters[2:]),)},
        facets={"kind": (chance.choice(FACETS["kind"]),), "year": tuple(chance.sample(FACETS["year"], 2))},
        start=736_000 + number,
        end=736_000 + number + chance.choice([0, 30]),
        position=number % 7,
        digest=str(number),
    )


def tree(chance, depth):
    """A random tree of the ten letters."""
    letters = tuple(chance.choices("abcdefghij", k=chance.randint(1, 3)))
    if depth == 0 or chance.random() < 0.2:
        return chance.choice(
            [
                *[Word(letters[:1])] * 3,
                Phrase(letters),
                Near(letters, chance.randint(0, 6)),
                Pattern((chance.choice(["*", "?", letters[0] + "*", letters[0] + "?"]), *letters[1:])),
                Fuzzy(letters[0], 1),
                Dates("2016-05", chance.choice(["", "2016-08-14", "2017"])),
            ]
        )
    parts = [tree(chance, depth - 1) for _ in range(chance.randint(2, 3))]
    return chance.choice([conjunction, disjunction, lambda all: negation(all[0])])(parts)
