import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.query.expand import Sequence, Slot, Together, Words, expand
from documents.query.fields import FIELDS, PLAIN, TEXT_FIELDS, ZONES
from documents.query.grammar import parse
from documents.query.spans import Passage, Span, marked, matches, spans, zones
from documents.query.tree import And, Dates, Everything, Field, Fuzzy, Near, Not, Or, Pattern
from documents.text.words import tokens
from tests.query.lexicon import Lexicon
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


LIKE = {"re*": {"re", "reentry", "reentries"}, "z?ro": {"zero"}}
CLOSE = {"zerro": {"zero"}}


class Known(Lexicon):
    """The words of these tests, with those that fit a pattern or are close to a word."""

    def like(self, pattern):
        return known(LIKE.get(pattern, ()))

    def near(self, word, distance):
        return known({word, *CLOSE.get(word, ())})


def known(words):
    return Words(frozenset(words), len(words))


def expanded(typed):
    return expand(parse(typed).tree, Lexicon(**FAMILIES)).tree


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


def marked_by(tree, language="en", unit=UNIT):
    """The texts that a tree marks."""
    marks = spans(expand(tree, Known()).tree, unit, language)
    return [
        passage.text[span.start : span.end]
        for passage, each in zip(unit, marks, strict=True)
        for span in each
    ]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("tree", "texts"),
    [
        (Pattern(("re*",)), ["re-entry", "Re-entries", "reentry"]),
        (Pattern(("z?ro", "tolerance")), ["Zero tolerance", "zero-tolerance"]),
        (Pattern(("x*",)), []),
        (Fuzzy("zerro"), ["Zero", "zero", "zero"]),
        (Fuzzy("zorro"), []),
        (And((Fuzzy("zerro"), Not(Pattern(("x*",))))), ["Zero", "zero", "zero"]),
        (And((Fuzzy("zerro"), Not(Pattern(("re*",))))), []),
        (Field("title", Pattern(("z?ro",))), ["Zero"]),
        (Near(("policy", "separation"), 4), ["separation began; the zero-tolerance policy"]),
        (Near(("policy", "separation"), 3), []),
        (Near(("zero", "tolerance"), 0), ["Zero tolerance", "zero-tolerance"]),
        (Near(("tolerance", "zero"), 0), ["Zero tolerance", "zero-tolerance"]),
        (Near(("zero", "for"), 50), []),
        (Not(Near(("zero", "for"), 50)), []),
        (Field("title", Near(("tolerance", "zero"), 1)), ["Zero tolerance"]),
    ],
    ids=str,
)
def test_what_patterns_and_proximity_mark(tree, texts, language):
    assert marked_by(tree, language) == texts


@pytest.mark.parametrize(
    ("text", "words", "distance", "texts"),
    [
        ("a b c a", "a b", 9, ["a b", "b c a"]),
        ("a b b", "a b", 9, ["a b"]),
        ("a a b", "a b", 9, ["a b"]),
        ("a x x b", "a b", 2, ["a x x b"]),
        ("a x x b", "a b", 1, []),
        ("a b a", "a a", 1, ["a b a"]),
        ("a b a", "a a", 0, []),
        ("a b b a", "a a b", 1, ["a b b a"]),
        ("a █ b", "a b", 1, ["a █ b"]),
        ("a █ b", "a b", 0, []),
        ("a re-entry", "reentry a", 0, ["a re-entry"]),
        ("re-entry", "entry reentry re", 0, ["re-entry"]),
        ("U. S. a", "s u", 0, ["U. S"]),
        ("non-co-operation", "co noncooperation", 0, ["non-co-operation"]),
    ],
)
def test_words_near_each_other_are_marked_from_the_first_to_the_last(text, words, distance, texts):
    assert marked_by(Near(tuple(words.split()), distance), unit=[Passage("body", text)]) == texts


def test_a_phrase_with_a_compound_is_marked_to_its_end():
    compound = Sequence(
        (Slot("noncooperation", frozenset({"noncooperation"})), Slot("co", frozenset({"co"})))
    )
    assert spans(compound, [Passage("body", "a non-co-operation")], "en") == [[Span(2, 18)]]


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [("2018", "2018", True), ("2019", "", False), ("", "2018-06-30", True), ("2018-07-02", "2018-08", False)],
)
def test_a_date_holds_by_the_date_of_the_unit_and_marks_nothing(first, last, holds):
    asked, days = And((Dates(first, last), expanded("zero"))), Dates("2018-06", "2018-07-01").ordinals
    assert matches(asked, UNIT, "en", dates=days) is holds
    assert sum(map(len, spans(asked, UNIT, "en", dates=days))) == (3 if holds else 0)
    assert not any(spans(Dates(first, last), UNIT, "en", dates=days))


