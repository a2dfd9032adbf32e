"""Suggestions while somebody types."""

import json

import pytest

from documents.models import Source, State
from documents.search import suggestions
from documents.search.phrases import frequent_phrases
from documents.search.suggestions import Suggestion, Suggestions, still_said
from documents.views import suggest


def suggested(client, typed):
    response = client.get("/suggest/", {"q": typed})
    assert response.status_code == 200
    return [(one["text"], one["kind"]) for one in json.loads(response.content)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("order", ("The order of May", "title")),
        ("THE ÓRD", ("The order of May", "title")),
        ("ma order", None),
        ("order may", ("The order of May", "title")),
        ("harb", ("Harbor review", "report")),
        ("h-1", ("H-1", "number")),
        ("find", ("Findings", "section")),
        ("early", ("Early warnings", "heading")),
        ("port", ("Port Authority", "publisher")),
        ("melville", ("Herman Melville", "author")),
        ("bo 74", ("BO 74/5", "number")),
        ("rder", None),
        ("order of nowhere", None),
    ],
)
def test_what_is_typed_is_completed(client, shelf, typed, expected):
    shelf.section("# Early warnings\n\nText.")
    record = {"publisher": "Port Authority", "author": "Herman Melville", "identifiers": "AILA 12\nBO 74/5"}
    shelf.source(title="The order of May", **record)
    assert suggested(client, typed)[:1] == ([expected] if expected else [])


def test_a_phrase_of_several_texts_is_suggested(client, shelf):
    for number in range(3):
        shelf.source(
            f"S{number}", f"Text {number} about the Family Separation and more.", title=f"Memo {number}"
        )
    assert suggested(client, "fam") == [("Family Separation", "phrase")]


def test_what_begins_with_the_words_typed_comes_first_then_kinds_then_frequency(client, shelf):
    shelf.source("S1", title="Notes on the tide", publisher="Tide office")
    shelf.source("S2", title="Tide of May", publisher="Tide bureau")
    shelf.source("S3", title="Tide of June", publisher="Tide office")
    texts = [text for text, _ in suggested(client, "tide")]
    assert texts == ["Tide of June", "Tide of May", "Tide office", "Tide bureau", "Notes on the tide"]


def test_no_more_than_eight_are_shown(client, shelf):
    for number in range(12):
        shelf.source(f"S{number}", title=f"Memo {number}")
    assert len(suggested(client, "memo")) == 8


def test_a_text_that_is_said_twice_is_suggested_once_as_the_first_kind(client, shelf):
    shelf.section("# The Tide", title="The tide")
    shelf.source(title="The tide")
    assert suggested(client, "tide") == [("The tide", "title")]


@pytest.mark.parametrize(
    "typed",
    ["", " ", '"', "§", "*", "\0", "\u202e", "👍", "(((((", "word " * 2000, "a" * 100_000, "%", "'; --"],
)
def test_whatever_is_typed_has_an_answer(client, shelf, typed):
    shelf.source(title="Buoys")
    assert suggested(client, typed) == []


def test_what_is_typed_too_long_is_cut(client, shelf):
    shelf.source(title="Buoys")
    assert suggested(client, "buoys" + " " * 200 + "nowhere") == []
    assert Suggestions.published().matching("buoys" + "." * 200 + " nowhere") != []


def test_nothing_is_suggested_of_an_empty_site(client, db):
    assert suggested(client, "a") == []


def test_a_request_without_a_query_has_an_answer(client, db):
    assert json.loads(client.get("/suggest/").content) == []


def test_the_answer_is_json_that_nobody_keeps(client, shelf):
    response = client.get("/suggest/?q=a")
    assert response["Content-Type"] == "application/json"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_draft_is_not_suggested(client, shelf):
    shelf.source("S1", "# Canary", title="Canary title", author="Canary author", state=State.DRAFT)
    shelf.section(
        "# Canary", title="Canary", report=shelf.report("secret", title="Canary", state=State.DRAFT)
    )
    assert suggested(client, "canary") == []


def test_a_title_with_quotation_marks_is_searched_without_them(client, shelf, index):
    shelf.source(title='The “zero "tolerance"” memo')
    index()
    [one] = json.loads(client.get("/suggest/?q=zero").content)
    assert one["query"] == '"The zero tolerance memo"'
    assert "1 section or source" in client.get("/search/", {"q": one["query"]}).content.decode()


