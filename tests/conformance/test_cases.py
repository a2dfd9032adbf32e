"""What a query finds in which texts, as a table: one line a behaviour, the same for every engine."""

import pytest

from documents.query.expand import Sequence, Slot
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
    assert filled.run(Request(filled.expand(tree))) == filled.run(Request(tree))


def test_forms_are_words_that_occur(filled):
    assert filled.forms("child") == {"child", "children"}
    assert filled.forms("unheard") == frozenset()


def test_words_of_units_that_were_taken_out_are_not_told(filled):
    assert filled.forms("absent") == frozenset()
    assert filled.forms("thing") == frozenset()
    assert filled.expand(parse("thing").tree) == Sequence((Slot("thing", frozenset({"thing"})),))
    assert filled.frequency("things") == 0


def test_frequency_counts_units_that_have_the_word_as_it_is(filled):
    assert filled.frequency("child") == 2
    assert filled.frequency("child", "title") == 0
    assert filled.frequency("cafe", "body") == 2
    assert filled.frequency("absent") == 0


def test_a_deadline_may_stop_a_search(filled):
    def passed():
        raise TimeoutError

    with pytest.raises(TimeoutError):
        filled.run(Request(parse("child").tree), deadline=passed)
    with pytest.raises(TimeoutError):
        filled.groups(Request(parse("child").tree), deadline=passed)
