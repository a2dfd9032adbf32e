"""The list of reports and the outline of each."""

import re

from documents.models import Collection, State


def test_published_reports_are_listed(client, shelf):
    shelf.report(title="Harbor review", number="H-1", issued="2018-05")
    shelf.report("secret", title="Secret review", state=State.DRAFT)
    page = client.get("/reports/").content.decode()
    assert '<a href="/reports/harbor/" lang="en" dir="ltr">Harbor review</a>' in page
    assert "May 2018" in page
    assert "Secret review" not in page


def test_without_reports_the_list_says_so(client, db):
    assert "No report is published yet." in client.get("/reports/").content.decode()


def test_a_report_shows_what_it_is_about_and_its_contents(client, shelf):
    report = shelf.report(about="A review of the *harbor*.", publisher="Port Authority")
    shelf.section(report=report, title="Findings", number="2")
    shelf.section(report=report, title="Hidden", state=State.DRAFT)
    page = re.sub(r">\s+<", "><", client.get("/reports/harbor/").content.decode())
    assert "A review of the <em>harbor</em>." in page
    assert '<a href="/reports/harbor/part-1/" lang="en" dir="ltr">2 Findings</a>' in page
    assert "Hidden" not in page
    assert "rights" in page and "<dt>Rights</dt>" not in page


def test_what_a_report_is_about_cites_published_sources_of_its_collection(client, shelf):
    shelf.source("S1", title="The order of May")
    shelf.source("S2", state=State.DRAFT)
    shelf.report(about="Ordered [@S1, p. 3], not [@S2].")
    shelf.collection = Collection.objects.create(slug="other", name="Other shelf")
    shelf.source("S1", slug="stranger")
    page = client.get("/reports/harbor/").content.decode()
    assert '<a class="cite" href="/sources/s1/" title="The order of May">S1, p. 3</a>' in page
    assert '<span class="dangling">S2</span>' in page


def test_a_report_in_our_words_says_so(client, shelf):
    shelf.section(report=shelf.report(official_url="https://example.org/h1"), nature="summary")
    page = client.get("/reports/harbor/").content.decode()
    assert "not the official text" in page
    assert 'href="https://example.org/h1"' in page


def test_a_report_can_be_searched_alone_and_read_on_one_page(client, shelf):
    shelf.section()
    page = client.get("/reports/harbor/").content.decode()
    assert '<input type="hidden" name="report" value="harbor">' in page
    assert '<label class="unseen" for="report-q">Search report H-1 and its sources</label>' in page
    assert '<a href="/reports/harbor/all/">' in page


def test_a_report_without_sections_has_a_page(client, shelf):
    shelf.report()
    assert "No section is published yet." in client.get("/reports/harbor/").content.decode()


def test_a_draft_is_missing(client, shelf):
    shelf.report(state=State.DRAFT)
    assert client.get("/reports/harbor/").status_code == 404


def test_the_number_of_questions_to_the_database_is_fixed(client, shelf, django_assert_num_queries):
    for _ in range(6):
        shelf.section()
    with django_assert_num_queries(4):
        client.get("/reports/harbor/")
    with django_assert_num_queries(3):
        client.get("/reports/")
