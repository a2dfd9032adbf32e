"""Programs that read the site come to an end: they find all documents, and no search, filter or order."""

import re
from contextlib import contextmanager
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from documents.models import Source
from documents.search.engines import engine
from documents.search.indexer import drain_all
from tests.shelf import Shelf

PLACES = {"page", "part", "cited", "at"}  # in a list, a long text or the corrections: there is an end of them
SITE = "http://testserver"


class Links(HTMLParser):
    """The links of a page: address and whether a program is asked not to follow it, by the page or by the link."""

    def __init__(self, page):
        super().__init__()
        self.found = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "meta" and attributes.get("name") == "robots" and "nofollow" in attributes["content"]:
            self.handle_starttag = lambda tag, attributes: None  # of none of its links
        if tag in ("a", "area") and attributes.get("href"):
            self.found.append((attributes["href"], "nofollow" in (attributes.get("rel") or "").split()))


class Robots:
    """What robots.txt allows, as RFC 9309 has it: of the rules that fit, the longest decides."""

    def __init__(self, text):
        lines = (line.split("#")[0].partition(":") for line in text.splitlines())
        self.rules = [
            (path.strip(), kind.strip() == "Allow")
            for kind, _, path in lines
            if kind in ("Allow", "Disallow")
        ]

    def allow(self, address):
        fitting = [(len(path), allowed) for path, allowed in self.rules if self.fits(path, address)]
        return max(fitting, default=(0, True))[1]

    def fits(self, path, address):
        return re.match(re.escape(path).replace(r"\*", ".*"), address)


def walk(client, *, obeys_robots=True, obeys_links=True, most=2_000):
    """Every address that a program finds from the home page, with the answer; it fails where there is no end."""
    robots = Robots(client.get("/robots.txt").content.decode())
    seen, waiting = {}, ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen or (obeys_robots and not robots.allow(address)):
            continue
        assert len(seen) < most, f"There is no end: {list(seen)[-10:]}"
        response = seen[address] = client.get(address)
        page = "" if response.streaming else response.content.decode(errors="replace")
        links = [(response["Location"], False)] if response.has_header("Location") else Links(page).found
        for link, is_kept_back in links:
            to = urlsplit(urljoin(SITE + address, link))
            if f"{to.scheme}://{to.netloc}" == SITE and not (obeys_links and is_kept_back):
                waiting.append(to.path + (f"?{to.query}" if to.query else ""))
    return seen


def searches(addresses):
    return {address for address in addresses if address.startswith(("/search", "/suggest"))}


@contextmanager
def once(blocker, folder):
    """A database and an index that all tests of a module share; it ends as if nothing had been."""
    kept = settings.HAYSTACK_CONNECTIONS
    settings.HAYSTACK_CONNECTIONS = {"default": kept["default"] | {"PATH": folder}}
    with blocker.unblock():
        outside = transaction.atomic()
        outside.__enter__()
        try:
            engine().rebuild(())
            yield
        finally:
            transaction.set_rollback(True)
            outside.__exit__(None, None, None)
            engine().close()
            settings.HAYSTACK_CONNECTIONS = kept


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """A little of everything that there are links to, and lists of two pages."""
    with once(django_db_blocker, tmp_path_factory.mktemp("index")), pytest.MonkeyPatch.context() as patch:
        patch.setattr("documents.views.sources.PER_LIST", 10)
        shelf = Shelf()
        for slug in ("harbor", "coast"):
            report = shelf.report(slug, number=slug, publisher="Office")
            for number in range(3):
                shelf.section("A tide [@S1], a buoy and a tariff.", report=report, number=str(number))
        for number in range(1, 13):
            kind, date = ("memo", "poll", "letter")[number % 3], f"{2015 + number % 4}"
            shelf.source(f"S{number}", "Tide.", kind=kind, date=date, publisher=f"Office {number % 5}")
        for source in Source.objects.all():
            source.body, source.correction = "Tides.", "A letter was missing."
            source.save()
        drain_all()
        yield


@pytest.mark.parametrize(
    "obeyed", [{}, {"obeys_robots": False}, {"obeys_links": False}], ids=["both", "links", "robots.txt"]
)
def test_a_program_that_keeps_to_either_rule_comes_to_no_search(client, db, site, obeyed):
    found = walk(client, **obeyed)
    assert searches(found) == set()
    lists = {address for address in found if "?" in address and "at=" not in address}
    assert lists == {"/sources/?page=2", "/corrections/?page=2"}


def test_a_program_finds_every_document_of_the_bundled_collection(client, db, index):
    call_command("load_collection", settings.BASE_DIR / "documents/bundled/zero_tolerance", verbosity=0)
    index()
    found = walk(client)
    assert searches(found) == set()
    assert {address for address, response in found.items() if response.status_code != 200} == set()
    in_sitemap = set(
        re.findall(r"<loc>http://127.0.0.1:8000([^<]+)</loc>", client.get("/sitemap.xml").content.decode())
    )
    assert in_sitemap - found.keys() == set()


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/search/?q=tide",
            "/search/?q=tide&sort=newest",
            "/search/?kind=memo&page=2",
            "/search/?q=tides+wave",
        ),
        *(
            "/search/?q=(tide",
            "/search/?q=tide&page=99",
            "/search/?q=tide&syn=0",
            "/search/?q=tide&report=harbor",
        ),
        *(
            "/search/",
            "/search/matches/?q=tide&kind=memo",
            "/search/matches/?q=tide&page=2",
            "/search/matches/",
        ),
        *("/sources/?kind=memo&page=1", "/sources/?sort=title&page=2", "/sources/?year=1066", "/sources/"),
        *(
            "/timeline/?year=2018",
            "/timeline/",
            "/corrections/?report=harbor",
            "/corrections/?at=0",
            "/help/search/",
        ),
        *("/reports/harbor/part-1/?q=tide&match=1&range=a-b", "/sources/s1/?q=tide&cited=1", "/sources/s1/"),
    ],
)
def test_no_link_to_a_search_filter_or_order_is_to_be_followed(client, db, site, address):
    links = Links(client.get(address).content.decode()).found
    followed = [link for link, is_kept_back in links if not is_kept_back]
    assert [link for link in followed if set(parse_qs(urlsplit(link).query)) - PLACES] == []


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        (
            "/search/?year=2018&kind=poll&kind=memo&q=+tide&sort=relevance&page=1",
            "/search/?q=tide&amp;kind=memo&amp;kind=poll&amp;year=2018",
        ),
        (
            "/sources/?page=1&sort=title&kind=poll&kind=memo",
            "/sources/?kind=memo&amp;kind=poll&amp;sort=title",
        ),
        ("/timeline/?other=x&year=2018&kind=memo", "/timeline/?kind=memo&amp;year=2018"),
    ],
)
def test_a_choice_has_one_address_and_is_not_to_be_kept(client, db, site, address, canonical):
    page = client.get(address).content.decode()
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{canonical}">' in page
    assert '<meta name="robots" content="noindex,nofollow">' in page


@pytest.mark.parametrize(
    "address", ["/search/", "/sources/", "/sources/?page=2", "/timeline/", "/corrections/"]
)
def test_the_whole_of_a_list_is_to_be_kept(client, db, site, address):
    page = client.get(address).content.decode()
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{address}">' in page
    assert 'name="robots"' not in page
