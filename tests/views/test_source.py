"""The page of a source."""

import re

from documents.models import Source, State


def page_of(client, address="/sources/s1/"):
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r">\s+<", "><", response.content.decode())


def test_what_is_known_is_shown_and_what_is_not_is_said(client, shelf, index):
    shelf.source(
        title="The order of May",
        kind="order",
        publisher="Port Authority",
        date="2018-05",
        identifiers="PA-1\nPA-2",
    )
    page = page_of(client)
    assert "<h1>The order of May</h1>" in page
    assert "<dt>Publisher</dt><dd>Port Authority</dd>" in page
    assert "<dt>Date</dt><dd>May 2018</dd>" in page
    assert "<dd>PA-1</dd><dd>PA-2</dd>" in page
    assert '<dt>Not recorded</dt><dd class="missing">author, official address, ' in page
    assert "SHA-256, rights, how the text was made</dd>" in page and "<dt>SHA-256</dt>" not in page


def test_an_address_that_nobody_opened_says_so(client, shelf, index):
    shelf.source(official_url="https://example.org/memo", official_url_checked=False)
    page = page_of(client)
    assert 'https://example.org/memo</a><span class="remark">address not checked</span>' in page


def test_a_described_title_says_so(client, shelf, index):
    shelf.source(title="Letter of five members", title_is_description=True)
    assert "the document’s own title is not recorded" in page_of(client)


def test_where_it_is_cited_is_listed_with_the_sentence(client, shelf, index):
    shelf.source("S1")
    section = shelf.section(
        title="Findings", body="{page 41} Before {page 42}this. It was {redacted} ordered [@S1, p. 3]. After."
    )
    block = section.blocks.living()[0].id
    page = page_of(client)
    assert f'<a href="/reports/harbor/part-1/#{block}">H-1, § <bdi>Findings</bdi> (p. 42)</a>' in page
    assert "<p>It was [redacted] ordered.</p>" in page
    assert "cites p. 3" in page


def test_very_many_places_are_listed_on_several_pages(client, shelf, index):
    shelf.source("S1")
    shelf.section(" ".join(f"{{page {number}}}Ordered [@S1, p. {number}]." for number in range(1, 231)))
    page = page_of(client)
    assert "cites p. 100<" in page and "cites p. 101<" not in page
    assert "<span>1 to 100 of 230</span>" in page
    assert '<a href="?cited=2#cited-by" rel="next">' in page
    page = page_of(client, "/sources/s1/?cited=3&q=order")
    assert "cites p. 201<" in page and "cites p. 200<" not in page
    assert '<a href="?cited=2&amp;q=order#cited-by" rel="prev">' in page and 'rel="next"' not in page


def test_a_page_of_places_that_is_none_is_the_first_or_the_last(client, shelf, index):
    shelf.source("S1")
    shelf.section("It was ordered [@S1, p. 3].")
    for cited in ("x", "0", "99", "-1", "9" * 50):
        assert "cites p. 3" in page_of(client, f"/sources/s1/?cited={cited}")


def test_what_cites_it_and_is_not_published_stays_hidden(client, shelf, index):
    shelf.source("S1")
    shelf.section(title="Findings", body="It was ordered [@S1].", state=State.DRAFT)
    page = page_of(client)
    assert "No published section cites this source." in page
    assert "ordered" not in page


def test_matches_are_marked_in_text_title_and_record(client, shelf, index):
    shelf.source(
        title="Port rules", publisher="Port Authority", identifiers="X-1\nPort-2", body="The port was shut."
    )
    index()
    page = page_of(client, "/sources/s1/?q=port")
    assert '<h1><mark id="match-1">Port</mark> rules</h1>' in page
    assert '<dd><mark id="match-3">Port</mark> Authority</dd>' in page
    assert '<dd>X-1</dd><dd><mark id="match-4">Port</mark>-2</dd>' in page
    assert "<strong>4 matches</strong>" in page


def test_an_identifier_that_is_an_address_is_a_link_with_its_match_marked(client, shelf, index):
    shelf.source(identifiers="https://example.org/port")
    index()
    page = page_of(client, "/sources/s1/?q=port")
    assert (
        '<a href="https://example.org/port" rel="external">https://example.org/<mark id="match-1">port</mark></a>'
        in page
    )
    assert "<strong>1 match</strong>" in page


def test_an_address_that_is_not_recorded_is_not_called_unchecked(client, shelf, index):
    shelf.source(official_url="", official_url_checked=False)
    page = page_of(client)
    assert "official address" in page and "<dt>Official address</dt>" not in page
    assert "not checked" not in page


def test_a_summary_leads_to_the_original(client, shelf, index):
    shelf.source(kind="news article", nature="summary", official_url="https://example.org/news")
    page = page_of(client)
    assert "<strong>Summary</strong> by this project, not the original." in page
    assert '<a href="https://example.org/news" rel="external">Original</a>' in page
    assert "fficial text</a>" not in page


def test_neighbours_in_time_are_the_published_ones_by_date_then_title(client, shelf, index):
    dates = {"A1": "2017", "B1": "2018-05", "C1": "2018-05", "D1": "2018-06", "E1": "2018-05-02"}
    for key, date in dates.items():
        shelf.source(key, title=f"Memo {key}", date=date)
    Source.objects.get(key="E1").delete()
    shelf.source("F1", title="Memo B2", date="2018-05", state=State.DRAFT)
    page = page_of(client, "/sources/b1/")
    assert '<a href="/sources/a1/" rel="prev"><span>‹ Earlier: 2017</span>' in page
    assert '<a href="/sources/c1/" rel="next"><span>Later: May 2018 ›</span>' in page
    assert 'rel="prev"' not in page_of(client, "/sources/a1/")
    assert 'rel="next"' not in page_of(client, "/sources/d1/")


def test_a_source_without_a_date_has_no_neighbours_in_time(client, shelf, index):
    shelf.source("S1")
    shelf.source("S2", date="2018")
    assert "Earlier" not in page_of(client) and "Later" not in page_of(client, "/sources/s2/")


def test_the_number_of_questions_to_the_database_is_fixed(client, shelf, index, django_assert_num_queries):
    for number in range(5):
        shelf.source(f"S{number}", body="Tide [@S3].", date=f"20{number + 10}")
    shelf.section(body="One [@S1] two [@S1].\n\nThree [@S1].")
    index()
    with django_assert_num_queries(13):  # two of them for the neighbours in the results
        client.get("/sources/s1/?q=tide")


def test_a_source_without_a_text_has_a_page(client, shelf, index):
    shelf.source(body="")
    assert "There is no text of this source here yet." in page_of(client)


def test_a_draft_is_missing(client, shelf, index):
    shelf.source(state=State.DRAFT)
    assert client.get("/sources/s1/").status_code == 404
