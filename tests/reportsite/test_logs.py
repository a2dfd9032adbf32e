"""What the server writes down."""

import logging
import re
import sys
from io import StringIO

import pytest
from django.test import Client

from reportsite.logs import Line, discreet, requests
from tests.reportsite.test_headers import urls

TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"


@pytest.fixture
def capture():
    """What the server would write, as it does."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Line())
    handler.addFilter(discreet)
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def line(message, *arguments, name="reportsite", exc_info=None):
    record = logging.LogRecord(name, logging.ERROR, "", 0, message, arguments, exc_info)
    return Line().format(discreet(record))


def test_a_request_is_one_line(client, db, caplog):
    caplog.set_level(logging.INFO, logger=requests.name)
    response = client.get("/about/?q=secretword")
    (record,) = (record for record in caplog.records if record.name == requests.name)
    said = rf"GET /about/ 200 \d+ ms {len(response.content)} bytes"
    assert re.fullmatch(said, record.getMessage())
    assert "secretword" not in caplog.text and "127.0.0.1" not in caplog.text


def test_the_line_has_the_time_in_utc_and_the_id_of_the_answer(client, db, capture):
    response = client.get("/about/")
    written = capture.getvalue()
    assert re.match(rf"{TIME} INFO {response['X-Request-ID']} reportsite.requests GET /about/ 200", written)


def test_each_request_has_an_id_of_its_own(client, db):
    ids = {client.get("/about/", headers={"x-request-id": "mine"})["X-Request-ID"] for _ in range(3)}
    assert len(ids) == 3 and all(re.fullmatch("[0-9a-f]{16}", one) for one in ids)


def test_a_fault_has_the_id_of_its_request(db, settings, capture):
    settings.ROOT_URLCONF = urls
    response = Client(raise_request_exception=False).get("/500/?q=secretword")
    written = capture.getvalue()
    assert f"ERROR {response['X-Request-ID']} django.request Internal Server Error: /500/" in written
    assert f"INFO {response['X-Request-ID']} reportsite.requests GET /500/ 500" in written
    assert "secretword" not in written


def test_a_missing_page_is_one_line(client, db, capture):
    client.get("/nowhere/")
    assert len(capture.getvalue().splitlines()) == 1


@pytest.mark.parametrize("evil", ["\n", "\r\n", "\x0b", "\x1b[2J", "\x85", "\u2028", "\0"])
def test_a_path_forges_no_line(client, db, capture, evil):
    client.get(f"/x{evil}2026-01-01T00:00:00.000Z ERROR forged/")
    assert len(capture.getvalue().splitlines()) == 1 and evil not in capture.getvalue().rstrip("\n")


@pytest.mark.parametrize("evil", ["\n", "\r", "\x0b", "\x1b", "\x85", "\u2028"])
def test_a_message_forges_no_line(evil):
    written = line("Invalid host: %s", f"evil{evil}2026 ERROR forged")
    assert evil not in written and len(written.splitlines()) == 1 and "forged" in written


def test_a_trace_forges_no_line():
    try:
        raise ValueError("evil\n2026-01-01T00:00:00.000Z ERROR - forged\x1b")
    except ValueError:
        first, *others = line("It broke.", exc_info=sys.exc_info()).split("\n")
    assert first.endswith("It broke.") and any("forged" in one for one in others)
    assert all(one.startswith("  | ") and "\x1b" not in one for one in others)


def test_a_preview_link_keeps_its_secret():
    assert "tok" not in line("Not Found: %s", "/preview/tok/")
    assert "tok" not in line("GET %s", "/pictures/map.png?preview=tok")


def test_what_breaks_the_server_off_is_written_without_the_search():
    written = line("Error handling request %s", "/search/?q=secret word", name="gunicorn.error")
    assert "/search/" in written and "secret" not in written and "word" not in written


def test_a_request_that_is_not_well_formed_is_written_without_the_search():
    message = "Invalid request from ip=203.0.113.9: Invalid HTTP request line: 'GET /?q=secret word'"
    assert "word" not in line(message, name="gunicorn.error")
