from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from documents.models import Change, Revision, State

DRAFT = {"state": State.DRAFT}
LATER = timezone.now() + timedelta(days=1)
EARLIER = timezone.now() - timedelta(days=1)


@pytest.fixture
def start(admin_client):
    return lambda: admin_client.get("/admin/").content.decode()


def test_an_empty_site_shows_the_first_steps(start, db):
    page = start()
    assert "First steps" in page and '<a href="/admin/documents/collection/add/">Add a collection</a>' in page
    assert "Nothing waits." in page


def test_a_step_that_is_done_says_so(start, shelf):
    shelf.report(**DRAFT)
    page = start()
    assert 'Add a report to it: <span class="quiet">done</span>' in page
    assert ">Publish the report</a>" in page


def test_sources_come_before_the_sections_that_cite_them(start, db):
    page = start()
    assert page.index("Add the sources") < page.index("Add the sections")


def test_nothing_waits(start, shelf):
    shelf.section()
    Change.objects.all().delete()
    page = start()
    assert "Nothing waits." in page and "First steps" not in page


def test_drafts_are_counted_and_led_to(start, shelf):
    section = shelf.section(title="Tides", **DRAFT)
    page = start()
    assert "Sections that are drafts: 1" in page
    assert f'<a href="/admin/documents/section/{section.pk}/change/"><bdi>Tides</bdi></a>' in page


def test_a_long_list_is_capped(start, shelf):
    for number in range(7):
        shelf.source(f"S{number}", title=f"Memo {number}", **DRAFT)
    page = start()
    assert "Sources that are drafts: 7" in page and "Memo 6" in page and "Memo 1" not in page
    assert '<a href="/admin/documents/source/?state__exact=draft">All 7</a>' in page


def test_what_is_scheduled_says_when(start, shelf):
    shelf.report(
        "weir", title="Weir", state=State.SCHEDULED, publish_at=timezone.now().replace(2099, 6, 3, 9, 0)
    )
    page = start()
    assert "Reports that are scheduled: 1" in page and "Scheduled for June 3, 2099, 09:00 (UTC)" in page


def test_what_is_due_and_waits_says_why(start, shelf):
    shelf.section(body="See [@S9].", state=State.SCHEDULED, publish_at=EARLIER)
    page = start()
    assert "It could not be published then" in page and "[@S9] cites no published source" in page


def test_changes_that_are_not_published(start, shelf):
    kept, published = shelf.source("S1", title="A memo"), shelf.source("S2", title="A poll")
    for source in (kept, published):
        changes = Revision.objects.set_aside(source)
    changes.put_away()
    page = start()
    assert "Changes that are kept and not published: 1" in page and "A memo" in page


def test_texts_that_could_not_be_indexed(start, shelf):
    source = shelf.source("S1", title="A memo")
    Change.objects.all().delete()
    Change.objects.create(unit=source.public_id).put_back("No space left on device")
    Change.objects.create(unit="gone").put_back("Unknown")
    page = start()
    assert "Texts that could not be brought into the search: 2" in page
    assert "A memo" in page and "No space left on device. Next try:" in page
    assert "A text that was deleted" in page


def test_a_search_that_is_behind(start, shelf):
    shelf.source("S1")
    assert "The search is behind" not in start()
    Change.objects.update(made_at=EARLIER)
    assert "The search is behind: 1" in start()


def test_citations_that_lead_nowhere(start, shelf):
    shelf.section("The tide turned [@S9].", title="Tides", **DRAFT)
    page = start()
    assert "Citations of sources that are not here: 1" in page
    assert "[@S9] leads nowhere: The tide turned" in page


def test_hostile_titles_are_escaped(start, shelf):
    shelf.section(title="<script>alert(1)</script>", **DRAFT)
    assert "<script>alert" not in start()


def test_who_may_not_see_sources_is_told_nothing_of_them(client, shelf, django_user_model):
    shelf.source("S1", title="A memo", body="See [@S9].", **DRAFT)
    shelf.section(title="Tides", **DRAFT)
    user = django_user_model.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_section"))
    client.force_login(user)
    page = client.get("/admin/").content.decode()
    assert "Tides" in page and "A memo" not in page and "S9" not in page


def test_a_stranger_is_asked_to_log_in(client, db):
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"


def test_many_things_cost_no_more_queries(admin_client, shelf, django_assert_num_queries):
    def fill(number):
        shelf.section("See [@S99].", title=f"Part {number}", slug=f"p{number}", **DRAFT)
        shelf.source(f"S{number}", **DRAFT)
        shelf.source(f"T{number}", state=State.SCHEDULED, publish_at=LATER)
        Revision.objects.set_aside(shelf.source(f"U{number}"))
        Change.objects.first().put_back("No space")

    fill(0)
    admin_client.get("/admin/")
    with django_assert_num_queries(25):
        admin_client.get("/admin/")
    for number in range(1, 9):
        fill(number)
    with django_assert_num_queries(25):
        admin_client.get("/admin/")
