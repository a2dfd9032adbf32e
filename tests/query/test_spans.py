import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.query.expand import Sequence, Slot, expand
from documents.query.fields import FIELDS, PLAIN, ZONES
from documents.query.grammar import parse
from documents.query.spans import Passage, Span, english, marked, matches, spans
from documents.query.tree import And, Everything, Field, Not, Or
from documents.text.words import tokens
from tests.query.trees import trees

FAMILIES = {"family": {"families"}, "families": {"family"}, "entry": {"entries"}, "reentry": {"reentries"}}
UNIT = (
    Passage("title", "Zero tolerance"),
    Passage("heading", "Families"),
    Passage("body", "Family separation began; the zero-tolerance policy, and illegal re-entry."),
    Passage("body", "No zero\ttolerance for a café. Re-entries: reentry."),
    Passage("author", "Family Division"),
    Passage("kind", "court filing"),
)


def expanded(typed):
    return expand(parse(typed).tree, lambda word: frozenset(FAMILIES.get(word, ())))


def found(typed, language="en", unit=UNIT):
    """What is marked, as (number of the passage, text)."""
    return [
        (number, passage.text[span.start : span.end])
        for number, (passage, each) in enumerate(
            zip(unit, spans(expanded(typed), unit, language), strict=True)
        )
        for span in each
    ]


@pytest.mark.parametrize(
    ("typed", "texts"),
    [
        ("zero", ["Zero", "zero", "zero"]),
        ("family", ["Families", "Family", "Family"]),
        ("=family", ["Family", "Family"]),
        ('"family"', ["Family", "Family"]),
        ('"zero tolerance"', ["Zero tolerance", "zero-tolerance"]),
        ('"separation began the zero"', ["separation began; the zero"]),
        ('"tolerance zero"', []),
        ('"no zero tolerance"', []),
        ("zero-tolerance", ["Zero tolerance", "zero-tolerance"]),
        ("re-entry", ["re-entry", "Re-entries", "reentry"]),
        ("reentry", ["re-entry", "Re-entries", "reentry"]),
        ("=reentry", ["re-entry", "reentry"]),
        ("cafe", ["café"]),
        ("café", ["café"]),
        ("=café", ["café"]),
        ("=cafe", ["café"]),
        ("=cafè", []),
        ("zero missing", []),
        ("zero -missing", ["Zero", "zero", "zero"]),
        ("zero -cafe", []),
        ("-missing", []),
        ("separation | missing", ["separation"]),
        ("separation | (zero missing)", ["separation"]),
        ("separation | (cafe -missing)", ["separation", "café"]),
        ("(separation | -zero) cafe", ["separation", "café"]),
        ("court", []),
        ("kind:court", ["court"]),
        ('kind:"court filing"', ["court filing"]),
        ("title:zero", ["Zero"]),
        ("title:(zero | family)", ["Zero"]),
        ("title:zero -title:family", ["Zero"]),
        ("body:family", ["Families", "Family"]),
        ("author:family title:zero", ["Zero", "Family"]),
        ("title:family", []),
        ('zero "zero tolerance"', ["Zero", "Zero tolerance", "zero", "zero-tolerance", "zero"]),
        ("", []),
    ],
)
def test_what_is_marked(typed, texts):
    assert [text for _, text in found(typed)] == texts


def test_word_families_are_english():
    assert found("family", "de") == [(2, "Family"), (4, "Family")]
    assert found("family", "en-GB") == found("family", "en")


@pytest.mark.parametrize(
    ("language", "expected"), [("en", True), ("EN-us", True), ("es", False), ("enm", False), ("", False)]
)
def test_which_languages_are_english(language, expected):
    assert english(language) is expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("", True), ("-missing", True), ("-zero", False), ("zero", True), ("missing", False)],
)
def test_whether_a_unit_matches(typed, expected):
    assert matches(expanded(typed), UNIT, "en") is expected


def test_a_match_knows_its_parts_of_the_query():
    unit = [Passage("body", "zero tolerance")]
    assert spans(expanded('zero "zero" missing | (title:zero | tolerance)'), unit, "en") == [
        [Span(5, 14, (4,))]
    ]
    assert spans(expanded("zero =zero tolerance"), unit, "en") == [[Span(0, 4, (0, 1)), Span(5, 14, (2,))]]


