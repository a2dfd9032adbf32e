"""What `make screenshots` photographs."""

import re

import pytest

from dev import crowd, screenshots
from dev.machine import Refusal
from documents.importing.collection import read


def test_every_page_has_a_name_of_its_own_and_a_site_that_is_made():
    names = [screenshots.slug(page) for page in screenshots.PAGES]
    assert len(set(names)) == len(names)
    assert {page.site for page in screenshots.PAGES} == screenshots.COLLECTIONS.keys()


def test_the_crowd_is_a_collection_without_mistakes_and_the_same_every_time(tmp_path):
    outline = read(crowd.write(tmp_path / "one"))
    assert outline.mistakes == []
    assert len(outline.sources) == 200
    assert [one.values for one in read(crowd.write(tmp_path / "two")).sources] == [
        one.values for one in outline.sources
    ]


def test_a_record_is_named_by_its_key_and_not_by_its_number():
    page = screenshots.Page("a page", "example", "/admin/documents/section/{R8}/history/?newer=2")
    site = screenshots.Site("http://here", {"R8": 47})
    assert site.address_of(page) == "http://here/admin/documents/section/47/history/?newer=2"
    admin = [page.address for page in screenshots.PAGES if page.address.startswith("/admin/")]
    assert not [
        address for address in admin if re.search(r"(section|source|report|collection|edition)/\d", address)
    ]


def test_a_page_that_is_not_on_the_list_is_refused(tmp_path):
    with pytest.raises(Refusal, match=r"No page is called 'zeppelin'\. Their names: home, one report, "):
        screenshots.main(tmp_path, "zeppelin")


def test_all_pages_are_seen_in_both_themes_and_some_with_more_contrast():
    pages = [
        screenshots.Page("home", "example", "/", contrast=True),
        screenshots.Page("about", "example", "/about/"),
    ]
    shown = {look: len(screenshots.seen(look, pages)) for look in screenshots.LOOKS}
    assert shown == {"light": 2, "dark": 2, "more": 1, "more-dark": 1, "forced": 1}


def test_the_sheet_shows_what_was_photographed_and_nothing_as_markup(tmp_path):
    page = screenshots.Page("results", "example", "/search/?q=<b>")
    for name in ("results-0390-light.png", "results-print.pdf", "results-of-others-0390-light.png"):
        (tmp_path / name).touch()
    screenshots.sheet([page], tmp_path)
    shown = (tmp_path / "index.html").read_text()
    assert "q=&lt;b&gt;" in shown and shown.count("<img") == 1 and 'href="results-print.pdf"' in shown
