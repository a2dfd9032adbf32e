"""Where a search finds nothing: why, and links that all find something."""

import re
from html import unescape

import pytest

from documents.models import Source, State, Synonym
from documents.search import relaxing
from documents.search.find import deadline
from documents.search.whoosh.engine import WhooshEngine

COUNT = re.compile(r'<p class="answer" role="status"><strong>(\d+) ')
LINK = re.compile(r'<a href="(/search/\?[^"]*)">(.*?)</a>:? <span class="count">(\d+)</span>')


@pytest.fixture
def texts(shelf, index):
    """Five texts on the harbor."""
    shelf.source(
        "S1", kind="memo", date="2018", title="Tide", body="The tide was high, and the marshals left."
    )
    shelf.source("S2", kind="poll", date="2019", title="Sand", body="Sand on the quay; tolerance of zero.")
    shelf.source("S3", kind="memo", date="2019", title="Separation", body="A separation of families.")
    shelf.source(
        "S4", kind="poll", date="2018", title="More", body="A separation by the marshals.", author="Smith"
    )
    shelf.source("S5", kind="memo", title="Tides", body="Zero tides. Café.")
    index()
    return shelf


def help_of(client, address):
    """The part of the page that helps, empty where something was found."""
    page = client.get(address).content.decode()
    found = re.search(r'<section class="no-hits">.*?</section>', page, re.DOTALL)
    return unescape(found[0]) if found else ""


def ways(client, address):
    """What is linked, as what is shown, the address and the count."""
    return [
        (re.sub("<[^>]+>", "", label), way, int(n))
        for way, label, n in LINK.findall(help_of(client, address))
    ]


@pytest.mark.parametrize(
    "query",
    [
        "q=seperatoin",
        "q=seperatoin+tide",
        "q=seperatoin+marshels",
        "q=tide+sand+families",
        "q=tide+-marshals+-zero",
        "q=%22zero+tolerance%22",
        "q=%22zero+tolerence%22~3",
        "q=title:marshals",
        "q=author:(smith+families)",
        "q=tide+sand&kind=memo",
        "q=sand&kind=memo&year=2018",
        "q=separation+date:2020",
        "q==tides+sand",
        "q=quay-sand",
        "q=morshels~",
        "q=cafe&syn=0&kind=poll&sort=newest",
        "q=tyde+sond+zaro+familys+tide+sand",
        "q=a+b+c+d+e+f+g+h+i+j+k+l+tide",
        "q=(plover+|+sond)+-tide&year=2018",
        "kind=memo&year=2021",
    ],
)
def test_every_link_finds_what_it_says(client, texts, query):
    found = ways(client, f"/search/?{query}")
    assert found
    for label, address, count in found:
        page = client.get(address).content.decode()
        assert (label, int(COUNT.search(page)[1])) == (label, count)
        assert count > 0
    offered = [address for label, address, _ in found if label[0].isupper()]
    assert len(set(offered)) == len(offered)
    assert f"/search/?{query}" not in offered


def test_what_was_searched_is_said(client, texts):
    assert "All published sections and sources were searched" in help_of(client, "/search/?q=seperatoin")


def test_the_word_that_finds_nothing_is_named(client, texts):
    page = help_of(client, "/search/?q=tide+plover")
    assert "Nothing has <strong><bdi>plover</bdi></strong>, so nothing has all of it." in page
    assert '<li><bdi>plover</bdi>: <span class="count">0</span></li>' in page
    assert ("tide", "/search/?q=tide", 2) in ways(client, "/search/?q=tide+plover")


def test_words_that_never_meet_are_said_to(client, texts):
    page = help_of(client, "/search/?q=sand+families")
    assert "Each part is found, but never all of them in one section or source." in page
    assert ("Any of the words", "/search/?q=sand+%7C+families", 2) in ways(client, "/search/?q=sand+families")


def test_each_part_is_left_out_in_turn(client, texts):
    found = ways(client, "/search/?q=separation+marshals+sand")
    assert ("Without “sand”", "/search/?q=separation+marshals", 1) in found


