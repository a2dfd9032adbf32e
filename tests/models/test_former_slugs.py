import pytest
from django.db.models import F

from documents.models import Edition, FormerSlug, Report, Section, Source, State


def former(record):
    return sorted(record.former_slugs.values_list("slug", flat=True))


def renamed(record, slug):
    record.slug = slug
    record.save()


def test_a_slug_that_is_given_up_is_kept(shelf):
    for record in (shelf.source("S1"), shelf.section(), shelf.report("weir")):
        before = record.slug
        renamed(record, "other")
        assert former(record) == [before]


def test_a_save_that_keeps_the_slug_keeps_nothing(shelf):
    source = shelf.source("S1")
    source.save()
    assert not FormerSlug.objects.exists()


def test_a_slug_that_is_taken_back_is_forgotten(shelf):
    source = shelf.source("S1")
    renamed(source, "other")
    renamed(source, "s1")
    assert former(source) == ["other"]


def test_a_slug_that_is_given_up_again_is_the_latest(shelf):
    one, two = shelf.source("S1", slug="memo"), shelf.source("S2", slug="poll")
    renamed(one, "one")
    renamed(two, "memo")
    renamed(two, "two")
    assert FormerSlug.objects.filter(slug="memo").first().source == two


def test_an_address_that_nobody_knows_is_not_kept(shelf):
    report = shelf.report("secret", state=State.DRAFT)
    for record in (shelf.source("S1", state=State.DRAFT), report, shelf.section(report=report)):
        renamed(record, "other")
        type(record).objects.filter(pk=record.pk).update(slug="another")
    assert not FormerSlug.objects.exists()


def publish(report):
    report.state = State.PUBLISHED
    report.save()


@pytest.mark.parametrize(
    "way",
    [
        publish,
        lambda report: Report.objects.publish(),
        lambda report: Report.objects.update(state=State.PUBLISHED),
    ],
)
def test_what_was_public_for_a_time_keeps_its_slugs(shelf, way):
    report = shelf.report("old", state=State.DRAFT)
    section = shelf.section(report=report)
    way(report)
    Report.objects.withdraw()
    report.refresh_from_db()
    section.refresh_from_db()
    renamed(report, "new")
    renamed(section, "findings")
    assert (former(report), former(section)) == (["old"], ["part-1"])


def test_a_section_is_dated_when_its_edition_becomes_the_current_one(shelf):
    first = shelf.report().current_edition
    second = first.report.editions.create(slug="second", label="Second edition")
    section = second.sections.create(slug="findings", title="Findings", state=State.PUBLISHED)
    assert section.published_at is None
    Edition.objects.filter(pk=first.pk).update(current=False)
    Edition.objects.filter(pk=second.pk).update(current=True)
    section.refresh_from_db()
    assert section.published_at is not None


def test_the_first_publication_stays_the_first(shelf):
    report, section = shelf.report(), shelf.section()
    Report.objects.withdraw()
    Report.objects.publish()
    for record in (report, section):
        assert type(record).objects.get(pk=record.pk).published_at == record.published_at is not None


def test_slugs_that_are_exchanged_by_way_of_the_public_id(shelf):
    one, two = shelf.source("S1", slug="one"), shelf.source("S2", slug="two")
    Source.objects.filter(pk__in=[one.pk, two.pk]).update(slug=F("public_id"))
    renamed(one, "two")
    renamed(two, "one")
    assert (former(one), former(two)) == (["one"], ["two"])


def test_a_query_that_changes_a_slug_keeps_it_too(shelf):
    section, report = shelf.section(slug="old"), Report.objects.get()
    Section.objects.filter(pk=section.pk).update(slug="new")
    Report.objects.filter(pk=report.pk).update(slug="weir")
    assert (former(section), former(report)) == (["old"], ["harbor"])
