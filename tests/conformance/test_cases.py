"""What a query finds in which texts, as a table: one line a behaviour, the same for every engine."""

from dataclasses import replace
from datetime import date

import pytest

from documents.query.expand import Sequence, Slot, Words
from documents.query.grammar import parse
from documents.search.engine import Record, Request

EN, ES = "en", "es"


def unit(id, body="", language=EN, **zones):
    """A unit with a body and other zones; several texts of a zone in a tuple."""
    texts = {zone: (text,) if isinstance(text, str) else text for zone, text in zones.items()}
    return Record(
        id=id,
        model="documents.source",
        pk=sum(map(ord, id)),
        group=id,
        language=language,
        zones={"body": (body,) if isinstance(body, str) else body, **texts},
        facets={},
        start=0,
        end=0,
        position=0,
        digest=f"{body}{language}{zones}",
    )


UNITS = [
    unit("land", "The land and the children of the state."),
    unit("child", "A child was separated.", title="Separation"),
    unit("spanish", "Los niños y child.", ES),
    unit("police", "A policy of the police."),
    unit("cafe", "The café at Müller’s; a cafe."),
    unit("plain cafe", "One cafe."),
    unit("reentry", "Re-entry after 1,000 days."),
    unit("section", "See § 1325(a) and 8 U.S.C. 1325, at AT&T."),
    unit("two blocks", ("zero", "tolerance")),
    unit("one block", "zero tolerance"),
    unit("apart", "zero for tolerance"),
    unit(
        "record", "nothing", author="Jane Doe", publisher="Office of Audits", number="OIG-21-028", kind="memo"
    ),
    unit("cited", "nothing", report=("harbor", "Harbor review")),
]

CASES = [
    ("and", "land section"),  # written, not as a part of "land"
    ("children", "child land"),  # word families are English
    ("child", "child land spanish"),
    ("niño", ""),
    ("niños", "spanish"),
    ("=child", "child spanish"),
    ('"child"', "child spanish"),
    ("police", "police"),
    ("policy", "police"),
    ("poli", ""),
    ("cafe", "cafe plain-cafe"),
    ("CAFÉ", "cafe plain-cafe"),
    ("=café", "cafe"),
    ("reentry", "reentry"),
    ("re-entry", "reentry"),
    ("re entry", "reentry"),
    ("1000", "reentry"),
    ("1,000", "reentry"),
    ("000", ""),
    ("§1325", "section"),
    ("section 1325", "section"),
    ("U.S.C.", "section"),
    ("usc", "section"),
    ("AT&T", "section"),
    ('"zero tolerance"', "one-block"),
    ("zero tolerance", "apart one-block two-blocks"),
    ("zero-tolerance", "one-block"),
    ('"tolerance zero"', ""),
    ('zero -"zero tolerance"', "apart two-blocks"),
    ("zero for | separation", "apart child"),
    ("(zero | cafe) -tolerance", "cafe plain-cafe"),
    ("doe", "record"),
    ("21-028", "record"),
    ("number:028", "record"),
    ("author:audits", ""),
    ("publisher:audits", "record"),
    ("memo", ""),  # a kind is no word of a unit
    ("kind:memo", "record"),
    ("report:harbor", "cited"),
    ("harbor", ""),
    ("nothing kind:memo", "record"),
    ("nothing report:harbor", "cited"),
    ("nothing -kind:memo", "cited"),
    ("nothing kind:memo report:harbor", ""),
    ("doe | report:review", "cited record"),
    ("kind:memos 21-028", "record"),
    ('report:"harbor review" -doe', "cited"),
    ("kind:nothing", ""),
    ("title:separated", "child"),
    ("body:separation", "child"),
    ("title:child", ""),
    ("the -the", ""),
    ("absent", ""),
    ("child -absent", "child land spanish"),
    ("chil*", "child land spanish"),
    ("niñ*", "spanish"),  # a pattern holds in any language
    ("c?fe", "cafe plain-cafe"),
    ("c?fe*", "cafe plain-cafe"),
    ("ca?fe", ""),
    ("re-entr*", "reentry"),
    ("reentr*", "reentry"),
    ("title:sep*", "child"),
    ("polcie~", "police"),
    ("tolernace~", "apart one-block two-blocks"),
    ("tlernace~", ""),
    ("tlernace~2", "apart one-block two-blocks"),
    ('"tolerance zero"~0', "one-block"),
    ('"tolerance zero"~1', "apart one-block"),
    ('"tolerance zero"~50', "apart one-block"),  # never from block to block
    ('"the the"~3', "land"),
    ('"the the the the"~50', ""),
    ('author:"doe jane"~0', "record"),
    ('title:"zero tolerance"~5', ""),
    ("date:2018", ""),
    ("tolerance NOT (for OR date:2018)", "one-block two-blocks"),
]