@pytest.mark.parametrize(
    "query", ["tide+plover", "tide+plover+walrus", "sand+families", "tide+plover&kind=memo"]
)
def test_no_search_is_linked_twice(client, texts, query):
    """What is left without a word that nothing has may be a part that is linked by itself."""
    addresses = [address for _, address, _ in ways(client, f"/search/?q={query}")]
    assert addresses and len(set(addresses)) == len(addresses)


def test_any_of_the_words_are_those_that_are_found(client, texts):
    found = ways(client, "/search/?q=sand+families+plover")
    assert ("Any of the words", "/search/?q=sand+%7C+families", 2) in found


def test_no_other_spelling_is_offered_where_a_place_is(client, texts):
    page = client.get("/search/?q=S1").content.decode()
    assert "Go to source S1" in page and "Did you mean" not in page


def test_words_that_only_the_filters_keep_away_are_kept_without_them(client, texts):
    """No letter has any of the words; of all texts none has a plover."""
    found = ways(client, "/search/?q=zero+tolerance+plover&kind=letter")
    assert ("Without “plover”, without the filters", "/search/?q=zero+tolerance", 1) in found
    assert ("Any of the words, without the filters", "/search/?q=zero+%7C+tolerance", 2) in found


def test_exclusions_that_take_all_away_are_said_to(client, texts):
    page = help_of(client, "/search/?q=separation+marshals+-smith")
    assert "All of it is found together, but only with what is left out." in page
    assert ways(client, "/search/?q=separation+marshals+-smith")[2][:2] == (
        "With what was left out",
        "/search/?q=separation+marshals",
    )


def test_a_single_word_has_no_parts(client, texts):
    assert "By itself" not in help_of(client, "/search/?q=seperatoin")


def test_eight_parts_are_counted_at_most_and_nothing_is_claimed_of_the_rest(client, texts):
    page = help_of(client, "/search/?q=" + "+".join(["tide"] + [f"tide-sand-{n}" for n in range(11)]))
    assert page.count("</bdi></a>:") + page.count("</bdi>:") == 8
    assert "Each part is found" not in page


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("seperatoin", "separation"),
        ("marshels", "marshals"),
        ("smith+seperation", "smith separation"),
        ('"zaro+tides"', '"zero tides"'),
        ("(seperatoin+|+sea)+smith+-sand", "(separation | sea) smith -sand"),
        ("smth", "smith"),
        ("seperatoin+marshels", "separation marshals"),
    ],
)
def test_words_that_may_be_meant(client, texts, typed, meant):
    assert "Did you mean" in help_of(client, f"/search/?q={typed}")
    assert ways(client, f"/search/?q={typed}")[0][0] == meant


@pytest.mark.parametrize(
    "typed", ["=seperation", "seper*ation", "plover", "ab", "seperatoin+plover", "sants"]
)
def test_nothing_is_meant_by_what_is_far_from_all_words_or_exact(client, texts, typed):
    assert "Did you mean" not in help_of(client, f"/search/?q={typed}")


def test_the_nearest_comes_first_and_then_the_most_frequent(client, shelf, index):
    shelf.source("S1", body="A harbour. The barber.")
    shelf.source("S2", body="A harper.")
    shelf.source("S3", body="A harper and a garbor.")
    index()
    found = [label for label, _, _ in ways(client, "/search/?q=harber")]
    assert found[:3] == ["harper", "barber", "harbour"]


def test_a_family_is_suggested_once(client, shelf, index):
    shelf.source(body="Separate, separated, separates.")
    index()
    page = help_of(client, "/search/?q=seperated")
    assert re.findall(r"<bdi>(.*?)</bdi>", page) == ["separated"]


def test_a_suggestion_that_finds_nothing_is_none(client, texts):
    """Sand has no marshals."""
    assert "Did you mean" not in help_of(client, "/search/?q=sond+marshals")


def test_a_draft_is_never_suggested(client, texts):
    texts.source("S6", body="Cormorants.", state=State.DRAFT)
    Source.objects.create(collection=texts.collection, key="S7", slug="s7", title="Cormorants", kind="memo")
    help = help_of(client, "/search/?q=cormorents")
    assert "cormorents" not in help and "cormorants" not in help and "spelt" not in help


