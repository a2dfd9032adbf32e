from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from documents.models import Report, Revision, Section, Source, State

NOON = datetime(2026, 6, 3, 12, tzinfo=UTC)
LATER = timezone.now() + timedelta(days=1)
EARLIER = timezone.now() - timedelta(days=1)


def scheduled(at=NOON):
    return {"state": State.SCHEDULED, "publish_at": at}


def test_what_is_scheduled_is_not_published(shelf):
    shelf.source("S1", **scheduled())
    shelf.section(**scheduled())
    shelf.report("weir", **scheduled())
    assert not Source.objects.published().exists() and not Section.objects.published().exists()
    assert not Report.objects.published().filter(slug="weir").exists()


def test_a_schedule_needs_its_time(shelf):
    source = shelf.source(state=State.SCHEDULED)
    with pytest.raises(ValidationError, match="needs a date and a time"):
        source.full_clean()


def test_a_time_that_is_past_is_refused(shelf):
    source = shelf.source(state=State.DRAFT)
    source.state, source.publish_at = State.SCHEDULED, EARLIER
    with pytest.raises(ValidationError, match=r"already\. Choose a later time"):
        source.full_clean()


def test_a_record_whose_time_has_passed_can_still_be_mended(shelf):
    source = shelf.source(**scheduled(EARLIER))
    source.body = "Corrected."
    source.full_clean()
    source.save()
    source.refresh_from_db()
    assert (source.body, source.state, source.publish_at) == ("Corrected.", State.SCHEDULED, EARLIER)


def test_a_time_without_a_schedule_is_refused(shelf):
    report = shelf.report(state=State.DRAFT)
    report.publish_at = LATER
    with pytest.raises(ValidationError, match="counts where the state is “Scheduled”"):
        report.full_clean()


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_a_record_that_is_not_scheduled_any_more_has_no_time(shelf, state):
    for record in (shelf.source(**scheduled()), shelf.report("weir", **scheduled())):
        record.state = state
        record.full_clean()
        record.save()
        record.refresh_from_db()
        assert record.publish_at is None


def test_what_everybody_can_read_is_not_scheduled(shelf):
    source = shelf.source("S1")
    source.state, source.publish_at = State.SCHEDULED, LATER
    with pytest.raises(ValidationError, match="Choose one of “Published”, “Withdrawn”"):
        source.full_clean()


def test_what_is_due_is_published_and_the_rest_waits(shelf):
    due = shelf.source("S1", **scheduled())
    shelf.source("S2", **scheduled(NOON + timedelta(seconds=1)))
    shelf.source("S3", state=State.DRAFT)
    assert Source.objects.publish_due(NOON) == []
    assert list(Source.objects.published()) == [due]


def test_a_report_is_published_at_its_time(shelf):
    report = shelf.report(**scheduled())
    Report.objects.publish_due(NOON - timedelta(seconds=1))
    assert not Report.objects.published().exists()
    Report.objects.publish_due(NOON)
    assert list(Report.objects.published()) == [report]


def test_what_may_not_be_published_stays_scheduled(shelf):
    shelf.section(body="See [@S9].", **scheduled())
    [(section, reason)] = Section.objects.publish_due(NOON)
    section.refresh_from_db()
    assert (section.state, section.publish_at) == (State.SCHEDULED, NOON)
    assert "[@S9] cites no published source" in reason


def test_publishing_twice_is_harmless(shelf):
    source = shelf.source(**scheduled())
    Source.objects.publish_due(NOON)
    assert Source.objects.publish_due(NOON) == Source.objects.all().publish() == []
    assert Revision.objects.filter(source=source).count() == 2


def test_a_clock_set_back_takes_nothing_back(shelf):
    source = shelf.source(**scheduled())
    Source.objects.publish_due(NOON)
    Source.objects.publish_due(NOON - timedelta(days=400))
    assert list(Source.objects.published()) == [source]


def test_publishing_comes_before_the_time(shelf):
    shelf.source(**scheduled(LATER))
    assert Source.objects.all().publish() == []
    assert Source.objects.published().get().publish_at is None


def test_withdrawing_what_is_scheduled_makes_it_a_draft(shelf):
    shelf.source(**scheduled())
    shelf.report("weir", **scheduled())
    Source.objects.all().withdraw()
    Report.objects.all().withdraw()
    for record in (Source.objects.get(), Report.objects.get()):
        assert (record.state, record.publish_at) == (State.DRAFT, None)


def test_who_publishes_in_bulk_is_in_the_history(shelf, admin_user):
    source = shelf.source(state=State.DRAFT)
    Source.objects.all().publish(by=admin_user)
    revision = source.revisions.first()
    assert (revision.state, revision.author) == ("published", admin_user)


def test_all_reasons_are_named(shelf):
    shelf.section(body="See [@S8] and [@S9].", state=State.DRAFT)
    [(_, reason)] = Section.objects.all().publish()
    assert "[@S8]" in reason and "[@S9]" in reason


def test_the_state_is_said_with_the_time_on_the_sites_clock(shelf, settings):
    settings.TIME_ZONE = "Europe/Paris"
    assert shelf.source(**scheduled()).standing == "Scheduled for June 3, 2026, 14:00 (Europe/Paris)"
    assert shelf.source("S2").standing == "Published"
