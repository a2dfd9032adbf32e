import json
import sys

import pytest
from django.core.management import ManagementUtility, call_command
from django.core.management.base import CommandError
from django.db import connections

from documents.models import Synonym


@pytest.fixture
def run(shelf, index, capsys, monkeypatch):
    """The command line, as it is typed behind `manage.py search`."""
    shelf.section(title="Pilots", body="The pilots were warned of the tide.")
    shelf.source(title="Tides", body="Families watched.")
    index()

    # A command closes the connection when it ends, and with it the test's transaction.
    monkeypatch.setattr(connections, "close_all", lambda: None)

    def typed(*arguments):
        monkeypatch.setattr(sys, "argv", ["manage.py", "search", *arguments])
        ManagementUtility().execute()
        return capsys.readouterr().out

    return typed


def test_it_prints_count_and_hits(run):
    lines = run("warned").splitlines()
    assert lines[0] == "1 sections and sources: warned"
    assert lines[2].strip() == "Pilots"
    assert lines[3].strip() == "/reports/harbor/part-1/?q=warned&match=1#match-1"
    assert lines[4].strip() == "The pilots were warned of the tide."


def test_json_is_one_object(run):
    answer = json.loads(run("warned", "--json"))
    (hit,) = answer["hits"]
    assert (answer["query"], answer["count"], hit["title"]) == ("warned", 1, "Pilots")
    assert set(hit) == {"key", "id", "score", "title", "url", "snippet"}


def test_any_takes_a_sentence_as_any_of_its_words(run):
    assert json.loads(run("warned families", "--json"))["count"] == 0
    assert json.loads(run("warned families", "--any", "--json"))["count"] == 2


def test_synonyms_take_part_unless_they_are_switched_off(run):
    Synonym.objects.create(names="kin\nfamilies")
    assert json.loads(run("kin", "--json"))["count"] == 1
    assert json.loads(run("kin", "--no-synonyms", "--json"))["count"] == 0


def test_limit_bounds_the_hits_and_not_the_count(run):
    answer = json.loads(run("tide", "--json", "--limit", "1"))
    assert (answer["count"], len(answer["hits"])) == (2, 1)


def test_a_query_may_begin_with_a_hyphen(run):
    assert json.loads(run("-families", "--json"))["hits"][0]["title"] == "Pilots"


def test_bytes_that_are_no_text_are_no_error(run):
    assert json.loads(run("\udcff warned", "--json"))["count"] == 1


def test_a_wrong_limit_says_what_is_right(run):
    with pytest.raises(CommandError, match="from 0 up"):
        call_command("search", "warned", limit=-1)
