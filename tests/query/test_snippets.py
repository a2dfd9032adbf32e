import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from documents.query.expand import expand
from documents.query.grammar import parse
from documents.query.snippets import CELL, CONTEXT, MOST, WIDTH, Snippet, best, fragments, snippet
from documents.query.spans import Passage, Span, marked, spans
from documents.text.words import tokens
from tests.query.lexicon import Lexicon

MARK = Span(0, 1)
REPORT = (
    "The Department announced the policy on April 6, 2018. Under it, U.S. Attorneys along the southwest "
    "border were to prosecute all referrals. The separation of families followed, because parents were "
    "charged and held. Officials had no plan for that. A family separation policy had been tried before in "
    "El Paso, in 2017, and was known to some of the people involved. Later the Department said that it was "
    "not aware."
)


def shown(text, typed, width=WIDTH):
    """A snippet as one string, with brackets around the marks and … where the text goes on."""
    tree = expand(parse(typed).tree, Lexicon()).tree
    piece = snippet(text, spans(tree, [Passage("body", text)], "en")[0], width)
    inside = "".join(f"[{text}]" if is_marked else text for text, is_marked in piece.pieces)
    return "…" * piece.before + inside + "…" * piece.after


def test_a_short_text_is_shown_whole():
    assert shown("The zero tolerance policy.", "zero tolerance") == "The [zero] [tolerance] policy."


def test_a_snippet_starts_with_a_sentence_that_begins_near():
    assert shown(REPORT, "plan", 130) == (
        "…The separation of families followed, because parents were charged and held. "
        "Officials had no [plan] for that. A family separation…"
    )


@pytest.mark.parametrize("more", ["", "all "])
def test_a_sentence_may_begin_with_the_second_word_of_a_text(more):
    text = f"Stop. Then the harbor was {more}closed before the tide came in{' and nobody was told' * 6}"
    assert shown(text, "tide", 110).startswith(f"…Then the harbor was {more}closed before the [tide] came in")


def test_a_sentence_that_begins_as_far_away_as_context_reaches_is_shown_from_its_beginning():
    sentence = "There was no way to reach the tide, or so they said of it all"
    assert sentence.index("tide") == CONTEXT
    text = f"It was a long day there. {sentence}{' and nobody was told' * 6}"
    assert shown(text, "tide", 80).startswith("…There was no way")


def test_at_the_end_of_a_text_it_may_be_just_the_last_sentence():
    assert shown(REPORT, "aware", 100) == "…Later the Department said that it was not [aware]."


@pytest.mark.parametrize(("length", "begins"), [(66, "word word"), (67, "…word word")])
def test_how_far_before_a_match_a_text_may_begin(length, begins):
    farthest = 100 - len("zero") - CONTEXT
    before = "word " * 12 + "w" * (length - 61) + " "
    assert len(before) == length == farthest + (begins[0] == "…")
    found = shown(f"{before}zero{' word' * 40}", "zero", 100)
    assert found.startswith(begins) and found.endswith("…")
    in_sentence = shown(f"So it is. {before}zero{' word' * 40}", "zero", 100)
    assert in_sentence.startswith(f"…{before}[zero]") is (length == farthest)


def test_a_short_form_ends_no_sentence():
    text = "It was for the wide border that the U.S. Attorneys of the border had to prosecute all referrals."
    found = shown(text, "prosecute", 70)
    assert found == "…that the U.S. Attorneys of the border had to [prosecute] all referrals."


def test_there_is_context_on_both_sides():
    assert shown(REPORT, "Paso", 64) == "…had been tried before in El [Paso], in 2017, and was known to some…"


def test_at_the_end_of_a_text_there_is_more_before():
    assert (
        shown(REPORT, "aware", 66) == "…people involved. Later the Department said that it was not [aware]."
    )


def test_most_parts_of_the_query_come_first():
    assert "[family] [separation]" in shown(REPORT, "family separation | policy", 100)


