from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from documents.models import Change, PreviewLink, Report, Section, Source, State

LATER = timezone.now() + timedelta(days=1)
MODELS = [Report, Section, Source]


@pytest.fixture
def one(shelf):
    """A published record of a kind."""

    def make(model, **values):
        make = {Report: shelf.report, Section: shelf.section, Source: shelf.source}[model]
        return make(**values)

    return make


@pytest.mark.parametrize("model", MODELS)
def test_what_everybody_could_read_is_withdrawn(one, model):
    one(model)
    model.objects.withdraw(reason="By order.")
    record = model.objects.get()
    assert (record.state, record.withdrawn_reason, record.is_gone) == ("withdrawn", "By order.", True)
    assert timezone.now() - record.withdrawn_at < timedelta(minutes=1)
    assert list(model.objects.gone()) == [record] and not model.objects.published().exists()


@pytest.mark.parametrize("model", MODELS)
def test_what_is_only_scheduled_becomes_a_draft(one, model):
    one(model, state=State.SCHEDULED, publish_at=LATER)
    model.objects.withdraw(reason="By order.")
    record = model.objects.get()
    assert (record.state, record.publish_at, record.withdrawn_at, record.withdrawn_reason) == (
        *("draft", None),
        *(None, ""),
    )
    assert not model.objects.known().exists()


def test_a_section_that_was_to_be_read_with_its_report_becomes_a_draft(shelf):
    shelf.section(report=shelf.report(state=State.DRAFT))
    Section.objects.withdraw()
    assert Section.objects.get().state == State.DRAFT


@pytest.mark.parametrize("model", MODELS)
def test_publishing_again_lifts_it(one, model):
    first = one(model).published_at
    model.objects.withdraw(reason="By order.")
    model.objects.publish()
    record = model.objects.get()
    assert (record.is_public, record.withdrawn_at, record.withdrawn_reason) == (True, None, "")
    assert record.published_at == first


@pytest.mark.parametrize("model", MODELS)
def test_what_is_to_be_published_again_is_withdrawn_until_then(one, model):
    record = one(model)
    record.state = State.WITHDRAWN
    record.save()
    record.state, record.publish_at, since = State.SCHEDULED, LATER, record.withdrawn_at
    record.full_clean()
    record.save()
    assert list(model.objects.gone()) == [record] and record.withdrawn_at == since
    assert record.standing.startswith("Withdrawn, scheduled for ")
    model.objects.publish_due(LATER)
    assert list(model.objects.published()) == [record] and not model.objects.gone().exists()


@pytest.mark.parametrize("model", MODELS)
def test_a_schedule_that_is_taken_back_leaves_it_withdrawn(one, model):
    record = one(model)
    model.objects.withdraw(reason="By order.")
    record.refresh_from_db()
    record.state, record.publish_at, since = State.SCHEDULED, LATER, record.withdrawn_at
    record.save()
    model.objects.withdraw()
    record.refresh_from_db()
    assert (record.state, record.withdrawn_at, record.withdrawn_reason) == ("withdrawn", since, "By order.")


@pytest.mark.parametrize("model", MODELS)
def test_withdrawing_twice_changes_nothing(one, model):
    one(model)
    model.objects.withdraw(reason="By order.")
    before = model.objects.values().get()
    model.objects.withdraw(reason="Another.")
    assert model.objects.values().get() == before


def test_the_sections_go_with_their_report(shelf):
    report = shelf.report()
    read, draft = shelf.section(report=report), shelf.section(report=report, state=State.DRAFT)
    Report.objects.withdraw()
    assert list(Section.objects.gone()) == [read] and not Section.objects.published().exists()
    assert {read.public_id, draft.public_id} <= set(Change.objects.values_list("unit", flat=True))
    Report.objects.publish()
    assert list(Section.objects.published()) == [read] and not Section.objects.gone().exists()


def test_a_section_that_nobody_could_read_does_not_become_known_with_its_report(shelf):
    report = shelf.report()
    Report.objects.withdraw()
    report.refresh_from_db()
    shelf.section(report=report)
    assert not Section.objects.known().exists()


@pytest.mark.parametrize("text", [Section, Source, Report])
def test_a_source_that_is_cited_can_be_withdrawn_and_what_cites_it_saved(one, shelf, text):
    source = shelf.source("S1")
    said = {
        Report: {"about": "See [@S1]."},
        Section: {"body": "See [@S1]."},
        Source: {"body": "[@S1]", "key": "S2"},
    }
    citing = one(text, **said[text])
    Source.objects.filter(pk=source.pk).withdraw()
    citing.full_clean()
    assert source.public_texts_that_cite() == [citing] and citing.is_public


@pytest.mark.parametrize(
    ("saved", "possible"),
    [
        (State.DRAFT, {"draft", "scheduled", "published"}),
        (State.SCHEDULED, {"draft", "scheduled", "published"}),
        (State.PUBLISHED, {"published", "withdrawn"}),
        (State.WITHDRAWN, {"withdrawn", "scheduled", "published"}),
    ],
)
@pytest.mark.parametrize("model", MODELS)
def test_which_state_may_follow_which(one, model, saved, possible):
    record = one(model, state=saved, publish_at=LATER if saved == State.SCHEDULED else None)
    taken = set()
    for state in State:
        record.state, record.publish_at = state, LATER if state == State.SCHEDULED else None
        try:
            record.full_clean()
        except ValidationError as error:
            assert "state" in error.message_dict
        else:
            taken.add(state)
    assert taken == possible


def test_a_reason_without_withdrawing_is_refused(shelf):
    source = shelf.source()
    source.withdrawn_reason = "By order."
    with pytest.raises(ValidationError, match="counts where the state is “Withdrawn”"):
        source.full_clean()


def test_who_has_a_preview_link_reads_on_no_longer(shelf):
    section, source = shelf.section(), shelf.source()
    for unit in (section, source):
        PreviewLink.objects.make(unit, by=None)
    Source.objects.withdraw()
    assert [link.owner for link in PreviewLink.objects.all()] == [section]
    Report.objects.withdraw()
    assert not PreviewLink.objects.exists()


def test_a_link_that_is_made_afterwards_lives_on(shelf):
    source = shelf.source()
    Source.objects.withdraw()
    source.refresh_from_db()
    PreviewLink.objects.make(source, by=None)
    source.save()
    assert PreviewLink.objects.exists()


def test_the_state_is_said_with_the_day(shelf, settings):
    source = shelf.source()
    Source.objects.withdraw()
    source.refresh_from_db()
    assert source.standing.startswith("Withdrawn on ") and settings.TIME_ZONE in source.standing
