"""Pages for what went wrong."""

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
