import pytest
from django.core.exceptions import ValidationError
from django.db.models import RestrictedError

from documents.models import Change, Citation, Edition, Report, Section, Source, State


def test_a_draft_section_is_not_published(shelf):
    shelf.section(state=State.DRAFT)
    assert not Section.objects.published().exists()


def test_a_published_section_of_a_draft_report_is_not_published(shelf):
    report = shelf.report(state=State.DRAFT)
    shelf.section(report=report)
    assert not Section.objects.published().exists()


def test_a_dangling_citation_cannot_be_published(shelf):
    section = shelf.section(body="It was so [@S9].", state=State.DRAFT)
    section.state = State.PUBLISHED
    with pytest.raises(ValidationError, match="S9"):
        section.full_clean()


def test_a_draft_may_cite_what_is_not_there_yet(shelf):
    section = shelf.section(body="It was so [@S9].", state=State.DRAFT)
    section.full_clean()
    assert section.citations.dangling().count() == 1


def test_a_source_that_arrives_is_cited_by_those_who_waited_for_it(shelf):
    section = shelf.section(body="It was so [@S9].", state=State.DRAFT)
    source = shelf.source("S9")
    assert section.citations.get().cited == source


def test_bulk_publishing_refuses_the_dangling_and_publishes_the_rest(shelf):
    good = shelf.section(body="Fine.", state=State.DRAFT)
    bad = shelf.section(body="See [@S9].", state=State.DRAFT)
    refused = Section.objects.all().publish()
    assert [unit for unit, _ in refused] == [bad]
    assert list(Section.objects.published()) == [good]


def test_a_text_that_cites_a_draft_is_not_published(shelf):
    shelf.source("S1", state=State.DRAFT)
    section = shelf.section(body="See [@S1].", state=State.DRAFT)
    [(refused, reason)] = Section.objects.all().publish()
    assert refused == section and "[@S1] cites no published source" in reason


def test_sources_that_cite_each_other_are_published_together(shelf):
    shelf.source("S1", body="See [@S2] and [@S1].", state=State.DRAFT)
    shelf.source("S2", body="See [@S1].", state=State.DRAFT)
    assert Source.objects.all().publish() == []
    assert Source.objects.published().count() == 2


def test_a_source_is_refused_with_the_one_that_it_cites(shelf):
    shelf.source("S1", body="See [@S2].", state=State.DRAFT)
    shelf.source("S2", body="See [@S9].", state=State.DRAFT)
    refused = {source.key: reason[:6] for source, reason in Source.objects.all().publish()}
    assert refused == {"S1": "[@S2] ", "S2": "[@S9] "}
    assert not Source.objects.published().exists()


def test_a_source_that_cites_itself_is_published(shelf):
    source = shelf.source("S1", body="See [@S1].", state=State.DRAFT)
    source.state = State.PUBLISHED
    source.full_clean()
    source.save()
    assert source.cited_by.get().cited == Source.objects.published().get()


def test_a_report_that_cites_in_vain_is_not_published(shelf):
    good = shelf.report("weir", about="Fine.", state=State.DRAFT)
    bad = shelf.report("harbor", about="See [@S9].", state=State.DRAFT)
    assert [report for report, _ in Report.objects.all().publish()] == [bad]
    assert list(Report.objects.published()) == [good]


def test_the_date_of_publication_is_that_of_the_first_time(shelf):
    source = shelf.source()
    first = source.published_at
    Source.objects.all().withdraw()
    Source.objects.all().publish()
    source.refresh_from_db()
    assert source.published_at == first is not None


def test_a_cited_source_keeps_its_key(shelf):
    source = shelf.source("S1")
    shelf.section(body="See [@S1].")
    source.key = "S2"
    with pytest.raises(ValidationError, match="present key"):
        source.full_clean()


@pytest.mark.parametrize("slug", ["all", "editions", "cite", "tables", "file"])
def test_a_section_cannot_take_an_address_of_the_site(shelf, slug):
    section = shelf.section()
    section.slug = slug
    with pytest.raises(ValidationError, match="address of the site"):
        section.full_clean()


def queued():
    return set(Change.objects.values_list("unit", flat=True))


@pytest.fixture
def cited(shelf):
    source = shelf.source("S1")
    section = shelf.section(body="See [@S1].")
    Change.objects.all().delete()
    return section, source


def test_a_saved_section_queues_itself_and_what_it_cites(cited):
    section, source = cited
    section.save()
    assert queued() == {section.public_id, source.public_id}


def test_a_source_no_longer_cited_is_queued_too(cited):
    section, source = cited
    section.body = "Nothing is cited."
    section.save()
    assert queued() == {section.public_id, source.public_id}


@pytest.mark.parametrize(
    "change",
    [
        lambda section: Section.objects.all().withdraw(),
        lambda section: Section.objects.update(title="Other"),
        lambda section: Section.objects.all().delete(),
        lambda section: section.delete(),
        lambda section: section.report.save(),
        lambda section: type(section.report).objects.all().withdraw(),
        lambda section: section.report.delete(),
        lambda section: type(section.report).objects.all().delete(),
        lambda section: section.edition.save(),
        lambda section: Edition.objects.update(label="Other"),
        lambda section: section.edition.delete(),
        lambda section: Edition.objects.filter(pk=section.edition_id).delete(),
    ],
)
def test_every_way_to_change_a_section_queues_it(cited, change):
    section, source = cited
    public_id = section.public_id
    change(section)
    assert queued() == {public_id, source.public_id}


def test_ways_around_saving_are_closed(shelf):
    with pytest.raises(NotImplementedError):
        Source.objects.bulk_create([])
    with pytest.raises(NotImplementedError):
        Source.objects.bulk_update([], ["title"])


@pytest.mark.parametrize("values", [{"body": "New."}, {"state": State.PUBLISHED}, {"date": "2018"}])
def test_a_query_cannot_change_what_more_hangs_on(shelf, values):
    shelf.source("S1", state=State.DRAFT)
    with pytest.raises(NotImplementedError, match="Use "):
        Source.objects.update(**values)


def test_a_source_that_cites_itself_can_be_deleted(shelf):
    shelf.source("S1", body="See [@S1].").delete()
    assert not Source.objects.exists() and not Citation.objects.exists()


def test_sources_that_cite_each_other_can_be_deleted_together(shelf):
    one = shelf.source("S1", body="See [@S2].")
    shelf.source("S2", body="See [@S1].")
    with pytest.raises(RestrictedError):
        one.delete()
    Source.objects.all().delete()
    assert not Source.objects.exists()
