"""What was written and not saved is not lost: by leaving, by Back, by a second press, by a session that ended."""

import pytest
from playwright.sync_api import expect

from documents.models import Report, Section
from tests.browser.test_editing import editor  # noqa: F401
from tests.browser.test_writing import body, write


@pytest.fixture
def form(editor, site):  # noqa: F811
    editor.goto(f"{site}/admin/documents/section/{Section.objects.get(title='Summary').pk}/change/")
    return editor


@pytest.fixture
def asked(form):
    """What the browser asks before it leaves; it stays."""
    heard = []
    form.on("dialog", lambda dialog: (heard.append(dialog.type), dialog.dismiss()))
    return heard


def leave(form):
    form.evaluate("setTimeout(() => { location.href = '/admin/' })")
    form.wait_for_timeout(700)


def save(form):
    return form.get_by_role("button", name="Save and continue editing").first


def test_going_back_finds_what_was_written(form, site):
    write(form, " And more.")
    form.goto(f"{site}/admin/")
    form.go_back()
    expect(body(form)).to_have_value("In our words. And more.")


def test_going_back_from_a_refusal_finds_what_was_written(form, settings, tmp_path):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3000
    form.get_by_label("Preview while typing").uncheck()
    words = "long and longer. " * 300
    body(form).fill(words)
    more = tmp_path / "a.png"
    more.write_bytes(bytes(12_000_000))  # more than the browser sends at once
    form.locator("#id_pictures-0-upload").set_input_files(more)
    save(form).click()
    expect(form.get_by_role("heading", name="Nothing was saved")).to_be_visible()
    form.go_back()
    assert body(form).input_value() == words


def test_before_a_written_form_is_left_the_browser_asks(form, asked):
    write(form, " And more.")
    leave(form)
    assert asked == ["beforeunload"]
    expect(body(form)).to_have_value("In our words. And more.")


def test_nothing_is_asked_where_nothing_was_written_or_all_is_saved(form, asked):
    write(form, " And more.")
    save(form).click()
    expect(form.get_by_text("was changed successfully")).to_be_visible()
    body(form).focus()
    form.keyboard.type("x")
    form.keyboard.press("Backspace")
    leave(form)
    form.wait_for_url("**/admin/")
    assert asked == []


def test_a_form_that_came_back_with_a_mistake_is_not_saved(form, asked):
    form.locator("#id_title").fill("")
    save(form).click()
    expect(form.locator(".errornote")).to_be_visible()
    body(form).focus()
    form.keyboard.press("End")
    leave(form)
    assert asked == ["beforeunload"]


def test_while_a_text_is_saved_the_button_says_so_and_is_pressed_once(form):
    sent = []
    form.on(
        "request",
        lambda request: (
            sent.append(request.url) if request.method == "POST" and request.is_navigation_request() else None
        ),
    )
    form.route("**/change/", lambda route: route.fulfill(status=204))  # the page stays
    save(form).click()
    button = form.locator(".submit-row input[value='Saving …']")
    expect(button).to_have_count(1)
    button.click()
    form.get_by_role("button", name="Save", exact=True).first.click()
    form.wait_for_timeout(300)
    assert len(sent) == 1


def test_what_is_written_after_a_save_that_was_broken_off_is_asked_for(form, asked):
    form.route("**/change/", lambda route: route.fulfill(status=204))  # the page stays
    save(form).click()
    write(form, " And more.")
    leave(form)
    assert asked == ["beforeunload"]


def test_what_is_written_after_a_save_that_was_broken_off_can_be_saved(form):
    form.route("**/change/", lambda route: route.fulfill(status=204))
    save(form).click()
    write(form, " And more.")
    form.unroute("**/change/")
    save(form).click()
    expect(form.get_by_text("was changed successfully")).to_be_visible()
    expect(body(form)).to_have_value("In our words. And more.")


def test_after_the_session_has_ended_the_text_is_there_to_be_copied(form, site):
    write(form, " And more.")
    form.context.clear_cookies(name="sessionid")
    save(form).click()
    expect(form.get_by_label("Body")).to_have_value("In our words. And more.")
    with form.context.expect_page() as opened:
        form.get_by_role("link", name="Sign in").click()
    opened.value.get_by_label("Username").fill("admin")
    opened.value.get_by_label("Password").fill("password")
    opened.value.get_by_role("button", name="Log in").click()
    expect(opened.value.locator("#id_body")).to_have_value("In our words.")


def test_the_address_of_a_report_follows_its_number_or_else_its_title(form, site):
    form.goto(f"{site}/admin/documents/report/add/")
    slug = form.locator("#id_slug")
    form.locator("#id_title").press_sequentially("A Review of Tides")
    expect(slug).to_have_value("a-review-of-tides")
    form.locator("#id_number").press_sequentially("T 7")
    expect(slug).to_have_value("t-7")
    form.locator("#id_title").press_sequentially("!")
    expect(slug).to_have_value("t-7")
    form.goto(f"{site}/admin/documents/report/{Report.objects.get().pk}/change/")
    form.locator("#id_number").fill("")
    form.locator("#id_title").press_sequentially("!")
    expect(slug).to_have_value("harbor")
