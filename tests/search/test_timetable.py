import logging
import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from documents.models import Report, Section, Source, State
from documents.query.grammar import parse
from documents.search import loop, timetable
from documents.search.find import find
from documents.search.timetable import Timetable

EARLIER = timezone.now() - timedelta(days=1)
DUE = {"state": State.SCHEDULED, "publish_at": EARLIER}


def test_what_is_due_is_published(shelf):
    shelf.source("S1", **DUE)
    shelf.source("S2", state=State.SCHEDULED, publish_at=timezone.now() + timedelta(days=1))
    Timetable().look()
    assert [source.key for source in Source.objects.published()] == ["S1"]


def test_what_cites_each_other_is_published_together(shelf):
    shelf.report("weir", about="See [@S1].", **DUE)
    shelf.section(body="See [@S1].", **DUE)
    shelf.source("S1", body="See [@S2].", **DUE)
    shelf.source("S2", body="See [@S1].", **DUE)
    Timetable().look()
    assert (Source.objects.published().count(), Section.objects.published().count()) == (2, 1)
    assert Report.objects.published().filter(slug="weir").exists()


def test_nothing_due_costs_three_queries(shelf, django_assert_num_queries):
    shelf.source("S1", state=State.DRAFT)
    with django_assert_num_queries(3):
        Timetable().look()


def test_what_has_to_wait_is_said_once(shelf, caplog, monkeypatch):
    monkeypatch.setattr(timetable, "SETBACK", 0)
    shelf.section(title="Findings", body="See [@S9].", **DUE)
    table = Timetable()
    with caplog.at_level(logging.WARNING):
        table.look()
        table.look()
    assert caplog.text.count("“Findings” is due and was not published. [@S9] cites no published source") == 1


def test_what_has_to_wait_is_published_when_it_can_be(shelf, monkeypatch):
    monkeypatch.setattr(timetable, "SETBACK", 0)
    shelf.section(body="See [@S9].", **DUE)
    table = Timetable()
    table.look()
    shelf.source("S9")
    table.look()
    assert Section.objects.published().exists()


def test_what_has_to_wait_does_not_keep_the_processor_busy(shelf, django_assert_num_queries):
    shelf.section(body="See [@S9].", **DUE)
    table = Timetable()
    table.look()
    with django_assert_num_queries(3):
        table.look()


def test_what_has_to_wait_does_not_hold_up_the_others(shelf):
    shelf.section(body="See [@S9].", **DUE)
    table = Timetable()
    table.look()
    shelf.source("S1", **DUE)
    table.look()
    assert Source.objects.published().exists() and not Section.objects.published().exists()


def test_trouble_with_the_timetable_does_not_hold_up_the_index(shelf, index, monkeypatch, tmp_path):
    shelf.source("S1", title="Buoys", body="Buoys drift.")
    monkeypatch.setattr(Timetable, "look", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        loop.Rounds(threading.Event()).serve()
    assert find(parse("drift"), {}).count == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_due_is_found_within_two_seconds(shelf, index, record_figure):
    due = timezone.now() + timedelta(seconds=1)
    shelf.source("S7", title="Buoys", body="Buoys drift.", state=State.SCHEDULED, publish_at=due)
    stop = threading.Event()
    thread = threading.Thread(target=loop.run, args=[stop])
    thread.start()
    try:
        begun = time.monotonic()
        while not find(parse("drift"), {}).count and time.monotonic() - begun < 20:
            time.sleep(0.05)
        assert find(parse("drift"), {}).count == 1
        assert timezone.now() >= due
        record_figure(
            "seconds from the time of a scheduled text to found",
            round((timezone.now() - due).total_seconds(), 2),
        )
    finally:
        stop.set()
        thread.join()
