"""The way of a reader: search, result, passage, link."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.axe import findings

ADDRESSES = (
    *("/", "/search/", "/search/?q=families", "/search/?q=harbor&sort=newest&kind=order", "/search/?q=zebra"),
    *("/reports/", "/reports/harbor/", "/reports/harbor/part-1/", "/reports/harbor/part-2/?q=families"),
    *("/sources/", "/sources/s1/?q=port", "/sources/s2/", "/timeline/", "/about/", "/help/search/"),
    *("/reports/harbor/all/", "/privacy/", "/accessibility/"),
)


def test_from_a_search_to_a_link_that_opens_elsewhere(page, context, site, complaints):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/")
    page.get_by_label("Search the report and its sources").fill("family separated")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_contain_text("1 section or source")

    page.get_by_role("link", name="What followed").click()
    expect(page).to_have_url(re.compile(r"/reports/harbor/part-2/\?q=family\+separated&match=1#match-1$"))
    expect(page.locator("mark:target")).to_be_in_viewport()
    passage = page.locator("p", has=page.locator(":target"))
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


@pytest.mark.parametrize("size", [(320, 256), (390, 844), (1280, 800)], ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("word", ["needle", "archive", "banner"], ids=["deep", "record", "title"])
def test_the_first_match_is_in_view_wherever_it_is(page, site, shelf, index, size, word):
    text = "\n\n".join(["Words of a very long paragraph. " * 200 + "At last a needle."] * 2)
    shelf.source("S9", title="The banner", body=text, publisher="Archive of the Port")
    index()
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{site}/search/?q={word}")
    page.get_by_role("link", name="The banner").click()
    expect(page.locator("#match-1")).to_be_in_viewport(ratio=1)
    place = bounds(page, "#match-1")
    seen = page.evaluate("({ x, y }) => document.elementFromPoint(x + 9, y + 9).id", place)
    assert seen == "match-1"  # and nothing covers it


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
    expect(page.locator("mark:target")).to_be_in_viewport()
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
    expect(page.locator("mark:target")).to_be_in_viewport()
    page.locator("p", has=page.locator(":target")).locator(".anchor").click()
    expect(page).to_have_url(re.compile(r"#(?!match)\w+$"))
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


def test_the_outline_stands_open_where_the_browser_cannot_open_it_by_style(page, site):
    page.add_init_script("CSS.supports = () => false")
    for width, is_open in ((1280, True), (390, False)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{site}/reports/harbor/part-1/")
        assert page.locator(".outline details").evaluate("fold => fold.open") == is_open


def test_without_light_dark_there_are_colours(page, site):
    def older(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("light-dark(", "light-or-dark("))

    page.route("**/styles-*.css", older)
    page.emulate_media(color_scheme="dark")
    page.goto(f"{site}/reports/harbor/part-1/")
    drawn = page.locator("html").evaluate(
        "page => [getComputedStyle(page).color, getComputedStyle(page).backgroundColor]"
    )
    assert drawn == ["rgb(29, 28, 26)", "rgb(252, 251, 248)"]


def test_on_a_small_phone_the_text_begins_in_the_upper_two_thirds(page, site):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{site}/reports/harbor/part-1/")
    assert bounds(page, ".prose")["y"] < 380
    assert bounds(page, ".masthead")["height"] < 90
    expect(page.locator(".path li").filter(visible=True)).to_have_text(["Report H-1"])


def test_the_mark_that_is_stood_on_covers_nothing_beside_it(page, site, shelf, index):
    shelf.section("Before the tide, and after.", title="Tide")
    index()
    page.goto(f"{site}/reports/harbor/part-4/?q=tide&match=2#match-2")
    mark = bounds(page, "mark.current")
    comma = page.evaluate(
        """() => { const range = new Range(); const words = document.querySelector("mark.current").nextSibling;
        range.setStart(words, 0); range.setEnd(words, 1); return range.getBoundingClientRect().x }"""
    )
    assert comma >= mark["x"] + mark["width"] + 2


def test_notes_open_and_sources_are_listed_on_the_page_of_a_whole_report(page, site, complaints):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{site}/reports/harbor/all/")
    page.locator("[role=doc-noteref]").click()
    expect(page.locator(".opened")).to_contain_text("Not yet checked.")
    expect(page.locator(".cited li")).to_contain_text(["S1 The order of May"])
    expect(page.get_by_role("button", name="Print")).to_be_visible()
    assert complaints == []


def test_from_match_to_match_without_javascript(browser, site):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 700}).new_page()
    page.goto(f"{site}/reports/harbor/part-2/?q=paragraph")
    page.get_by_role("link", name="first match ›").click()
    for number in (1, 2, 3):
        expect(page.locator(".match-bar strong")).to_have_text(f"{number} of 120")
        expect(page.locator("mark.current")).to_have_id(f"match-{number}")
        expect(page.locator("mark.current")).to_be_in_viewport()
        page.get_by_role("link", name="next ›").click()
    page.get_by_role("link", name="‹ previous", exact=True).click()
    expect(page.locator(".match-bar strong")).to_have_text("3 of 120")
    page.get_by_role("link", name="clear").click()
    expect(page.locator("mark")).to_have_count(0)
    page.context.close()


def bounds(page, selector):
    return page.locator(selector).first.bounding_box()


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_gone_to_stays_clear_of_the_bar(page, site, width):
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{site}/reports/harbor/part-2/?q=paragraph+harbor&match=90#match-90")
    bar = bounds(page, ".match-bar")
    assert bar["y"] == 0
    assert bounds(page, "mark.current")["y"] > bar["height"]
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        focused = bounds(page, ":focus")
        assert focused["y"] >= bar["height"] or page.evaluate(
            "document.activeElement.closest('.match-bar') !== null"
        )


@pytest.mark.parametrize("width", [390, 1280])
def test_a_note_opens_at_its_mark_and_closes_again(page, site, complaints, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{site}/reports/harbor/part-1/")
    mark = page.locator("[role=doc-noteref]")
    paragraphs = page.locator(".prose > p").count()
    mark.click()
    note = page.locator(".opened")
    expect(note).to_contain_text("Not yet checked.")
    expect(note).to_be_focused()
    expect(mark).to_have_attribute("aria-expanded", "true")
    assert list(findings(page)) == []
    assert (bounds(page, ".opened")["x"] > bounds(page, ".prose > p")["x"] + 500) == (width == 1280)
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    mark.click()
    expect(note).to_have_count(0)
    assert page.locator(".prose > p").count() == paragraphs
    assert complaints == []


def test_a_note_is_an_ordinary_link_for_a_modified_click(page, context, site):
    page.goto(f"{site}/reports/harbor/part-1/")
    with context.expect_page() as opened:
        page.locator("[role=doc-noteref]").click(modifiers=["Control"])
    expect(page.locator(".opened")).to_have_count(0)
    expect(opened.value).to_have_url(re.compile("#"))


def test_a_link_to_a_range_is_made_and_opens_elsewhere(page, context, site, complaints):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/reports/harbor/part-2/?q=paragraph")
    anchors = page.locator(".prose .anchor")
    anchors.nth(6).click()
    page.get_by_role("button", name="Link to a range from this paragraph …").click()
    expect(page.get_by_role("status")).to_contain_text("Choose the ¶ where the range ends")
    anchors.nth(3).click()
    expect(page.get_by_role("status")).to_have_text("Link to the range copied")
    address = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{site}/reports/harbor/part-2/\?range=(\w+)-\w+#\1", address)
    other = context.new_page()
    other.goto(address)
    expect(other.locator(".chosen")).to_have_count(4)
    expect(other.locator(".chosen").first).to_contain_text("Paragraph 3 of")
    expect(other.locator(".chosen").first).to_be_in_viewport()
    other.get_by_role("link", name="clear").click()
    expect(other.locator(".chosen")).to_have_count(0)
    assert complaints == []


def test_the_offer_of_a_range_fits_what_it_begins_at_and_is_the_one_box(page, context, site):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/reports/harbor/part-1/")
    page.locator(".prose h2 .anchor").click()
    expect(page.locator(".to-range")).to_have_text("Copied. Link to a range from this heading …")
    assert page.locator(".status").evaluate("box => getComputedStyle(box).clipPath") == "inset(50%)"


def test_a_range_is_offered_where_the_browser_mirrors_no_aria_attributes(page, context, site):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script("delete Element.prototype.ariaLabel")  # as in Firefox before 119
    page.goto(f"{site}/reports/harbor/part-1/")
    page.locator(".prose h2 .anchor").click()
    expect(page.locator(".to-range")).to_contain_text("from this heading")


def test_a_range_is_chosen_by_keyboard(page, context, site):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/reports/harbor/part-2/")
    page.locator(".prose .anchor").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Link copied")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".prose .anchor").first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Link to the range copied")
    assert "?range=" in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".to-range")).to_have_count(0)


@pytest.fixture
def margins(site, shelf):
    """A section whose sources are higher than the paragraphs that cite them."""
    for number in range(3, 12):
        shelf.source(
            f"S{number}", title=f"A memo with a long title that runs over several lines, number {number}"
        )
    body = "\n\n".join(f"Short {number} [@S{number}]." for number in range(3, 12))
    page = f"{{page 42}} {'A word or two. ' * 60} Here {{page 43}} it turns. {'And goes on. ' * 60}"
    shelf.section(f"{page}\n\n{body}\n\nThe end.", title="Margins")
    return f"{site}/reports/harbor/part-4/"


def test_sources_stand_in_the_margin_without_overlap_or_gaps(page, margins):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(margins)
    expect(page.locator(".cited")).to_be_hidden()
    boxes = [item.bounding_box() for item in page.locator(".margin").all()]
    assert len(boxes) == 9
    for one, other in pairwise(boxes):
        assert other["y"] >= one["y"] + one["height"]
    lines = [line.bounding_box() for line in page.locator(".prose > p").all()]
    assert all(box["x"] > lines[0]["x"] + lines[0]["width"] for box in boxes)
    gaps = [two["y"] - one["y"] - one["height"] for one, two in pairwise(lines)]
    assert max(gaps) - min(gaps) < 1
    assert bounds(page, ".neighbours")["y"] >= boxes[-1]["y"] + boxes[-1]["height"]


def test_sources_are_a_list_below_the_text_on_a_narrow_page(page, margins):
    page.set_viewport_size({"width": 768, "height": 900})
    page.goto(margins)
    expect(page.locator(".cited")).to_be_visible()
    expect(page.locator(".margin").first).to_be_hidden()


def test_a_printed_page_has_its_number_beside_its_line(page, margins):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(margins)
    for name in ("page-42", "page-43"):
        stroke, number = bounds(page, f"#{name}"), bounds(page, f"#{name} span")
        assert number["x"] + number["width"] < bounds(page, ".prose")["x"]
        assert number["y"] <= stroke["y"] + stroke["height"] / 2 <= number["y"] + number["height"]
    page.set_viewport_size({"width": 390, "height": 900})
    assert bounds(page, "#page-43 span")["x"] > bounds(page, ".prose")["x"]


def test_a_long_outline_begins_at_the_section_that_is_open(page, site, shelf):
    for number in range(80):
        shelf.section("Text.", title=f"Section {number} of a long report")
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(f"{site}/reports/harbor/part-60/")
    expect(page.locator(".outline [aria-current=page]")).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0


def test_the_outline_follows_the_heading_that_is_read(page, site, shelf):
    text = "\n\n".join("A paragraph." for _ in range(40))
    shelf.section(f"# Origins\n\n{text}\n\n# Later\n\n{text}", title="Long")
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(f"{site}/reports/harbor/part-4/")
    current = page.locator(".headings [aria-current=location]")
    page.mouse.wheel(0, 800)
    expect(current).to_have_text("Origins")
    page.locator(".headings").get_by_role("link", name="Later").click()
    expect(current).to_have_text("Later")
    page.evaluate("scrollTo(0, 900)")
    expect(current).to_have_text("Origins")


def test_nothing_moves_after_it_is_drawn(page, margins):
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => list.getEntries().forEach((entry) => {"
        " moved += entry.value; })).observe({type: 'layout-shift', buffered: true})"
    )
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{margins}?q=word&match=3")
        page.wait_for_timeout(300)
        assert page.evaluate("moved") == 0


def test_on_paper_there_is_the_text_and_where_it_comes_from(page, margins):
    page.goto(f"{margins}?q=word")
    page.emulate_media(media="print")
    for gone in (
        ".masthead nav",
        ".outline",
        ".match-bar",
        ".tools",
        ".neighbours",
        ".prose .margin",
        ".prose .anchor",
    ):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".cited .on-paper").first).to_be_visible()
    line = page.locator("main .as-printed")
    expect(line).to_contain_text(
        "Margins, in: Harbor review, H-1. Reportsite, http://127.0.0.1:8000/reports/harbor/part-4/"
    )
    expect(page.locator(".footer .as-printed")).to_be_hidden()
    expect(page.locator(".whose")).to_be_hidden()


def test_on_paper_no_empty_page_comes_last(page, site):
    page.set_viewport_size({"width": 700, "height": 900})
    page.goto(f"{site}/reports/harbor/part-1/")
    page.emulate_media(media="print")
    line = bounds(page, "main .as-printed")
    margin = 2 * 96 / 2.54  # 2cm
    # As wide as the window, and just as high as the text, so that anything below it would need another page.
    pdf = page.pdf(width=f"{700 + 2 * margin}px", height=f"{line['y'] + line['height'] + 2 * margin + 2}px")
    assert pdf.count(b"/Type /Page\n") == 1


def test_on_paper_a_search_gives_its_whole_address(page, site):
    page.goto(f"{site}/search/?kind=poll&q=families&utm=1")
    page.emulate_media(media="print")
    expect(page.locator(".footer .as-printed")).to_contain_text("/search/?q=families&kind=poll, as of")


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
