"""The timeline: a drawing, and the same as a list."""

import re

from documents.models import State


def page_of(client, address="/timeline/"):
    return client.get(address).content.decode()


def drawing(page):
    return re.search(
        r'<div class="timeline" aria-hidden="true">.*?\n</div>\n<ul class="legend"', page, re.DOTALL
    )[0]


def test_a_document_is_a_mark_and_a_line_of_the_list(client, shelf):
    shelf.source(title="The order of May", date="2018-05-04", kind="order", publisher="Port Authority")
    page = page_of(client)
    mark = '<a href="/sources/s1/" tabindex="-1"><title>May 4, 2018: The order of May</title>'
    assert mark in drawing(page)
    assert '<h2 class="year" id="y2018">2018</h2>' in page
    assert '<span class="date">May 4, 2018</span>' in page
    assert '<a href="/sources/s1/" lang="en" dir="ltr">The order of May</a>' in page
    assert "<strong>1 entry</strong>, in 2018." in page


def test_nobody_tabs_through_the_drawing(client, shelf):
    for number in range(3):
        shelf.source(f"S{number}", date="2018")
    links = re.findall("<a [^>]*>", drawing(page_of(client)))
    assert len(links) == 3
    assert all('tabindex="-1"' in link for link in links)


def test_a_report_stands_where_it_was_issued_and_where_it_was_revised(client, shelf):
    shelf.report(title="Harbor review", issued="2019-03-04", revised="2020-02")
    page = page_of(client)
    assert "<title>March 4, 2019: Harbor review (issued)</title>" in page
    assert "<title>February 2020: Harbor review (revised)</title>" in page
    assert '<span>Report <span class="whole">H-1</span> revised</span>' in page


def test_documents_without_a_date_stand_apart(client, shelf):
    shelf.source("S1", title="Dated", date="2018")
    shelf.source("S2", title="Undated")
    page = page_of(client)
    assert "2 entries</strong>, in 2018; 1 without a date." in page
    assert page.index("Without a date") < page.index(">Undated</a>")
    assert "Undated" not in drawing(page)


def test_it_is_narrowed_like_the_list_of_sources(client, shelf):
    shelf.source("S1", title="Bread", kind="memo", publisher="DOJ", date="2017-05-01")
    shelf.source("S2", title="Cheese", kind="poll", publisher="GAO", date="2018-05-01")
    page = page_of(client, "/timeline/?kind=memo&publisher=DOJ")
    assert "Bread" in page and "Cheese" not in page
    assert "<strong>1 entry</strong> of 2, in 2017." in page
    assert '<a href="/timeline/?kind=memo&amp;kind=poll&amp;publisher=DOJ">poll</a>' not in page
    assert '<a href="/sources/?kind=memo&amp;publisher=DOJ">The sources as a list</a>' in page


def test_years_that_are_chosen_are_the_time_that_is_shown(client, shelf):
    shelf.source("S1", title="Long", date="2010/2020")
    shelf.source("S2", title="Short", date="2018-06-20")
    shelf.source("S3", title="Other", date="2015")
    page = page_of(client, "/timeline/?year=2018")
    assert "Long" in page and "Short" in page and "Other" not in page
    assert ">Jul 2018</text>" in page and ">2015</text>" not in page


def test_what_passes_no_filter_shows_the_way_back(client, shelf):
    shelf.source(date="2018")
    page = page_of(client, "/timeline/?kind=song&year=soon")
    assert "“soon” is not a year" in page
    assert 'Nothing published passes these filters. <a href="/timeline/">Show all 1</a>' in page


def test_without_anything_published_it_says_so(client, shelf):
    shelf.source(title="Hidden", date="2018", state=State.DRAFT)
    shelf.report(title="Hidden", issued="2018", state=State.DRAFT)
    page = page_of(client)
    assert "Nothing is published yet." in page
    assert "Hidden" not in page and "<svg" not in page


def test_only_documents_without_a_date_make_no_drawing(client, shelf):
    shelf.source(title="Undated")
    page = page_of(client)
    assert "Undated" in page and 'class="timeline"' not in page


def test_two_hundred_of_one_day_are_listed_once_each_and_drawn_as_one_number(client, shelf):
    for number in range(200):
        shelf.source(f"S{number}", title=f"Memo {number:03}", date="2018-06-20")
    page = page_of(client)
    assert page.count('<span class="date">June 20, 2018</span>') == 1
    assert len(set(re.findall(r">(Memo \d{3})</a>", page))) == 200
    assert '<a href="#on-2018-06-20" tabindex="-1"><title>191 documents: June 20, 2018</title>' in page
    assert ">191</text>" in page


def test_right_to_left_titles_say_so(client, shelf):
    shelf.source(title="تقرير", language="ar", date="2018")
    assert '<a href="/sources/s1/" lang="ar" dir="rtl">تقرير</a>' in page_of(client)


def test_markup_in_a_record_or_an_address_is_shown_as_text(client, shelf):
    script = "<script>alert(1)</script>"
    shelf.source(title=script, kind=script, publisher=script, date="2018")
    shelf.report(title=script, number=script, issued="2018")
    page = client.get("/timeline/", {"kind": script, "year": script}).content.decode() + page_of(client)
    assert script not in page and "&lt;script&gt;" in page


def test_no_id_stands_twice(client, shelf):
    for number, date in enumerate(["2018", "2018/2019", "2018-05", "2018", "2019-05-04", "0900"]):
        shelf.source(f"S{number}", date=date)
    ids = re.findall(r'\sid="([^"]*)"', page_of(client))
    assert len(set(ids)) == len(ids)


def test_the_number_of_questions_to_the_database_is_fixed(client, shelf, django_assert_num_queries):
    shelf.report(issued="2018")
    with django_assert_num_queries(5):
        client.get("/timeline/")
    for number in range(12):
        shelf.source(f"S{number}", date="2018")
    shelf.section(" ".join(f"[@S{number}]" for number in range(12)))
    with django_assert_num_queries(5):
        client.get("/timeline/?kind=memo")


def test_nothing_but_reading_is_allowed(client, db):
    assert client.post("/timeline/").status_code == 405


def test_the_list_of_sources_is_not_narrowed_to_reports(client, shelf):
    shelf.report()
    shelf.source("S1", kind="memo")
    page = page_of(client, "/timeline/?kind=report+published+here")
    assert '<a href="/sources/">The sources as a list</a>' in page
    page = page_of(client, "/timeline/?kind=memo&kind=report+published+here&publisher=DOJ")
    assert '<a href="/sources/?kind=memo&amp;publisher=DOJ">The sources as a list</a>' in page


def test_a_year_before_1000_has_four_digits(client, shelf):
    shelf.source("S1", date="0987")
    shelf.source("S2", date="0987-06")
    shelf.source("S3", date="1021")
    page = page_of(client)
    assert "from 0987 to 1021." in page
    address = re.search(r'href="(/timeline/\?year=0987)"', page)[1]
    assert "<strong>2 entries</strong> of 3, in 0987." in page_of(client, address)
