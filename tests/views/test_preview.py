import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Picture, PreviewLink, Revision, State
from tests.pictures.drawing import photo

DRAFT = {"state": State.DRAFT}
PUBLIC_ID = 22  # characters of a token of 128 bits


@pytest.fixture
def link(db):
    def make(unit, **values):
        link = PreviewLink.objects.make(unit, by=None)
        PreviewLink.objects.filter(pk=link.pk).update(**values)
        return link.get_absolute_url()

    return make


def page(client, address):
    return client.get(address).content.decode()


def kept_aside(unit, **values):
    """Keep changes of `unit` without publishing them."""
    changed = type(unit).objects.get(pk=unit.pk)
    for name, value in values.items():
        setattr(changed, name, value)
    return Revision.objects.set_aside(changed)


def test_a_draft_section_is_read_by_its_link(client, shelf, link):
    shown = page(client, link(shelf.section("The tide turned.", title="Tides", **DRAFT)))
    assert "The tide turned." in shown and "<strong>Draft.</strong> Not published." in shown


def test_a_draft_source_is_read_by_its_link(client, shelf, link):
    shown = page(client, link(shelf.source(body="The tide turned.", author="A. Pilot", **DRAFT)))
    assert "The tide turned." in shown and "A. Pilot" in shown


def test_a_scheduled_text_says_when(client, shelf, link):
    at = timezone.now() + timedelta(days=1)
    shown = page(client, link(shelf.section("Soon.", state=State.SCHEDULED, publish_at=at)))
    assert "Scheduled for" in shown and "(UTC)" in shown and "Not published" in shown


def test_the_link_says_when_it_ends(client, shelf, link):
    section = shelf.section("Soon.", **DRAFT)
    ends = timezone.now().replace(year=2099, month=6, day=3, hour=9, minute=0)
    assert "This link ends on June 3, 2099, 09:00 (UTC)." in page(client, link(section, expires_at=ends))


def test_changes_that_are_not_published_are_shown(client, shelf, link):
    shelf.source("S2", title="The poll")
    section = shelf.section("As it was.", title="Old title")
    kept_aside(section, body="As it will be [@S2].", title="New title")
    shown = page(client, link(section))
    assert "As it will be" in shown and "New title" in shown and "The poll" in shown
    assert "As it was" not in shown and "Changes that are not published" in shown
    section.refresh_from_db()
    assert (section.body, section.title) == ("As it was.", "Old title")


def test_changes_of_every_kind_of_value_are_shown(client, shelf, link):
    source = shelf.source("S1", date="2018", title_is_description=True)
    kept_aside(source, date="2019-05-04", title_is_description=False, kind="poll")
    shown = page(client, link(source))
    assert "May 4, 2019" in shown and "Poll" in shown and "its own title is not recorded" not in shown


def test_once_it_is_published_the_link_leads_to_its_page(client, shelf, link):
    assert client.get(link(shelf.source("S1"))).url == "/sources/s1/"


def test_a_section_of_a_draft_report_says_so(client, shelf, link):
    section = shelf.section("In print.", report=shelf.report(**DRAFT))
    shown = page(client, link(section))
    assert "In print." in shown and "Its report is not published." in shown
    assert 'href="/reports/harbor/' not in shown  # it would lead nowhere


@pytest.mark.parametrize("token", ["x", "x" * PUBLIC_ID, "x" * 5000])
def test_an_unknown_token_is_missing(client, db, token):
    assert client.get(f"/preview/{token}/").status_code == 404


def test_a_link_that_ended_is_missing_as_an_unknown_one_is(client, shelf, link):
    ended = link(shelf.section("Secret.", **DRAFT), expires_at=timezone.now())
    unknown = f"/preview/{'x' * PUBLIC_ID}/"
    answers = {address: asked(client, address) for address in (ended, unknown)}
    assert answers[ended] == answers[unknown] and answers[ended][0] == 404


def asked(client, address):
    """Status, page without its own address, and number of queries."""
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    return response.status_code, response.content.decode().replace(address, ""), len(queries)


def test_nobody_keeps_or_lists_or_passes_on_the_page(client, shelf, link):
    response = client.get(link(shelf.section("Secret.", **DRAFT)))
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    shown = response.content.decode()
    assert '<meta name="robots" content="noindex' in shown
    assert "canonical" not in shown and "og:" not in shown and "ld+json" not in shown


def test_a_source_that_is_not_published_is_not_linked(client, shelf, link):
    shelf.source("S1", title="The hidden order", **DRAFT)
    shown = page(client, link(shelf.section("See [@S1].", **DRAFT)))
    assert 'See <span class="cites">[<span class="dangling">S1</span>]</span>.' in shown
    assert "The hidden order" not in shown and "/sources/s1/" not in shown


def test_what_is_hostile_is_escaped(client, shelf, link):
    hostile = "<script>alert(1)</script>"
    shown = page(client, link(shelf.section(hostile, title=hostile, **DRAFT)))
    assert hostile not in shown


def test_its_words_are_marked(client, shelf, link, index):
    shown = page(client, link(shelf.section("The pilots were warned.", **DRAFT)) + "?q=pilots")
    assert ">pilots</mark>" in shown


def test_pictures_of_a_draft_are_shown_to_who_has_the_link(client, shelf, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    section = shelf.section("![A map](map)", **DRAFT)
    picture = Picture.objects.keep(section, key="map", alt="A map.", data=photo())
    link = PreviewLink.objects.make(section, by=None)
    source = f"{picture.get_absolute_url()}?preview={link.token}"
    assert f'src="{source}"' in page(client, link.get_absolute_url())
    assert client.get(source).status_code == 200
    assert client.get(picture.get_absolute_url()).status_code == 404


def test_a_token_is_long_and_never_the_same(shelf):
    section = shelf.section(**DRAFT)
    tokens = {PreviewLink.objects.make(section, by=None).token for _ in range(20)}
    assert len(tokens) == 20 and {len(token) for token in tokens} == {PUBLIC_ID}


def test_links_that_have_ended_are_forgotten_with_the_next(shelf, link):
    section = shelf.section(**DRAFT)
    link(section, expires_at=timezone.now())
    link(section)
    assert PreviewLink.objects.count() == PreviewLink.objects.live().count() == 1


@pytest.mark.parametrize("path", ["/preview/SECRET/", "/preview/SECRET/?q=1", "/pictures/x?preview=SECRET"])
def test_no_log_tells_a_token(path):
    [console] = [handler for handler in logging.getLogger().handlers if handler.filters]
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (path,), None)
    console.filter(record)
    assert "…" in console.format(record) and "SECRET" not in console.format(record)


def test_changes_that_were_kept_before_the_text_was_saved_are_not_shown(client, shelf, link):
    section = shelf.section("As it was.", **DRAFT)
    kept_aside(section, body="An old idea.")
    section.body = "As it is."
    section.save()
    shown = page(client, link(section))
    assert "As it is." in shown and "An old idea." not in shown
    section.state = State.PUBLISHED
    section.save()
    assert client.get(link(section)).url == "/reports/harbor/part-1/"
