"""Every page of the admin: nothing is blocked there, and axe finds nothing that it does not find on Django's own pages.

The pages are found by following links, so that a new one is covered without anyone remembering it.
"""

import re
from collections import deque
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import expect

from documents.models import Picture, Report, Section, Source
from tests.browser.axe import findings
from tests.browser.test_editing import editor  # noqa: F401
from tests.pictures.drawing import photo

# Says aloud what the browser otherwise tells only some listeners.
WATCH = """document.addEventListener("securitypolicyviolation",
    event => console.error(`blocked: ${event.violatedDirective} ${event.blockedURI}`))"""
DJANGO = re.compile(r"/admin/(auth/|password_change|login|logout|jsi18n)")
# Parameters that lead to the same page in another order or part.
SAME = re.compile(r"[?&](o|p|all|e|date_hierarchy|_facets|_changelist_filters|[a-z_]+__[a-z_]+)=")
MOST = 150


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def records(site):
    """Something in every list and form."""
    section = Section.objects.get(title="How it began")
    Picture.objects.keep(section, key="map", alt="A map.", data=photo())
    section.body += "\n\nAnother line."
    section.save()
    Source.objects.get(key="S2").save()


def kind(address):
    """The page that an address is an example of."""
    parts = urlsplit(address)
    return re.sub(r"\d+", "1", f"{parts.path}?{parts.query}" if parts.query else parts.path)


def pages(page, start):
    """Go to one page of each kind that links lead to, and yield its address."""
    seen, waiting = {kind(start)}, deque([start])
    while waiting:
        address = waiting.popleft()
        page.goto(address)
        yield address
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        for link in (urldefrag(link).url for link in links):
            if urlsplit(link).path.startswith("/admin/") and not SAME.search(link) and kind(link) not in seen:
                seen.add(kind(link))
                waiting.append(link)
    assert len(seen) < MOST


def test_no_page_is_worse_than_django_s_own(editor, site, records, complaints):  # noqa: F811
    editor.add_init_script(WATCH)
    django, ours, visited, blocked = set(), {}, set(), {}
    for address in pages(editor, f"{site}/admin/"):
        path = urlsplit(address).path
        visited.add(path)
        if complaints:
            blocked[path] = list(complaints)
        for rule, example in findings(editor):
            if DJANGO.match(path):
                django.add(rule)
            else:
                ours.setdefault(rule, (path, example))
        complaints.clear()  # axe measures with styles of its own, which are blocked
    assert blocked == {}
    report = f"report/{Report.objects.get(slug='harbor').pk}"
    for needed in ("collection/add/", "section/", "source/add/", f"{report}/change/", f"{report}/delete/"):
        assert f"/admin/documents/{needed}" in visited
    assert {rule: place for rule, place in ours.items() if rule not in django} == {}


def test_the_form_of_a_text_is_better_than_that(editor, site, records):  # noqa: F811
    section = Section.objects.get(title="How it began").pk
    editor.goto(f"{site}/admin/documents/section/{section}/change/")
    editor.locator("#id_body").fill(
        "![](map) [@S1] [@S9] {page} {redacted: x} {withheld: y}\n\n:::note\nA note.\n:::"
    )
    expect(editor.locator(".mistakes li")).to_have_count(2)
    editor.get_by_text("Sources to cite").click()
    editor.locator("#id_body").press_sequentially(" [@")
    expect(editor.locator(".offers")).to_be_visible()
    assert list(findings(editor, ".writing", ".field-cites", "#pictures-group")) == []


def test_pages_that_no_link_leads_to(editor, site, records, complaints):  # noqa: F811
    editor.add_init_script(WATCH)
    section = Section.objects.get(title="How it began").pk
    editor.goto(f"{site}/admin/documents/section/{section}/change/")
    editor.get_by_label("Title:").fill("")
    editor.locator("#section_form").evaluate("form => { form.noValidate = true }")
    editor.get_by_role("button", name="Save", exact=True).first.click()
    expect(editor.locator(".errornote")).to_be_visible()
    editor.goto(f"{site}/admin/documents/section/?q=harbor")
    editor.goto(f"{site}/admin/documents/section/?q=nothing")
    editor.goto(f"{site}/admin/documents/section/999/change/")  # a redirect with a message
    editor.goto(f"{site}/admin/")
    editor.get_by_role("button", name="Log out").click()
    editor.get_by_role("link", name="Log in again").click()
    editor.wait_for_load_state("networkidle")
    assert complaints == []
