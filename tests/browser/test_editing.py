"""The way of an editor: log in, correct a source, find the correction."""

import threading
import time

import pytest
from playwright.sync_api import expect

from documents.models import Source
from documents.search import loop

HANGING = 20_000  # milliseconds; the bar is two seconds


@pytest.fixture
def indexing():
    """The indexer's thread, as a worker of the server runs it."""
    stop = threading.Event()
    thread = threading.Thread(target=loop.run, args=[stop])
    thread.start()
    yield
    stop.set()
    thread.join()


@pytest.fixture
def editor(page, site, admin_user):
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()
    return page


def test_a_corrected_source_is_found(editor, site, indexing, complaints, record_figure):
    editor.goto(f"{site}/admin/documents/source/{Source.objects.get(key='S2').pk}/change/")
    editor.get_by_label("Body").fill("Lighthouse keepers were asked.")
    editor.get_by_role("button", name="Save", exact=True).first.click()
    expect(editor.get_by_text("was changed successfully")).to_be_visible()
    saved = time.monotonic()
    found = editor.get_by_text("1 section or source")
    while not found.is_visible() and time.monotonic() - saved < HANGING / 1000:
        editor.goto(f"{site}/search/?q=lighthouse+keeper")
    expect(found).to_be_visible()
    record_figure(
        "seconds from saving in the admin to found in the browser", round(time.monotonic() - saved, 2)
    )
    editor.get_by_role("link", name="A poll").first.click()
    expect(editor.locator("mark")).to_have_text(["Lighthouse", "keepers"])
    assert complaints == []


@pytest.mark.parametrize("model", ["collection", "report", "section", "source"])
def test_no_code_is_blocked_in_the_admin(editor, site, complaints, model):
    for place in ("", "add/"):
        editor.goto(f"{site}/admin/documents/{model}/{place}")
        expect(editor.locator("h1").first).to_be_visible()
    assert complaints == []
