import threading
import time

import pytest

from documents.models import Change, Report, Section, Source, State
from documents.query.grammar import parse
from documents.search import indexer, loop, units
from documents.search.engine import IndexLocked, IndexMissing
from documents.search.engines import engine
from documents.search.find import find
from documents.search.units import published_units


def titles(words):
    return {hit.unit.title for hit in find(parse(words), {}, limit=50).hits}


def test_what_is_saved_is_found_after_a_drain(shelf, index):
    shelf.section(title="Pilots", body="The pilots were warned.")
    index()
    assert titles("warned") == {"Pilots"}


@pytest.mark.parametrize(
    "change",
    [
        lambda: Section.objects.all().withdraw(),
        lambda: Section.objects.all().delete(),
        lambda: Section.objects.get().delete(),
        lambda: Report.objects.all().withdraw(),
        lambda: Report.objects.get().delete(),
    ],
)
def test_what_is_taken_back_is_found_no_more(shelf, index, change):
    shelf.section(body="The pilots were warned.")
    index()
    change()
    index()
    assert titles("warned") == set()


def test_a_published_report_brings_its_sections(shelf, index):
    shelf.section(title="Pilots", body="The pilots were warned.", report=shelf.report(state=State.DRAFT))
    index()
    assert titles("warned") == set()
    Report.objects.all().publish()
    index()
    assert titles("warned") == {"Pilots"}


def test_an_edit_replaces_the_old_words(shelf, index):
    section = shelf.section(title="Pilots", body="The pilots were warned.")
    index()
    section.body = "The pilots were asleep."
    section.save()
    index()
    assert (titles("warned"), titles("asleep")) == (set(), {"Pilots"})


def test_a_source_is_listed_under_the_reports_that_cite_it(shelf, index):
    shelf.source("S1", title="A memo", body="Tides.")
    section = shelf.section(body="See [@S1].")
    index()
    assert find(parse("tides"), {"report": ("harbor",)}).count == 1
    section.body = "No more."
    section.save()
    index()
    assert find(parse("tides"), {"report": ("harbor",)}).count == 0


def test_the_index_holds_just_what_is_published(shelf, index):
    shelf.source("S1")
    shelf.section(body="See [@S1].")
    shelf.section(body="Draft.", state=State.DRAFT)
    index()
    assert set(engine().digests()) == {unit.public_id for unit in published_units()}


def test_a_failed_write_keeps_the_change_and_is_tried_again_later(shelf, index, monkeypatch):
    shelf.section(title="Pilots", body="The pilots were warned.")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(type(engine()), "refresh", full)
        assert indexer.drain().failed > 0
    change = Change.objects.first()
    assert (change.attempts, "No space left" in change.error) == (1, True)
    Change.objects.update(due_at=change.made_at)
    index()
    assert titles("warned") == {"Pilots"}


def test_a_unit_that_cannot_be_indexed_does_not_hold_up_the_others(shelf, index, monkeypatch):
    shelf.section(title="Pilots", body="The pilots were warned.")
    bad = shelf.source("S1", body="Poison.")
    make = units.record
    monkeypatch.setattr(units, "record", lambda unit, reports: 1 / 0 if unit == bad else make(unit, reports))
    assert indexer.drain().failed == 1
    assert titles("warned") == {"Pilots"}
    assert Change.objects.get().unit == bad.public_id


def test_a_rebuild_forgets_the_changes_it_covers(shelf, index):
    shelf.section(title="Pilots", body="The pilots were warned.")
    assert indexer.rebuild(engine()) == 1
    assert titles("warned") == {"Pilots"}
    assert not Change.objects.exists()


def test_a_unit_that_cannot_be_indexed_does_not_hold_up_a_rebuild(shelf, index, monkeypatch):
    shelf.section(title="Pilots", body="The pilots were warned.")
    bad = shelf.source("S1", body="Poison.")
    make = units.record
    monkeypatch.setattr(units, "record", lambda unit, reports: 1 / 0 if unit == bad else make(unit, reports))
    assert indexer.rebuild(engine()) == 1
    assert titles("warned") == {"Pilots"}
    assert [(change.unit, change.error) for change in Change.objects.all()] == [
        (bad.public_id, "division by zero")
    ]


def test_without_a_sound_index_changes_wait_as_they_are(shelf, index, tmp_path):
    shelf.section(body="The pilots were warned.")
    (tmp_path / "index" / "CURRENT").unlink()
    with pytest.raises(IndexMissing):
        indexer.drain()
    assert Change.objects.exists() and not Change.objects.failed().exists()


def test_a_locked_index_is_no_failure(shelf, index, monkeypatch):
    shelf.section(body="The pilots were warned.")

    def locked(*_):
        raise IndexLocked("a rebuild is writing")

    monkeypatch.setattr(type(engine()), "refresh", locked)
    assert indexer.drain() == indexer.Drained()
    assert not Change.objects.failed().exists()


def test_the_thread_outlives_every_error(caplog):
    def broken():
        raise ZeroDivisionError("a mistake of ours")

    assert loop.said_of(broken) == "ZeroDivisionError('a mistake of ours')"
    assert "a mistake of ours" in caplog.text
    assert loop.said_of(lambda: None) == ""


def test_an_index_folder_that_is_moved_away_does_not_end_the_thread(shelf, index, settings, tmp_path):
    stop = threading.Event()
    thread = threading.Thread(target=loop.run, args=[stop])
    (tmp_path / "index").rename(tmp_path / "away")
    thread.start()
    time.sleep(0.5)
    assert thread.is_alive()
    stop.set()
    thread.join()


def test_only_one_holds_the_lock(tmp_path):
    with loop.lock(tmp_path / "lock") as first, loop.lock(tmp_path / "lock") as second:
        assert (bool(first), bool(second)) == (True, False)
    with loop.lock(tmp_path / "lock") as again:
        assert again


@pytest.mark.django_db(transaction=True)
def test_the_thread_follows_within_two_seconds(shelf, index):
    stop = threading.Event()
    thread = threading.Thread(target=loop.run, args=[stop])
    thread.start()
    try:
        saved = time.monotonic()
        Source.objects.create(
            collection=shelf.collection, key="S7", slug="s7", kind="memo", title="Buoys", body="Buoys drift.",
            state=State.PUBLISHED,
        )  # fmt: skip
        while titles("drift") != {"Buoys"} and time.monotonic() - saved < 20:
            time.sleep(0.05)
        assert titles("drift") == {"Buoys"}
    finally:
        stop.set()
        thread.join()
