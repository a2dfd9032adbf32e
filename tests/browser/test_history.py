"""Versions in a browser: two editors at once, changes kept aside, the history, and what readers see of corrections."""

import pytest
from playwright.sync_api import expect

from documents.models import Source
from tests.browser.axe import findings
from tests.browser.test_admin import WATCH

PLACES = ["1/", "2/", "difference/?older=1&newer=2", ""]


@pytest.fixture
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def source(site):
    """A source that was corrected once, and of which changes are kept."""
    source = Source.objects.get(key="S2")
    source.body, source.correction = "Families were asked twice.", "They were asked twice."
    source.save()
    source.body, source.correction = "Nobody was asked.", ""
    source.revisions.set_aside(source)
    source.refresh_from_db()
    return source


def log_in(page, site, name="admin"):
    page.add_init_script(WATCH)
    page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()


def form(site, source):
    return f"{site}/admin/documents/source/{source.pk}/change/"


def save(page, body):
    page.locator("textarea[name=body]").fill(body)
    page.get_by_role("button", name="Save", exact=True).first.click()


def test_two_editors_without_scripts(browser, site, source, admin_user, django_user_model):
    django_user_model.objects.create_superuser("kowalska", password="password")
    pages = [browser.new_context(java_script_enabled=False).new_page() for _ in range(2)]
    for page, name in zip(pages, ("admin", "kowalska"), strict=True):
        log_in(page, site, name)
        page.goto(form(site, source))
    mine, theirs = pages
    save(theirs, "Families were asked by letter.")
    save(mine, "Families were asked at the gate.")
    expect(mine.get_by_role("heading", name="Nothing was saved: there is another version")).to_be_visible()
    expect(mine.get_by_text("kowalska saved this record")).to_be_visible()
    expect(mine.locator("textarea[name=body]")).to_have_value("Families were asked at the gate.")
    mine.get_by_role("button", name="Save", exact=True).first.click()
    expect(mine.get_by_text("was changed successfully")).to_be_visible()
    assert Source.objects.get(pk=source.pk).body == "Families were asked at the gate."
    for page in pages:
        page.context.close()


def test_changes_are_kept_continued_and_published(page, site, source, admin_user, uploads, complaints):
    log_in(page, site)
    page.goto(form(site, source))
    page.locator("input[name=title]").fill("A poll of families")
    page.get_by_role("button", name="Keep without publishing").first.click()
    expect(page.get_by_text("The changes are kept.")).to_be_visible()
    page.get_by_role("link", name="Continue with them").first.click()
    expect(page.locator("input[name=title]")).to_have_value("A poll of families")
    page.get_by_role("button", name="Save", exact=True).first.click()
    assert Source.objects.get(pk=source.pk).title == "A poll of families"
    page.goto(form(site, source))
    page.get_by_role("button", name="discard them").click()
    expect(page.get_by_text("The changes are not offered any more.")).to_be_visible()
    assert complaints == []


def test_nothing_is_blocked_where_versions_are_shown(page, site, source, admin_user, complaints):
    log_in(page, site)
    page.goto(form(site, source))
    source.body = "Families were asked by letter."
    source.save()
    save(page, "Families were asked at the gate.")
    expect(page.locator(".conflict")).to_be_visible()
    for place in PLACES:
        page.goto(f"{site}/admin/documents/source/{source.pk}/history/{place}")
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_the_history(browser, site, source, admin_user, width):
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    log_in(page, site)
    for place in PLACES:
        page.goto(f"{site}/admin/documents/source/{source.pk}/history/{place}")
        assert list(findings(page, "#content-main")) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(form(site, source))
    other = Source.objects.get(pk=source.pk)
    other.body = "Families were asked by letter."
    other.save()
    assert list(findings(page, ".notice")) == []
    save(page, "Families were asked at the gate.")
    expect(page.locator(".conflict")).to_be_visible()
    assert list(findings(page, ".conflict")) == []
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_corrections(browser, site, source, width):
    page = browser.new_context(viewport={"width": width, "height": 900}).new_page()
    for address in ("/corrections/", "/corrections/?report=harbor", "/sources/s2/", "/"):
        page.goto(site + address)
        assert list(findings(page, "body")) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_a_correction_under_a_text_leads_to_its_words(page, site, source, complaints):
    page.goto(f"{site}/sources/s2/")
    page.get_by_role("region", name="Corrections to this text").get_by_role("link").click()
    correction = page.get_by_role("article", name="A poll")
    expect(correction).to_be_in_viewport()
    assert page.url.endswith(f"#correction-{source.revisions.get(number=2).pk}")
    expect(correction.locator("ins")).to_have_text(["put in: twice"])
    assert complaints == []
