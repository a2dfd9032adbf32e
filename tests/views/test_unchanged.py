"""Who has an answer already is told so, and nothing is searched again; whatever may change it changes its tag."""

import pytest
from django.db import transaction

from documents.models import Imprint, Source, Synonym
from documents.search.engines import engine
from documents.search.whoosh.engine import WhooshEngine
from documents.views.page_cache import COMMITS
from tests.shelf import Shelf

pytestmark = pytest.mark.django_db(transaction=True)

SEARCHES = ["/search/?q=tide", "/search/matches/?q=tide", "/search/matches.csv?q=tide"]


@pytest.fixture
def harbor(index):
    Shelf().source("S1", "A tide and a wave of the sea, which come to this harbor in turn, day after day.")
    index()


@pytest.fixture
def unasked(monkeypatch):
    """After its call nobody may ask the engine for anything but its state."""

    def refuse(*arguments, **named):
        raise AssertionError("the engine was asked")

    def begin():
        for name in ("run", "groups", "place", "expand", "forms", "like", "near", "frequency"):
            monkeypatch.setattr(WhooshEngine, name, refuse)

    return begin


def again(client, address, first):
    return client.get(address, headers={"If-None-Match": first["ETag"]})


@pytest.mark.parametrize("address", SEARCHES)
def test_an_unchanged_answer_takes_no_search(client, harbor, unasked, address):
    first = client.get(address)
    unasked()
    response = again(client, address, first)
    assert (response.status_code, response.content) == (304, b"")
    assert [response[name] for name in ("ETag", "Cache-Control", "Vary")] == [
        first["ETag"],
        "no-cache",
        first["Vary"],
    ]


def test_unchanged_suggestions_are_not_looked_for(client, harbor, monkeypatch):
    first = client.get("/suggest/?q=tide")
    monkeypatch.setattr("documents.views.suggest.still_said", None)
    assert again(client, "/suggest/?q=tide", first).status_code == 304
    assert "no-store" in first["Cache-Control"]


@pytest.mark.parametrize("address", ["/sources/", "/sources/s1/", "/"])
def test_an_unchanged_page_is_not_sent_again(client, harbor, django_assert_num_queries, address):
    first = client.get(address)
    with django_assert_num_queries(0):
        response = again(client, address, first)
    assert (response.status_code, response.content) == (304, b"")


def save_a_synonym():
    Synonym.objects.filter(names="ebb").update(searched="tide")


def name_the_site():
    Imprint.objects.create(pk=1, name="Harbor papers")


def correct_a_source():
    source = Source.objects.get()
    source.body = "A tide."
    source.save()


def withdraw():
    Source.objects.withdraw()


def write_the_index():
    engine().rebuild(())


def start_anew():
    COMMITS.file = None


CHANGES = [save_a_synonym, name_the_site, correct_a_source, withdraw, write_the_index, start_anew]


@pytest.mark.parametrize("address", SEARCHES)
@pytest.mark.parametrize("change", CHANGES)
def test_whatever_may_change_an_answer_changes_its_tag(client, harbor, change, address):
    Synonym.objects.create(names="ebb", searched="flow")
    first = client.get(address)
    assert again(client, address, first).status_code == 304
    change()
    response = again(client, address, first)
    assert response.status_code == 200
    assert response["ETag"] != first["ETag"]


def test_the_tag_of_an_answer_is_of_its_day(client, harbor, monkeypatch):
    first = client.get("/search/?q=tide")
    monkeypatch.setattr("documents.views.unchanged.localdate", lambda: "tomorrow")
    assert again(client, "/search/?q=tide", first).status_code == 200


def test_compressed_or_not_it_is_the_same_answer(client, harbor):
    plain = client.get("/search/?q=tide")
    packed = client.get("/search/?q=tide", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] == plain["ETag"] and plain["ETag"].startswith('W/"')
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"


def test_a_search_that_cannot_be_answered_has_no_tag(client, harbor, tmp_path):
    first = client.get("/search/?q=tide")
    engine().close()
    (tmp_path / "index" / "CURRENT").write_text("nonsense")
    response = again(client, "/search/?q=tide", first)
    assert response.status_code == 503 and "ETag" not in response


def test_an_answer_without_all_its_marks_has_no_tag(client, harbor, monkeypatch):
    monkeypatch.setattr("documents.search.find.Found.unmarked", 1)
    response = client.get("/search/?q=tide")
    assert "ETag" not in response and response["Cache-Control"] == "no-store"


def test_within_a_transaction_there_is_no_tag(client, harbor):
    with transaction.atomic():
        assert "ETag" not in client.get("/search/?q=tide")
