from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from documents.models import Change
from documents.search import condition
from documents.search.condition import DRIFT, FAILURE, Comparison, Failure, announced, keep

LONG_AGO = timezone.now() - timedelta(hours=1)


@pytest.fixture
def ready(client, shelf, index):
    """Asks, and returns status and text; one source is in the index."""
    shelf.source(title="Pilots", body="Tide.")
    index()

    def ask():
        response = client.get("/readyz")
        return response.status_code, response.content.decode()

    return ask


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_what_they_say_is_kept_nowhere(client, db, index, address):
    response = client.get(address)
    assert response["Content-Type"].startswith("text/plain")
    assert "no-store" in response["Cache-Control"]


def test_a_process_that_answers_is_alive(client):
    """Without a database: this test may not ask one."""
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_where_all_is_well_it_is_ready(ready):
    status, text = ready()
    assert status == 200
    assert text.splitlines() == [
        "ready",
        "database: answers",
        "outbox: 0 changes wait, the oldest for 0 seconds",
        "failed: 0 changes",
        "index: 1 sections and sources",
        "drift: not compared yet",
    ]


def test_a_database_that_does_not_answer(ready, monkeypatch):
    def refuse(*_, **__):
        raise OperationalError("unable to open database file /srv/reportsite/data")

    monkeypatch.setattr(type(Change.objects.all()), "aggregate", refuse)
    status, text = ready()
    assert status == 503 and "database: does not answer" in text and "/srv" not in text


@pytest.mark.parametrize(
    ("harm", "said"),
    [(lambda path: path.unlink(), "missing"), (lambda path: path.write_text("nonsense"), "damaged")],
)
def test_an_index_that_does_not_open(ready, tmp_path, harm, said):
    harm(tmp_path / "index" / "CURRENT")
    status, text = ready()
    assert status == 503 and f"index: {said}\n" in text and str(tmp_path) not in text


def test_a_rebuild_that_goes_on_and_one_that_failed(ready, tmp_path, monkeypatch):
    monkeypatch.setattr(condition, "OFTEN", 0)
    with announced(400) as announce:
        announce(120)
        assert ready()[0] == 200 and "rebuild: 120 of 400" in ready()[1]
    (tmp_path / "index" / "CURRENT").unlink()
    keep(FAILURE, Failure("No space left in /srv/reportsite", 1_700_000_000))
    status, text = ready()
    assert status == 503 and "rebuild: failed, tried again at 2023-11-14 22:13:20 UTC" in text
    assert "/srv" not in text


def test_a_change_that_waits_too_long(ready):
    Change.objects.note(["u1"])
    assert ready()[0] == 200 and "outbox: 1 changes wait" in ready()[1]
    Change.objects.update(made_at=LONG_AGO)
    assert ready()[0] == 503


def test_a_change_that_failed(ready):
    Change.objects.note(["u1"])
    Change.objects.get().put_back("“Pilots” cannot be indexed")
    status, text = ready()
    assert status == 503 and "failed: 1 changes" in text and "Pilots" not in text


@pytest.mark.parametrize(
    ("comparison", "status", "said"),
    [
        (Comparison(made_at=0), 200, "drift: none, compared at 1970"),
        (Comparison(missing=2, made_at=0), 503, "drift: 2 missing, 0 stale, 0 extra, 0 drafts, compared"),
        (Comparison(draft=1, is_mended=True, made_at=0), 200, "1 drafts, put right, compared"),
    ],
)
def test_what_differed_when_it_was_compared(ready, comparison, status, said):
    keep(DRIFT, comparison)
    assert ready()[0] == status and said in ready()[1]
