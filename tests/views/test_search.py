"""The search page."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from documents.models import Synonym
from documents.query.limits import LIMITS
from documents.search import find as module
from documents.search.engine import TooSlow


def page_of(client, address):
    return client.get(address).content.decode()


def test_a_hit_links_to_its_match_with_the_query(client, shelf, index):
    shelf.section(title="Findings", body="First.\n\nThe pilots were warned.")
    index()
    page = page_of(client, "/search/?q=warned")
    assert '<a href="/reports/harbor/part-1/?q=warned&amp;match=1#match-1">Findings</a>' in page
    assert "<mark>warned</mark>" in page


def test_the_exact_count_is_announced(client, shelf, index):
    shelf.source("S1", body="Tide.")
    shelf.source("S2", body="Tide and tide.")
    index()
    page = page_of(client, "/search/?q=tide")
    assert '<p class="answer" role="status"><strong>2 sections and sources</strong>' in page
    assert "2 matches" in page


def test_one_hit_is_counted_in_the_singular(client, shelf, index):
    shelf.source(body="Tide.")
    index()
    assert "<strong>1 section or source</strong>" in page_of(client, "/search/?q=tide")


def test_the_box_stays_filled(client, shelf, index):
    page = page_of(client, "/search/?q=%22zero+tolerance%22+%3Cb%3E")
    assert 'value="&quot;zero tolerance&quot; &lt;b&gt;"' in page


def test_the_title_says_what_was_searched_and_how_much_was_found(client, shelf, index):
    shelf.source("S1", body="Tide.", kind="memo")
    shelf.source("S2", body="Tide.", kind="poll")
    index()
    page = page_of(client, "/search/?q=tide")
    assert "<title>tide: 2 sections and sources – Search – Reportsite</title>" in page
    assert '<meta property="og:title" content="tide: 2 sections and sources – Search – Reportsite">' in page
    page = page_of(client, "/search/?kind=memo")
    assert "<title>kind memo: 1 section or source – Search – Reportsite</title>" in page


def test_programs_are_told_the_address_and_not_to_keep_the_page(client, shelf, index):
    page = page_of(client, "/search/?sort=relevance&page=2&kind=memo&q=+tide&other=x")
    assert (
        '<meta property="og:url" content="http://127.0.0.1:8000/search/?q=tide&amp;kind=memo&amp;page=2">'
        in page
    )
    assert '<meta name="robots" content="noindex,nofollow">' in page


def test_an_empty_search_says_what_can_be_done(client, shelf, index):
    shelf.source("S1", kind="memo")
    shelf.source("S2", kind="poll")
    index()
    page = page_of(client, "/search/")
    assert "all the words you type" in page
    assert '<a rel="nofollow" href="/search/?kind=memo">memo</a>' in page
    assert "<h2>Kind</h2>" in page
    assert 'class="hit"' not in page


def test_no_hits_help_on(client, shelf, index):
    shelf.source("S1", body="Tide.")
    index()
    page = page_of(client, "/search/?q=tide+sand")
    assert "0 sections and sources" in page
    assert "Nothing was found" in page
    assert '<a href="/search/?q=tide"><bdi>tide</bdi></a>: <span class="count">1</span>' in page


def test_the_page_says_how_the_query_was_understood(client, shelf, index):
    shelf.source(body="A tide.")
    index()
    page = page_of(client, "/search/?q=tide+-sand")
    assert "<strong>1 section or source</strong> with all of: tide; none of: sand." in page


def test_other_forms_that_were_searched_are_said(client, shelf, index):
    shelf.source(body="Tides. A tide.")
    index()
    assert '<p class="also">Also searched: <span lang="en">tides</span>.</p>' in page_of(
        client, "/search/?q=tide"
    )


def test_forms_that_were_left_out_are_said_apart(client, shelf, index):
    shelf.source("S1", body="Tides. A tide.")
    shelf.source("S2", body="Sand.")
    index()
    page = page_of(client, "/search/?q=sand+-Tide")
    assert "with all of: sand; none of: Tide." in page
    assert '<p class="also">Also left out: <span lang="en">tides</span>.</p>' in page
    assert "Also searched" not in page


def test_of_many_forms_twenty_are_said(client, shelf, index):
    shelf.source(body=" ".join(f"tide{letter}" for letter in "abcdfghijklmnopqrtuvwxyz"))
    index()
    page = page_of(client, "/search/?q=tide*")
    assert page.count('<span lang="en">tide') == 20
    assert "</span> and 4 more." in page


def test_other_names_can_be_turned_off_and_on_again(client, shelf, index):
    Synonym.objects.create(names="DOJ\nDepartment of Justice")
    shelf.source("S1", kind="memo", body="The DOJ.")
    shelf.source("S2", kind="memo", body="The Department of Justice.")
    index()
    page = page_of(client, "/search/?q=doj&kind=memo")
    assert "2 sections and sources" in page
    assert "Other names searched: Department of Justice for doj." in page
    assert '<a href="/search/?q=doj&amp;syn=0&amp;kind=memo">Search without them</a>' in page
    page = page_of(client, "/search/?q=doj&syn=0&kind=memo")
    assert "1 section or source" in page
    assert '<a href="/search/?q=doj&amp;kind=memo">Search with them</a>' in page


def test_other_names_that_were_left_out_are_said_apart(client, shelf, index):
    Synonym.objects.create(names="DOJ\nDepartment of Justice")
    shelf.source("S1", body="The DOJ.")
    shelf.source("S2", body="Sand, and departments.")
    index()
    page = page_of(client, "/search/?q=sand+-DOJ")
    assert "Other names left out: Department of Justice for DOJ." in page
    assert "Other names searched" not in page and "Also left out" not in page
    assert '<a href="/search/?q=sand+-DOJ&amp;syn=0">Leave out only what was typed</a>' in page


def test_a_name_is_told_as_the_reader_wrote_it(client, shelf, index):
    Synonym.objects.create(names="DOJ\nDepartment of Justice")
    shelf.source(body="The DOJ.")
    index()
    page = page_of(client, "/search/?q=Department+of+Justice")
    assert "with all of: Department, of, Justice." in page
    assert "Other names searched: DOJ for Department of Justice." in page


def test_a_repaired_query_is_told_as_the_reader_wrote_it(client, shelf, index):
    page = page_of(client, "/search/?q=DOJ+(")
    assert 'Searched for: <a href="/search/?q=doj"><bdi>DOJ</bdi></a>' in page


def test_other_names_are_not_spoken_of_where_there_are_none(client, shelf, index):
    assert "ther names" not in page_of(client, "/search/?q=doj")


def test_any_of_several_words_is_offered_where_that_finds_more(client, shelf, index):
    shelf.source("S1", kind="memo", body="A tide of sand.")
    shelf.source("S2", kind="memo", body="A tide.")
    index()
    offer = (
        '<a href="/search/?q=tide+%7C+sand&amp;kind=memo">Any of the words</a> <span class="count">2</span>'
    )
    assert offer in page_of(client, "/search/?q=tide+sand&kind=memo&page=1")
    assert "2 sections and sources" in page_of(client, "/search/?q=tide+%7C+sand&kind=memo")


@pytest.mark.parametrize("query", ["tide", "tide+of", '"tide+of"', "tide+-sand", "tide+|+sand"])
def test_any_of_the_words_is_not_offered_where_it_finds_no_more(client, shelf, index, query):
    shelf.source("S1", body="A tide of it.")
    shelf.source("S2", body="Sand.")
    index()
    assert "Any of the words" not in page_of(client, f"/search/?q={query}")


@pytest.mark.parametrize(
    ("query", "is_linked"),
    [("tide", True), ("tide+date:2018", True), ("date:2018", False), ("-sand", False), ("*", False)],
)
def test_all_matches_are_linked_where_there_can_be_some(client, shelf, index, query, is_linked):
    shelf.source(date="2018", body="Tide.")
    index()
    page = page_of(client, f"/search/?q={query}")
    assert "<strong>1 section or source</strong>" in page
    assert ("all matches as a list" in page) == is_linked


def test_a_filter_that_is_on_can_be_taken_off(client, shelf, index):
    shelf.source(kind="memo", date="2018", body="Tide.")
    index()
    page = page_of(client, "/search/?q=tide&kind=memo&year=2018")
    assert (
        '<a href="/search/?q=tide&amp;year=2018"><span class="unseen">Remove the filter </span>Kind: memo'
        in page
    )
    assert '<a href="/search/?q=tide">Clear all filters</a>' in page


def test_a_facet_takes_several_values(client, shelf, index):
    shelf.source("S1", kind="memo", body="Tide.")
    shelf.source("S2", kind="poll", body="Tide.")
    index()
    page = page_of(client, "/search/?q=tide&kind=memo")
    assert (
        '<a rel="nofollow" href="/search/?q=tide&amp;kind=memo&amp;kind=poll">poll</a> <span class="count">1</span>'
        in page
    )


def test_sections_of_a_report_stand_together_with_a_way_to_the_rest(client, shelf, index):
    for number in range(5):
        shelf.section(title=f"Part {number}", body="Tide.")
    index()
    page = page_of(client, "/search/?q=tide")
    assert page.count('class="hit"') == 3
    assert '<a href="/search/?q=tide&amp;report=harbor">2 more in this report</a>' in page


def test_within_one_report_every_section_stands_alone(client, shelf, index):
    for number in range(5):
        shelf.section(title=f"Part {number}", body="Tide.")
    index()
    page = page_of(client, "/search/?q=tide&report=harbor")
    assert page.count('class="hit"') == 5
    assert "more in this report" not in page


def test_by_date_the_newest_comes_first_and_nothing_is_grouped(client, shelf, index):
    shelf.source("S1", title="Older", date="2017", body="Tide.")
    shelf.source("S2", title="Newer", date="2019", body="Tide.")
    index()
    newest, oldest = (
        page_of(client, "/search/?q=tide&sort=newest"),
        page_of(client, "/search/?q=tide&sort=oldest"),
    )
    assert newest.index("Newer") < newest.index("Older")
    assert oldest.index("Older") < oldest.index("Newer")
    assert 'class="group"' not in newest


def test_pages_keep_the_search(client, shelf, index):
    for number in range(11):
        shelf.source(f"S{number}", body="Tide.")
    index()
    page = page_of(client, "/search/?q=tide&sort=oldest")
    assert '<a href="/search/?q=tide&amp;sort=oldest&amp;page=2" rel="next">' in page
    assert page_of(client, "/search/?q=tide&sort=oldest&page=2").count('class="hit"') == 1


def test_a_page_behind_the_last_says_so(client, shelf, index):
    shelf.source(body="Tide.")
    index()
    assert "There is no page 7 of these results" in page_of(client, "/search/?q=tide&page=7")


def test_repairs_are_said_with_the_repaired_query_as_a_link(client, shelf, index):
    page = page_of(client, '/search/?q="tide+sand&kind=memo&syn=0')
    assert "A quotation mark left open is closed at the end." in page
    address = "/search/?q=%22tide+sand%22&amp;syn=0&amp;kind=memo"
    assert f'Searched for: <a href="{address}"><bdi>&quot;tide sand&quot;</bdi></a>' in page


def test_a_query_that_needs_no_repair_is_not_linked(client, shelf, index):
    assert "Searched for:" not in page_of(client, "/search/?q=Tide+AND+sand")


def test_limits_are_said(client, shelf, index, monkeypatch):
    assert "Only the first 500 characters of the query are used." in page_of(
        client, f"/search/?q={'tide+' * 120}"
    )
    monkeypatch.setitem(LIMITS, "expansions", replace(LIMITS["expansions"], most=1))
    shelf.source(body="Tide, tides.")
    index()
    page = page_of(client, "/search/?q=tid*")
    assert "“tid*” stands for 2 words; only the 1 most frequent are searched." in page


def too_slow(*arguments, **named):
    raise TooSlow("This takes too long.")


@pytest.mark.parametrize("q", ["tide", "tid*", "tode~", '"the tide"', ""])
def test_a_search_for_which_there_is_no_time_says_so(client, shelf, index, monkeypatch, q):
    shelf.source(body="Tide.")
    index()
    monkeypatch.setattr(module, "deadline", lambda: too_slow)
    response = client.get("/search/", {"q": q})
    assert response.status_code == 503 and response["Retry-After"]
    assert "<h1>This search takes too long</h1>" in response.content.decode()


def test_results_for_whose_marks_there_is_no_time_are_shown_with_a_word(client, shelf, index, monkeypatch):
    shelf.source(body="Low.\n\nTide.")
    index()
    monkeypatch.setattr(module, "matches_in", too_slow)
    page = page_of(client, "/search/?q=tide")
    assert '<p class="snippet" lang="en" dir="ltr">Low.' in page and "<mark" not in page
    assert "<strong>1 section or source</strong>" in page and module.UNMARKED in page


@pytest.mark.parametrize(
    ("parameters", "notice"),
    [
        ("page=x", "The page number was not understood."),
        ("page=101", "Pages are shown up to number 100."),
        ("page=0", "Pages are counted from 1."),
        ("sort=size", "There is no order “size”."),
        ("year=20x8", "“20x8” is not a year"),
        ("&".join(f"kind=k{number}" for number in range(21)), "A filter takes 20 values at most"),
    ],
)
def test_a_wrong_value_is_left_out_with_a_word(client, shelf, index, parameters, notice):
    shelf.source(body="Tide.")
    index()
    response = client.get(f"/search/?q=tide&{parameters}")
    assert response.status_code == 200
    assert notice in response.content.decode()
    assert "1 section or source" in response.content.decode()


@pytest.mark.parametrize(
    "q", ["%00", "(((((", "-", "|", "%F0%9F%98%80", "x" * 3000, "title:", '"' * 50, "%FF%FE"]
)
def test_no_query_is_an_error(client, shelf, index, q):
    assert client.get(f"/search/?q={q}").status_code == 200


def test_a_section_path_is_shown_where_there_is_one(client, shelf, index):
    shelf.section(title="Chapter", level=1)
    shelf.section(title="Part", level=2, body="Tide.")
    index()
    assert '<span class="path">Chapter › </span>' in page_of(client, "/search/?q=tide")


def test_while_there_is_no_index_the_page_says_so(client, db, settings, tmp_path):
    settings.HAYSTACK_CONNECTIONS = {"default": {"PATH": tmp_path / "nothing"}}
    response = client.get("/search/?q=tide")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert "The search is not ready" in response.content.decode()


def test_the_number_of_questions_to_the_database_is_fixed(client, shelf, index, django_assert_num_queries):
    for number in range(3):
        shelf.section(title=f"Part {number}", body="Tide.")
    for number in range(8):
        shelf.source(f"S{number}", body="Tide.")
    index()
    with django_assert_num_queries(10):
        client.get("/search/?q=tide")


def test_nothing_but_reading_is_allowed(client, db):
    assert client.post("/search/").status_code == 405


def test_a_hit_shows_where_its_matches_lie(client, shelf, index):
    shelf.section(title="Findings", body="A tide.\n\nSand.\n\nSand.\n\nA tide and a tide.")
    index()
    page = page_of(client, "/search/?q=tide")
    assert "3 matches" in page
    assert 'role="img" aria-label="in passages 1 and 4 of 4"' in page
    assert page.count('width="2"') == 3


def test_a_hit_without_a_match_has_no_strip(client, shelf, index):
    shelf.source(kind="memo", body="Tide.")
    index()
    assert 'class="strip"' not in page_of(client, "/search/?kind=memo")


def test_a_hit_names_the_printed_page(client, shelf, index):
    shelf.section(body="{page 12}\n\nSand.\n\n{page 13}\n\nA tide.")
    index()
    assert "<span>p.&nbsp;13</span>" in page_of(client, "/search/?q=tide")


def test_a_search_in_one_report_says_so_with_a_way_out(client, shelf, index):
    shelf.section(body="Tide.", report=shelf.report(number="21-028"))
    index()
    page = page_of(client, "/search/?q=tide&report=harbor&sort=newest")
    assert 'Only report <span class="whole">21-028</span> and its sources are searched.' in page
    assert '<a href="/search/?q=tide&amp;sort=newest">Search everything</a>' in page
    assert '<input type="hidden" name="report" value="harbor">' in page
    assert "Search everything" not in page_of(client, "/search/?q=tide")


def test_years_have_bars_beside_their_counts(client, shelf, index):
    for number, date in enumerate(["2017", "2018", "2018"]):
        shelf.source(f"S{number}", body="Tide.", date=date)
    index()
    page = page_of(client, "/search/?q=tide")
    assert '<rect width="50%" height="8"/></svg> <span class="count">1</span>' in page
    assert '<rect width="100%" height="8"/></svg> <span class="count">2</span>' in page


def test_numbers_in_titles_and_snippets_are_not_broken(client, shelf, index):
    shelf.source(title="Order 13-841", body="See 21-028 on tides.")
    index()
    page = page_of(client, "/search/?q=tide")
    assert 'Order <span class="whole">13-841</span>' in page
    assert 'See <span class="whole">21-028</span> on <mark>tides</mark>' in page


def test_a_text_that_is_only_redacted_is_said_in_a_word(client, shelf, index):
    shelf.source(title="Memo", body="{redacted: b(5)}")
    index()
    assert '<span class="redacted">redacted</span>' in page_of(client, "/search/?q=memo")


def test_words_that_were_removed_are_a_gap_and_what_is_said_of_them_is_not_found(client, shelf, index):
    shelf.source(body="A low {removed 2026-11-24: privacy} tide of {redacted: secrecy}.")
    index()
    for words in ("privacy", "removed", "secrecy", "redacted", '"low tide"', '"a low removed"'):
        assert "0 sections and sources" in page_of(client, "/search/?" + urlencode({"q": words})), words
    page = page_of(client, "/search/?q=low")
    assert 'low</mark> <span class="withheld">removed</span> tide of' in page
