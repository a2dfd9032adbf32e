"""A real Chromium, a running site with one report of every kind of text, and an ear for complaints."""

import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from django.db import connection

from dev.machine import BROWSERS
from documents.models import Collection
from documents.search.engines import engine

CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
RICH = """
# Origins {page 2}

The pilots were warned [@S1, p. 3].[^1] A first **bold** and *leaning* word, and a [link](https://example.org/).

- One reason
- {no. (b)} Another reason

> A quotation that {page 3} runs on.

| Year | Families |
|------|---------:|
| 2017 | 280      |
| 2018 | 2,800    |

{caption: Counted families}

A name was {redacted: b(6)} and another {withheld: privacy}.

:::note
The editors add a word.
:::

    code that is wide and goes on and on and on and on and on and on and on and on and on and on and on

[^1]: Not yet checked.
"""


@pytest.fixture(scope="session", autouse=True)
def chromium():
    if CHROMIUM is None and os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail("There is no Chromium: apt-get install chromium-headless-shell")
    if CHROMIUM is None:
        pytest.skip("There is no Chromium: apt-get install chromium-headless-shell")
    return CHROMIUM


@pytest.fixture(scope="session", autouse=True)
def database_beside_an_event_loop():
    """Playwright's loop runs in this thread, and Django would refuse to ask the database beside one."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def base_url():
    """In place of pytest-base-url's own, whose form pytest warns of."""


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium):
    # As root there is no sandbox; without a network nothing may be fetched in the background.
    return {
        "executable_path": chromium,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def stock(tmp_path_factory):
    """The folder where the site stands ready once the first test has made it: its database and its index."""
    return tmp_path_factory.mktemp("stock") / "site"


@pytest.fixture
def site(live_server, shelf, index, stock, tmp_path):
    """The address of a running site, which is the same at the beginning of each test."""
    if stock.exists():
        take(stock, tmp_path)
        shelf.collection = Collection.objects.get()
    else:
        fill(shelf)
        index()
        keep(stock, tmp_path)
    return live_server.url


def keep(stock, folder):
    shutil.copytree(folder / "index", stock / "index")
    with closing(sqlite3.connect(stock / "database")) as kept:
        connection.connection.backup(kept)


def take(stock, folder):
    with closing(sqlite3.connect(stock / "database")) as kept:
        kept.backup(connection.connection)
    engine().close()
    shutil.rmtree(folder / "index")
    shutil.copytree(stock / "index", folder / "index")


def fill(shelf):
    """Put one report of every kind of text, and two sources, on the shelf."""
    shelf.source("S1", title="The order of May", publisher="Port Authority", date="2018-05", kind="order")
    shelf.source(
        "S2", title="A poll", body="Families were asked.", kind="poll", date="2018", nature="summary"
    )
    report = shelf.report(official_url="https://example.org/h1", about="A review of the harbor.")
    shelf.section(RICH, title="How it began", report=report)
    long = "\n\n".join(f"Paragraph {number} of the harbor's long story." for number in range(60))
    shelf.section(f"{long}\n\nHere at last the *families* were separated.\n\n{long}", title="What followed")
    shelf.section("In our words.", title="Summary", nature="summary", level=2)


@pytest.fixture
def complaints(page):
    """What the browser complains of: errors of scripts, blocked code, missing files."""
    heard: list[str] = []
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    return heard
