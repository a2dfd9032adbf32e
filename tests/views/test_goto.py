"""“Go to” above the results, and short addresses of reports and their pages."""

import re

import pytest

from documents.models import Section, State
from documents.views.goto import MOST, offers, places

PAGES = "{page iv}\n\nFirst.\n\n{page 1}\n\nSecond. {page 2} Third.\n\nFourth.\n\n{page 3}\n\nFifth.[^118]\n\n[^118]: A note."


@pytest.fixture
def harbor(shelf):
    """A report whose pages go on from one section to the next."""
    report = shelf.report(number="OIG-21-028")
    shelf.section(PAGES, title="Origins", number="4.2", report=report)
    shelf.section("{page 4}\n\nSixth.\n\n{page 1}\n\nAn annex.", title="Annex", number="5", report=report)
    return report


def addresses(typed):
    return [offer.address for offer in offers(typed)]


def page_of(client, query):
    return client.get("/search/", {"q": query}).content.decode()


@pytest.mark.parametrize(
    ("typed", "anchors"),
    [
        ("p. 2", ["part-1/#page-2"]),
        ("page IV", ["part-1/#page-iv"]),
        ("p. 1", ["part-1/#page-1", "part-2/#page-1"]),
        ("OIG-21-028 at 4", ["part-2/#page-4"]),
        ("21-028 at 4", ["part-2/#page-4"]),
        ("harbor, p. 4", ["part-2/#page-4"]),
        ("§ 4.2", ["part-1/"]),
        ("21-028 § 5", ["part-2/"]),
        ("21-028", [""]),
        ("oig-21-028", [""]),
        ("p. 43", []),
        ("21-029 at 4", []),
        ("§ 4", []),
        ("fn. 11", []),
    ],
)
def test_a_reference_is_offered_where_it_leads(harbor, typed, anchors):
    assert addresses(typed) == [f"/reports/harbor/{anchor}" for anchor in anchors]


def test_a_note_is_offered_at_its_block(harbor):
    section = harbor.current_edition.sections.get(slug="part-1")
    note = section.blocks.get(text="A note.")
    assert addresses("fn. 118") == [f"/reports/harbor/part-1/#{note.id}"]


def test_a_note_that_several_sections_have_is_offered_for_each_and_not_for_all(shelf):
    for number in range(MOST + 2):
        shelf.section(f"A.[^{number}-7]\n\n[^{number}-7]: B.")
    found = addresses("n. 7")
    assert len(found) == len(set(found)) == MOST


def test_the_words_of_each_link_say_where_it_leads(client, shelf, index):
    twice = "A.[^1-7] B.[^2-7]\n\n[^1-7]: C.\n\n[^2-7]: D."
    for slug, number in (("harbor", "H-1"), ("mill", "M-1")):
        shelf.section(twice, title="Origins", report=shelf.report(slug, number=number))
    index()
    [offered] = re.findall(r'<nav class="hint".*?</nav>', page_of(client, "fn. 7"), re.DOTALL)
    links = [re.sub("<[^>]*>", "", link) for link in re.findall(r"<a .*?</a>", offered)]
    assert links == [
        "Go to note 7 (1 of 2) H-1: Origins",
        "Go to note 7 (2 of 2) H-1: Origins",
        "Go to note 7 (1 of 2) M-1: Origins",
        "Go to note 7 (2 of 2) M-1: Origins",
    ]


def test_a_source_is_offered_by_key_and_by_each_identifier(shelf):
    shelf.source("S18", slug="order", identifiers="AILA 12\nBO 74/5")
    assert (
        addresses("S18")
        == addresses("s18")
        == addresses("BO 74/5")
        == addresses("bo-74-5")
        == ["/sources/order/"]
    )
    assert addresses("BO 74") == addresses("74/5") == []


def test_a_page_of_a_source_is_offered(shelf):
    shelf.source("S18", "{page 3}\n\nText.")
    shelf.source("S19", "{page 3}\n\nText.")
    assert addresses("S18 at 3") == ["/sources/s18/#page-3"]


@pytest.mark.parametrize("label", ["É-4", "é-4"])
def test_a_page_with_a_letter_beyond_z_is_found_in_capitals_too(shelf, label):
    shelf.section("{page é-4}\n\nText.")
    found = places([Section.objects.published().with_report()], label)
    assert [place.page.label for place in found] == ["é-4"]


def test_all_texts_are_asked_for_a_page_at_once(harbor, django_assert_num_queries):
    with django_assert_num_queries(
        3
    ):  # the sections that have it, their blocks, and the sources: none has it
        assert addresses("p. 2") == ["/reports/harbor/part-1/#page-2"]


def test_a_range_is_offered_as_one_where_it_stands_in_one_section(harbor):
    assert [offer.name for offer in offers("pp. 1-2")] == ["pages 1–2", "page 1"]
    assert [offer.name for offer in offers("pp. 3-4")] == ["page 3"]