@pytest.fixture(scope="module")
def filled(new_engine):
    """The units in three segments; in the first, one was changed and one taken out since."""
    engine = new_engine()
    older, gone = unit("land", "an older text about absent things"), unit("gone", "the absent child")
    engine.update([older, gone, *UNITS[10:]])
    engine.update(UNITS[:5])
    engine.update(UNITS[5:10], ["gone"])
    return engine


@pytest.mark.parametrize(("query", "expected"), CASES, ids=[query for query, _ in CASES])
def test_a_query_finds(filled, query, expected):
    tree = parse(query).tree
    result = filled.run(Request(tree, limit=None))
    assert " ".join(sorted(hit.id.replace(" ", "-") for hit in result.hits)) == expected
    assert result.count == len(result.hits)


def test_everything_and_all_but_something_add_up(filled):
    everything = filled.run(Request(parse("").tree)).count
    with_child, without = (filled.run(Request(parse(query).tree)).count for query in ("child", "-child"))
    assert everything == with_child + without == len(UNITS)


def test_an_expanded_tree_finds_what_the_tree_finds(filled):
    tree = parse("children | cafe").tree
    assert filled.run(Request(filled.expand(tree).tree)) == filled.run(Request(tree))


def test_forms_are_words_that_occur(filled):
    assert filled.forms("child") == {"child", "children"}
    assert filled.forms("unheard") == frozenset()


def test_words_of_units_that_were_taken_out_are_not_told(filled):
    assert filled.forms("absent") == frozenset()
    assert filled.forms("thing") == frozenset()
    assert filled.expand(parse("thing").tree).tree == Sequence((Slot("thing", frozenset({"thing"})),))
    assert filled.frequency("things") == 0


def test_frequency_counts_units_that_have_the_word_as_it_is(filled):
    assert filled.frequency("child") == 2
    assert filled.frequency("child", "title") == 0
    assert filled.frequency("cafe", "body") == 2
    assert filled.frequency("absent") == 0


def ids(engine, typed, **asked):
    return [hit.id for hit in engine.run(Request(parse(typed).tree, limit=None, **asked)).hits]


def test_a_whole_title_or_number_comes_first(new_engine):
    engine = new_engine()
    often = unit("often", "gao 19 163 " * 20, title="gao 19 163 and more of gao 19 163")
    engine.update([often, unit("named", "a report", number=("B-1", "GAO-19-163")), unit("not", "gao 19 163")])
    engine.update(
        [unit("titled", "other words", title="The end of the land"), unit("land", "the end of land " * 9)]
    )
    for typed in ("GAO-19-163", "gao 19 163", '"gao 19 163"', "=gao 19-163"):
        assert ids(engine, typed)[0] == "named"
        tree = engine.expand(parse(typed).tree).tree
        assert engine.run(Request(tree)).hits[0].id == engine.groups(Request(tree)).groups[0].key == "named"
    assert ids(engine, "gao 19 163 -absent")[0] == ids(engine, "gao 19")[0] == "often"
    assert ids(engine, "the end of the land")[0] == "titled"