def test_of_two_forms_at_one_position_the_longer_is_marked():
    tree = Sequence((Slot("re", frozenset({"re", "reentry"})),))
    assert spans(tree, [Passage("body", "a re-entry")], "en") == [[Span(2, 10)]]


def test_overlapping_matches_are_all_counted():
    unit = [Passage("body", "a a a")]
    assert spans(expanded('"a a"'), unit, "en") == [[Span(0, 3), Span(2, 5)]]


def test_a_unit_without_passages_matches_nothing():
    assert spans(expanded("zero"), [], "en") == []
    assert not matches(expanded("zero"), [], "en")


@pytest.mark.parametrize(
    ("places", "drawn"),
    [
        ([], []),
        ([(3, 5), (0, 2)], [(0, 2), (3, 5)]),
        ([(0, 3), (2, 5)], [(0, 5)]),
        ([(0, 9), (2, 5)], [(0, 9)]),
        ([(0, 2), (2, 4)], [(0, 2), (2, 4)]),
        ([Span(0, 3, (1,)), Span(0, 3)], [(0, 3)]),
    ],
)
def test_overlapping_matches_are_drawn_as_one(places, drawn):
    assert marked(places) == drawn


# A second reading of what a match is, without any of the code above: every token against every token.


def places(sequence, zones, unit, language):
    found = set()
    for number, passage in enumerate(unit):
        words = tokens(passage.text) if passage.zone in zones else []
        for first in words:
            ends = []
            for step, slot in enumerate(sequence.slots):
                here = [word for word in words if word.position == first.position + step]
                ends.append(max((word.end for word in here if fits(word, slot, language)), default=None))
            if fits(first, sequence.slots[0], language) and None not in ends:
                found.add((number, first.start, ends[-1], sequence.part))
    return found


def fits(token, slot, language):
    return token.word == slot.word or (language == "en" and token.word in slot.forms)


def slow(tree, zones, unit, language):
    """Whether the unit matches, and the matches."""
    match tree:
        case Sequence():
            found = places(tree, zones, unit, language)
            return bool(found), found
        case And(parts):
            answers = [slow(part, zones, unit, language) for part in parts]
            return all(holds for holds, _ in answers), set().union(*(found for _, found in answers))
        case Or(parts):
            answers = [slow(part, zones, unit, language) for part in parts]
            return any(holds for holds, _ in answers), set().union(
                *(found for holds, found in answers if holds)
            )
        case Not(part):
            return not slow(part, zones, unit, language)[0], set()
        case Field(name, part):
            return slow(part, FIELDS[name].zones, unit, language)
        case Everything():
            return True, set()


TEXT_WORDS = (
    "family",
    "Families",
    "zero",
    "tolerance",
    "re-entry",
    "reentry",
    "entries",
    "title",
    "or",
    "café",
)
TEXTS = st.lists(
    st.sampled_from((*TEXT_WORDS, "1325", "中中", "a", "a", "—", "a\ta", "█", "U. S.", "re", "entry")),
    max_size=9,
)
UNITS = st.lists(st.builds(Passage, st.sampled_from(sorted(ZONES)), TEXTS.map(" ".join)), max_size=4)


@given(trees(), UNITS, st.sampled_from(["en", "es"]))
def test_matches_are_those_of_a_slow_and_simple_search(tree, unit, language):
    wanted = expand(tree, lambda word: frozenset(FAMILIES.get(word, ())))
    holds, expected = slow(wanted, PLAIN, unit, language)
    assert matches(wanted, unit, language) is holds
    assert {
        (number, span.start, span.end, part)
        for number, each in enumerate(spans(wanted, unit, language))
        for span in each
        for part in span.parts
    } == (expected if holds else set())


@given(trees(), UNITS)
def test_matches_come_in_order_and_each_place_once(tree, unit):
    for each in spans(expand(tree, lambda word: frozenset((word,))), unit, "en"):
        assert [span[:2] for span in each] == sorted({span[:2] for span in each})
