"""What stands where something was withdrawn: that it was, when and why, and nothing of it."""

import re

import pytest

from documents.models import Report, Section, Source, State

SECRET = "kanarienvogel"
REASON = "By order of a court <b>in Lyon</b>."


def page(client, address, status=410):
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def words(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def withdrawn(record, reason=REASON):
    type(record).objects.filter(pk=record.pk).withdraw(reason=reason)
    record.refresh_from_db()
    return record


def test_a_source_says_when_and_why_and_no_more(client, shelf, settings):
    source = withdrawn(
        shelf.source("S1", title=SECRET, slug=f"{SECRET}-1", author=SECRET, publisher=SECRET, body=SECRET)
    )
    shown = page(client, f"/sources/{SECRET}-1/")
    day = source.withdrawn_at.strftime("%B %-d, %Y")
    assert "This source was withdrawn" in shown and f">{day}</time>" in shown
    assert "By order of a court &lt;b&gt;in Lyon&lt;/b&gt;." in shown
    assert SECRET not in shown


def test_without_a_reason_it_says_so(client, shelf):
    withdrawn(shelf.source("S1"), reason="")
    assert "They give no reason." in page(client, "/sources/s1/")


def test_no_search_engine_lists_it_and_no_cache_keeps_it(client, shelf):
    withdrawn(shelf.source("S1"))
    response = client.get("/sources/s1/")
    assert '<meta name="robots" content="noindex' in response.content.decode()
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex", "no-cache")
    assert 'rel="canonical"' not in response.content.decode()


def test_a_section_names_the_report_that_can_be_read(client, shelf):
    report = shelf.report(title="Harbor review")
    withdrawn(shelf.section(SECRET, title=SECRET, report=report))
    shown = page(client, "/reports/harbor/part-1/")
    assert "This section was withdrawn" in shown and SECRET not in shown
    assert '<a href="/reports/harbor/">report H-1</a>' in shown


def test_a_report_takes_its_sections_with_it(client, shelf):
    report = shelf.report(title=SECRET, number=SECRET, about=SECRET, publisher=SECRET)
    shelf.section("{page 43}\n\nText.", title=SECRET, report=report)
    withdrawn(report)
    for address in ("", "all/", "all/?part=2", "all/?at=page-43", "part-1/", "part-1/?range=abc-def"):
        shown = page(client, f"/reports/harbor/{address}")
        assert SECRET not in shown and "By order of a court" in shown
    assert "together with the report that it belongs to" in page(client, "/reports/harbor/part-1/")
    assert "This report was withdrawn" in page(client, "/reports/harbor/")


def test_what_was_never_public_in_it_stays_missing(client, shelf):
    report = shelf.report()
    shelf.section(report=report, state=State.DRAFT)
    withdrawn(report)
    page(client, "/reports/harbor/part-1/", 404)
    page(client, "/reports/harbor/nothing/", 404)


def test_a_section_withdrawn_by_itself_does_not_name_a_withdrawn_report(client, shelf):
    report = shelf.report(title=SECRET, number=SECRET)
    withdrawn(shelf.section(report=report), reason="Its own reason.")
    withdrawn(report)
    shown = page(client, "/reports/harbor/part-1/")
    assert "Its own reason." in shown and SECRET not in shown


def test_former_addresses_say_the_same_and_tell_no_new_one(client, shelf):
    report = shelf.report("old")
    section, source = shelf.section(slug="first", report=report), shelf.source("S1")
    for record, slug in ((report, "new"), (section, SECRET), (source, f"{SECRET}-2")):
        record.slug = slug
        record.save()
    withdrawn(section)
    withdrawn(source)
    for address in ("/reports/old/first/", "/reports/new/first/", "/sources/s1/"):
        response = client.get(address)
        assert response.status_code == 410 and SECRET not in response.content.decode()
    assert client.get("/reports/old/").status_code == 301
    withdrawn(report)
    for address in ("/reports/old/", "/reports/old/all/", "/reports/old/first/"):
        page(client, address)


def test_number_and_printed_pages_of_a_report(client, shelf):
    report = shelf.report(number="H-1")
    shelf.section("{page 43}\n\nText.", report=report)
    withdrawn(report)
    for address in ("/r/H-1/", "/r/harbor/", "/r/H-1/p/43/", "/r/H-1/p/43-44/"):
        assert "This report was withdrawn" in page(client, address)


def test_a_printed_page_of_a_section(client, shelf):
    report = shelf.report(number="H-1")
    withdrawn(shelf.section("{page 43}\n\nText.", title=SECRET, report=report))
    shelf.section("{page 44}\n\nText.", report=report)
    assert "This section was withdrawn" in page(client, "/r/H-1/p/43/")
    assert client.get("/r/H-1/p/44/").status_code == 302
    page(client, "/r/H-1/p/45/", 404)


def test_a_report_that_has_the_number_now_is_found(client, shelf):
    withdrawn(shelf.report("old", number="H-1"))
    shelf.report("new", number="H-1")
    assert client.get("/r/H-1/").url == "/reports/new/"


def test_a_slug_that_another_source_has_now_is_its_own(client, shelf):
    source = shelf.source("S1", slug="memo")
    source.slug = "other"
    source.save()
    withdrawn(source)
    shelf.source("S2", slug="memo", title="Another memo")
    assert "Another memo" in page(client, "/sources/memo/", 200)


def test_published_again_it_is_here_again(client, shelf):
    withdrawn(shelf.source("S1", title="A memo"))
    Source.objects.publish()
    assert "A memo" in page(client, "/sources/s1/", 200)


def test_a_draft_that_was_public_once_is_missing_as_before(client, shelf):
    source = shelf.source("S1")
    source.state = State.DRAFT
    source.save()
    page(client, "/sources/s1/", 404)


def test_a_citation_of_it_stays_without_a_link(client, shelf):
    source = shelf.source("S1", title=SECRET, slug=SECRET)
    shelf.source("S2", title="Order")
    shelf.report(about="See [@S1].")
    shelf.section("It was so [@S1, p. 3; @S2].")
    page(client, "/reports/harbor/all/", 200)  # the text is kept as it was made
    withdrawn(source)
    for address in ("/reports/harbor/part-1/", "/reports/harbor/all/", "/reports/harbor/"):
        shown = page(client, address, 200)
        assert SECRET not in shown and re.search(r"S1(, p\. 3)? \(withdrawn\)", words(shown)), address
    Source.objects.publish()
    assert f'href="/sources/{SECRET}/"' in page(client, "/reports/harbor/all/", 200)


def test_a_hit_is_not_shown_before_the_index_knows(client, shelf, index):
    shelf.section("Buoys here.", title="Findings")
    index()
    withdrawn(Section.objects.get())
    before = page(client, "/search/?q=buoys", 200)
    index()
    after = page(client, "/search/?q=buoys", 200)
    assert "Findings" not in before + after and "/reports/harbor/part-1/" not in before + after


def test_nothing_else_shows_it(client, shelf, index):
    shelf.source("S1", title=SECRET, date="2018", slug=SECRET)
    shelf.section("Text.", report=shelf.report())
    withdrawn(Source.objects.get())
    index()
    for address in ("/", "/sources/", "/timeline/", "/sitemap.xml", f"/suggest/?q={SECRET[:6]}", "/reports/"):
        assert SECRET not in page(client, address, 200)


def test_it_takes_few_questions(client, shelf, django_assert_max_num_queries):
    withdrawn(shelf.section())
    with django_assert_max_num_queries(10):
        page(client, "/reports/harbor/part-1/")


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, shelf, method):
    withdrawn(shelf.source("S1"))
    assert getattr(client, method)("/sources/s1/").status_code == 405


def test_a_report_by_number_is_told_where_only_letters_differ(client, shelf):
    withdrawn(shelf.report(number="OIG-21-028"))
    assert "This report was withdrawn" in page(client, "/r/21-028/")
    assert Report.objects.gone().count() == 1
