"""From result to result, from match to match, and back to the list."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def tides(site, shelf, index):
    long = "\n\n".join(f"Paragraph {number} of a long story." for number in range(40))
    shelf.source("S7", title="Low water", body=f"{long}\n\nThe undertow, and the undertow.", date="2017")
    shelf.source("S8", title="Undertow", body="Of an undertow.", date="2018")
    shelf.source("S9", title="High water", body=f"{long}\n\nNo undertow.", date="2019")
    index()
    return site


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_walk_through_results_and_matches_and_back(browser, tides, scripts):
    page = browser.new_context(java_script_enabled=scripts, viewport={"width": 390, "height": 700}).new_page()
    page.goto(f"{tides}/search/?q=undertow&sort=oldest")
    page.get_by_role("link", name="Low water").click()
    bar = page.locator(".match-bar")
    expect(bar).to_contain_text("1 of 2")
    expect(page.locator("mark.current")).to_be_in_viewport()
    bar.get_by_role("link", name="next ›", exact=True).click()
    expect(bar).to_contain_text("2 of 2")
    expect(bar.get_by_role("link", name="result 1 of 3")).to_be_visible()
    for title, place in (("Undertow", "result 2 of 3"), ("High water", "result 3 of 3")):
        bar.get_by_role("link", name="next result").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        expect(bar.get_by_role("link", name=place)).to_be_visible()
        expect(page.locator("mark.current")).to_be_in_viewport()
    expect(bar.get_by_role("link", name="next result")).to_have_count(0)
    bar.get_by_role("link", name="previous result").click()
    bar.get_by_role("link", name="result 2 of 3").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=undertow&sort=oldest#\w+$"))
    expect(page.locator(".hit:target")).to_contain_text("Undertow")
    expect(page.locator(".hit:target")).to_be_in_viewport()
    page.context.close()


def test_from_a_line_of_all_matches_to_its_place(page, tides, complaints):
    page.goto(f"{tides}/search/?q=undertow")
    page.get_by_role("link", name="all matches as a list").click()
    expect(page.get_by_role("status")).to_contain_text("5 matches in 3 sections and sources")
    page.get_by_role("listitem").filter(has_text="and the undertow. 2 of 2").get_by_role("link").last.click()
    expect(page.locator("mark.current")).to_have_id("match-2")
    expect(page.locator("mark.current")).to_be_in_viewport()
    page.get_by_role("link", name="all matches").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("All matches of “undertow”")
    with page.expect_download() as table:
        page.get_by_role("link", name="As a table (CSV)").click()
    assert table.value.suggested_filename == "matches.csv"
    assert complaints == []