def test_a_report_is_searched_by_its_name_and_only_if_it_has_sections(client, shelf, index):
    shelf.section("Text.")
    shelf.report("empty", title="Harbor without a text", number="")
    index()
    [one] = json.loads(client.get("/suggest/?q=harbor").content)
    assert one["query"] == 'report:"Harbor review"'
    assert "1 section or source" in client.get("/search/", {"q": one["query"]}).content.decode()


@pytest.mark.parametrize(
    ("number", "query"),
    [("BO 74/5", "BO 74/5"), ("H-1", "H-1"), ("A:1", '"A:1"'), ("-1", '"-1"'), ("(3) A", '"(3) A"')],
)
def test_a_number_is_searched_as_it_is_unless_a_sign_of_it_means_something(number, query):
    assert Suggestion(number, "number", 1, ()).query == query


def test_a_redacted_text_is_not_suggested(client, shelf):
    shelf.section("# Buoys of {redacted: b(6)}\n\nText.")
    assert suggested(client, "buoys") == []


def test_an_old_table_suggests_nothing_that_was_withdrawn_or_changed(shelf):
    kept, gone, changed = (shelf.source(key, title=f"Buoy {key}") for key in ("S1", "S2", "S3"))
    table = Suggestions.published()
    gone.delete()
    changed.title = "Gull"
    changed.save()
    assert [one.text for one in still_said(table.matching("buoy"), table.made_at)] == [kept.title]


def test_an_old_table_suggests_nothing_of_a_report_that_was_withdrawn_or_renamed(shelf):
    withdrawn, renamed = shelf.report("a", title="Buoy a"), shelf.report("b", title="Buoy b", number="H-2")
    shelf.section("Text.", title="Buoy of a section", report=withdrawn)
    table = Suggestions.published()
    type(withdrawn).objects.filter(pk=withdrawn.pk).update(state=State.DRAFT)
    renamed.title = "Gull"
    renamed.save()
    assert still_said(table.matching("buoy"), table.made_at) == []


def test_a_phrase_stays_while_one_of_its_texts_does(shelf):
    made = [shelf.source(f"S{number}", "Old wooden piers.", title=f"Memo {number}") for number in range(3)]
    table = Suggestions.published()
    made[0].delete()
    assert [one.text for one in still_said(table.matching("wood"), table.made_at)] == ["Old wooden piers"]
    Source.objects.all().delete()
    assert still_said(table.matching("wood"), table.made_at) == []


def test_a_table_is_made_again_after_a_commit_but_not_at_once(monkeypatch):
    states, clock, made = iter([1, 1, 2, 2]), iter([100, 120, 131, 131]), []
    monkeypatch.setattr(suggest.COMMITS, "state", lambda path: next(states))
    monkeypatch.setattr(suggest, "monotonic", lambda: next(clock))
    monkeypatch.setattr(suggest.Suggestions, "published", lambda: made.append(1) or len(made))
    kept = suggest.Kept()
    assert [kept.table() for _ in range(4)] == [1, 1, 1, 2]


def test_the_number_of_suggestions_is_bounded(monkeypatch):
    monkeypatch.setattr(suggestions, "MOST", 3)
    said = (Suggestion(f"Buoy {number}", "title", 1, ()) for number in range(9))
    assert len(Suggestions(said, None).all) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the family separation of", ["family separation"]),
        ("Acting Secretary of State", ["Acting Secretary of State"]),
        ("zero, tolerance", []),
        ("zero\ntolerance", []),
        ("of the", []),
        ("one two-way street", ["two-way street"]),
        ("big red old wet dog", ["big red old wet", "red old wet dog"]),
    ],
)
def test_phrases_end_where_the_text_pauses_and_at_stop_words(text, expected):
    assert [phrase.text for phrase in frequent_phrases((number, text) for number in range(3))] == expected


def test_a_phrase_of_two_texts_is_not_frequent():
    assert frequent_phrases([(1, "old piers"), (2, "old piers")]) == []


def test_a_phrase_is_written_as_it_is_most_often():
    texts = ["old piers", "Old Piers", "Old Piers"]
    [phrase] = frequent_phrases(enumerate(texts))
    assert phrase == ("Old Piers", 3, (0, 1, 2))