def test_a_unit_without_a_date_has_none_of_any_time():
    assert not matches(Dates("", "2018"), UNIT, "en")
    assert matches(Not(Dates("", "2018")), UNIT, "en")


def test_several_words_in_a_field_are_marked_there_alone():
    unit = (Passage("body", "low tide"), Passage("kind", "tide, low"))
    assert found("kind:(low tide)", unit=unit) == [(1, "tide"), (1, "low")]


def test_a_query_names_the_zones_in_which_it_looks():
    assert zones(expanded("tide")) == PLAIN
    assert zones(expanded('kind:tide | -kind:"low tide" date:2018')) == {"kind"}
    assert zones(expanded("kind:tide -sand")) == PLAIN | {"kind"}


def test_a_deadline_may_stop_the_marking_before_each_passage():
    read = []

    def check():
        read.append(1)
        if len(read) == 2:
            raise TimeoutError

    passages = [Passage("body", "A tide.")] * 3
    with pytest.raises(TimeoutError):
        spans(expand(parse("tide").tree, Lexicon()).tree, passages, "en", deadline=check)
    assert len(read) == 2


def test_word_families_are_english():
    assert found("family", "de") == [(2, "Family"), (4, "Family")]
    assert found("family", "en-GB") == found("family", "en")


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


@pytest.mark.parametrize(("text", "forms"), [("re-entry", {"re", "reentry"}), ("U. S.", {"u", "us", "s"})])
def test_of_two_forms_at_one_position_the_longer_is_marked(text, forms):
    tree = Sequence((Slot("x", frozenset(forms)),))
    assert spans(tree, [Passage("body", f"a {text}")], "en") == [[Span(2, 2 + len(text))]]


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


def places(leaf, zones, unit, language):
    found = set()
    for number, passage in enumerate(unit):
        words = tokens(passage.text) if passage.zone in zones else []
        held = followed(leaf, words, language) if isinstance(leaf, Sequence) else near(leaf, words, language)
        found |= {(number, start, end, leaf.part) for start, end in held}
    return found


def followed(leaf, words, language):
    for first in {word.position for word in words}:
        chosen = [longest(slot, first + step, words, language) for step, slot in enumerate(leaf.slots)]
        if None not in chosen:
            yield chosen[0].start, max(word.end for word in chosen)


def near(leaf, words, language):
    """Every stretch from one word to another that holds and has none inside that holds."""
    positions = range(max((word.position + 1 for word in words), default=0))
    reach = len(leaf.slots) + leaf.distance

    def holds(first, last):
        return all(
            sum(fits(slot, at, words, language) for at in range(first, last + 1)) >= leaf.slots.count(slot)
            for slot in leaf.slots
        )

    for first in positions:
        for last in positions[first : first + reach]:
            if holds(first, last) and not holds(first + 1, last) and not holds(first, last - 1):
                inside = [
                    longest(slot, at, words, language) for at in range(first, last + 1) for slot in leaf.slots
                ]
                yield (
                    min(word.start for word in inside if word and word.position == first),
                    max(word.end for word in inside if word),
                )


def fits(slot, position, words, language):
    return longest(slot, position, words, language) is not None


def longest(slot, position, words, language):
    """Of the words at a position that may fill the slot the one that reaches farthest."""
    wanted = (slot.literal or {slot.word}) | (slot.forms if language == "en" else set())
    here = [word for word in words if word.position == position and word.word in wanted]
    return max(here, key=lambda word: word.end, default=None)


def slow(tree, zones, unit, language, dates):
    """Whether the unit matches, and the matches."""
    match tree:
        case Sequence() | Together():
            found = places(tree, zones, unit, language)
            return bool(found), found
        case And(parts):
            answers = [slow(part, zones, unit, language, dates) for part in parts]
            return all(holds for holds, _ in answers), set().union(*(found for _, found in answers))
        case Or(parts):
            answers = [slow(part, zones, unit, language, dates) for part in parts]
            return any(holds for holds, _ in answers), set().union(
                *(found for holds, found in answers if holds)
            )
        case Not(part):
            return not slow(part, zones, unit, language, dates)[0], set()
        case Field(name, part):
            return slow(part, FIELDS[name].zones, unit, language, dates)
        case Dates():
            return tree.meets(*dates), set()
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
    st.sampled_from((*TEXT_WORDS, "1325", "中中", "a", "a", "—", "b", "a\ta", "█", "U. S.", "re", "entry")),
    max_size=9,
)
UNITS = st.lists(st.builds(Passage, st.sampled_from(sorted(ZONES)), TEXTS.map(" ".join)), max_size=4)


