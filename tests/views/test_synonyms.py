"""Synonyms on the way of a reader: from the list to the page and back, with them and without."""

import re

import pytest

from documents.models import Synonym

TEXT = "The DOJ.\n\nThe Department of Justice, a justice, and the Justice Department."


@pytest.fixture
def marked(client, shelf, index):
    """The words that the page at an address marks."""
    shelf.source(body=TEXT)
    index()
    Synonym.objects.create(names="DOJ\nDepartment of Justice\nJustice Department")

    def words(address):
        page = client.get(address).content.decode()
        return [re.sub("<[^>]+>", "", mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", page)]

    return words


def test_a_page_marks_the_other_names(marked):
    assert marked("/sources/s1/?q=doj") == ["DOJ", "Department of Justice", "Justice Department"]


@pytest.mark.parametrize("parameters", ["q=doj&syn=0", "q=%22doj%22", "q=%3Ddoj"])
def test_a_page_marks_no_other_names_where_none_were_searched(marked, parameters):
    assert marked(f"/sources/s1/?{parameters}") == ["DOJ"]


def test_every_link_from_the_list_to_the_page_and_on_says_that_they_are_off(client, marked):
    page = client.get("/search/?q=justice+department&syn=0").content.decode()
    link = re.search(r'href="(/sources/s1/\?[^#"]*)', page)[1].replace("&amp;", "&")
    assert "syn=0" in link
    ways = re.findall(r'<nav class="match-bar".*?</nav>', client.get(link).content.decode(), re.DOTALL)[0]
    steps = [way for way in re.findall(r'href="([^"]*)"', ways) if "q=" in way]
    assert len(steps) > 1 and all("syn=0" in way for way in steps)


def test_links_say_nothing_of_synonyms_that_are_on(client, marked):
    page = client.get("/search/?q=doj&syn=1").content.decode()
    links = re.findall(r'href="(/sources/s1/\?[^"]*)"', page)
    assert links and not any("syn" in link for link in links)
