import pytest
from django.core.exceptions import ValidationError

from documents.models import Change, Section, Source, State


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
        lambda section: section.edition.delete(),
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
