"""All matches of a search, as a page and as a table."""

import csv
import io
from dataclasses import replace

import pytest

from documents.models import Synonym
from documents.query.limits import OF_ANSWERS
from documents.search import matches as module
from documents.search.engine import TooSlow


def page_of(client, address):
    return client.get(address).content.decode()


def rows_of(client, address):
    response = client.get(address)
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeffbefore,match,after,")
    return response, list(csv.DictReader(io.StringIO(text[1:])))


def test_each_match_is_a_line_that_leads_to_it(client, shelf, index):
    shelf.section("{page 43}\n\nThe pilots were warned. {page 44} A pilot was not.", number="2")
    index()
    page = page_of(client, "/search/matches/?q=pilot&kind=report+section&sort=newest")
    address = "/reports/harbor/part-1/?q=pilot&amp;kind=report+section&amp;sort=newest"
    assert f'The <a href="{address}&amp;match=1#match-1"><mark>pilots</mark></a> were warned.' in page
    assert f'<a href="{address}&amp;match=2#match-2"><mark>pilot</mark></a> was not.' in page
    assert "2&nbsp;of&nbsp;2, p.&nbsp;43" in page
    assert "2 Findings</h2>" in page and "<span>2 matches</span>" in page
    assert "<strong>2 matches</strong> in 1 section or source" in page


def test_parts_of_the_query_are_counted(client, shelf, index):
    shelf.section("Family separation, and families.")
    index()
    page = page_of(client, "/search/matches/?q=family+separation")
    assert "<span><bdi>family</bdi> 2</span>, <span><bdi>separation</bdi> 1</span>." in page
    assert "<bdi>family</bdi> 2" not in page_of(client, "/search/matches/?q=family")


def test_orders_are_links(client, shelf, index):
    shelf.section("A tide came. B tide bore.")
    index()
    page = page_of(client, "/search/matches/?q=tide&order=after")
    assert page.index("</mark></a> bore.") < page.index("</mark></a> came.")
    assert '<a rel="nofollow" href="/search/matches/?q=tide&amp;order=before">word before</a>' in page
    assert '<a rel="nofollow" href="/search/matches/?q=tide">place</a>' in page


def test_other_names_are_said_and_can_be_turned_off(client, shelf, index):
    Synonym.objects.create(names="DOJ\nDepartment of Justice")
    shelf.source(kind="memo", body="The DOJ. The Department of Justice.")
    index()
    page = page_of(client, "/search/matches/?q=doj&kind=memo&order=after")
    assert "Other names searched: Department of Justice for doj." in page
    off = "/search/matches/?q=doj&amp;syn=0&amp;kind=memo&amp;order=after"
    assert f'<a href="{off}">Search without them</a>' in page
    page = page_of(client, off.replace("&amp;", "&"))
    assert "<strong>1 match</strong>" in page and f'"{off.replace("&amp;syn=0", "")}">Search with' in page


def test_a_repaired_query_is_a_link_that_keeps_the_order(client, shelf, index):
    shelf.source(body="Tide.")
    index()
    page = page_of(client, "/search/matches/?q=(tide&order=before")
    assert "Searched for:" in page
    assert '<a href="/search/matches/?q=tide&amp;order=before"><bdi>tide</bdi></a>' in page


def test_pages_have_a_hundred_lines(client, shelf, index):
    shelf.section("Tide. " * 150)
    index()
    assert page_of(client, "/search/matches/?q=tide").count("<mark>") == 100
    second = page_of(client, "/search/matches/?q=tide&page=2")
    assert second.count("<mark>") == 50
    assert "101&nbsp;of&nbsp;150" in second and 'rel="prev"' in second


def test_the_results_and_the_page_of_a_match_lead_here(client, shelf, index):
    shelf.source("S1", body="Tide.")
    index()
    link = '<a rel="nofollow" href="/search/matches/?q=tide&amp;kind=memo">all matches as a list</a>'
    assert link in page_of(client, "/search/?q=tide&kind=memo&page=1")
    assert "all matches" not in page_of(client, "/search/?kind=memo")
    assert '<a href="/search/matches/?q=tide">all matches</a>' in page_of(client, "/sources/s1/?q=tide")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=zebra",
        "q=date:2018",
        "q=-tide",
        "q=%22",
        "q=%00",
        "q=(((((",
        "page=99&q=tide",
        "order=x&q=tide",
    ],
)
def test_there_is_always_a_page(client, shelf, index, query):
    shelf.source("S1", body="Tide.", date="2018")
    index()
    for address in ("/search/matches/", "/search/matches.csv"):
        response = client.get(f"{address}?{query}")
        assert response.status_code == 200
    page = page_of(client, f"/search/matches/?{query}")
    assert "<h1>All matches" in page and '<meta name="robots" content="noindex,nofollow">' in page