def test_the_words_that_were_typed_may_be_a_whole_title_too(new_engine):
    engine = new_engine()
    engine.update([unit("titled", "other words", title="Terms AND § 4"), unit("often", "terms 4 " * 9)])
    for typed in ("Terms AND § 4", "terms | 4"):
        assert ids(engine, typed)[0] == "often"
        assert ids(engine, typed, name=("terms", "and", "section", "4"))[0] == "titled"
    assert ids(engine, "terms | 4", name=("terms", "and"))[0] == "often"
    assert ids(engine, "terms -other", name=("terms", "and", "section", "4")) == ["often"]


def test_a_name_is_no_word_of_its_unit(new_engine):
    engine = new_engine()
    engine.update([unit("named", "text", title="Zero tolerance", number="A-1")])
    assert engine.frequency("zero-tolerance") == 0
    assert "zero-tolerance" not in engine.like("z*").words | engine.near("zero-tolerance", 1).words
    assert engine.like("*").words == {"zero", "tolerance", "text", "a", "1", "a1"}


def test_words_like_and_near_are_those_of_texts_that_can_be_found(filled):
    assert filled.like("chil*") == Words(frozenset({"child", "children"}), 2)
    assert filled.near("chidl", 1) == Words(frozenset({"child"}), 1)
    assert filled.like("abs*").words == filled.near("absnt", 1).words == frozenset()


def test_a_word_of_the_first_and_last_unit_that_were_taken_out_may_be_in_another(new_engine):
    engine = new_engine()
    engine.update(
        [unit(id, body) for id, body in zip("abcd", ["xa xb", "xa", "xc", "xa xb xc"], strict=True)]
    )
    engine.update([], ["a", "d"])
    assert engine.like("x*").words == engine.near("x", 1).words == {"xa", "xc"}


def test_of_too_many_words_the_most_frequent_are_searched(new_engine):
    engine = new_engine()
    few, many = [f"x{number:04}" for number in range(700)], [f"x{number:04}" for number in range(700, 1_200)]
    engine.update([unit("one", " ".join([*few, *many])), unit("two", " ".join(many))])
    found = engine.like("x*")
    assert (len(found.words), found.all) == (1_000, 1_200)
    assert found.words == {*many, *few[:500]}
    assert engine.expand(parse("x*").tree).limits
    assert engine.expand(parse("x0*").tree).limits == ()


def test_dates_are_met_by_what_lies_in_them_in_part(new_engine):
    engine = new_engine()
    year, day, unknown = (unit(name, "x") for name in ("year", "day", "unknown"))
    first = date(2018, 1, 1).toordinal()
    engine.update(
        [replace(year, start=first, end=first + 364), replace(day, start=first + 40, end=first + 40)]
    )
    engine.update([unknown])
    assert sorted(ids(engine, "date:2018")) == sorted(ids(engine, "date:2017..")) == ["day", "year"]
    assert ids(engine, "date:2018-03..") == ["year"]
    assert ids(engine, "x -date:2018") == ["unknown"]
    assert [hit.score for hit in engine.run(Request(parse("date:2018").tree)).hits] == [0, 0]


def test_a_deadline_may_stop_a_search(filled):
    def passed():
        raise TimeoutError

    with pytest.raises(TimeoutError):
        filled.run(Request(parse("child").tree), deadline=passed)
    with pytest.raises(TimeoutError):
        filled.groups(Request(parse("child").tree), deadline=passed)


@pytest.mark.parametrize("typed", ["child", "chi*", "chald~", "-(x | title:chi*)"])
def test_a_deadline_may_stop_the_looking_up_of_words(filled, typed):
    def passed():
        raise TimeoutError

    with pytest.raises(TimeoutError):
        filled.expand(parse(typed).tree, deadline=passed)
