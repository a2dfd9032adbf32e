"""The help page is made of the search's own tables, and what it shows works on the collection that comes with us."""

from html import unescape
from re import findall
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from documents.query.fields import FIELDS
from documents.query.grammar import OPERATORS
from documents.query.limits import LIMITS, OF_ANSWERS
from documents.search.engines import engine
from documents.search.indexer import drain_all


@pytest.fixture(scope="module")
def bundled(django_db_setup, django_db_blocker, tmp_path_factory):
    """The bundled collection, loaded and indexed once for all tests here."""
    kept = settings.HAYSTACK_CONNECTIONS
    settings.HAYSTACK_CONNECTIONS = {"default": kept["default"] | {"PATH": tmp_path_factory.mktemp("index")}}
    with django_db_blocker.unblock():
        outside = transaction.atomic()
        outside.__enter__()
        try:
            call_command(
                "load_collection", settings.BASE_DIR / "documents/bundled/zero_tolerance", verbosity=0
            )
            engine().rebuild(())
            drain_all()
            yield
        finally:
            transaction.set_rollback(True)
            outside.__exit__(None, None, None)
            engine().close()
            settings.HAYSTACK_CONNECTIONS = kept


def test_every_operator_field_and_limit_is_on_it(client, db):
    page = unescape(client.get("/help/search/").content.decode())
    for operator in OPERATORS:
        assert f"<code>{operator.typed}</code>" in page
        assert operator.meaning in page
    for name in FIELDS:
        assert f"<code>{name}:</code>" in page
    for limit in (*LIMITS.values(), *OF_ANSWERS.values()):
        assert f"<li>{limit.most:,} {limit.what}</li>" in page


def test_every_example_is_a_link_to_its_search(client, db):
    page = client.get("/help/search/").content.decode()
    links = [urlsplit(unescape(link)) for link in findall(r'href="(/search/\?[^"]+)"', page)]
    assert [parse_qs(link.query)["q"] for link in links] == [[operator.example] for operator in OPERATORS]


def test_another_site_has_examples_of_its_own(client, shelf, index):
    shelf.source(title="Harbor pilots", body="Several buoys drifted before anchors held.", date="2011-03")
    index()
    page = client.get("/help/search/").content.decode()
    links = [urlsplit(unescape(link)) for link in findall(r'href="(/search/\?[^"]+)"', page)]
    asked = [parse_qs(link.query)["q"][0] for link in links]
    assert asked[0] == "several buoys" and "date:2011.. several" in asked and len(asked) == len(OPERATORS)
    for query in asked:
        found = client.get("/search/", {"q": query}).context["found"]
        assert found.count == 1 and not found.query.repairs, query


def test_while_the_search_is_down_the_help_is_read(client, shelf, index, settings, tmp_path):
    connection = settings.HAYSTACK_CONNECTIONS["default"] | {"PATH": tmp_path / "nothing"}
    settings.HAYSTACK_CONNECTIONS = {"default": connection}
    response = client.get("/help/search/")
    assert response.status_code == 200
    assert "family AND separation" in response.content.decode()


@pytest.mark.parametrize("operator", OPERATORS, ids=lambda operator: operator.typed)
def test_every_example_finds_something_as_it_is_written(client, db, bundled, operator):
    found = client.get("/search/", {"q": operator.example}).context["found"]
    assert found.count
    assert not found.query.repairs
    assert not found.query.limits
