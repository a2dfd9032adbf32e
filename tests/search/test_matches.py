"""All matches: the hits' numbers of matches, the lines of the list and the marks of the pages are one number."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from documents.query.grammar import parse
from documents.query.limits import OF_ANSWERS
from documents.query.tree import Near, Phrase, Word, conjunction, disjunction, negation, within
from documents.search import matches as module
from documents.search.engine import TooSlow
from documents.search.find import find
from documents.search.matches import all_matches, listed

WORDS = "tide tides high low harbor the".split()
word = st.sampled_from(WORDS)
several = st.lists(word, min_size=2, max_size=3).map(tuple)
leaves = st.one_of(
    word.map(lambda one: Word((one,))),
    word.map(lambda one: Word((one,), exact=True)),
    several.map(Phrase),
    st.builds(Near, several, st.integers(0, 3)),
)


def branches(parts):
    several = st.lists(parts, min_size=2, max_size=3)
    field = st.tuples(st.sampled_from(["title", "body", "publisher"]), parts).map(lambda pair: within(*pair))
    return st.one_of(several.map(conjunction), several.map(disjunction), parts.map(negation), field)


trees = st.recursive(leaves, branches, max_leaves=5)


@pytest.fixture
def collection(shelf, index):
    """Where words stand twice, side by side and across markup, in titles, headings, lists, tables, notes and records."""
    report = shelf.report(publisher="The Harbor Office")
    text = "# High tide\n\nThe high **tide** tide[^1] of the low tides.\n\n- Tide\n- low\n\n[^1]: The tide, high."
    shelf.section(text, title="Tide tables", number="1 High", report=report)
    shelf.section("Low tide low tide low.\n\n| high | tide |\n|---|---|\n| low | harbor |", report=report)
    shelf.section("Nothing of it.", title="The rest", report=report)
    shelf.source("S1", body="The harbor.", title="Low harbor", author="A. Tide", publisher="The High Office")
    shelf.source("S2", body="Marea the tide alta.", title="Low harbor", language="es")
    index()


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@example(Near(("tide", "low"), 3))
@example(disjunction([Word(("tide",)), Phrase(("high", "tide")), Phrase(("tide", "tide"))]))
@given(tree=trees)
def test_hits_lines_and_marks_are_one_number(client, collection, tree):
    q = str(tree)
    hits = find(parse(q), {}, limit=10).hits
    lines = list(all_matches(parse(q), {}))
    assert len(lines) == sum(hit.matches for hit in hits)
    for hit in hits:
        page = client.get(hit.url).content.decode()
        marks = [int(number) for number in re.findall(' id="match-([0-9]+)"', page)]
        assert sorted(marks) == [line.number for line in lines if line.unit == hit.unit]
        assert len(marks) == hit.matches


def words_of(lines):
    return [f"{line.context.before}[{line.context.match}]{line.context.after}" for line in lines]


def test_lines_stand_in_the_order_of_reports_and_sections_then_of_sources_by_date(shelf, index):
    shelf.source("S1", title="Late", date="2019", body="Tide late.")
    shelf.source("S2", title="Early", date="2017", body="Tide early.")
    shelf.section("Tide one.")
    shelf.section("Tide two, tide.", report=shelf.report("b", title="A review", number="A"))
    shelf.section("Tide three.", report=None)
    index()
    lines = listed(all_matches(parse("tide"), {}), "place")
    assert words_of(lines) == [
        *("[Tide] two, tide.", "Tide two, [tide]."),
        *("[Tide] one.", "[Tide] three.", "[Tide] early.", "[Tide] late."),
    ]
    assert [(line.number, line.of) for line in lines[:3]] == [(1, 2), (2, 2), (1, 1)]


def test_lines_are_put_in_the_order_of_the_words_around_them(shelf, index):
    shelf.section("A tide came. B tide bore. C tide ate.")
    index()
    assert words_of(listed(all_matches(parse("tide"), {}), "after"))[0].endswith("C [tide] ate.")
    assert words_of(listed(all_matches(parse("tide"), {}), "before"))[0].startswith("A [tide]")


def test_parts_are_counted(shelf, index):
    shelf.section("The high tide. A tide.", title="High")
    shelf.section("Tide.", title="Low")
    index()
    found = all_matches(parse("(high | low) tide -harbor"), {})
    listed(found, "place")
    assert found.parts == [("high", 2), ("low", 1), ("tide", 3)]
    assert (found.total, found.units) == (6, 2)


def test_overlapping_matches_are_each_a_line(shelf, index):
    shelf.section("A high tide.")
    index()
    assert words_of(all_matches(parse('tide "high tide"'), {})) == ["A [high tide].", "A high [tide]."]


def test_filters_hold_and_drafts_are_nowhere(shelf, index):
    shelf.source("S1", kind="memo", body="Tide.")
    shelf.source("S2", kind="poll", body="Tide.")
    shelf.source("S3", kind="poll", body="Tide.", state="draft")
    index()
    assert [line.unit.key for line in all_matches(parse("tide"), {"kind": ("poll",)})] == ["S2"]


def test_what_is_more_than_the_limits_is_counted_and_not_listed(shelf, index, monkeypatch):
    shelf.source("S1", body="Tide " * 5)
    shelf.source("S2", body="Tide.")
    index()
    monkeypatch.setitem(OF_ANSWERS, "lines", replace(OF_ANSWERS["lines"], most=3))
    found = all_matches(parse("tide"), {})
    assert len(listed(found, "place")) == 3 and found.total == 6 and not found.is_part
    monkeypatch.setitem(OF_ANSWERS, "units", replace(OF_ANSWERS["units"], most=1))
    found = all_matches(parse("tide"), {})
    assert [line.unit.key for line in found] == ["S1"] * 5 and found.is_part


def test_a_query_that_marks_nothing_reads_nothing(shelf, index, django_assert_num_queries):
    shelf.source("S1", body="Tide.", date="2018")
    index()
    found = all_matches(parse("date:2018 -sand"), {})
    with django_assert_num_queries(0):
        assert list(found) == [] and found.found.count == 1


def test_reading_ends_when_the_time_is_over_and_says_so(shelf, index, monkeypatch):
    shelf.source("S1", body="Tide.\n\nLow tide.", date="2017")
    shelf.source("S2", body="Tide.", date="2018")
    index()
    found = all_matches(parse("tide"), {})
    passages = 4  # those of the first source, and the second's title

    def check():
        nonlocal passages
        passages -= 1
        if not passages:
            raise TooSlow("This takes too long.")

    monkeypatch.setattr(module, "deadline", lambda: check)
    assert [line.unit.key for line in found] == ["S1", "S1"]
    assert (found.total, found.units, found.late) == (2, 1, "This takes too long.")


def test_what_reports_are_called_is_asked_once_for_all_texts(shelf, index, django_assert_num_queries):
    for number in range(4):
        shelf.source(f"S{number}", body="Tide.")
        shelf.section(body=f"Text [@S{number}].")
    index()
    found = all_matches(parse("tide report:harbor"), {})
    with django_assert_num_queries(4):  # the sources and their blocks, who cites them, and those reports
        assert len(list(found)) == 4