def test_a_text_is_shown_as_text(client, shelf, index):
    shelf.source("S1", body="`<script>` tide `<b>`", title="<i>Low</i>")
    index()
    page = page_of(client, "/search/matches/?q=tide")
    assert "&lt;script&gt; <a" in page and "&lt;i&gt;Low" in page
    assert "<script>" not in page.split("<main")[1] and "<b>" not in page


def test_a_query_is_shown_as_text(client, shelf, index):
    page = page_of(client, '/search/matches/?q="<b>x')
    assert "<b>x" not in page and "&lt;b&gt;x" in page


def test_while_the_search_is_down_both_say_so(client, shelf, settings, tmp_path):
    engine_settings = settings.HAYSTACK_CONNECTIONS["default"] | {"PATH": tmp_path / "none"}
    settings.HAYSTACK_CONNECTIONS = {"default": engine_settings}
    for address in ("/search/matches/?q=tide", "/search/matches.csv?q=tide"):
        response = client.get(address)
        assert response.status_code == 503 and response["Retry-After"]


def test_a_search_that_takes_too_long_is_answered_as_on_the_search_page(client, shelf, index, monkeypatch):
    shelf.source("S1", body="Tide.")
    index()
    monkeypatch.setattr(module, "deadline", lambda: too_slow)
    response = client.get("/search/matches/?q=tide")
    assert response.status_code == 503 and "This search takes too long" in response.content.decode()
    for order in ("", "&order=after"):
        _, rows = rows_of(client, f"/search/matches.csv?q=tide{order}")
        assert [row["before"] for row in rows] == [LATE.format(count=1)]


LATE = "Not all of the {count} sections and sources could be read. This takes too long."


def too_slow():
    raise TooSlow("This takes too long.")


def test_the_matches_that_were_found_in_time_are_listed(client, shelf, index, monkeypatch):
    shelf.source("S1", body="A tide.", title="First", date="2017")
    shelf.source("S2", body="A tide.", title="Second", date="2018")
    index()
    read = module.matches_in

    def matches_in(tree, unit, *arguments, **named):
        return too_slow() if unit.key == "S2" else read(tree, unit, *arguments, **named)

    monkeypatch.setattr(module, "matches_in", matches_in)
    page = page_of(client, "/search/matches/?q=tide")
    assert "<strong>1 match</strong>" in page and "First" in page and "Second" not in page
    assert LATE.format(count=2) in page


def test_the_table_has_a_row_for_each_match(client, shelf, index):
    shelf.section('{page 43}\n\nA pilot, and "pilots".', number="2", title="Ésprit")
    index()
    response, rows = rows_of(client, "/search/matches.csv?q=pilot")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["X-Robots-Tag"] == "noindex"
    assert rows[1] == {
        "before": 'A pilot, and "',
        "match": "pilots",
        "after": '".',
        "title": "Ésprit",
        "kind": "report section",
        "date": "",
        "report": "H-1",
        "section": "2",
        "printed page": "43",
        "number": "2",
        "of": "2",
        "address": "http://127.0.0.1:8000/reports/harbor/part-1/?q=pilot&match=2#match-2",
    }


def test_the_table_is_in_the_order_asked_for(client, shelf, index):
    shelf.section("A tide came. B tide bore.")
    index()
    _, rows = rows_of(client, "/search/matches.csv?q=tide&order=after")
    assert [row["number"] for row in rows] == ["2", "1"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_cell_is_a_formula(client, shelf, index, sign):
    shelf.source("S1", title=f"{sign}1+1 tide", body=f"{sign}1 tide")
    index()
    _, rows = rows_of(client, "/search/matches.csv?q=tide")
    assert {row["title"] for row in rows} == {f"'{sign}1+1 tide"}
    assert [row["before"] for row in rows][1][:2] in (f"'{sign}", "1 ")


def test_a_table_that_was_cut_says_so(client, shelf, index, monkeypatch):
    shelf.source("S1", body="Tide tide.")
    shelf.source("S2", body="Tide.")
    index()
    monkeypatch.setitem(OF_ANSWERS, "units", replace(OF_ANSWERS["units"], most=1))
    _, rows = rows_of(client, "/search/matches.csv?q=tide")
    assert [row["match"] for row in rows[:2]] == ["Tide", "tide"]
    assert rows[2]["before"] == "Only the matches in the 1 most relevant of 2 sections and sources are read."
    assert "Only the matches in the 1 most" in page_of(client, "/search/matches/?q=tide")


def test_a_list_costs_the_same_however_long_it_is(client, shelf, index, django_assert_num_queries):
    for number in range(3):
        shelf.section("Tide. " * 3, level=1 + number)
        shelf.source(f"S{number}", body="Tide.")
    index()
    client.get("/search/matches/?q=tide")
    with django_assert_num_queries(9):
        client.get("/search/matches/?q=tide")
