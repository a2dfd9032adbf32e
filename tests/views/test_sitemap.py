"""The sitemap: what is published, with true dates."""

import re
from datetime import UTC, datetime

import pytest

from documents import sitemaps
from documents.models import Report, Revision, Source, State


def entries(client, address="/sitemap.xml"):
    response = client.get(address)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    found = re.findall(r"<loc>(.*?)</loc>(?:<lastmod>(.*?)</lastmod>)?", response.content.decode())
    return {address.removeprefix("http://127.0.0.1:8000"): changed for address, changed in found}


@pytest.fixture
def dated(shelf):
    """A section last published in March and a source in May, which has had a draft of a change since."""
    section, source = shelf.section("One."), shelf.source("S1")
    for unit, month in ((section, 3), (source, 5)):
        unit.revisions.update(made_at=datetime(2020, month, 1, 12, tzinfo=UTC))
        type(unit).objects.filter(pk=unit.pk).update(published_at=datetime(2020, 1, 1, tzinfo=UTC))
    Report.objects.update(published_at=datetime(2020, 1, 1, tzinfo=UTC))
    Revision.objects.create(source=source, number=9, state="pending", body="Not yet.")
    return source


def test_every_published_page_is_listed_and_nothing_else(client, shelf):
    shelf.section()
    shelf.source("S1")
    shelf.source("S2", state=State.DRAFT)
    shelf.section(report=shelf.report("secret", state=State.DRAFT))
    assert set(entries(client)) == {
        *("/", "/reports/", "/sources/", "/timeline/", "/about/", "/help/search/", "/privacy/"),
        *("/accessibility/", "/corrections/", "/reports/harbor/", "/reports/harbor/part-1/", "/sources/s1/"),
    }


def test_dates_are_those_of_the_last_published_change(client, dated):
    changed = entries(client)
    assert changed["/reports/harbor/part-1/"] == changed["/reports/harbor/"] == "2020-03-01T12:00:00+00:00"
    assert changed["/sources/s1/"] == changed["/"] == "2020-05-01T12:00:00+00:00"
    assert changed["/privacy/"] == ""


def test_publishing_is_a_change(client, dated):
    Source.objects.update(published_at=datetime(2021, 1, 1, tzinfo=UTC))
    assert entries(client)["/sources/s1/"] == "2021-01-01T00:00:00+00:00"


def test_a_section_was_not_read_before_its_report(client, shelf):
    report = shelf.report(state=State.DRAFT)
    shelf.section(report=report).revisions.update(made_at=datetime(2020, 3, 1, tzinfo=UTC))
    report.state = State.PUBLISHED
    report.save()
    first = report.published_at.isoformat(timespec="seconds")
    changed = entries(client)
    assert changed["/reports/harbor/part-1/"][:19] == changed["/reports/harbor/"][:19] == first[:19]


def test_the_corrections_have_the_date_of_the_latest_that_is_shown(client, shelf):
    assert entries(client)["/corrections/"] == ""
    for number, unit in enumerate((shelf.source("S1"), shelf.source("S2"), shelf.source("S3")), 3):
        unit.body, unit.correction = "Mended.", "It was wrong."
        unit.save()
        unit.revisions.filter(number=2).update(made_at=datetime(2020, number, 1, tzinfo=UTC))
    Source.objects.update(published_at=datetime(2020, 1, 1, tzinfo=UTC))
    Source.objects.filter(key="S3").withdraw()
    assert entries(client)["/corrections/"] == "2020-04-01T00:00:00+00:00"


def test_an_empty_site_has_one(client, db):
    assert "/about/" in entries(client)


def test_beyond_the_limit_it_is_a_list_of_files(client, shelf, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST", 6)
    shelf.source("S1")
    assert set(entries(client)) == {"/sitemap-1.xml", "/sitemap-2.xml"}
    listed = [*entries(client, "/sitemap-1.xml"), *entries(client, "/sitemap-2.xml")]
    assert len(listed) == 10 and "/sources/s1/" in listed
    assert client.get("/sitemap-3.xml").status_code == 404


def test_the_number_of_questions_is_fixed(client, shelf, django_assert_num_queries):
    for number in range(4):
        shelf.section()
        shelf.source(f"S{number}")
    with django_assert_num_queries(4):
        client.get("/sitemap.xml")
