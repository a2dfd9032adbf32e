"""A page that is sent again is the page that would be made now."""

import sqlite3

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from documents.models import Imprint, Source
from documents.views.page_cache import Commits
from tests.shelf import Shelf


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "one.sqlite3"
    commit(path, "CREATE TABLE buoy (name TEXT)")
    return path


def commit(path, statement):
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()


def test_the_state_stays_while_nothing_is_committed(database):
    commits = Commits()
    assert commits.state(database) == commits.state(database)


def test_each_commit_makes_another_state(database):
    commits = Commits()
    before = commits.state(database)
    commit(database, "INSERT INTO buoy VALUES ('red')")
    assert commits.state(database) != before


def test_a_database_put_in_place_of_another_makes_another_state(database, tmp_path):
    commits = Commits()
    before = commits.state(database)
    commit(tmp_path / "two.sqlite3", "CREATE TABLE buoy (name TEXT)")
    (tmp_path / "two.sqlite3").replace(database)
    assert commits.state(database) != before


def test_what_is_not_committed_makes_no_other_state(database):
    commits = Commits()
    before = commits.state(database)
    connection = sqlite3.connect(database)
    connection.execute("INSERT INTO buoy VALUES ('red')")
    assert commits.state(database) == before
    connection.close()


def test_no_database_is_said(tmp_path):
    with pytest.raises(FileNotFoundError):
        Commits().state(tmp_path / "none.sqlite3")


@pytest.mark.django_db(transaction=True)
def test_a_page_is_made_once(client, django_assert_num_queries):
    Shelf().source(title="Tide tables")
    first = client.get("/sources/").content.decode()
    assert "Tide tables" in first
    with django_assert_num_queries(0):
        assert client.get("/sources/").content.decode() == first


@pytest.mark.django_db(transaction=True)
def test_a_page_with_a_query_is_made_each_time(client):
    client.get("/sources/?sort=title")
    with CaptureQueriesContext(connection) as queries:
        client.get("/sources/?sort=title")
    assert queries.captured_queries


@pytest.mark.django_db(transaction=True)
def test_what_is_saved_is_on_the_next_page(client):
    client.get("/")
    Imprint.objects.create(pk=1, name="Buoys and Anchors")
    assert "Buoys and Anchors" in client.get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_is_gone_at_once(client):
    Shelf().source()
    assert client.get("/sources/s1/").status_code == 200
    Source.objects.withdraw()
    assert client.get("/sources/s1/").status_code == 410


@pytest.mark.django_db(transaction=True)
def test_within_a_transaction_nothing_is_kept(client):
    with pytest.raises(InterruptedError), transaction.atomic():
        Shelf().source()
        assert client.get("/sources/s1/").status_code == 200
        raise InterruptedError
    assert client.get("/sources/s1/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_nothing_is_kept_of_a_page_that_is_past(client):
    source = Shelf().source(body="Quicksand.")
    client.get("/sources/s1/")
    assert any(b"Quicksand" in page for page in caches["pages"]._cache.values())
    source.body = "Tide."
    source.save()
    client.get("/")
    assert not any(b"Quicksand" in page for page in caches["pages"]._cache.values())