def test_of_as_many_parts_the_piece_with_more_matches_is_shown():
    text = "zero " + "word " * 50 + "zero and zero " + "word " * 50
    assert "[zero] and [zero]" in shown(text, "zero", 100)


@pytest.mark.parametrize(("more", "together"), [("words", True), ("wordss", False)])
def test_matches_that_just_leave_room_for_context_count_together(more, together):
    pair = f"zero {'word ' * 5}{more} zero"
    assert (len(pair) == 100 - 2 * CONTEXT) is together
    text = f"zero {'word ' * 40}{pair}{' word' * 40}"
    assert shown(text, "zero", 100).count("[zero]") == 1 + together


def test_several_matches_stand_in_the_middle():
    text = f"{'word ' * 30}zero word word word word one {'word ' * 30}"
    assert shown(text, "zero one", 100) == (f"…{'word ' * 7}[zero] word word word word [one]{' word' * 7}…")
    text = f"Stop it. It was a long day for all of the zero people of the one place. {'word ' * 60}"
    assert shown(text, "zero one", 100).startswith("…It was a long day for all of the [zero] people")


def test_matches_that_leave_no_room_for_context_are_not_shown_together():
    text = "word " * 20 + "zero " + "word " * 16 + "zero " + "word " * 20
    piece = shown(text, "zero", 100)
    assert piece.count("[zero]") == 1
    assert len(piece.strip("…")) - len("[]") <= 100


def test_a_text_that_begins_near_is_shown_from_its_beginning():
    text = "word " * 30 + "zero" + " word" * 60
    assert shown(text, "zero").startswith("word ")


def test_a_title_is_shown_whole_even_if_a_sentence_begins_in_it():
    title = "A review of the policy and its plan. The departments separated all of the families"
    assert shown(title, "families", len(title)) == title.replace("families", "[families]")


def test_of_equal_pieces_the_first_is_shown():
    assert shown(REPORT, "policy", 80).startswith("The Department announced the [policy] on")


def test_a_phrase_longer_than_the_width_is_shown_whole():
    phrase = "separation of families followed, because parents were charged and held"
    assert f"The [{phrase}]. Officials" in shown(REPORT, f'"{phrase}"', 20)


def test_without_a_match_the_beginning_is_shown():
    assert shown(REPORT, "missing", 64) == "The Department announced the policy on April 6, 2018. Under it,…"


def test_cells_are_set_apart():
    assert shown("Fiscal year\t2018\t3,014", "2018") == f"Fiscal year{CELL}[2018]{CELL}3,014"


def test_a_long_run_without_spaces_is_cut_between_its_words():
    text = "零容忍政策" * 30
    assert shown(text + "母" + text, "母", 61) == f"…{text[-30:]}[母]{text[:30]}…"


@pytest.mark.parametrize("width", [60, 70, 80, 100])
@pytest.mark.parametrize("run", ["half-time", "half-" * 8])
def test_a_run_of_forty_characters_is_whole(run, width):
    words = shown(f"{run} " * 20 + "zero" + f" {run}" * 20, "zero", width).strip("…").split()
    assert set(words) <= {run, "[zero]"}


def test_a_long_run_is_cut_behind_its_first_word_as_well():
    found = shown(f"zero {'word ' * 11}{'left/' * 20}", "zero", 66)
    assert found == f"[zero] {'word ' * 11}left/…"


def test_words_that_touch_are_cut_where_the_width_ends():
    assert shown("母" * 200, "母", 61) == "[母]" * 61 + "…"


def test_of_one_word_that_is_left_out_the_snippet_tells():
    assert shown(f"zero {'word ' * 11}last more", "zero", 64) == f"[zero] {'word ' * 11}last…"


def test_the_pieces_of_a_snippet_are_never_empty():
    assert snippet("zero\ttide", [Span(0, 9)]).pieces == ((f"zero{CELL}tide", True),)
    assert snippet("a zero b", [Span(2, 6)]).pieces == (("a ", False), ("zero", True), (" b", False))