def test_a_withdrawn_text_is_never_suggested(client, texts, index):
    source = texts.source("S6", body="Cormorants.")
    index()
    assert "cormorants" in help_of(client, "/search/?q=cormorents")
    source.state = State.DRAFT
    source.save()
    index()
    assert "cormorants" not in help_of(client, "/search/?q=cormorents")


def test_filters_that_kill_can_be_taken_off(client, texts):
    assert ("Without the filters", "/search/?q=sand", 1) in ways(client, "/search/?q=sand&kind=memo")


def test_one_filter_of_two_is_taken_off_where_that_is_enough(client, texts):
    found = ways(client, "/search/?q=sand&kind=memo&year=2019")
    assert ("Without the filter by kind", "/search/?q=sand&year=2019", 1) in found
    assert "Without the filters" not in [label for label, _, _ in found]


def test_links_keep_filters_synonyms_and_order(client, texts):
    found = ways(client, "/search/?q=tide+plover&syn=0&kind=memo&sort=newest")
    assert ("tide", "/search/?q=tide&syn=0&kind=memo&sort=newest", 2) in found


def test_where_filters_and_words_kill_both_are_given_up(client, texts):
    found = ways(client, "/search/?q=sand+marshals&kind=letter")
    assert ("Any of the words, without the filters", "/search/?q=sand+%7C+marshals", 3) in found


def test_a_word_is_respelt_without_filters_that_let_nothing_through(client, texts):
    found = ways(client, "/search/?q=seperatoin&kind=letter")
    assert ("separation, without the filters", "/search/?q=separation", 2) in found


def test_a_name_with_another_name_is_one_part(client, shelf, index):
    Synonym.objects.create(names="DOJ\nDepartment of Justice")
    shelf.source(body="The DOJ.")
    index()
    found = ways(client, "/search/?q=department+of+justice+plover")
    assert ("department of justice", "/search/?q=department+of+justice", 1) in found


def test_help_names_the_words_as_the_reader_wrote_them(client, texts):
    page = help_of(client, "/search/?q=Smith+Seperatoin")
    assert "Nothing has <strong><bdi>Seperatoin</bdi></strong>" in page
    found = ways(client, "/search/?q=Smith+Seperatoin")
    assert found[:2] == [
        ("Smith separation", "/search/?q=smith+separation", 1),
        ("Smith", "/search/?q=smith", 1),
    ]
    found = ways(client, "/search/?q=Separation+Marshals+Sand")
    assert ("Without “Sand”", "/search/?q=separation+marshals", 1) in found


def test_a_compound_is_not_any_of_its_parts(client, texts):
    assert ways(client, "/search/?q=of-plover") == []
    assert ways(client, "/search/?q=re-tide") == [("Only “tide”", "/search/?q=tide", 2)]


def test_a_hostile_query_stays_text(client, texts):
    page = client.get("/search/?q=%3Cscript%3Ealert+tide+%22%3Cb%3Ex").content.decode()
    assert "<script>alert" not in page and "<b>x" not in page


def test_help_stops_at_a_number_of_counts(client, texts, monkeypatch):
    monkeypatch.setattr("documents.search.relaxing.MOST_COUNTS", 1)
    page = help_of(client, "/search/?q=tide+plover")
    assert '<bdi>tide</bdi></a>: <span class="count">2</span>' in page
    assert "plover</bdi>:" not in page and "so nothing has all of it" not in page


def test_help_stops_when_the_time_is_over(client, texts, monkeypatch):
    monkeypatch.setattr("documents.search.relaxing.MOST_SECONDS", -1)
    assert ways(client, "/search/?q=tide+plover") == []
    assert "Nothing was found" in help_of(client, "/search/?q=tide+plover")


def test_no_words_alike_are_looked_for_when_the_time_is_over(client, texts, monkeypatch):
    monkeypatch.setattr(relaxing, "deadline", lambda seconds: deadline(seconds=-1))
    monkeypatch.setattr(WhooshEngine, "near", None)
    assert "Nothing was found" in client.get("/search/?q=tode").content.decode()
