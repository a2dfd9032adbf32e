"""From a search that finds nothing, by the links that it offers, to one that finds what they say."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def search(page, site):
    """Type a query that finds nothing into the box of the home page."""

    def typed(query):
        page.goto(site)
        page.get_by_role("main").get_by_role("combobox").fill(query)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Nothing was found")).to_be_visible()
        return page.locator(".no-hits")

    return typed


def follow(page, link):
    """Go to a search that is offered; the number of hits that stands behind the link, and the one shown there."""
    said = int(link.locator("xpath=..").locator(".count").inner_text())
    link.click()
    answer = page.get_by_role("status").inner_text()
    return said, int(re.match(r"\d+", answer)[0])


def test_a_misspelt_word_leads_by_its_suggestion_to_hits(page, search, complaints):
    suggestion = search("pilats warned").get_by_role("link", name="pilots warned")
    assert follow(page, suggestion) == (1, 1)
    expect(page.get_by_role("combobox")).to_have_value("pilots warned")
    expect(page.get_by_role("link", name="How it began")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("name", ["Any of the words", "Without “pilots”", "families"])
def test_a_search_that_asks_for_less_finds_as_many_as_it_says(page, search, name):
    way = search("pilots families poll").get_by_role("link", name=name, exact=True)
    said, shown = follow(page, way)
    assert said == shown > 0
