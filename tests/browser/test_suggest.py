"""Suggestions in a real browser: what a screen reader is told, keys, mouse, and the box without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from documents.views import suggest
from tests.browser.axe import findings


@pytest.fixture(autouse=True)
def no_pause(monkeypatch):
    """The tables of other tests are of no use here, so that each request makes its own."""
    monkeypatch.setattr(suggest, "PAUSE", 0)
    monkeypatch.setattr(suggest, "start", lambda: suggest.KEPT.renew())


@pytest.fixture
def box(page, site):
    """The box of the search page, with a list of suggestions open."""
    page.goto(f"{site}/search/")
    return typed(page, "h")


def typed(page, text, box="Search"):
    box = page.get_by_role("combobox", name=box)
    box.press_sequentially(text)
    expect(page.get_by_role("listbox")).to_be_visible()
    return box


def tree(page, *roles):
    """The nodes with these roles in the accessibility tree of Chromium: role, name, and their properties."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    shown = [node for node in nodes if not node["ignored"] and node["role"]["value"] in roles]
    return [
        {"role": node["role"]["value"], "name": node.get("name", {}).get("value", "")}
        | ({"value": node["value"]["value"]} if "value" in node else {})
        | {one["name"]: one["value"].get("value", one["value"]) for one in node.get("properties", ())}
        for node in shown
    ]


def combobox(page, name="Search"):
    [node] = [node for node in tree(page, "combobox") if node["name"].startswith(name)]
    return node


def active(page):
    """The text of the option that the box points at."""
    id = page.locator("[role=combobox]:focus").get_attribute("aria-activedescendant")
    return page.locator(f"#{id}").inner_text() if id else None


def texts(page):
    return page.get_by_role("option").all_inner_texts()


def test_the_closed_box_is_a_combobox(page, site):
    page.goto(f"{site}/search/")
    node = combobox(page)
    assert node["name"] == "Search the report and its sources"
    assert node["expanded"] is False and node["autocomplete"] == "list"
    assert tree(page, "listbox", "option") == []


def test_the_open_list_is_named_and_announced(page, box):
    node = combobox(page)
    assert node["expanded"] is True and node["value"] == "h" and node["focused"] is True
    [listbox] = tree(page, "listbox")
    options = tree(page, "option")
    assert listbox["name"] == "Suggestions"
    assert {option["name"] for option in options} >= {"How it began section", "Harbor review report"}
    assert not any(option["selected"] for option in options)
    expect(page.locator("[aria-live=polite]").filter(has_text="suggestion")).to_have_text(
        f"{len(options)} suggestions"
    )


def test_arrows_walk_round_the_list(page, box):
    options = texts(page)
    walked = []
    for _ in (*options, "round"):
        box.press("ArrowDown")
        walked.append(active(page))
    assert walked == [*options, options[0]]
    box.press("ArrowUp")
    assert active(page) == options[-1]
    selected = [option["name"] for option in tree(page, "option") if option["selected"]]
    assert selected == [" ".join(options[-1].split())]
    expect(box).to_be_focused()
    expect(box).to_have_value("h")


@pytest.mark.parametrize("key", ["Home", "End", "ArrowLeft", "ArrowRight"])
def test_keys_of_the_box_leave_the_list(page, box, key):
    box.press("ArrowDown")
    box.press(key)
    assert active(page) is None
    expect(page.get_by_role("listbox")).to_be_visible()
    place = page.evaluate("document.activeElement.selectionStart")
    assert place == (0 if key in ("Home", "ArrowLeft") else 1)


def test_escape_closes_the_list_first_and_keeps_what_is_typed(page, box):
    box.press("ArrowDown")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("h")
    assert combobox(page)["expanded"] is False and active(page) is None
    box.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    assert active(page) == texts(page)[0]


def test_enter_searches_for_the_suggestion(page, site):
    page.goto(f"{site}/search/")
    box = typed(page, "how")
    box.press("ArrowDown")
    chosen = active(page).splitlines()[0]
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=%22"))
    expect(page.get_by_role("combobox")).to_have_value(f'"{chosen}"')
    expect(page.get_by_text("Nothing was found")).to_have_count(0)


def test_enter_without_a_suggestion_searches_for_what_is_typed(page, box):
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=h$"))
    expect(page.get_by_role("combobox")).to_have_value("h")


def test_tab_goes_on_and_closes_the_list(page, box):
    box.press("ArrowDown")
    box.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    expect(box).to_have_value("h")


def test_a_click_searches(page, box, complaints):
    page.get_by_role("option", name="How it began").click()
    page.wait_for_url(re.compile(r"/search/\?q=%22How\+it\+began%22"))
    assert complaints == []


def test_nothing_of_the_page_moves(page, site):
    page.goto(f"{site}/search/")
    page.evaluate("window.watched = [...document.querySelectorAll('main *:not([role=listbox])')]")
    places = "watched.map((one) => one.getBoundingClientRect().top)"
    before = page.evaluate(places)
    typed(page, "h")
    assert page.evaluate(places) == before


def test_the_box_of_every_page_has_them_too(page, site, complaints):
    page.goto(f"{site}/reports/harbor/part-1/")
    page.keyboard.press("/")
    box = typed(page, "order", box="Search this site")
    assert combobox(page, "Search this site")["expanded"] is True
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=%22"))
    assert complaints == []


def test_the_box_of_a_report_has_those_of_the_report(page, site, complaints):
    page.goto(f"{site}/reports/harbor/part-1/")
    box = typed(page, "s", box="Search report H-1 and its sources")
    assert {"Summary section"} == {" ".join(text.split()) for text in texts(page)}
    ids = page.eval_on_selector_all("[id]", "all => all.map((one) => one.id)")
    assert len(ids) == len(set(ids))
    box.press("ArrowDown")
    assert active(page) == texts(page)[0]
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=%22Summary%22&report=harbor"))
    expect(page.get_by_text("Nothing was found")).to_have_count(0)
    assert complaints == []


def test_what_leads_to_nothing_is_said_and_shows_no_list(page, site):
    page.goto(f"{site}/search/")
    box = typed(page, "h")
    box.press_sequentially("xqz")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("[aria-live=polite]").filter(has_text="suggestions")).to_have_text("No suggestions")


def test_an_older_answer_does_not_replace_a_newer_one(page, site):
    held = []
    page.route("**/suggest/?q=h", lambda route: held.append(route))
    page.goto(f"{site}/search/")
    box = page.get_by_role("combobox")
    box.press_sequentially("h")
    page.wait_for_timeout(300)
    box.press_sequentially("ow")
    expect(page.get_by_role("option", name="How it began")).to_be_visible()
    before = texts(page)
    for route in held:
        route.abort()
    page.wait_for_timeout(200)
    assert held and texts(page) == before


def test_while_suggestions_are_down_the_box_searches(page, site):
    page.route("**/suggest/**", lambda route: route.fulfill(status=503))
    page.goto(f"{site}/search/")
    page.get_by_role("combobox").press_sequentially("harbor")
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=harbor$"))
    expect(page.get_by_role("combobox")).to_have_value("harbor")


def test_without_javascript_the_box_is_a_box(browser, site):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/search/")
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.get_by_role("searchbox").fill("harbor")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=harbor$"))
    page.close()


def test_axe_finds_nothing_in_the_open_list(page, site):
    page.goto(f"{site}/search/")
    typed(page, "h").press("ArrowDown")
    assert list(findings(page)) == []
