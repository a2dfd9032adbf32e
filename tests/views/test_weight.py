"""The first load of any page, pictures apart, is at most 100 kB: its HTML as it is sent, and every file it names."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from documents.models import Section, Source

MOST = 100_000
ICONS = re.compile(r'<link[^>]*rel="icon"[^>]*href="/static/([^"]*)"')
BUNDLES = re.compile(r'<(?:link rel="stylesheet" href|script[^>]*src)="([^"]*)"')


@pytest.fixture
def bundled(db, index):
    call_command("load_collection", settings.BASE_DIR / "documents/bundled/zero_tolerance", verbosity=0)
    index()


def weight(client, address):
    """The bytes of a page, compressed where the site compresses it, and of its styles, scripts and icons, which are not."""
    sent = client.get(address, headers={"Accept-Encoding": "gzip"}).content
    page = client.get(address).content.decode()
    styles, scripts = BUNDLES.findall(page)
    icons = [Path(finders.find(name)).stat().st_size for name in ICONS.findall(page)]
    return len(sent) + len(client.get(styles).content) + len(client.get(scripts).content) + sum(icons)


def test_every_page_is_light(client, bundled):
    units = (*Section.objects.published().with_report(), *Source.objects.published())
    documents = [unit.get_absolute_url() for unit in sorted(units, key=lambda unit: -len(unit.body))[:5]]
    lists = ["/", "/search/?q=families", "/sources/", "/timeline/", "/reports/", "/reports/21-028/"]
    others = ["/reports/21-028/all/", "/about/", "/help/search/", "/privacy/", "/accessibility/", "/nowhere/"]
    weights = {address: weight(client, address) for address in (*documents, *lists, *others)}
    assert {address: bytes for address, bytes in weights.items() if bytes > MOST} == {}


def test_a_text_with_matches_is_light(client, bundled):
    assert weight(client, "/reports/21-028/where-accounts-differ/?q=the+family+separation") <= MOST


def test_pages_of_editors_are_sent_as_they_are(client, admin_client):
    headers = {"Accept-Encoding": "gzip"}
    assert client.get("/privacy/", headers=headers)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in admin_client.get("/admin/", headers=headers)
    assert "Content-Encoding" not in client.get("/privacy/")
