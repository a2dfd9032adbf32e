"""What is the same on every page."""

import re

import pytest

ADDRESSES = (
    "/",
    "/search/?q=tide",
    "/reports/",
    "/reports/harbor/",
    "/reports/harbor/part-1/",
    "/sources/",
    "/sources/s1/",
    "/about/",
    "/help/search/",
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
        assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", page), address


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


def test_robots_are_told_where_not_to_go(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in response.content.decode()


def test_the_icon_is_where_browsers_look(client):
    assert client.get("/favicon.ico").url == "/static/icon.svg"
