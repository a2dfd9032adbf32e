"""Suggestions while somebody types."""

import json
import threading

import pytest
from django.db import OperationalError

from documents.models import Source, State
from documents.search import suggestions
from documents.search.phrases import frequent_phrases
from documents.search.suggestions import Suggestion, Suggestions, still_said
from documents.views import suggest


def suggested(client, typed, **parameters):
    response = client.get("/suggest/", {"q": typed, **parameters})
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


def test_in_the_box_of_a_report_only_what_its_search_looks_through_is_suggested(client, shelf):
    for key in ("S1", "S2"):
        shelf.source(key, title=f"Tide table {key}")
    shelf.section("[@S1]", title="Tide", report=shelf.report(title="Tide review"))
    shelf.section("Text.", title="Tide elsewhere", report=shelf.report("mill", title="Tide of the mill"))
    shown = {text for text, _ in suggested(client, "tide", report="harbor")}
    assert shown == {"Tide review", "Tide", "Tide table S1"}
    assert suggested(client, "tide", report="nowhere") == []


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


@pytest.mark.parametrize("mark", ["{redacted: b(6)}", "{removed 2026-11-24}"])
def test_a_redacted_text_is_not_suggested(client, shelf, mark):
    shelf.section(f"# Buoys of {mark}\n\nText.")
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


class World:
    """The state of the database, the time, and what was started in the background and is not done yet."""

    state, now, tables = 1, 100, 0

    def __init__(self):
        self.started = []

    def published(self):
        self.tables += 1
        return self.tables

    def work(self):
        while self.started:
            self.started.pop()()


@pytest.fixture
def world(monkeypatch):
    world = World()
    monkeypatch.setattr(suggest, "committed", lambda: world.state)
    monkeypatch.setattr(suggest, "monotonic", lambda: world.now)
    monkeypatch.setattr(suggest.Suggestions, "published", world.published)
    monkeypatch.setattr(suggest, "KEPT", suggest.Kept())
    monkeypatch.setattr(suggest, "start", lambda: world.started.append(suggest.KEPT.renew))
    return world


def test_nobody_waits_for_the_table(world):
    assert suggest.KEPT.table().matching("a") == [] and world.started
    world.work()
    assert suggest.KEPT.table() == 1 and not world.started


def test_a_table_is_made_again_after_a_commit_but_not_at_once(world):
    suggest.KEPT.renew()
    world.state, world.now = 2, 129
    assert suggest.KEPT.table() == 1 and not world.started
    world.now = 130
    assert suggest.KEPT.table() == 1 and world.started
    world.work()
    assert suggest.KEPT.table() == 2


def test_a_table_is_made_by_one_and_once(world):
    with suggest.KEPT.lock:
        suggest.KEPT.renew()
    assert world.tables == 0
    suggest.KEPT.renew()
    suggest.KEPT.renew()
    assert world.tables == 1


def test_a_table_that_cannot_be_made_is_tried_again(world, monkeypatch, caplog):
    def locked():
        raise OperationalError("database is locked")

    suggest.KEPT.renew()
    world.state, world.now = 2, 140
    with monkeypatch.context() as patch:
        patch.setattr(suggest.Suggestions, "published", locked)
        suggest.KEPT.renew()
    assert suggest.KEPT.table() == 1 and "database is locked" in caplog.text and not world.started
    world.now = 170
    assert suggest.KEPT.table() == 1 and world.started


@pytest.mark.django_db(transaction=True)
def test_the_table_of_a_server_is_made_in_the_background(client, shelf, monkeypatch):
    monkeypatch.setattr(suggest, "KEPT", suggest.Kept())
    shelf.source(title="Buoys")
    suggest.start()
    [thread] = [thread for thread in threading.enumerate() if thread.name == "suggestions"]
    thread.join()
    assert suggested(client, "buoy") == [("Buoys", "title")]


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
