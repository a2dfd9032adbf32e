"""Whatever is done to many records at once or to an order, the search finds what is published afterwards, and no more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents.models import Change, Report, Section, Source, State
from documents.search.drift import find_drift
from documents.search.engines import engine
from tests.admin.test_order import move, order
from tests.admin.test_publishing import chosen

LATER = timezone.now() + timedelta(days=1)
ADMIN = "/admin/documents"


@pytest.fixture
def site(shelf, index):
    """Records in all states, in the index as they are."""
    for report in (shelf.report(), shelf.report("weir", state=State.DRAFT)):
        for number, state in enumerate(State):
            later = {"publish_at": LATER} if state == State.SCHEDULED else {}
            first = State.PUBLISHED if state == State.WITHDRAWN else state
            place = {"level": 1 + number % 2, "state": first}
            unit = shelf.section("Buoys [@S1].", slug=f"part-{state}", report=report, **place, **later)
            if state == State.WITHDRAWN:
                Section.objects.filter(pk=unit.pk).withdraw()
    shelf.source("S1", "Buoys.")
    shelf.source("S2", "Buoys.", state=State.DRAFT)
    index()
    return index


def found_is_published(index):
    """After the outbox is empty the index has what is published, as it is, and nothing else."""
    index()
    published = {*Section.objects.published(), *Source.objects.published()}
    assert engine().digests().keys() == {unit.public_id for unit in published}
    assert not find_drift(engine()) and not Change.objects.exists()
    return published


def test_the_site_is_indexed(site):
    assert len(found_is_published(site)) == 2


@pytest.mark.parametrize(
    ("action", "count"), [("publish", {"section": 5, "source": 3, "report": 3}), ("withdraw", {"report": 1})]
)
@pytest.mark.parametrize("kind", [Section, Source, Report])
def test_after_a_bulk_action(admin_client, site, kind, action, count):
    name = kind._meta.model_name
    admin_client.post(f"{ADMIN}/{name}/", chosen(kind.objects.all(), action, withdrawing="yes", reason=""))
    assert len(found_is_published(site)) == count.get(name, 1)


@pytest.mark.parametrize("kind", [Section, Source, Report])
def test_after_deleting_in_bulk(admin_client, site, kind):
    Section.objects.withdraw()
    if kind is not Section:
        Section.objects.all().delete()
    kind.objects.withdraw()
    deleted = chosen(kind.objects.all(), "delete_selected", post="yes")
    admin_client.post(f"{ADMIN}/{kind._meta.model_name}/", deleted)
    assert not kind.objects.exists()
    found_is_published(site)


@pytest.mark.parametrize("what", ["up published", "down draft", "deeper published", "higher withdrawn"])
def test_after_a_move(admin_client, site, what):
    report = Report.objects.get(slug="harbor")
    place = f"{ADMIN}/report/edition/{report.current_edition.pk}/order/"
    before, (name, state) = order(), what.split()
    section = report.current_edition.sections.get(slug=f"part-{state}")
    move(admin_client, place, f"{name} {section.pk}")
    assert order() != before
    found_is_published(site)


def test_results_that_go_by_place_follow_a_move(admin_client, client, shelf, index):
    report = shelf.report()
    for slug in ("first", "second"):
        shelf.section("Buoys.", slug=slug, title=slug, report=report)
    index()
    place = f"{ADMIN}/report/edition/{report.current_edition.pk}/order/"
    move(admin_client, place, f"down {Section.objects.get(slug='first').pk}")
    index()
    page = client.get("/search/matches/?q=buoys").content.decode()
    assert page.index("/reports/harbor/second/") < page.index("/reports/harbor/first/")


def test_a_write_that_failed_is_shown_to_editors(admin_client, shelf):
    section = shelf.section(title="Findings")
    Change.objects.all().delete()
    Change.objects.note([section.public_id])
    Change.objects.get().put_back("No space left on device")
    page = admin_client.get("/admin/").content.decode()
    assert "Findings" in page and "No space left on device" in page
