"""What the forms of records refuse, each at its field: keys, addresses, languages, other collections."""

import pytest
from django.core.exceptions import ValidationError

from documents.models import Collection, Section, Source, State


def refused(record, **changes):
    """The messages by field that a form with these changes would show."""
    for name, value in changes.items():
        setattr(record, name, value)
    try:
        record.full_clean()
    except ValidationError as error:
        return error.message_dict
    return {}


@pytest.fixture
def other(db):
    return Collection.objects.create(slug="other", name="Other")


def test_a_sound_record_is_taken(shelf):
    section, source = shelf.section(body="See.", key="R1"), shelf.source("S1")
    for record in (section, section.report, source, shelf.collection):
        assert refused(record) == {}


@pytest.mark.parametrize("key", ["S 1]", "a/b", ".S1", "S1\n"])
def test_a_key_that_cannot_be_cited_is_refused(shelf, key):
    assert "cannot be cited" in refused(shelf.source(), key=key)["key"][0]
    assert "cannot be cited" in refused(shelf.section(), key=key)["key"][0]


def test_a_source_cannot_take_the_key_of_a_section(shelf):
    shelf.section(key="R1")
    assert "has the key R1" in refused(shelf.source(), key="R1")["key"][0]


def test_a_source_cannot_take_the_key_of_another_source(shelf):
    shelf.source("S1")
    assert set(refused(shelf.source("S2"), key="S1")) == {"key"}


@pytest.mark.parametrize("key", ["R1", "R2", "S1"])
def test_a_section_cannot_take_a_key_of_the_collection(shelf, key):
    shelf.source("S1")
    shelf.section(key="R1")
    shelf.section(key="R2", report=shelf.report("weir"))
    assert "has the key" in refused(shelf.section(), key=key)["key"][0]


def test_a_section_may_have_its_key_in_another_edition_and_in_another_collection(shelf, other):
    section = shelf.section(key="R1")
    again = section.report.editions.create(slug="second", label="Second edition")
    Section.objects.create(edition=again, key="R1", slug="findings", title="Findings")
    Source.objects.create(collection=other, key="R1", slug="elsewhere", kind="memo", title="A memo")
    assert refused(section) == {}


@pytest.mark.parametrize("level", [0, 7])
def test_a_level_that_no_heading_has_is_refused(shelf, level):
    assert set(refused(shelf.section(), level=level)) == {"level"}


def test_what_is_no_language_tag_is_refused(shelf):
    for record in (shelf.report(), shelf.source(), shelf.collection):
        assert "no language tag" in refused(record, language="english!!")["language"][0]


def test_a_taken_address_is_said_at_the_address(shelf):
    shelf.section(slug="findings")
    assert set(refused(shelf.section(), slug="findings")) == {"slug"}


def test_a_report_with_citations_stays_in_its_collection(shelf, other):
    shelf.source("S1")
    report = shelf.section(body="See [@S1].").report
    assert set(refused(report, collection=other)) == {"collection"}


def test_a_report_without_citations_may_change_its_collection(shelf, other):
    assert refused(shelf.section(body="See.").report, collection=other) == {}


def test_a_section_with_citations_stays_in_its_collection(shelf, other):
    shelf.source("S1")
    section = shelf.section(body="See [@S1].", state=State.DRAFT)
    edition = other.reports.create(slug="weir", title="Weir review").current_edition
    assert set(refused(section, edition=edition)) == {"edition"}


def test_a_section_that_was_public_stays_where_links_find_it(shelf):
    elsewhere = shelf.report("weir").current_edition
    section = shelf.section(report=shelf.report("harbor"))
    assert refused(section, state=State.WITHDRAWN) == {}
    section.save()
    assert "copy its text to a new section" in refused(section, edition=elsewhere)["edition"][0]


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_a_section_that_nobody_could_read_may_be_moved(shelf, state):
    section = shelf.section(report=shelf.report("secret", state=State.DRAFT), state=state)
    assert refused(section, edition=shelf.report("weir").current_edition) == {}


def test_sources_that_cite_or_are_cited_stay_in_their_collection(shelf, other):
    cited = shelf.source("S1")
    citing = shelf.source("S2", body="See [@S1].", state=State.DRAFT)
    for source in (cited, citing):
        assert set(refused(source, collection=other)) == {"collection"}


def test_a_source_that_nothing_cites_may_change_its_collection(shelf, other):
    assert refused(shelf.source(), collection=other) == {}


def test_what_is_said_about_a_report_cites_published_sources(shelf):
    shelf.source("S1")
    shelf.source("S2", state=State.DRAFT)
    report = shelf.report()
    assert refused(report, about="See [@S1].") == {}
    messages = refused(report, about="See [@S2] and [@NOPE].")["about"]
    assert [message.partition(" ")[0] for message in messages] == ["[@NOPE]", "[@S2]"]


def test_what_is_said_about_a_draft_report_may_cite_what_is_to_come(shelf):
    assert refused(shelf.report(state=State.DRAFT), about="See [@NOPE].") == {}


def test_what_is_said_about_a_collection_cites_published_sources(shelf):
    shelf.source("S1")
    assert refused(shelf.collection, about="See [@S1].") == {}
    assert "[@NOPE]" in refused(shelf.collection, about="See [@NOPE].")["about"][0]


def test_a_mistake_in_what_is_said_about_a_report_is_refused(shelf):
    assert "Note 1 has no text" in refused(shelf.report(), about="See[^1].")["about"][0]


def test_all_is_said_at_once(shelf):
    shelf.section(key="R1")
    section = shelf.section(body="See [@S9].", state=State.DRAFT)
    assert set(refused(section, key="R1", slug="part-1", state=State.PUBLISHED)) == {"key", "slug", "body"}
