"""Whatever is typed into the box is answered with the search page, in time, and stays text on it.

tests/search/hostile.json has the queries, under what they try: "texts" as they are typed, long ones as a piece and how
many times it stands there, and "encoded" as they come in the address.
"""

import json
import random
from html.parser import HTMLParser
from pathlib import Path
from time import monotonic
from urllib.parse import quote

import pytest

from documents.models import Synonym

HOSTILE = json.loads((Path(__file__).parent.parent / "search" / "hostile.json").read_text())
GROUPS = HOSTILE["texts"]
HANGING = 20  # seconds for one query, on a machine with much else to do
PIECES = [piece for texts in GROUPS.values() for piece in texts if isinstance(piece, str) and len(piece) < 30]


class Elements(HTMLParser):
    """The tags of a page, and what is in it that runs: handlers, scripts of its own, addresses that are code."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.running = set(), []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        values = dict(attributes)
        if tag == "script" and not (values.get("src") or "").startswith("/scripts-"):
            self.running.append((tag, attributes))
        for name, value in attributes:
            leads = name in ("href", "src", "action", "formaction")
            code = leads and (value or "").strip().lower().startswith(("javascript:", "data:"))
            if code or name.startswith("on") or name == "style":
                self.running.append((name, value))


@pytest.fixture
def ask(client, shelf, index):
    """The answer to what stands behind `q=` in the address, with the seconds that it took."""
    shelf.section(title="Tide", body="A tide of 2018, and sand on the quay.\n\nThe zero tolerance of tides.")
    shelf.source("S1", kind="memo", date="2018", title="Sand", body="Sand and tides. Café. 12:30, § 1325(a).")
    shelf.source(
        "S2", kind="poll", title="21-028", body="Zero tolerance, at 43. Script alert.", author="Smith"
    )
    Synonym.objects.create(names="tide\nthe moving of the sea")
    index()

    def answer(encoded):
        began = monotonic()
        response = client.get(f"/search/?q={encoded}")
        return response, monotonic() - began

    return answer


@pytest.fixture(scope="module")
def known():
    """What is the same for all tests here, once the first has made it."""
    return {}


@pytest.fixture
def usual(ask, known):
    """The tags of pages of which the words are harmless."""
    if "tags" not in known:
        known["tags"] = tags_of_harmless_pages(ask)
    return known["tags"]


def tags_of_harmless_pages(ask):
    queries = (
        "tide",
        "tide+sand",
        "nothing",
        "tide+nothing",
        "tide&page=7",
        "%22tide",
        "tide&kind=x",
        "tyde",
        "",
    )
    pages = [ask(query)[0].content.decode() for query in queries]
    return set().union(*(Elements(page).tags for page in pages))


def typed(text):
    return text if isinstance(text, str) else text["text"] * text["times"]


def wrong(response, seconds, usual):
    """What is wrong with an answer, or nothing."""
    if response.status_code != 200:
        return f"answered {response.status_code}"
    if seconds > HANGING:
        return f"took {seconds:.0f} seconds"
    elements = Elements(response.content.decode())
    return elements.running or elements.tags - usual or ""


def encoded(text):
    return quote(typed(text).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("group", GROUPS)
def test_a_hostile_query_is_answered(ask, usual, group, proving):
    texts = GROUPS[group] if proving else GROUPS[group][::2]  # every other one is enough for each change
    found = {str(text)[:60]: wrong(*ask(encoded(text)), usual) for text in texts}
    assert {text: trouble for text, trouble in found.items() if trouble} == {}


def test_a_hostile_address_is_answered(ask, usual):
    found = {text: wrong(*ask(text), usual) for text in HOSTILE["encoded"]}
    assert {text: trouble for text, trouble in found.items() if trouble} == {}


def test_there_are_many():
    assert sum(len(texts[::2]) for texts in GROUPS.values()) + len(HOSTILE["encoded"]) >= 400


def test_what_runs_is_seen():
    page = '<script src="/scripts-a.js"></script><b onclick="x">y</b><script>z</script><a href="javascript:w">v</a>'
    assert len(Elements(page).running) == 3


@pytest.mark.parametrize("seed", [*range(4)])
def test_random_pieces_are_answered(ask, usual, seed, proving):
    chance = random.Random(seed)
    for _ in range(500 if proving else 5):
        pieces = chance.choices(PIECES, k=chance.randint(2, 12))
        text = chance.choice(["", " "]).join(pieces)
        assert (text, wrong(*ask(encoded(text)), usual)) == (text, "")
