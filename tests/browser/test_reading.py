"""The way of a reader: search, result, passage, link."""

import re

import pytest
from playwright.sync_api import expect

ADDRESSES = (
    *("/", "/search/", "/search/?q=families", "/search/?q=harbor&sort=newest&kind=order", "/search/?q=zebra"),
    *("/reports/", "/reports/harbor/", "/reports/harbor/part-1/", "/reports/harbor/part-2/?q=families"),
    *("/sources/", "/sources/s1/?q=port", "/sources/s2/", "/about/", "/help/search/"),
)


def test_from_a_search_to_a_link_that_opens_elsewhere(page, context, site, complaints):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/")
    page.get_by_label("Search the report and its sources").fill("family separated")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("1 section or source")

    page.get_by_role("link", name="What followed").click()
    expect(page).to_have_url(re.compile(r"/reports/harbor/part-2/\?q=family\+separated#\w+$"))
    passage = page.locator(":target")
    expect(passage.locator("mark").first).to_be_in_viewport()
    expect(page.locator("mark")).to_have_text(["families", "separated"])

    passage.hover()
    passage.get_by_role("link", name="Link to this paragraph").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    address = page.evaluate("navigator.clipboard.readText()")
    assert "?" not in address

    other = context.new_page()
    other.goto(address)
    expect(other.locator(":target")).to_be_in_viewport()
    expect(other.locator(":target")).to_contain_text("Here at last the families were separated.")
    assert complaints == []


def press_tab_until(page, text):
    """Walk by keyboard to the control with this text or label; fail after a hundred steps."""
    name = (
        "const e = document.activeElement; return e.ariaLabel || e.labels?.[0]?.textContent || e.textContent"
    )
    for _ in range(100):
        page.keyboard.press("Tab")
        if text in page.evaluate(f"(() => {{ {name} }})()"):
            return
    pytest.fail(f"No tab stop says {text!r}")


def test_by_keyboard_alone(page, context, site):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/search/")
    press_tab_until(page, "Search the report and its sources")
    page.keyboard.type("family separated")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 section or source")
    press_tab_until(page, "What followed")
    page.keyboard.press("Enter")
    expect(page.locator(":target mark").first).to_be_in_viewport()
    press_tab_until(page, "Link to this paragraph")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Link copied")


def test_the_first_tab_stop_leads_past_the_menu(page, site):
    page.goto(f"{site}/reports/harbor/part-1/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the text")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_without_javascript(browser, site):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{site}/search/?q=families")
    page.locator("summary", has_text="Narrow the search").click()
    page.locator(".facets").get_by_role("link", name="poll").click()
    expect(page.get_by_role("status")).to_contain_text("1 section or source")
    page.get_by_role("link", name="Clear all filters").click()
    page.get_by_role("link", name="What followed").click()
    expect(page.locator(":target mark").first).to_be_in_viewport()
    page.locator(":target .anchor").click()
    expect(page).to_have_url(re.compile("#"))
    page.locator("summary", has_text="Outline of the report").click()
    page.get_by_role("navigation", name="Outline").get_by_role("link", name="How it began").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How it began")
    page.close()


def test_the_outline_stands_open_on_a_wide_page_and_is_folded_on_a_phone(page, site):
    outline = page.locator(".outline").get_by_role("link", name="What followed")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}/reports/harbor/part-1/")
    expect(outline).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    expect(outline).not_to_be_visible()


def test_back_returns_to_the_results(page, site):
    page.goto(f"{site}/search/?q=families&sort=oldest")
    page.get_by_role("link", name="A poll").click()
    page.go_back()
    expect(page).to_have_url(f"{site}/search/?q=families&sort=oldest")
    expect(page.get_by_label("Search the report and its sources")).to_have_value("families")


def test_a_citation_and_what_it_cites_lead_to_each_other(page, site):
    page.goto(f"{site}/reports/harbor/part-1/")
    page.get_by_role("link", name="S1, p. 3").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The order of May")
    page.get_by_role("link", name="§ How it began").click()
    expect(page.locator(":target")).to_contain_text("The pilots were warned")


def test_where_copying_is_not_allowed_the_page_says_so(page, site):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.goto(f"{site}/reports/harbor/part-1/")
    page.locator(".prose .anchor").first.click()
    expect(page.get_by_role("status")).to_contain_text("the address bar has the link")


def test_nothing_is_wider_than_the_page(page, site, complaints):
    for address in ADDRESSES:
        page.goto(site + address)
        for width in (320, 390, 768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
    assert complaints == []