FOLDED = sorted({token.word for word in (*TEXT_WORDS, "1325", "中", "U. S.", "re") for token in tokens(word)})
few = st.frozensets(st.sampled_from(FOLDED), max_size=3)
slots = st.builds(
    lambda word, literal, forms: Slot(word, forms | (literal or {word}), literal),
    st.sampled_from(FOLDED) | st.just("re*"),
    st.just(frozenset()) | few,
    few,
)
leaves = (
    st.builds(Sequence, st.lists(slots, min_size=1, max_size=3).map(tuple), st.integers(0, 2))
    | st.builds(
        lambda slots, again, distance, part: Together((*slots, *slots[:again]), distance, part),
        st.lists(slots, min_size=2, max_size=3).map(tuple),
        st.integers(0, 2),
        st.integers(0, 5),
        st.integers(0, 2),
    )
    | st.builds(lambda words: Together(tuple(map(one, words)), 3), st.text("ab", min_size=2, max_size=4))
)


def one(word):
    return Slot(word, frozenset({word}))


def grown(leaves, *, negated=True):
    """Expanded trees of these leaves, with dates."""

    def branches(parts):
        several = st.lists(parts, min_size=1, max_size=3).map(tuple)
        field = st.builds(Field, st.sampled_from(TEXT_FIELDS), parts)
        positive = several.map(And) | several.map(Or) | field
        return positive | parts.map(Not) if negated else positive

    dates = st.sampled_from([Dates("2018", "2018"), Dates("", "2017"), Dates("2018-02", "")])
    return st.recursive(leaves | dates | st.just(Everything()), branches, max_leaves=6)


DAYS = st.sampled_from([(0, 0), Dates("2018-01", "2018-01").ordinals, Dates("2016", "2019").ordinals])
LANGUAGES = st.sampled_from(["en", "es"])


def told(marks):
    """Spans as a set of (passage, start, end, part)."""
    return {
        (number, span.start, span.end, part)
        for number, each in enumerate(marks)
        for span in each
        for part in span.parts
    }


@given(grown(leaves), UNITS, LANGUAGES, DAYS)
def test_matches_are_those_of_a_slow_and_simple_search(tree, unit, language, days):
    holds, expected = slow(tree, PLAIN, unit, language, days)
    assert matches(tree, unit, language, dates=days) is holds
    assert told(spans(tree, unit, language, dates=days)) == (expected if holds else set())


@given(trees(), UNITS, LANGUAGES, DAYS)
def test_so_are_those_of_what_is_typed(tree, unit, language, days):
    wanted = expand(tree, Known(**FAMILIES)).tree
    holds, expected = slow(wanted, PLAIN, unit, language, days)
    assert told(spans(wanted, unit, language, dates=days)) == (expected if holds else set())


def asks_for_words(tree):
    """Whether nothing matches it without one of its words."""
    match tree:
        case And(parts):
            return any(map(asks_for_words, parts))
        case Or(parts):
            return all(map(asks_for_words, parts))
        case Field(_, part):
            return asks_for_words(part)
        case _:
            return isinstance(tree, Sequence | Together)


@given(grown(leaves, negated=False), UNITS, LANGUAGES, DAYS)
def test_a_unit_has_a_mark_if_and_only_if_it_matches(tree, unit, language, days):
    marks = spans(tree, unit, language, dates=days)
    holds = matches(tree, unit, language, dates=days)
    assert any(marks) is holds if asks_for_words(tree) else holds or not any(marks)


@given(leaves, UNITS, LANGUAGES)
def test_each_match_alone_is_what_was_asked_for(leaf, unit, language):
    anywhere = Or((leaf, Field("kind", leaf), Field("report", leaf)))
    for (zone, text), each in zip(unit, spans(anywhere, unit, language), strict=True):
        for span in each:
            alone = Passage(zone, text[span.start : span.end])
            assert (0, 0, len(alone.text)) in {span[:3] for span in told(spans(anywhere, [alone], language))}


@given(leaves, leaves, UNITS, LANGUAGES)
def test_what_is_excluded_marks_nothing(leaf, other, unit, language):
    expected = [[] for _ in unit] if matches(other, unit, language) else spans(leaf, unit, language)
    assert spans(And((leaf, Not(other))), unit, language) == expected


@given(grown(leaves), UNITS)
def test_matches_come_in_order_and_each_place_once(tree, unit):
    for each in spans(tree, unit, "en"):
        assert [span[:2] for span in each] == sorted({span[:2] for span in each})
