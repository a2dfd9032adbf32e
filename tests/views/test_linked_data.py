"""JSON-LD: what a page shows, for programs."""

import json
import re

from documents.models import State

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_of(client, address):
    return json.loads(SCRIPT.search(client.get(address).content.decode())[1])


def test_the_home_page_tells_of_the_site_and_its_search(client, db, settings):
    settings.SITE_NAME = "Papers"
    data = data_of(client, "/")
    assert (data["@type"], data["name"], data["url"]) == ("WebSite", "Papers", "http://127.0.0.1:8000/")
    target = data["potentialAction"]["target"]["urlTemplate"]
    assert target == "http://127.0.0.1:8000/search/?q={words}"


def test_a_report(client, shelf):
    shelf.report(
        publisher="Port Authority",
        issued="2018-05",
        revised="2019-04-02",
        official_url="https://example.org/h1",
    )
    assert data_of(client, "/reports/harbor/") == {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": "Harbor review",
        "url": "http://127.0.0.1:8000/reports/harbor/",
        "reportNumber": "H-1",
        "publisher": {"@type": "Organization", "name": "Port Authority"},
        "datePublished": "2018-05",
        "dateModified": "2019-04-02",
        "inLanguage": "en",
        "sameAs": "https://example.org/h1",
    }


def test_a_section_is_part_of_its_report_and_cites_published_sources(client, shelf, index):
    shelf.source("S1", title="The order of May", date="2018-05-04/2018-05-06")
    shelf.source("S2", state=State.DRAFT)
    shelf.section("Ordered [@S1] [@S2].", title="Findings", number="2")
    data = data_of(client, "/reports/harbor/part-1/?q=ordered")
    assert data["@type"] == "CreativeWork" and data["name"] == "2 Findings"
    assert data["isPartOf"]["url"] == "http://127.0.0.1:8000/reports/harbor/"
    assert data["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "The order of May",
            "url": "http://127.0.0.1:8000/sources/s1/",
            "datePublished": "2018-05-04",
        }
    ]
    assert "isBasedOn" not in data


def test_a_section_in_our_words_is_based_on_its_report_and_no_part_of_it(client, shelf, index):
    report = shelf.report(publisher="Port Authority", issued="2018-05", official_url="https://example.org/h1")
    shelf.section("In our words.", nature="summary", report=report)
    data = data_of(client, "/reports/harbor/part-1/")
    assert "isPartOf" not in data and data["publisher"] == {"@type": "Organization", "name": "Reportsite"}
    assert data["isBasedOn"] == {
        "@type": "Report",
        "name": "Harbor review",
        "url": "https://example.org/h1",
        "reportNumber": "H-1",
        "publisher": {"@type": "Organization", "name": "Port Authority"},
        "datePublished": "2018-05",
    }


def test_a_source(client, shelf, index):
    shelf.source("S1", kind="order", author="A. Pilot", publisher="Port", identifiers="A-1\nB-2")
    data = data_of(client, "/sources/s1/")
    assert (data["genre"], data["author"], data["identifier"]) == ("order", "A. Pilot", ["A-1", "B-2"])
    assert data["publisher"] == {"@type": "Organization", "name": "Port"}


def test_an_author_is_called_an_organization_only_where_the_record_shows_it(client, shelf, index):
    shelf.source("S1", author="Port Authority", publisher="Port Authority")
    shelf.source("S2", author="A. Pilot", publisher="Port Authority")
    assert data_of(client, "/sources/s1/")["author"] == {"@type": "Organization", "name": "Port Authority"}
    assert data_of(client, "/sources/s2/")["author"] == "A. Pilot"


OFFICIAL = {"publisher": "Port Authority", "official_url": "https://example.org/o", "nature": "summary"}


def test_our_summary_of_a_source_is_ours_and_says_what_it_is_based_on(client, shelf, index, settings):
    settings.SITE_NAME = "Papers"
    shelf.source("S1", "In our words.", title="An order", author="A. Pilot", date="2018-05-04", **OFFICIAL)
    assert data_of(client, "/sources/s1/") == {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "name": "An order",
        "url": "http://127.0.0.1:8000/sources/s1/",
        "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": "Papers"},
        "description": "In our words.",
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": "An order",
            "url": "https://example.org/o",
            "datePublished": "2018-05-04",
            "genre": "memo",
            "author": "A. Pilot",
            "publisher": {"@type": "Organization", "name": "Port Authority"},
        },
    }


def test_a_citation_of_a_source_that_is_summarised_here_is_of_the_source_itself(client, shelf, index):
    shelf.source("S1", **OFFICIAL)
    shelf.section("Ordered [@S1].")
    assert data_of(client, "/reports/harbor/part-1/")["citation"][0]["url"] == "https://example.org/o"


def test_the_page_of_a_report_in_our_words_is_no_report(client, shelf):
    report = shelf.report(publisher="Port Authority", official_url="https://example.org/h1")
    shelf.section("In our words.", nature="summary", report=report)
    data = data_of(client, "/reports/harbor/")
    assert (data["@type"], data["publisher"]["name"]) == ("CreativeWork", "Reportsite")
    original = data["isBasedOn"]
    assert (original["publisher"]["name"], original["url"]) == ("Port Authority", "https://example.org/h1")


def test_an_address_that_no_browser_may_follow_is_left_out(client, shelf, index):
    shelf.source("S1", official_url="javascript:alert(1)", archived_url="javascript:alert(2)")
    assert {"sameAs", "archivedAt"}.isdisjoint(data_of(client, "/sources/s1/"))


def test_no_text_ends_the_script_that_it_stands_in(client, shelf, index):
    title = "</script><script>alert(1)</script><!-- & \u2028"
    shelf.section("</script>", title=title, report=shelf.report(title=title, publisher=title))
    shelf.source("S1", title=title, author=title, kind="</script>")
    for address in ("/reports/harbor/", "/reports/harbor/part-1/", "/sources/s1/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "<!--" not in page
        assert "alert(1)</script>" not in page
        assert json.loads(SCRIPT.search(page)[1])["@context"] == "https://schema.org"


def test_a_report_that_cites_hundreds_stays_light(client, shelf, index):
    for number in range(60):
        shelf.source(f"S{number}")
    shelf.section(" ".join(f"[@S{number}]" for number in range(60)))
    assert len(data_of(client, "/reports/harbor/part-1/")["citation"]) == 50
