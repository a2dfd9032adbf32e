"""What is the same on every page, in a real browser: keys, data for programs, the parts of a long report."""

import re

import pytest
from playwright.sync_api import expect

from documents.models import Block
from documents.views import parts
from documents.views.parts import Pieces

FOCUSED = "document.activeElement.id || document.activeElement.localName"


def test_a_slash_goes_to_the_search_box(page, site, complaints):
    page.goto(f"{site}/reports/harbor/part-1/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search this site")).to_be_focused()
    page.keyboard.type("a/n")
    expect(page.get_by_label("Search this site")).to_have_value("a/n")
    page.goto(f"{site}/")
    page.keyboard.press("/")
    expect(page.get_by_label("Search the report and its sources")).to_be_focused()
    assert complaints == []


def test_a_slash_with_another_key_is_the_browsers(page, site):
    page.goto(f"{site}/about/")
    for keys in ("Control+/", "Alt+/", "Meta+/"):
        page.keyboard.press(keys)
        assert page.evaluate(FOCUSED) == "body"


def test_n_and_p_go_through_the_matches(page, site):
    page.goto(f"{site}/reports/harbor/part-1/?q=warned+word")
    addresses = [page.url]
    for key in ("n", "n", "p"):
        page.keyboard.press(key)
        page.wait_for_url(lambda url, before=page.url: url != before)
        addresses.append(page.url)
    assert [address.partition("#")[2] for address in addresses] == ["", "match-1", "match-2", "match-1"]
    expect(page.locator("#match-1")).to_be_in_viewport()


def test_keys_are_switched_off_and_stay_off(page, site):
    page.goto(f"{site}/accessibility/")
    switch = page.get_by_role("switch", name="Keyboard shortcuts")
    expect(switch).to_have_text("Keyboard shortcuts: on")
    switch.click()
    expect(switch).to_be_checked(checked=False)
    page.goto(f"{site}/about/")
    page.keyboard.press("/")
    assert page.evaluate(FOCUSED) == "body"
    page.goto(f"{site}/accessibility/")
    switch.click()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_label("Search this site")).to_be_focused()


def test_without_javascript_there_is_no_switch(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/accessibility/")
    expect(page.get_by_text("there are no shortcuts, and nothing to switch off")).to_be_visible()
    expect(page.get_by_role("switch")).to_have_count(0)
    page.close()


def test_data_for_programs_stands_beside_a_strict_policy(page, site, complaints):
    for address in (
        "/",
        "/reports/harbor/",
        "/reports/harbor/part-1/",
        "/sources/s1/",
        "/reports/harbor/all/",
    ):
        answer = page.goto(site + address)
        assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert complaints == []


@pytest.fixture
def in_parts(site, monkeypatch):
    """The long report of the site in small parts: its address, and an id that stands in the last of them."""
    monkeypatch.setattr(parts, "PIECES", Pieces(1_000_000))
    monkeypatch.setattr(parts, "ROOM", parts.HEADING + 6_000)
    return f"{site}/reports/harbor/all/", Block.objects.get(text="In our words.").pk


def test_an_address_opened_on_the_wrong_part_is_brought_to_the_right_one(page, in_parts, complaints):
    address, last = in_parts
    page.goto(f"{address}#{last}")
    page.wait_for_url(re.compile(rf"\?part=\d#{last}$"))
    expect(page.locator(f"#{last}")).to_be_in_viewport()
    page.evaluate("location.hash = 'page-2'")
    page.wait_for_url(f"{address}#page-2")
    expect(page.locator("#page-2")).to_be_in_viewport()
    page.goto(f"{address}#nowhere")
    page.wait_for_timeout(300)
    assert page.url == f"{address}#nowhere"
    assert complaints == []


def test_without_javascript_a_form_leads_to_the_part(browser, in_parts):
    address, last = in_parts
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}?part=2")
    expect(page.locator(".parts").get_by_text("Part 2 of")).to_have_count(2)
    page.get_by_label("Page or paragraph").fill("2")
    page.get_by_role("button", name="Go").click()
    expect(page).to_have_url(f"{address}#page-2")
    page.get_by_label("Page or paragraph").fill(last)
    page.get_by_role("button", name="Go").click()
    expect(page.locator(f"#{last}")).to_be_in_viewport()
    page.close()


def test_what_has_the_focus_is_not_under_a_bar(page, site):
    page.set_viewport_size({"width": 390, "height": 500})
    page.goto(f"{site}/reports/harbor/part-2/?q=families&match=1#match-1")
    page.locator("footer a").last.focus()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        shown = page.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect(), x = box.left + 2;
            const found = document.elementFromPoint(x, box.top + box.height / 2);
            return !found || document.activeElement.contains(found) || found.contains(document.activeElement) }"""
        )
        assert shown, page.evaluate("document.activeElement.outerHTML")


@pytest.mark.parametrize(
    "theme", [{"forced_colors": "active"}, {"contrast": "more"}], ids=["forced", "contrast"]
)
def test_a_mark_is_underlined_where_colours_are_not_ours(browser, site, theme):
    page = browser.new_context(**theme).new_page()
    page.goto(f"{site}/reports/harbor/part-2/?q=families")
    assert "underline" in page.locator("mark").first.evaluate(
        "mark => getComputedStyle(mark).textDecorationLine"
    )
    page.close()


def test_letters_twice_as_large_fit_a_phone(page, site):
    page.set_viewport_size({"width": 390, "height": 800})
    for address in (
        "/reports/harbor/part-1/",
        "/reports/harbor/all/",
        "/accessibility/",
        "/search/?q=families",
    ):
        page.goto(site + address)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
