"""Ordering sections, preview links and the start page of the admin, in a real browser."""

import pytest
from playwright.sync_api import expect

from documents.models import PreviewLink, Section, State
from tests.browser.axe import findings


@pytest.fixture
def key(site):
    return lambda title: Section.objects.get(title=title).pk


@pytest.fixture
def order(site, key):
    return f"{site}/admin/documents/report/edition/{Section.objects.first().edition_id}/order/"


def log_in(page, site):
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    return page


@pytest.fixture
def editor(page, site, admin_user):
    return log_in(page, site)


def titles():
    return list(Section.objects.order_by("position").values_list("title", flat=True))


def test_a_section_is_moved_by_the_keyboard_and_keeps_the_focus(editor, order, complaints):
    editor.goto(order)
    editor.get_by_role("button", name="Up: What followed").focus()
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("button", name="Down: What followed")).to_be_focused()  # Up has no use any more
    assert titles() == ["What followed", "Summary", "How it began"]
    editor.keyboard.press("Enter")
    expect(editor.get_by_role("button", name="Up: What followed")).to_be_focused()
    assert titles() == ["How it began", "What followed", "Summary"]
    assert complaints == []


def test_a_section_is_dragged_with_its_parts(editor, order, key, complaints):
    editor.goto(order)
    handle = editor.locator(f"[data-key='{key('What followed')}'] .handle").bounding_box()
    goal = editor.locator(f"[data-key='{key('How it began')}']").bounding_box()
    editor.mouse.move(handle["x"] + 8, handle["y"] + 8)
    editor.mouse.down()
    editor.mouse.move(goal["x"] + 8, goal["y"] + 30, steps=4)
    editor.mouse.move(goal["x"] + 8, goal["y"] + 4, steps=4)
    expect(editor.locator(".carried")).to_have_count(2)
    editor.mouse.up()
    expect(editor.get_by_role("button", name="Down: What followed")).to_be_focused()
    assert titles() == ["What followed", "Summary", "How it began"]
    assert complaints == []


def test_a_drag_that_is_given_up_moves_nothing(editor, order, key):
    editor.goto(order)
    handle = editor.locator(f"[data-key='{key('What followed')}'] .handle").bounding_box()
    editor.mouse.move(handle["x"] + 8, handle["y"] + 8)
    editor.mouse.down()
    editor.mouse.move(handle["x"] + 8, handle["y"] - 80, steps=4)
    editor.keyboard.press("Escape")
    expect(editor.locator(".carried, .goal")).to_have_count(0)
    editor.mouse.up()
    assert titles() == ["How it began", "What followed", "Summary"]


def test_sections_are_ordered_without_a_script(browser, site, order, admin_user):
    page = log_in(browser.new_context(java_script_enabled=False).new_page(), site)
    page.goto(order)
    assert not page.locator(".handle").first.is_visible()
    page.get_by_role("button", name="Level out: Summary").click()
    expect(page.get_by_text("3 of 3, level 1. Published.")).to_be_visible()
    assert page.evaluate("document.activeElement.value").startswith("deeper")
    page.context.close()


def test_a_preview_link_is_made_followed_and_ended(editor, site, key, complaints):
    Section.objects.filter(title="Summary").withdraw()
    address = f"{site}/admin/documents/section/{key('Summary')}/"
    editor.goto(f"{address}change/")
    editor.get_by_role("link", name="Preview links").first.click()
    editor.get_by_label("Days").fill("3")
    editor.get_by_role("button", name="Make a preview link").click()
    editor.get_by_role("link", name="/preview/").click()
    expect(editor.get_by_text("Not published. This link ends on")).to_be_visible()
    assert complaints == []
    editor.go_back()
    editor.get_by_role("button", name="End now").click()
    expect(editor.get_by_text("The preview link has ended.")).to_be_visible()
    assert not PreviewLink.objects.exists()
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(browser, site, order, key, admin_user, width):
    page = log_in(browser.new_context(viewport={"width": width, "height": 900}).new_page(), site)
    draft = Section.objects.get(title="Summary")
    draft.state = State.DRAFT
    draft.save()
    link = PreviewLink.objects.make(draft, by=admin_user)
    previews = f"{site}/admin/documents/section/{draft.pk}/previews/"
    found = {}
    for address in (f"{site}/admin/", order, previews, site + link.get_absolute_url()):
        page.goto(address)
        if breaches := list(findings(page)):
            found[address] = breaches
    page.context.close()
    assert found == {}
