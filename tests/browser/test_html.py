"""Every public page is valid HTML, as the Nu Html Checker sees it. It runs once, for all pages together."""

import json
import os
import re
import subprocess
from html import unescape
from urllib.parse import urldefrag

import pytest
from django.conf import settings
from django.core.management import call_command

from dev.validator import JAR, MISSING, has_validator

BUNDLED = settings.BASE_DIR / "documents" / "bundled"
HANGING = 300  # seconds
# Safari takes a list without bullets for no list, unless its role says so.
MEANT = {f"The “list” role is unnecessary for element “{name}”." for name in ("ol", "ul")}
LINK = re.compile(r'\bhref="(/[^"]*)"')
# Pages that no link without a query leads to.
MORE = (
    *(
        "/search/?q=gully",
        "/search/?q=family+separation&page=2",
        "/search/?q=gully+zeppelin",
        "/search/?q=(gully",
    ),
    *(
        "/search/?q=bridge&kind=log&year=2016&sort=oldest",
        "/sources/?kind=log&sort=title",
        "/timeline/?kind=log",
    ),
    *("/reports/pwi-4-2018/gully-31/?q=gully+list", "/sources/closing-order/?q=bridge", "/nowhere/"),
    *("/accessibility/", "/privacy/", "/corrections/", "/help/search/", "/about/"),
)


@pytest.fixture
def checker():
    if not has_validator():
        (pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip)(MISSING)
    return ["java", "-Xss2m", "-jar", str(JAR), "--format", "json", "--stdout", "--exit-zero-always"]


@pytest.fixture
def pages(client, db, index, tmp_path, settings):
    """Every page of a site with one report, then of one with both bundled collections: address → HTML."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    found = {
        "/ with nothing": client.get("/").content,
        "/sources/ with none": client.get("/sources/").content,
    }
    call_command("load_collection", BUNDLED / "zero_tolerance", verbosity=0)
    index()
    found["/ with one report"] = client.get("/").content
    call_command("load_collection", BUNDLED / "example", verbosity=0)
    index()
    return found | crawled(client, ["/", *MORE])


def crawled(client, waiting):
    """Follow every link to a page of the site that has no query."""
    found = {}
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith("/admin/"):
            continue
        response = client.get(address, follow=True)
        found[address] = b"".join(response) if response.streaming else response.content
        if not response["Content-Type"].startswith("text/html"):
            found[address] = b""
        links = {unescape(urldefrag(link).url) for link in LINK.findall(found[address].decode())}
        waiting += [link for link in links if "?" not in link and not link.startswith("/static/")]
    return {address: page for address, page in found.items() if page}


def findings(checker, folder, pages):
    """What the checker says of each page, as (address, message, place)."""
    for number, page in enumerate(pages.values()):
        (folder / f"{number}.html").write_bytes(page)
    files = [str(folder / f"{number}.html") for number in range(len(pages))]
    said = subprocess.run([*checker, *files], capture_output=True, check=True, timeout=HANGING)
    addresses = list(pages)
    for one in json.loads(said.stdout)["messages"]:
        number = one["url"].rpartition("/")[2].removesuffix(".html")
        yield addresses[int(number)], one["message"], one.get("extract", "")[:160]


def test_the_checker_finds_what_is_wrong(checker, tmp_path):
    page = b"<!doctype html><html lang=en><title>A</title><body><ul><p>No item</ul></html>"
    [(address, message, _)] = findings(checker, tmp_path, {"/": page})
    assert address == "/" and "not allowed as child of element" in message


def test_every_page_is_valid(checker, pages, tmp_path):
    assert len(pages) > 100
    wrong = [one for one in findings(checker, tmp_path, pages) if one[1] not in MEANT]
    assert wrong == [], "\n".join(f"{address}: {message}\n    {place}" for address, message, place in wrong)
