"""From an empty site to a report that is found and read, with the admin alone."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.test_editing import HANGING, indexing  # noqa: F401
from tests.pictures.drawing import photo


@pytest.fixture
def empty(live_server, db, index, settings, tmp_path, indexing, admin_user, page):  # noqa: F811
    """The admin of a site without anything, signed in."""
    settings.MEDIA_ROOT = tmp_path
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    return page


def save(page):
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_text("was added successfully")).to_be_visible()


def add(page, kind):
    """Open the form of a new record from the start page, as an editor does."""
    page.goto(re.sub(r"/admin/.*", "/admin/", page.url))
    page.locator(f".model-{kind}").get_by_role("link", name="Add").click()


def publish_in_form(page):
    page.get_by_label("State").select_option("published")


def add_collection_and_report(page):
    add(page, "collection")
    page.get_by_label("Name").fill("The mill inquiry")
    save(page)
    add(page, "report")
    page.get_by_label("Collection").select_option(label="The mill inquiry")
    page.get_by_label("Title").fill("The fall of the old mill")
    page.get_by_label("Number").fill("M-7")
    publish_in_form(page)
    save(page)


def add_source(page):
    add(page, "source")
    page.get_by_label("Collection").select_option(label="The mill inquiry")
    page.get_by_label("Key").first.fill("S1")
    page.get_by_label("Title", exact=False).first.fill("Letter of the miller")
    page.get_by_label("Kind").fill("letter")
    page.get_by_label("Nature").select_option("official")
    page.locator("#id_body").fill("The wheel was rotten in spring.")
    publish_in_form(page)
    save(page)


def add_section(page, title, body, picture=None):
    add(page, "section")
    page.get_by_label("Edition").select_option(index=1)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Nature").select_option("official")
    page.locator("#id_body").fill(body)
    if picture:
        page.locator("#id_pictures-0-upload").set_input_files(
            {"name": "wheel.jpg", "mimeType": "image/jpeg", "buffer": picture}
        )
        page.locator("#id_pictures-0-alt").fill("A wheel without paddles")
    publish_in_form(page)
    save(page)


def search_until_found(page, address, counted):
    """The indexer follows within two seconds; a test fails on hanging only."""
    end = time.monotonic() + HANGING / 1000
    while True:
        page.goto(address)
        if counted in page.get_by_role("status").inner_text() or time.monotonic() > end:
            break
    expect(page.get_by_role("status")).to_contain_text(counted)


def test_from_an_empty_site_to_a_report_that_is_found_and_read(empty, live_server, complaints):
    page = empty
    add_collection_and_report(page)
    add_source(page)
    add_section(page, "What happened", "The wheel broke [@S1, p. 2].\n\n![](wheel)", picture=photo("JPEG"))
    add_section(page, "What follows", "The miller was warned.")

    search_until_found(page, f"{live_server.url}/search/?q=wheel", "2 sections and sources")
    page.get_by_role("link", name="What happened").click()
    expect(page.locator("article mark").first).to_be_in_viewport()
    picture = page.get_by_role("img", name="A wheel without paddles")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("picture => picture.naturalWidth") > 0
    page.locator("article").get_by_role("link", name="S1, p. 2").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Letter of the miller")
    page.get_by_role("link", name="§ What happened").click()
    expect(page.locator(":target")).to_contain_text("The wheel broke")
    page.get_by_role("link", name="What follows").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What follows")
    assert complaints == []
