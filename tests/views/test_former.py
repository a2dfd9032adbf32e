import pytest

from documents.models import State


def renamed(record, slug):
    record.slug = slug
    record.save()
    return record


def answer(client, address):
    response = client.get(address)
    return response.status_code, response.get("Location")


def test_an_old_address_of_a_source_leads_to_the_new_one(client, shelf):
    renamed(shelf.source("S1"), "order-of-may")
    assert answer(client, "/sources/s1/") == (301, "/sources/order-of-may/")


def test_the_query_comes_along(client, shelf):
    renamed(shelf.source("S1"), "order-of-may")
    address = "/sources/order-of-may/?q=a+b%26c&match=2"
    assert answer(client, "/sources/s1/?q=a+b%26c&match=2") == (301, address)


def test_all_below_an_old_address_of_a_report_is_found(client, shelf):
    shelf.section(slug="findings", report=renamed(shelf.report("old"), "new"))
    assert answer(client, "/reports/old/") == (301, "/reports/new/")
    assert answer(client, "/reports/old/all/") == (301, "/reports/new/all/")
    assert answer(client, "/reports/old/findings/") == (301, "/reports/new/findings/")


def test_old_addresses_of_report_and_section_together(client, shelf):
    report = shelf.report("old")
    renamed(shelf.section(slug="first", report=report), "findings")
    renamed(report, "new")
    assert answer(client, "/reports/new/first/") == (301, "/reports/new/findings/")
    assert answer(client, "/reports/old/first/") == (301, "/reports/new/findings/")


def test_of_many_names_each_leads_to_the_last_at_once(client, shelf):
    source = shelf.source("S1")
    for slug in ("two", "three", "four"):
        renamed(source, slug)
    assert [answer(client, f"/sources/{slug}/") for slug in ("s1", "two", "three")] == [
        (301, "/sources/four/")
    ] * 3


def test_it_does_not_lead_to_what_is_not_published(client, shelf):
    report = renamed(shelf.report("old"), "new")
    renamed(shelf.section(slug="first", report=report), "findings").delete()
    source = renamed(shelf.source("S1"), "memo")
    source.state = report.state = State.DRAFT
    source.save()
    assert answer(client, "/sources/s1/") == answer(client, "/reports/old/first/") == (404, None)
    report.save()
    assert answer(client, "/reports/old/") == answer(client, "/reports/old/all/") == (404, None)


def test_what_it_was_called_before_it_was_published_nobody_is_told(client, shelf):
    report = shelf.report("working-title", state=State.DRAFT)
    section = renamed(shelf.section(slug="working-part", report=report), "findings")
    source = renamed(shelf.source("S1", slug="working-memo", state=State.DRAFT), "memo")
    renamed(report, "harbor")
    for record in (report, section, source):
        record.state = State.PUBLISHED
        record.save()
    assert [
        answer(client, address)
        for address in ("/reports/working-title/", "/reports/harbor/working-part/", "/sources/working-memo/")
    ] == [(404, None)] * 3
    assert answer(client, "/reports/harbor/findings/") == answer(client, "/sources/memo/") == (200, None)


def test_a_slug_belongs_to_who_has_it_now(client, shelf):
    renamed(shelf.source("S1", slug="memo"), "first-memo")
    shelf.source("S2", slug="memo", title="Another memo")
    assert "Another memo" in client.get("/sources/memo/").content.decode()


def test_a_slug_that_two_gave_up_leads_to_the_later_one(client, shelf):
    renamed(shelf.source("S1", slug="memo"), "one")
    renamed(shelf.source("S2", slug="memo"), "two")
    assert answer(client, "/sources/memo/") == (301, "/sources/two/")


def test_there_and_back_is_no_loop(client, shelf):
    source = shelf.source("S1")
    renamed(source, "other")
    renamed(source, "s1")
    assert answer(client, "/sources/s1/") == (200, None)
    assert answer(client, "/sources/other/") == (301, "/sources/s1/")


def test_exchanged_slugs_are_no_loop(client, shelf):
    one, two = shelf.source("S1", slug="one", title="First"), shelf.source("S2", slug="two", title="Second")
    renamed(one, "lent")
    renamed(two, "one")
    renamed(one, "two")
    assert "Second" in client.get("/sources/one/").content.decode()
    assert "First" in client.get("/sources/two/").content.decode()


@pytest.mark.parametrize("address", ["/sources/s1/", "/reports/x/", "/reports/x/all/", "/reports/harbor/x/"])
def test_what_never_was_is_missing(client, shelf, address):
    shelf.report()
    assert client.get(address).status_code == 404


def test_a_browser_does_not_follow_it_for_ever(client, shelf):
    renamed(shelf.source("S1"), "other")
    assert client.get("/sources/s1/")["Cache-Control"] == "max-age=3600"


def test_a_section_that_takes_an_old_slug_has_it(client, shelf):
    report = shelf.report()
    one, two = shelf.section(slug="one", report=report), shelf.section(slug="two", report=report)
    renamed(one, "three")
    assert answer(client, "/reports/harbor/one/") == (301, "/reports/harbor/three/")
    renamed(two, "one")
    assert answer(client, "/reports/harbor/one/") == (200, None)
