"""What is the same on every page."""

import re
from xml.etree import ElementTree

import pytest

from documents.models import Imprint

ADDRESSES = (
    "/",
    "/search/?q=tide",
    "/reports/",
    "/reports/harbor/",
    "/reports/harbor/part-1/",
    "/sources/",
    "/sources/s1/",
    "/reports/harbor/all/",
    "/timeline/",
    "/about/",
    "/help/search/",
    "/privacy/",
    "/accessibility/",
    "/nowhere/",
)


@pytest.fixture
def pages(client, shelf, index):
    shelf.source(body="Tide.")
    shelf.section(body="Tide [@S1].")
    index()
    return {address: client.get(address).content.decode() for address in ADDRESSES}


def test_a_page_has_one_first_heading_and_a_way_past_the_menu(pages):
    for address, page in pages.items():
        assert len(re.findall("<h1[ >]", page)) == 1, address
        assert '<a class="skip" href="#main">' in page


def test_no_page_has_code_or_style_of_its_own(pages):
    for address, page in pages.items():
        assert not re.search(
            r'<script(?![^>]* src=|[^>]*"application/ld.json")|<style|\sstyle=|\son\w+=', page
        ), address


def test_every_page_has_a_title_of_its_own(pages):
    titles = [re.search("<title>(.*?)</title>", page)[1] for page in pages.values()]
    assert len(set(titles)) == len(titles)


def test_no_id_stands_twice_on_a_page(pages):
    for address, page in pages.items():
        ids = re.findall(r'\sid="([^"]*)"', page)
        assert len(set(ids)) == len(ids), address


def test_the_only_report_is_in_the_menu(client, shelf):
    shelf.report()
    assert '<a href="/reports/harbor/">Report</a>' in client.get("/about/").content.decode()
    shelf.report("beach")
    assert '<a href="/reports/">Reports</a>' in client.get("/about/").content.decode()


def test_the_foot_of_every_page_leads_to_the_official_texts(client, shelf, index):
    assert "Official text" not in client.get("/search/").content.decode()
    shelf.report(official_url="https://example.org/h1")
    assert 'href="https://example.org/h1"' in client.get("/search/").content.decode()
    shelf.report("beach")
    for address in ("/search/", "/sources/", "/reports/"):
        page = client.get(address).content.decode()
        assert '<a href="/reports/">Official texts: see each report</a>' in page


def test_the_menu_says_where_one_is(pages):
    assert '<a href="/sources/" aria-current="page">Sources</a>' in pages["/sources/"]
    assert '<a href="/sources/" aria-current="true">Sources</a>' in pages["/sources/s1/"]
    assert '<a href="/reports/harbor/" aria-current="true">Report</a>' in pages["/reports/harbor/part-1/"]
    assert 'aria-current="true"' not in pages["/nowhere/"]


def test_name_and_address_are_those_that_editors_gave(client, db, settings):
    settings.SITE_NAME, settings.CONTACT = "Settings", "settings@example.org"
    Imprint.objects.create(pk=1, name="Harbor <Papers>", contact="desk@example.org")
    page = client.get("/reports/").content.decode()
    assert "<title>Reports – Harbor &lt;Papers&gt;</title>" in page
    assert '<a href="mailto:desk@example.org">Contact</a>' in page
    assert "Settings" not in page and "settings@" not in page


def test_without_an_imprint_they_are_those_of_the_settings(client, db, settings):
    settings.SITE_NAME, settings.CONTACT = "Settings", "https://example.org/write"
    page = client.get("/reports/").content.decode()
    assert "<title>Reports – Settings</title>" in page
    assert '<a href="https://example.org/write" rel="external">Contact</a>' in page


def test_an_address_that_is_none_is_shown_as_text(client, db):
    Imprint.objects.create(pk=1, contact="Room 4, @ the <harbor>")
    page = client.get("/reports/").content.decode()
    assert "Room 4, @ the &lt;harbor&gt;" in page and "mailto:" not in page


def test_the_frame_asks_the_database_twice_at_most(client, shelf, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/privacy/")


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/reports/harbor/part-1/?q=tide&match=1", "/reports/harbor/part-1/"),
        ("/sources/?sort=title&kind=memo", "/sources/?kind=memo&amp;sort=title"),
        ("/sources/?page=2", "/sources/?page=2"),
        ("/sources/?page=2&sort=title", "/sources/?sort=title&amp;page=2"),
        ("/sources/?page=1", "/sources/"),
        ("/about/?page=2", "/about/"),
    ],
)
def test_a_page_has_one_address_for_search_engines(client, shelf, index, address, canonical):
    shelf.section("Tide.")
    for number in range(101):
        shelf.source(f"S{number}")
    page = client.get(address).content.decode()
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{canonical}">' in page
    assert f'<meta property="og:url" content="http://127.0.0.1:8000{canonical}">' in page


def test_robots_are_told_where_not_to_go_and_where_the_sitemap_is(client, db):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    assert {"Disallow: /admin/", "Disallow: /preview/", "Disallow: /*?"} <= set(lines)
    assert lines[-1] == "Sitemap: http://127.0.0.1:8000/sitemap.xml"


def test_the_search_is_offered_to_browsers(client, db):
    assert 'rel="search" href="/opensearch.xml"' in client.get("/about/").content.decode()
    Imprint.objects.create(pk=1, name='Papers & "letters" of the <harbor>')
    response = client.get("/opensearch.xml")
    assert response["Content-Type"] == "application/opensearchdescription+xml"
    told = ElementTree.fromstring(response.content)
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert told.find(f"{name}Url").get("template") == "http://127.0.0.1:8000/search/?q={searchTerms}"
    assert told.find(f"{name}ShortName").text == 'Papers & "lette…'
    assert told.find(f"{name}Image").text == "http://127.0.0.1:8000/favicon.ico"


def test_the_icon_is_where_browsers_look(client):
    response = client.get("/favicon.ico")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/vnd.microsoft.icon"
    assert response.content.startswith(b"\0\0\1\0")
