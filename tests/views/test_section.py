"""The page of a section."""

import re

import pytest

from documents.models import State
from documents.query.grammar import parse
from documents.search.find import deadline, find


def page_of(client, address="/reports/harbor/part-1/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_every_block_has_its_id_and_a_link_to_itself(client, shelf, index):
    section = shelf.section(body="# Origins\n\nThe pilots were warned.")
    page = page_of(client)
    for block in section.blocks.living():
        assert f'id="{block.id}"' in page
        assert f'href="#{block.id}"' in page


def test_matches_are_marked_numbered_and_counted(client, shelf, index):
    shelf.section(title="Pilots", number="4", body="The pilots were warned.\n\nA *pilot* was not.")
    index()
    page = page_of(client, "/reports/harbor/part-1/?q=pilot")
    assert '<h1>4 <mark id="match-1">Pilots</mark></h1>' in page
    assert 'The <mark id="match-2">pilots</mark> were' in page
    assert '<em><mark id="match-3">pilot</mark></em>' in page
    assert "<strong>3 matches</strong>" in page
    assert '<a href="?q=pilot&amp;match=1#match-1" data-key="next-match">first match ›</a>' in page


def test_one_stands_on_a_match_and_goes_to_its_neighbours(client, shelf, index):
    section = shelf.section(body="The pilots were warned.\n\nA pilot was not, nor the last pilot.")
    index()
    page = page_of(client, "/reports/harbor/part-1/?q=pilot&match=2")
    assert "<strong>2 of 3</strong>" in page
    assert '<mark id="match-2" class="current">pilot</mark>' in page
    assert page.count('class="current"') == 1
    assert 'href="?q=pilot&amp;match=1#match-1" data-key="previous-match"' in page
    assert 'href="?q=pilot&amp;match=3#match-3" data-key="next-match"' in page
    assert f'<a href="/search/?q=pilot#{section.public_id}">result 1 of 1</a>' in page


def test_there_is_no_way_past_the_first_and_the_last_match(client, shelf, index):
    shelf.section(body="The pilots were warned. A pilot was not.")
    index()
    first = page_of(client, "/reports/harbor/part-1/?q=pilot&match=1")
    assert "<span>first</span>" in first and "previous-match" not in first
    last = page_of(client, "/reports/harbor/part-1/?q=pilot&match=2")
    assert "<span>last</span>" in last and "next-match" not in last


@pytest.mark.parametrize(
    ("match", "shown"),
    [("99", "2 of 2"), ("0", "1 of 2"), ("-7", "1 of 2"), ("x", "2 matches"), ("9" * 30, "2 matches")],
)
def test_a_number_out_of_range_falls_to_the_nearest_match(client, shelf, index, match, shown):
    shelf.section(body="The pilots were warned. A pilot was not.")
    index()
    page = page_of(client, f"/reports/harbor/part-1/?q=pilot&match={match}")
    assert f"<strong>{shown}</strong>" in page


def test_marks_and_matches_are_one_number(client, shelf, index):
    report = shelf.report(publisher="Port of Tide")
    shelf.section("Tide, tide.\n\n|tide|\n|-|\n|the high tide|\n\nx[^1]\n\n[^1]: High tide.", "Tide", report)
    index()
    for q in ("tide", "tide | high tide", '"high tide" | tide'):
        response = client.get("/reports/harbor/part-1/", {"q": q})
        ids = re.findall('id="match-([0-9]+)"', response.content.decode())
        count = response.context["reading"].marks.count
        assert sorted(map(int, ids)) == list(range(1, count + 1))
        assert count == find(parse(q), {}).hits[0].matches >= 7


@pytest.mark.parametrize(
    ("body", "query"),
    [
        ("**zero** tolerance", '"zero tolerance"'),
        ("zero *tole*rance", '"zero tolerance"'),
        ("zero[^1] tolerance\n\n[^1]: n", '"zero tolerance"'),
        ("zero {page 4} tolerance", '"zero tolerance"'),
        ("zero [@S1] tolerance", '"zero tolerance"'),
        ("the [zero](https://example.org/) and *a* `tolerance`", '"tolerance zero"~2'),
        ("no [zero and a](/about/) **tolerance** {page 4} at all", '"zero tolerance"~2'),
        ("- a\n- **zero** tolerance", '"tolerance zero"~3'),
        ("|a|b|\n|-|-|\n|1|**zero** is *tolerance*|", '"tolerance zero"~1'),
        ("a[^1]\n\n[^1]: **zero** and[^2] {page 5} *tolerance*\n\n[^2]: m", '"tolerance zero"~1'),
        ("zero {redacted: x} tolerance", '"zero tolerance"~1'),
        ("zero {removed 2026-11-24: x} tolerance", '"zero tolerance"~1'),
        ("a **ze**ro-*tolerance* policy", "zero-toler*"),
    ],
)
def test_a_match_is_one_whatever_stands_in_it(client, shelf, index, body, query):
    shelf.source("S1", body="x")
    shelf.section(body=body)
    index()
    response = client.get("/reports/harbor/part-1/", {"q": query, "match": 1})
    page = response.content.decode()
    assert re.findall('id="(match-[0-9]+)"', page) == ["match-1"]
    marked = "".join(re.sub("<[^>]+>", "", text) for text in re.findall("<mark[^>]*>(.*?)</mark>", page))
    assert marked.startswith("zero") and marked.endswith("tolerance")
    assert page.count("<mark") == page.count('class="current"')


def test_a_result_lands_on_the_first_match_of_its_passage(client, shelf, index):
    shelf.section("Nothing here.\n\nHarvest and tide and tide.", title="The tide")
    index()
    url = find(parse("tide harvest"), {}).hits[0].url
    assert url == "/reports/harbor/part-1/?q=tide+harvest&match=2#match-2"
    assert '<mark id="match-2" class="current">Harvest</mark>' in page_of(client, url)


def test_a_range_is_marked_and_can_be_cleared(client, shelf, index):
    section = shelf.section(body="One.\n\nTwo.\n\nThree.\n\nFour.")
    _, two, three, _ = (block.id for block in section.blocks.living())
    for asked in (f"{two}-{three}", f"{three}-{two}"):
        page = page_of(client, f"/reports/harbor/part-1/?q=two&range={asked}")
        assert re.findall('<p id="([a-z0-9]+)" class="chosen">', page) == [two, three]
        assert f'<a href="#{two}">Go to it</a>' in page
        assert f'<a href="/reports/harbor/part-1/?q=two#{two}">clear</a>' in page
        assert f"/reports/harbor/part-1/?range={asked}, as of" in page  # on paper


@pytest.mark.parametrize("asked", ["none-nothing", '"><script>-x', "a", "a-b-c"])
def test_a_range_that_is_not_there_marks_nothing(client, shelf, index, asked):
    shelf.section(body="One.")
    response = client.get("/reports/harbor/part-1/", {"range": asked})
    assert response.status_code == 200
    page = response.content.decode()
    assert 'class="chosen"' not in page
    assert "The passage that this link marks is not on this page." in page
    assert "part-1/, as of" in page


def test_a_range_of_a_passage_that_is_gone_says_so(client, shelf, index):
    section = shelf.section(body="One.")
    here = section.blocks.living()[0].id
    page = page_of(client, f"/reports/harbor/part-1/?range={here}-gone")
    assert "The passage that this link marks is not on this page." in page


def test_the_headings_of_the_section_stand_in_the_outline(client, shelf, index):
    section = shelf.section(body="# Origins\n\nText.\n\n## Later")
    ids = [block.id for block in section.blocks.living() if block.kind == "heading"]
    page = page_of(client)
    for id, words in zip(ids, ("Origins", "Later"), strict=True):
        assert f'<a href="#{id}" lang="en" dir="ltr">{words}</a>' in page


def test_a_text_of_which_nothing_can_be_read_is_described_by_its_title(client, shelf, index):
    body = "{redacted: (b)(5)}\n\nWithheld from {redacted}, {removed 2026-11-24: why}."
    shelf.section(title="Annex", body=body)
    page = page_of(client)
    assert '<meta name="description" content="Withheld from [redacted], [removed].">' in page
    shelf.section(title="Annex", body="{redacted: (b)(5)}")
    page = page_of(client, "/reports/harbor/part-2/")
    assert '<meta name="description" content="Annex">' in page
    assert "█" not in page


def test_a_query_that_matches_nothing_here_says_so(client, shelf, index):
    shelf.section(body="The pilots were warned.")
    index()
    page = page_of(client, "/reports/harbor/part-1/?q=harvest")
    assert "No match of “harvest” on this page" in page
    assert "<mark" not in page


def test_clear_leads_to_the_block_of_the_match_that_is_stood_on(client, shelf, index):
    section = shelf.section("The tide.\n\nThe tide and the tide.\n\nAgain the tide.", title="Tide")
    index()
    ids = ["", *(section.blocks.living()[block].id for block in (0, 1, 1, 2))]
    for match, id in enumerate(ids, 1):
        page = page_of(client, f"/reports/harbor/part-1/?q=tide&match={match}")
        assert f'<a href="/reports/harbor/part-1/{"#" if id else ""}{id}">clear</a>' in page


def test_a_query_with_quotation_marks_is_shown_as_it_is(client, shelf, index):
    shelf.section(body="The pilots were warned.")
    index()
    page = page_of(client, "/reports/harbor/part-1/?q=%22were+warned%22")
    assert '<span class="words">&quot;were warned&quot;</span>' in page


def test_sources_are_listed_by_their_keys_with_an_address_for_paper(client, shelf, index):
    for key, date in (("S10", "2001"), ("S2", "2003"), ("S1", "2002")):
        shelf.source(key, date=date, official_url="https://example.org/s2" if key == "S2" else "")
    shelf.section("One [@S10; @S1; @S2].")
    cited = page_of(client).partition('<section class="cited"')[2]
    assert re.findall('<span class="key">(.*?)</span>', cited) == ["S1", "S2", "S10"]
    assert '<span class="on-paper">http://127.0.0.1:8000/sources/s1/</span>' in cited
    assert '<span class="on-paper">https://example.org/s2</span>' in cited


def test_the_address_of_the_official_text_can_be_read_on_paper(client, shelf, index):
    shelf.section(report=shelf.report(official_url="https://example.org/h1.pdf"))
    assert '<span class="on-paper">: https://example.org/h1.pdf</span>' in page_of(client)


def test_without_a_query_there_is_no_match_bar(client, shelf, index):
    shelf.section(body="The pilots were warned.")
    assert "match-bar" not in page_of(client)


def test_the_page_is_read_while_there_is_no_index(client, shelf, settings, tmp_path):
    settings.HAYSTACK_CONNECTIONS = {"default": {"PATH": tmp_path / "nothing"}}
    shelf.section(body="The pilots were warned.")
    page = page_of(client, "/reports/harbor/part-1/?q=pilots")
    assert "The pilots were warned." in page
    assert "Nothing can be marked on this page just now." in page


def test_the_page_is_read_where_there_is_no_time_to_mark_it(client, shelf, index, monkeypatch):
    shelf.section(body="The pilots were warned.")
    index()
    monkeypatch.setattr("documents.search.find.deadline", lambda seconds=0: deadline(seconds=-1))
    page = page_of(client, "/reports/harbor/part-1/?q=pilots")
    assert "The pilots were warned." in page and "<mark" not in page
    assert "Nothing can be marked on this page just now." in page


def test_a_text_whose_blocks_were_not_kept_is_read_without_marks(client, shelf, index, caplog):
    section = shelf.section(body="The pilots were warned.\n\nNobody heard the pilots.")
    index()
    lost, kept = section.blocks.living()
    section.blocks.filter(pk=lost.pk).retire()
    page = page_of(client, "/reports/harbor/part-1/?q=pilots")
    assert f'<p id="passage-{section.pk}-1">The pilots were warned.' in page
    assert f'<p id="{kept.pk}">Nobody heard the pilots.' in page
    assert "<mark" not in page and "Nothing can be marked" in page
    assert "The blocks kept of part-1" in caplog.text


def test_the_outline_shows_where_one_is(client, shelf, index):
    shelf.section(title="Before", level=1)
    shelf.section(title="Here", level=2, number="1.1")
    shelf.section(title="Hidden", state=State.DRAFT)
    shelf.section(title="After", level=1)
    page = page_of(client, "/reports/harbor/part-2/")
    assert '<a href="/reports/harbor/part-2/" aria-current="page" lang="en" dir="ltr">1.1 Here</a>' in page
    assert '<li><a href="/reports/harbor/part-1/"><bdi>Before</bdi></a></li>' in page  # in the breadcrumbs
    assert '<a href="/reports/harbor/part-1/" rel="prev">' in page
    assert '<a href="/reports/harbor/part-4/" rel="next">' in page
    assert "Hidden" not in page


def test_a_citation_leads_to_its_source(client, shelf, index):
    shelf.source("S1", title="The order of May")
    shelf.section(body="It was ordered [@S1, p. 3].")
    page = page_of(client)
    assert '<a class="cite" href="/sources/s1/" title="The order of May">S1, p. 3</a>' in page
    assert '<h2 id="cited">Sources cited here</h2>' in page
    assert '<ul class="margin" aria-hidden="true">' in page


def test_a_citation_of_a_draft_is_plain_text(client, shelf, index):
    shelf.source("S1", title="The order of May", state=State.DRAFT)
    shelf.section(body="It was ordered [@S1].")
    page = page_of(client)
    assert '<span class="dangling">S1</span>' in page
    assert "The order of May" not in page
    assert "/sources/s1/" not in page


def test_a_summary_says_so_and_leads_to_the_official_text(client, shelf, index):
    report = shelf.report(official_url="https://example.org/21-028.pdf", official_url_checked=False)
    shelf.section(report=report, nature="summary", body="In our words.")
    page = page_of(client)
    assert "<strong>Summary</strong> by this project, not the official text." in page
    assert (
        '<a href="https://example.org/21-028.pdf" rel="external">Official text</a> (address not checked)'
        in page
    )


def test_official_text_says_so(client, shelf, index):
    shelf.section(body="As issued.", nature="official")
    assert "<strong>Official text</strong>" in page_of(client)


def test_an_abbreviation_ends_the_sentence_by_itself(client, shelf, index):
    shelf.section(report=shelf.report(publisher="Harbor Works Co."))
    assert "as published by Harbor Works Co.\n" in page_of(client)


def test_on_a_phone_the_publisher_is_left_out_only_where_nothing_of_it_is_missed(client, shelf, index):
    report = shelf.report(publisher="Port Authority", issued="2018-05")
    shelf.section("The tide.", report=report)
    index()
    assert '<span class="said">Port Authority</span>' in page_of(client)
    found = page_of(client, "/reports/harbor/part-1/?q=port&match=1")
    assert '<span><mark id="match-1" class="current">Port</mark> Authority</span>' in found
    report.issued = ""  # without the date after it, a dot would stand alone
    report.save()
    assert "<span>Port Authority</span>" in page_of(client)


PDF = {"pdf_url": "https://example.org/h1.pdf", "pdf_first_page": 5}


def test_its_printed_pages_lead_to_those_of_the_official_pdf(client, shelf, index):
    shelf.section(report=shelf.report(**PDF), body="{page ii}\n\nOne {page 12} two.\n\n{page 13}\n\nThree.")
    page = page_of(client)
    assert "<summary>Printed pages 12–13 in the official PDF</summary>" in page
    assert '<li><a href="https://example.org/h1.pdf#page=16" rel="external">Page 12</a></li>' in page
    assert '<li><a href="https://example.org/h1.pdf#page=17" rel="external">Page 13</a></li>' in page
    assert "Page ii</a></li>" not in page


def test_a_single_printed_page_is_a_plain_link(client, shelf, index):
    shelf.section(report=shelf.report(**PDF), body="{page 12}\n\nOne.")
    page = page_of(client)
    assert (
        '<a href="https://example.org/h1.pdf#page=16" rel="external">Printed page 12 in the official PDF</a>'
        in page
    )
    assert "Printed pages" not in page


@pytest.mark.parametrize(
    "known",
    [
        {"pdf_url": "https://example.org/h1.pdf"},
        {"pdf_first_page": 5},
        {"pdf_url": "javascript:alert(1)", "pdf_first_page": 5},
    ],
    ids=["no first page", "no address", "no address of the web"],
)
def test_without_the_official_pdf_nothing_is_said_of_it(client, shelf, index, known):
    shelf.section(report=shelf.report(**known), body="{page 12}\n\nOne.")
    page = page_of(client)
    assert "in the official PDF" not in page and "javascript:" not in page


def test_language_and_direction_stand_on_the_article(client, shelf, index):
    shelf.section(report=shelf.report(language="ar"), body="نص")
    assert '<article lang="ar" dir="rtl">' in page_of(client)


def test_what_others_see_of_the_page(client, shelf, index):
    shelf.section(title="Findings", body='The "pilots" were warned.')
    page = page_of(client, "/reports/harbor/part-1/?q=pilots")
    assert "<title>Findings – H-1 – Reportsite</title>" in page
    assert '<meta name="description" content="The &quot;pilots&quot; were warned.">' in page
    assert 'rel="canonical" href="http://127.0.0.1:8000/reports/harbor/part-1/"' in page
    assert '<meta property="og:type" content="article">' in page


def test_drafts_and_other_reports_are_missing(client, shelf, index):
    shelf.section(state=State.DRAFT)
    shelf.report("other")
    shelf.section(report=shelf.report("secret", state=State.DRAFT))
    for address in (
        "/reports/harbor/part-1/",
        "/reports/other/part-1/",
        "/reports/secret/part-1/",
        "/reports/none/x/",
    ):
        assert client.get(address).status_code == 404


def test_the_number_of_questions_to_the_database_is_fixed(client, shelf, index, django_assert_num_queries):
    for number in range(5):
        shelf.source(f"S{number}")
    shelf.section(body="One [@S1] two [@S2].\n\nThree [@S3].")
    for _ in range(4):
        shelf.section()
    index()
    with django_assert_num_queries(8):
        client.get("/reports/harbor/part-1/?q=two")
