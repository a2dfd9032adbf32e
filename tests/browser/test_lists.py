"""The lists and the timeline as a reader meets them."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def dated(site, shelf, index):
    """The site with enough documents to fill a timeline."""
    for number in range(60):
        date = f"201{number % 9}-0{1 + number % 9}-1{number % 10}" if number % 5 else f"201{number % 9}"
        shelf.source(f"T{number}", title=f"Letter {number}", kind="letter", date=date, slug=f"t{number}")
    return site


def test_a_mark_leads_to_its_document(page, dated):
    page.goto(f"{dated}/timeline/?kind=order")
    page.locator(".timeline a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The order of May")


def test_the_keyboard_walks_the_list_and_not_the_drawing(page, dated):
    page.goto(f"{dated}/timeline/?kind=order")
    page.get_by_role("link", name="The sources as a list").focus()
    visited = []
    for _ in range(40):
        page.keyboard.press("Tab")
        visited.append(
            page.evaluate(
                "document.activeElement.closest('.timeline') ? 'drawing' : document.activeElement.textContent"
            )
        )
    assert "The order of May" in visited
    assert "drawing" not in visited


@pytest.mark.parametrize("width", [320, 390, 768, 992, 1280, 1920])
def test_marks_do_not_lie_on_each_other(page, dated, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{dated}/timeline/")
    boxes = page.evaluate(
        "[...document.querySelectorAll('.timeline a > :last-child')].map((mark) => {"
        " const box = (mark.querySelector('rect, path') ?? mark).getBoundingClientRect();"
        " return [box.left, box.right, box.top, box.bottom] })"
    )
    assert len(boxes) > 50
    for number, one in enumerate(boxes):
        for two in boxes[number + 1 :]:
            across = min(one[1], two[1]) - max(one[0], two[0])
            down = min(one[3], two[3]) - max(one[2], two[2])
            assert across < 1.5 or down < 1.5, (one, two)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_a_title_of_one_very_long_word_makes_no_page_wide(page, site, shelf, width):
    shelf.section("Short.", title="x" * 120, slug="long")
    shelf.section("Short.", slug="last")
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("", *(f"reports/harbor/{part}" for part in ("", "long/", "last/", "all/"))):
        page.goto(f"{site}/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_a_search_in_a_report_stays_in_it_until_the_reader_leaves(page, site):
    page.goto(f"{site}/reports/harbor/")
    page.get_by_label("Search report H-1 and its sources").fill("families")
    page.get_by_label("Search report H-1 and its sources").press("Enter")
    expect(page.get_by_text("Only report H-1 and its sources are searched.")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("2 sections and sources")
    page.get_by_role("link", name="Search everything").click()
    expect(page.get_by_role("status")).to_contain_text("3 sections and sources")


def test_lists_are_narrowed_without_javascript(browser, dated):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}).new_page()
    for address, whole, narrowed in (
        ("/sources/", "62 sources", "1 source"),
        ("/timeline/", "63 entries", "1 entry"),
    ):
        page.goto(dated + address)
        expect(page.get_by_role("status")).to_contain_text(whole)
        page.locator("summary", has_text="Narrow the").click()
        page.locator(".facets").get_by_role("link", name="poll").click()
        expect(page.get_by_role("status")).to_contain_text(narrowed)
    page.close()