def test_a_draft_is_offered_nowhere(shelf):
    shelf.section("{page 7}\n\nA.[^9]\n\n[^9]: B.", number="6", state=State.DRAFT)
    shelf.source("S5", state=State.DRAFT)
    shelf.report("secret", number="99-1", state=State.DRAFT)
    for typed in ("p. 7", "n. 9", "§ 6", "S5", "99-1", "secret"):
        assert addresses(typed) == []


def test_the_page_of_results_offers_it_and_stays(client, harbor, index):
    index()
    page = page_of(client, "p. 2")
    assert '<a href="/reports/harbor/part-1/#page-2">Go to page 2 ' in page
    assert page.index("Go to page 2") < page.index("Nothing was found")


def test_a_page_of_results_without_a_reference_offers_nothing(client, harbor, index):
    index()
    assert "Go to" not in page_of(client, "second")


def test_a_title_that_leaves_itself_out_as_a_query_is_offered(shelf):
    shelf.section(title="What We Do NOT Know", body="Text.")
    shelf.source("S1", title="What we do not know", body="Text.")
    shelf.source("S2", title="What We Do NOT Know", state=State.DRAFT)
    shelf.source("S3", title="What We Do NOT Know Now")
    assert addresses("What We Do NOT Know") == ["/reports/harbor/part-1/", "/sources/s1/"]
    assert addresses("What we do not know") == []


def test_what_is_offered_is_escaped(client, shelf, index):
    shelf.section("Text.", title="<script>", number="4.2")
    index()
    assert "<script>" not in page_of(client, "§ 4.2").split("<main", 1)[1]


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/r/OIG-21-028/", "/reports/harbor/"),
        ("/r/oig-21-028/", "/reports/harbor/"),
        ("/r/21-028/", "/reports/harbor/"),
        ("/r/harbor/", "/reports/harbor/"),
        ("/r/21-028/p/4/", "/reports/harbor/part-2/#page-4"),
        ("/r/21-028/p/IV/", "/reports/harbor/part-1/#page-iv"),
        ("/r/harbor/p/1/", "/reports/harbor/part-1/#page-1"),
        ("/r/harbor/p/3-4/", "/reports/harbor/part-1/#page-3"),
    ],
)
def test_a_short_address_leads_on(client, harbor, address, target):
    response = client.get(address)
    assert (response.status_code, response.url) == (302, target)


@pytest.mark.parametrize(
    ("pages", "texts"),
    [
        ("1-2", ["Second. Third.", "Fourth."]),
        ("iv–1", ["First.", "Second. Third."]),
        ("2-3", ["Second. Third.", "Fourth.", "Fifth."]),
    ],
)
def test_a_range_holds_all_that_stands_on_its_pages(client, harbor, pages, texts):
    address = client.get(f"/r/harbor/p/{pages}/").url
    first, last = re.search(r"\?range=(\w+)-(\w+)#", address).groups()
    blocks = list(harbor.current_edition.sections.get(slug="part-1").blocks.living().order_by("position"))
    ids = [block.id for block in blocks]
    chosen = [block.text for block in blocks[ids.index(first) : ids.index(last) + 1]]
    assert chosen == texts


def test_a_number_with_other_signs_is_found_by_its_words(client, shelf):
    shelf.report(number="PWI 4/2018 (rev.)")
    for number in ("PWI-4-2018-rev", "pwi 4 2018 rev.", "4-2018-rev"):
        assert client.get(f"/r/{number}/").url == "/reports/harbor/"


def test_a_report_is_found_by_the_slug_that_it_had(client, harbor):
    harbor.slug = "port"
    harbor.save()
    assert client.get("/r/harbor/").url == "/reports/port/"


def test_a_missing_page_is_told_which_there_are(client, harbor):
    response = client.get("/r/21-028/p/99/")
    assert response.status_code == 404
    text = " ".join(re.sub("<[^>]*>", "", response.content.decode()).split())
    assert "There is no page 99" in text and "numbered from iv to 1;" in text


def test_a_report_without_pages_says_so(client, shelf):
    shelf.section("No pages.")
    response = client.get("/r/H-1/p/1/")
    assert response.status_code == 404 and "are not recorded here" in response.content.decode()


def test_a_missing_page_with_a_hostile_name_is_escaped(client, harbor):
    response = client.get("/r/harbor/p/<script>alert(1)<%2Fscript>/".replace("%2F", "-"))
    assert response.status_code == 404 and "<script>alert" not in response.content.decode()


@pytest.mark.parametrize(
    "address", ["/r/nothing/", "/r/-/", "/r/%00/", "/r/nothing/p/1/", "/r/secret/", "/r/99-1/p/1/"]
)
def test_what_is_not_published_is_missing(client, shelf, address):
    shelf.section("{page 1}\n\nText.", report=shelf.report("secret", number="99-1", state=State.DRAFT))
    assert client.get(address).status_code == 404
