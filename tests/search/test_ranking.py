import numpy as np
import pytest

from documents.query.tree import Everything, Word
from documents.search.engine import Request
from documents.search.whoosh.engine import WhooshEngine
from documents.search.whoosh.ranking import first
from tests.search.records import record


@pytest.fixture
def engine(tmp_path):
    engine = WhooshEngine(tmp_path / "index")
    engine.rebuild(
        [
            record(1, "tide tide tide", group="a", facets={"kind": ("memo",), "year": ("2017", "2018")}),
            record(2, "tide", group="a", facets={"kind": ("memo",), "year": ("2018",)}),
            record(3, "tide tide", group="b", facets={"kind": ("poll",)}, model="documents.source"),
            record(4, "tide", group="a", facets={"kind": ("report, interim",), "year": ("2018",)}),
            record(5, "tide", group="a", facets={"kind": ("memo",)}),
            record(6, "moon", group="c", facets={"kind": ("poll",)}),
        ]
    )
    yield engine
    engine.close()


TIDE = Word(("tide",))


def test_facets_count_every_value_of_a_unit(engine):
    facets = engine.run(Request(TIDE)).facets
    assert facets == {"kind": {"memo": 3, "poll": 1, "report, interim": 1}, "year": {"2018": 3, "2017": 1}}


def test_values_of_one_facet_are_alternatives_and_facets_add_up(engine):
    assert engine.run(Request(TIDE, {"kind": ("memo", "poll")})).count == 4
    assert engine.run(Request(TIDE, {"kind": ("memo", "poll"), "year": ("2018",)})).count == 2
    assert engine.run(Request(TIDE, {"kind": ()})).count == 5


def test_a_facet_ignores_its_own_filter_and_no_other(engine):
    facets = engine.run(Request(TIDE, {"kind": ("memo",), "year": ("2018",)})).facets
    assert facets["kind"] == {"memo": 2, "report, interim": 1}
    assert facets["year"] == {"2018": 2, "2017": 1}


def test_a_value_or_a_facet_that_no_unit_has_finds_nothing(engine):
    assert engine.run(Request(TIDE, {"kind": ("unheard",)})).count == 0
    assert engine.run(Request(TIDE, {"unheard": ("memo",)})).count == 0


def test_models_narrow_before_facets_count(engine):
    result = engine.run(Request(TIDE, models=("documents.source",)))
    assert [hit.id for hit in result.hits] == ["u3"]
    assert result.facets == {"kind": {"poll": 1}, "year": {}}
    assert engine.run(Request(TIDE, models=("documents.unheard",))).count == 0


def test_groups_rank_by_their_best_unit_and_show_three(engine):
    grouped = engine.groups(Request(TIDE))
    assert grouped.count == 5
    assert grouped.group_count == 2
    assert [(group.key, group.count, [hit.id for hit in group.hits]) for group in grouped.groups] == [
        ("a", 4, ["u1", "u2", "u4"]),
        ("b", 1, ["u3"]),
    ]


def test_start_and_limit_count_groups(engine):
    grouped = engine.groups(Request(Everything(), start=1, limit=1))
    assert [group.key for group in grouped.groups] == ["b"]
    assert grouped.group_count == 3


def test_no_hits_have_no_groups(engine):
    grouped = engine.groups(Request(Word(("absent",))))
    assert (grouped.count, grouped.group_count, grouped.groups, grouped.facets["kind"]) == (0, 0, [], {})


def test_a_page_past_the_end_is_empty(engine):
    result = engine.run(Request(TIDE, start=50))
    assert result.count == 5
    assert result.hits == []


def test_an_index_of_nothing_answers(tmp_path):
    engine = WhooshEngine(tmp_path / "empty")
    engine.rebuild([])
    assert engine.run(Request(Everything())).count == 0
    assert engine.groups(Request(TIDE, {"kind": ("memo",)}, ("documents.source",))).groups == []
    assert engine.digests() == {}
    assert engine.forms("tide") == frozenset()
    engine.close()


@pytest.mark.parametrize("count", range(9))
def test_the_first_of_many_ties_are_those_of_the_last_key(count):
    scores = np.array([1, 0, 1, 1, 0, 2, 1])
    places = np.array([6, 5, 0, 3, 4, 1, 2])
    members = np.arange(7)
    expected = sorted(members, key=lambda member: (scores[member], places[member]))[:count]
    assert first(members, count, [scores.__getitem__, places.__getitem__]).tolist() == expected
