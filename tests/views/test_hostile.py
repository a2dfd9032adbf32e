"""Whatever a text, a title or an address contains is shown as text."""

import pytest

SCRIPT = "<script>alert(1)</script>"


def test_markup_in_a_body_is_shown_as_text(client, shelf, index):
    shelf.section(body=f"{SCRIPT} family separation")
    index()
    for address in ("/search/?q=separation", "/reports/harbor/part-1/", "/reports/harbor/part-1/?q=family"):
        page = client.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert SCRIPT not in page


def test_markup_in_a_title_or_a_field_is_shown_as_text(client, shelf, index):
    record = dict.fromkeys(("title", "publisher", "kind", "identifiers", "rights", "made"), SCRIPT)
    shelf.source(body="Tide.", **record)
    report = shelf.report(title=SCRIPT, publisher=SCRIPT, about=SCRIPT)
    shelf.section(title=SCRIPT, body="Tide [@S1].", report=report)
    index()
    for address in (
        "/",
        "/search/?q=script",
        "/sources/",
        "/sources/s1/?q=script",
        "/reports/harbor/part-1/",
    ):
        assert SCRIPT not in client.get(address).content.decode(), address


@pytest.mark.parametrize("parameter", ["q", "kind", "publisher", "year", "report", "sort", "page"])
def test_markup_in_an_address_is_shown_as_text(client, shelf, index, parameter):
    page = client.get("/search/", {"q": "x", parameter: f'"{SCRIPT}'}).content.decode()
    assert SCRIPT not in page


def test_an_address_that_is_no_web_address_is_no_link(client, shelf, index):
    shelf.source(official_url="javascript:alert(1)", body="[click](javascript:alert(1))", nature="summary")
    assert 'href="javascript' not in client.get("/sources/s1/").content.decode()
