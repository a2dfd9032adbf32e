"""Pages for what went wrong."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError, connection
from django.http import UnreadablePostError
from django.test import RequestFactory

from documents.views import errors


def test_a_missing_page_offers_the_search(client, db):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert 'action="/search/"' in response.content.decode()


def test_the_page_of_a_fault_needs_no_database():  # no `db`: a question to it would raise
    response = errors.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()


def test_the_page_of_a_fault_needs_no_list_of_files(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    assert "/static/css/elements.css" in errors.broken(RequestFactory().get("/")).content.decode()


def test_a_database_that_is_locked_is_out_of_service(client):
    try:
        raise OperationalError("database is locked")
    except OperationalError:
        response = errors.broken(RequestFactory().get("/"))
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "The documents cannot be reached just now" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/reports/harbor/", "/sources/", "/sitemap.xml", "/nowhere/"])
def test_without_its_tables_the_site_says_that_it_is_out_of_service(client, db, address):
    client.raise_request_exception = False
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE documents_report RENAME TO elsewhere")
    response = client.get(address)
    assert response.status_code == 503
    assert "cannot be reached just now" in response.content.decode()


def test_who_leaves_while_sending_too_much_is_no_fault_of_the_site(db, monkeypatch):
    def gone(*args):
        raise UnreadablePostError("The connection is closed.")

    request = RequestFactory().post("/")
    monkeypatch.setattr(request, "read", gone)
    assert errors.refused(request, RequestDataTooBig()).status_code == 413