def test_an_empty_text_has_an_empty_snippet():
    assert snippet("", []) == snippet(" ", []) == Snippet((), before=False, after=False)


@pytest.mark.parametrize(
    ("passages", "marks", "index"),
    [
        # a body or heading before a title or record
        ([("title", [MARK, MARK]), ("body", [MARK])], None, 1),
        ([("title", []), ("heading", [MARK]), ("body", [MARK])], None, 1),
        # most parts, then most matches, then the earliest
        ([("body", [MARK, MARK]), ("body", [Span(0, 1, (0, 1))])], None, 1),
        ([("body", [MARK]), ("body", [MARK, MARK])], None, 1),
        ([("body", [MARK]), ("body", [MARK])], None, 0),
        # only the title or the record
        ([("title", []), ("body", []), ("author", [MARK])], None, 2),
        # nothing
        ([("title", []), ("heading", []), ("body", []), ("body", [])], None, 2),
        ([("title", [])], None, 0),
    ],
)
def test_the_best_passage(passages, marks, index):
    assert best([Passage(zone, "") for zone, _ in passages], [each for _, each in passages]) == index


WORDS = (
    "zero",
    "Tolerance",
    "family.",
    "“The",
    "policy”",
    "re-entry",
    "—",
    "a\tb",
    "www.example.org/" + "x" * 60,
)


@given(
    st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=80).map(" ".join),
    st.data(),
    st.integers(10, 300),
)
def test_a_snippet_is_true_to_its_text(text, data, width):
    words = tokens(text)
    assume(words)
    ends = st.tuples(st.sampled_from(words), st.sampled_from(words))
    places = ends.map(lambda pair: (min(word.start for word in pair), max(word.end for word in pair)))
    found = data.draw(st.lists(places.map(lambda place: Span(*place)), max_size=6))
    piece = snippet(text, found, width)

    flat = text.strip().replace("\t", CELL)
    assert str(piece) in flat
    assert piece.before or flat.startswith(str(piece))
    assert piece.after or flat.endswith(str(piece))

    drawn = [text[start:end].replace("\t", CELL) for start, end in marked(found)]
    marks = [text for text, is_marked in piece.pieces if is_marked]
    assert any(marks == drawn[start : start + len(marks)] for start in range(len(drawn) + 1))
    assert bool(marks) is bool(found)

    longest = max((len(mark) for mark in drawn), default=0)
    assert len(str(piece)) <= max(width, longest + 200) + 2 * CONTEXT


@given(
    st.lists(st.sampled_from(("zero", "tolerance,", "It", "is.", "U.S.")), min_size=1, max_size=90), st.data()
)
def test_a_snippet_has_whole_words(chunks, data):
    text = " ".join(chunks)
    word = data.draw(st.sampled_from(tokens(text)))
    piece = snippet(text, [Span(word.start, word.end)], 60)
    shown = str(piece).split()
    assert any(chunks[start : start + len(shown)] == shown for start in range(len(chunks)))
    assert len(str(piece)) <= 60 + 2 * CONTEXT


FAR = " It says nothing of that." * 20


def shown_of(typed, *texts, place=0, width=WIDTH):
    """The fragments of a unit with these bodies, each with brackets around its marks."""
    unit = [Passage("body", text) for text in texts]
    marks = spans(expand(parse(typed).tree, Lexicon()).tree, unit, "en")
    return [
        "".join(f"[{text}]" if is_marked else text for text, is_marked in piece.pieces)
        for piece in fragments(unit, marks, place, width)
    ]


def test_one_fragment_shows_what_stands_near():
    (piece,) = shown_of("family separation", REPORT)
    assert "[family] [separation]" in piece


