"""From a result to its neighbours and back to the list, as links."""

import re
from html import unescape

import pytest

from documents.search import find
from documents.search.engine import TooSlow
from documents.search.whoosh.engine import WhooshEngine


def page_of(client, address):
    return client.get(address).content.decode()


def steps(page):
    """The addresses of the previous result, the list and the next result, and what the bar says of the place."""
    found = re.search(
        r'<span class="steps" role="group" aria-label="Results">(.*?)</span>\s*<span class="steps">',
        page,
        re.S,
    )
    if not found:
        return None
    links = dict(re.findall(r'<a href="([^"]*)"[^>]*>(?:<span class="unseen">)?([\w ]+)', found[1]))
    named = {text: unescape(address) for address, text in links.items()}
    place = next(text for text in named if text.startswith("result "))
    return named.get("previous result"), named[place], named.get("next result"), place


@pytest.fixture
def five(shelf, index):
    """A report with four sections, of which a list shows three, and a source that is the second best."""
    made = [
        shelf.section("Before.\n\n" + "Tide " * (9 - 2 * number), title=f"Part {number}")
        for number in range(4)
    ]
    made.append(shelf.source("S1", body="Tide tide tide tide tide tide sand.", date="2018"))
    index()
    return made


def test_results_follow_one_another_as_in_the_list_also_those_folded_away(client, five):
    address, walked = "/reports/harbor/part-1/?q=tide&match=1", []
    while address:
        previous, back, address, place = steps(page_of(client, address))
        walked.append((place, back))
    ids = [unit.public_id for unit in five]
    assert [place for place, _ in walked] == [f"result {number} of 5" for number in range(1, 6)]
    assert [back for _, back in walked[:3]] == [f"/search/?q=tide#{id}" for id in ids[:3]]
    assert walked[3][1] == f"/search/?q=tide#{ids[2]}"  # the list says “1 more in this report” there
    assert previous == "/reports/harbor/part-4/?q=tide&match=1#match-1"


def test_the_list_links_with_its_filters_and_order(client, five):
    page = page_of(client, "/search/?q=tide&report=harbor&sort=oldest")
    address = "/reports/harbor/part-1/?q=tide&report=harbor&sort=oldest&match=1#match-1"
    assert f'href="{address}"' in unescape(page)
    previous, back, following, place = steps(page_of(client, address.partition("#")[0]))
    assert previous is None and place == "result 1 of 4"
    assert following == "/reports/harbor/part-2/?q=tide&report=harbor&sort=oldest&match=1#match-1"
    assert back == f"/search/?q=tide&report=harbor&sort=oldest#{five[0].public_id}"


def test_every_hit_of_the_list_has_its_name(client, five):
    page = page_of(client, "/search/?q=tide")
    for unit in (*five[:3], five[4]):
        assert f'<article class="hit" id="{unit.public_id}">' in page


def test_back_leads_to_the_page_of_the_list(client, shelf, index):
    sources = [shelf.source(f"S{number}", body="Tide.", date=f"20{number + 10}") for number in range(12)]
    index()
    back = steps(page_of(client, "/sources/s10/?q=tide&sort=oldest&match=1"))[1]
    assert back == f"/search/?q=tide&sort=oldest&page=2#{sources[10].public_id}"
    assert f'id="{sources[10].public_id}"' in page_of(client, back.partition("#")[0])


def test_a_neighbour_is_landed_on_as_the_list_does(client, shelf, index):
    shelf.source("S1", title="Tide", body="Sand.", date="2017")
    shelf.source("S2", title="Tide", body="Sand.\n\nTide harvest.", date="2018")
    index()
    following = steps(page_of(client, "/sources/s1/?q=tide&sort=oldest"))[2]
    assert following == "/sources/s2/?q=tide&sort=oldest&match=2#match-2"


@pytest.mark.parametrize("address", ["?q=tide&kind=poll", "?q=zebra", "?q=tide&year=1900"])
def test_what_is_not_among_the_results_says_nothing_of_them(client, five, address):
    page = page_of(client, f"/reports/harbor/part-1/{address}")
    assert steps(page) is None and "all results</a>" in page


def test_a_page_without_a_query_does_not_search(client, five, monkeypatch):
    monkeypatch.setattr(WhooshEngine, "place", None)
    assert client.get("/reports/harbor/part-1/?kind=memo&sort=oldest").status_code == 200


def test_a_page_is_read_without_its_place_where_that_takes_too_long(client, five, monkeypatch):
    def too_slow(*arguments, **named):
        raise TooSlow("This takes too long.")

    monkeypatch.setattr(WhooshEngine, "place", too_slow)
    page = page_of(client, "/reports/harbor/part-1/?q=tide")
    assert steps(page) is None and '<mark id="match-9">' in page


def test_there_are_links_to_neighbours_for_whose_marks_there_is_no_time(client, five, monkeypatch):
    read = find.matches_in

    def matches_in(tree, unit, *arguments, **named):
        if unit.pk != five[0].pk:
            raise TooSlow("This takes too long.")
        return read(tree, unit, *arguments, **named)

    monkeypatch.setattr(find, "matches_in", matches_in)
    _, _, following, place = steps(page_of(client, "/reports/harbor/part-1/?q=tide"))
    assert (place, following) == ("result 1 of 5", "/reports/harbor/part-2/?q=tide")


def test_a_neighbour_that_was_withdrawn_a_moment_ago_is_no_link(client, five):
    five[1].state = "draft"
    five[1].save()
    _, _, following, place = steps(page_of(client, "/reports/harbor/part-1/?q=tide"))
    assert following is None and place == "result 1 of 5"


def test_neither_the_canonical_address_nor_paper_has_the_search(client, five):
    page = page_of(client, "/reports/harbor/part-1/?q=tide&kind=report+section&sort=newest&match=2")
    assert '<link rel="canonical" href="http://127.0.0.1:8000/reports/harbor/part-1/">' in page
    assert "http://127.0.0.1:8000/reports/harbor/part-1/, as of" in page


def test_the_place_is_one_question_to_the_engine(client, five, django_assert_num_queries):
    client.get("/reports/harbor/part-2/?q=tide")
    with django_assert_num_queries(10):
        client.get("/reports/harbor/part-2/?q=tide")
