"""The form of a text in a browser: preview beside it, sources offered while one types, pictures shown."""

import pytest
from playwright.sync_api import expect

from documents.models import Section
from tests.browser.test_editing import editor, indexing  # noqa: F401
from tests.pictures.drawing import photo


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def form(editor, site, complaints):  # noqa: F811
    editor.goto(f"{site}/admin/documents/section/{Section.objects.get(title='Summary').pk}/change/")
    yield editor
    assert complaints == []


def body(form):
    return form.locator("#id_body")


def preview(form):
    return form.locator(".writing-preview")


def offers(form):
    return form.get_by_role("listbox", name="Sources to cite")


def write(form, words):
    """Write at the end of the text, key by key."""
    body(form).focus()
    form.keyboard.press("Control+End")
    form.keyboard.type(words)


def test_the_preview_follows_the_text(form):
    expect(preview(form)).to_contain_text("In our words.")
    write(form, "\n\nAnd *more* of them.")
    expect(preview(form).locator("em")).to_have_text("more")
    expect(form.locator(".writing-lines")).to_have_text("3 lines")
    expect(form.locator(".writing-status")).to_have_text("Up to date")


def test_the_preview_leads_to_the_line_of_a_mistake(form):
    write(form, "\n\nA page {page}.\n\nThe end.")
    preview(form).get_by_role("link", name="Line 3").click()
    chosen = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert body(form).evaluate(chosen) == "A page {page}."
    expect(body(form)).to_be_focused()


def test_the_preview_can_be_switched_off_and_stays_so(form):
    form.get_by_label("Preview while typing").uncheck()
    write(form, " Unseen.")
    form.wait_for_timeout(1000)
    expect(preview(form)).not_to_contain_text("Unseen.")
    form.get_by_role("button", name="Preview").click()
    expect(preview(form)).to_contain_text("Unseen.")
    form.reload()
    expect(form.get_by_label("Preview while typing")).not_to_be_checked()


def test_an_older_preview_never_replaces_a_newer_one(form):
    expect(form.locator(".writing-status")).to_have_text("Up to date")
    answers = []

    def late(route):
        if not answers:
            answers.append(route)  # the first is never answered: it is given up
        else:
            route.continue_()

    form.route("**/text-preview/", late)
    write(form, " Old.")
    form.wait_for_timeout(800)
    write(form, " New.")
    expect(preview(form)).to_contain_text("In our words. Old. New.")
    [given_up] = answers
    given_up.abort()


def test_a_source_is_cited_with_the_keyboard_alone(form):
    write(form, " See [@")
    expect(offers(form).get_by_role("option")).to_have_count(2)
    expect(body(form)).to_have_attribute("aria-activedescendant", "offer-0")
    form.keyboard.press("ArrowDown")
    expect(offers(form).get_by_role("option", selected=True)).to_contain_text("A poll")
    form.keyboard.press("Enter")
    expect(body(form)).to_have_value("In our words. See [@S2]")
    expect(offers(form)).to_be_hidden()
    form.keyboard.type(".")
    expect(preview(form).locator(".cite")).to_have_text("S2")


def test_sources_are_found_by_their_titles(form):
    write(form, " [@S1; @poll")
    offers(form).get_by_role("option", name="A poll").click()
    expect(body(form)).to_have_value("In our words. [@S1; @S2]")


def test_no_key_is_taken_where_nothing_is_offered(form):
    write(form, " [@S")
    expect(offers(form)).to_be_visible()
    form.keyboard.press("Escape")
    expect(offers(form)).to_be_hidden()
    form.keyboard.press("Enter")
    form.keyboard.type("x")
    form.keyboard.press("ArrowUp")
    form.keyboard.type("y")
    assert sorted(body(form).input_value()) == sorted("In our words. [@S\nxy")
    assert "\n" in body(form).input_value()


def test_a_citation_is_taken_back_like_other_words(form):
    write(form, " [@S")
    offers(form).get_by_role("option").first.click()
    form.keyboard.press("Control+z")
    expect(body(form)).to_have_value("In our words. [@S")


def test_a_text_that_is_long_is_not_shown_while_one_types(form):
    form.locator(".writing").evaluate("writing => { writing.dataset.longest = 20 }")
    write(form, " And more than that.")
    expect(form.locator(".writing-status")).to_contain_text("The text is long")


def test_a_picture_is_added_and_read(form, site, indexing):  # noqa: F811
    form.locator("#id_pictures-0-upload").set_input_files(
        {"name": "A map.png", "mimeType": "image/png", "buffer": photo()}
    )
    form.locator("#id_pictures-0-alt").fill("A map of the port")
    form.get_by_role("button", name="Save and continue editing").first.click()
    write(form, "\n\n")
    form.get_by_role("button", name="Insert ![](A-map)").click()
    expect(preview(form).get_by_alt_text("A map of the port")).to_be_visible()
    form.get_by_role("button", name="Save", exact=True).first.click()
    form.goto(site + Section.objects.get(title="Summary").get_absolute_url())
    shown = form.get_by_alt_text("A map of the port")
    expect(shown).to_have_attribute("width", "60")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 60


def test_without_scripts_the_button_shows_the_text(browser, site, admin_user):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/admin/documents/section/add/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    page.locator("#id_body").fill("# Tides\n\nSee [@S1].")
    page.get_by_role("button", name="Preview").click()
    expect(preview(page).get_by_role("heading", name="Tides")).to_be_visible()
    expect(page.locator("#id_body")).to_have_value("# Tides\n\nSee [@S1].")
    page.get_by_text("Sources to cite").click()
    expect(page.locator(".writing-sources")).to_contain_text("[@S2]")
    page.context.close()