def test_parts_that_stand_far_apart_in_a_passage_have_a_fragment_each():
    first, second = shown_of("zero tolerance", f"The zero of it.{FAR} No tolerance.{FAR}")
    assert first.startswith("The [zero] of it.") and "No [tolerance]." in second
    assert len(first) + len(second) <= WIDTH + len("[][]")
    assert len(first) > WIDTH / 3 and len(second) > WIDTH / 3


def test_more_fragments_that_show_no_more_are_not_shown():
    first = f"a{' word' * 17} of b{' word' * 17} of c"
    (piece,) = shown_of("a b c d", first + " word" * 60, "d")
    assert piece.startswith(first.replace("a", "[a]").replace("b", "[b]").replace(" c", " [c]"))


def test_parts_in_different_passages_have_a_fragment_each_in_order_of_the_text():
    texts = "Nothing.", "A tolerance, and no more.", "A zero."
    assert shown_of("zero tolerance", *texts, place=2) == ["A [tolerance], and no more.", "A [zero]."]


def test_there_are_three_fragments_at_most():
    assert shown_of("a b c d", *"abcd") == ["[a]", "[b]", "[c]"]
    assert MOST == 3


def test_a_fragment_is_not_shown_for_what_one_piece_shows_as_well():
    assert shown_of("zero tolerance", "zero tolerance", "zero", "tolerance") == ["[zero] [tolerance]"]


def test_fragments_that_meet_are_one():
    (piece,) = shown_of("zero one", f"zero {'word ' * 12}one{' word' * 12}", width=120)
    assert piece.startswith(f"[zero] {'word ' * 12}[one] word")


def test_fragments_that_touch_or_overlap_are_one():
    left, right = f"zero{' word' * 22} words", f"sunset{' word' * 22} one"
    assert len(left) == len(right) == WIDTH / 2
    assert shown_of("zero one", f"{left} {right}") == [
        f"{left} {right}".replace("zero", "[zero]").replace("one", "[one]")
    ]
    assert shown_of("zero one", f"{left} x {right}") == [
        left.replace("zero", "[zero]"),
        right.replace("one", "[one]"),
    ]
    first, second = "zero tide " * 20, "one sand " * 20
    between = "and so it went on"
    text = f"{first}{between} {second}"
    typed = f'"{first}" "{second}"'
    assert shown_of(typed, text) == [f"[{first.strip()}] {between} [{second.strip()}]"]


def test_a_match_in_the_record_alone_is_shown_without_the_text():
    unit = [Passage("title", "Zero"), Passage("body", "Nothing."), Passage("author", "Zero")]
    assert [str(piece) for piece in fragments(unit, [[Span(0, 4)], [], [Span(0, 4)]], 2)] == ["Zero"]


def test_a_unit_without_a_match_in_its_text_shows_the_beginning():
    unit = [Passage("title", "Zero"), Passage("body", "Nothing.")]
    assert [str(piece) for piece in fragments(unit, [[Span(0, 4)], []], 1)] == ["Nothing."]
    unit[1] = Passage("body", " ")
    assert [str(piece) for piece in fragments(unit, [[Span(0, 4)], []], 1)] == [""]


@given(
    st.lists(
        st.lists(st.sampled_from(("a", "b", "c", "d", "It", "is.")), max_size=60), min_size=1, max_size=4
    )
)
def test_fragments_show_at_least_what_the_best_piece_shows(lists):
    unit = [Passage("body", " ".join(words)) for words in lists]
    marks = spans(expand(parse("a | b | c | d").tree, Lexicon()).tree, unit, "en")
    place = best(unit, marks)
    pieces = fragments(unit, marks, place, 90)
    marked_words = [text for piece in pieces for text, is_marked in piece.pieces if is_marked]
    alone = [text for text, is_marked in snippet(unit[place].text, marks[place], 90).pieces if is_marked]
    assert set(marked_words) >= set(alone)
    assert len(pieces) <= MOST
    assert sum(len(str(piece)) for piece in pieces) <= 90 + 3 * 2 * CONTEXT
