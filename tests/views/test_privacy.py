"""That what the privacy page says is so."""

import runpy
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import State
from tests.views.test_canary import doors


def test_it_is_there_and_names_whom_to_ask(client, db, settings):
    settings.CONTACT = "desk@example.org"
    page = client.get("/privacy/").content.decode()
    assert "Readers get no cookie." in page
    assert '<a href="mailto:desk@example.org">' in page


@pytest.mark.parametrize("query", ["", "?q=tide&kind=memo&sort=newest&page=2&at=x&part=2"])
def test_no_public_page_sets_a_cookie(client, shelf, index, query):
    shelf.source("S1", body="Tide.")
    shelf.section("Tide [@S1].")
    shelf.section("Hidden.", slug="hidden", state=State.DRAFT)
    index()
    for door in sorted(set(doors())):
        assert not client.get(door + query).cookies, door


def test_the_server_s_own_list_of_requests_is_off():
    server = runpy.run_path(str(settings.BASE_DIR / "reportsite/gunicorn.py"))
    assert "accesslog" not in server and "logconfig" not in server and server["loglevel"] == "warning"


def test_the_site_s_list_says_neither_search_nor_address(client, db, caplog):
    caplog.set_level("INFO", logger="reportsite.requests")
    client.get("/about/?q=secretword", REMOTE_ADDR="203.0.113.9")
    assert "GET /about/ 200" in caplog.text
    assert "secretword" not in caplog.text and "203.0.113.9" not in caplog.text


def test_what_is_logged_of_a_fault_leaves_out_the_search(client, db, caplog):
    client.get("/nowhere/?q=secretword")
    assert "/nowhere/" in caplog.text
    assert "secretword" not in caplog.text


def test_nothing_is_kept_of_a_search(client, shelf, index):
    shelf.section("Tide.")
    index()
    with CaptureQueriesContext(connection) as asked:
        client.get("/search/?q=tide")
        client.get("/reports/harbor/part-1/?q=tide")
    assert [one["sql"] for one in asked if not one["sql"].startswith("SELECT")] == []


def test_other_sites_are_not_told_the_page(client, db):
    assert client.get("/privacy/")["Referrer-Policy"] == "same-origin"


def test_the_browser_keeps_nothing_but_the_one_word():
    for name in ("keys", "copy", "whole"):
        code = Path(finders.find(f"js/{name}.js")).read_text()
        assert "document.cookie" not in code
        assert ("localStorage" in code) == (name == "keys")
