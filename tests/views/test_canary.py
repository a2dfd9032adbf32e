"""Nothing unpublished appears anywhere: every address of the URLconf is asked, with and without a search.

The doors are read from the URLconf, so that a new page is covered without anyone remembering it.
"""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from documents.models import PreviewLink, Report, Section, Source, State

CANARY = "kanarienvogel"  # stands in everything unpublished
BAIT = "gefiederter"  # stands beside it, and is searched for
SLUGS = "harbor secret soon part-1 part hidden gone later s1 s2 s3 s4".split()
FORM = "wanderings"  # stands beside it as well: another form of a public word


@pytest.fixture
def site(shelf, index):
    shelf.source("S1", body="Public words wander.")
    shelf.section(body="Public words [@S1] [@S2].", report=shelf.report())
    for unit in (*Section.objects.all(), *Source.objects.all()):
        hide_in_history(unit)
    hidden = {
        "state": State.DRAFT,
        "title": f"{BAIT} {CANARY}",
        "body": f"# {BAIT} {CANARY}\n\n{BAIT} {CANARY} {FORM} [@S1]",
    }
    shelf.section(slug="hidden", **hidden)
    record = dict.fromkeys(("kind", "publisher", "author", "identifiers"), CANARY)
    shelf.source("S2", **record, **hidden)
    report = shelf.report(
        "secret", title=CANARY, number=CANARY, publisher=CANARY, about=CANARY, state=State.DRAFT
    )
    shelf.section(report=report, slug="part", **hidden | {"state": State.PUBLISHED})
    later = {"state": State.SCHEDULED, "publish_at": timezone.now() + timedelta(days=1)}
    shelf.section(slug="later", **hidden | later)
    shelf.source("S4", **record, **hidden | later)
    shelf.report("soon", title=CANARY, number=CANARY, publisher=CANARY, about=CANARY, **later)
    shown = hidden | {"state": State.PUBLISHED}
    gone = [shelf.section(slug="gone", **shown), shelf.source("S3", **record, **shown)]
    index()  # what is shown and what is withdrawn next are in one segment
    for unit in gone:
        unit.body, unit.correction = f"{CANARY} once more", CANARY
        unit.save()
        unit.state = State.DRAFT
        unit.save()
        unit.slug = f"{unit.slug}-{CANARY}"  # its old slug, which was public, is asked for
        unit.save()
    index()


def hide_in_history(unit):
    """Give a public text a time as a draft, a correction of that draft, and changes that are kept unpublished."""
    public = unit.body
    unit.state, unit.body = State.DRAFT, f"{BAIT} {CANARY}"
    unit.save()
    unit.state, unit.body, unit.correction = State.PUBLISHED, public, f"{BAIT} {CANARY}"
    unit.save()
    unit.body = f"{BAIT} {CANARY} {FORM}"
    unit.revisions.set_aside(unit)


def doors(patterns=None, prefix=""):
    """Every address below the public site, with its parameters filled in every possible way."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            names = list(pattern.pattern.converters)
            for values in product(SLUGS, repeat=len(names)):
                address = route
                for name, value in zip(names, values, strict=True):
                    converter = next(
                        part for part in address.split("<")[1:] if part.split(">")[0].endswith(name)
                    )
                    address = address.replace(f"<{converter.split('>')[0]}>", value)
                yield f"/{address}"
        elif getattr(pattern, "app_name", None) != "admin":
            yield from doors(pattern.url_patterns, route)


def test_the_doors_are_found():
    assert {"/", "/search/", "/reports/secret/", "/reports/harbor/hidden/", "/sources/s2/"} <= set(doors())
    assert {"/suggest/", "/r/secret/", "/r/secret/p/part/"} <= set(doors())


@pytest.mark.parametrize(
    "query", ["", f"?q={BAIT}", "?q=public", "?q=wander", "?q=&sort=date", f"?q={CANARY[:5]}", "?q=-public"]
)
def test_no_door_shows_what_is_not_published(client, site, query):
    asked = 0
    for door in sorted(set(doors())):
        response = client.get(door + query)
        text = b"".join(response) if response.streaming else response.content
        shown = text.decode(errors="replace")  # of an icon, too
        assert CANARY not in shown and FORM not in shown, door
        assert CANARY not in response.get("Location", ""), door
        asked += 1
    assert asked > 50


def test_what_is_not_published_is_missing(client, site):
    for address in (
        "/reports/secret/",
        "/reports/secret/part/",
        "/reports/harbor/hidden/",
        "/reports/harbor/gone/",
        "/reports/harbor/later/",
        "/reports/soon/",
        "/sources/s2/",
        "/sources/s3/",
        "/sources/s4/",
    ):
        assert client.get(address).status_code == 404


def test_a_search_for_it_counts_nothing(client, site):
    assert "0 sections" in client.get(f"/search/?q={BAIT}").content.decode()


@pytest.mark.parametrize("model", [Section, Source])
def test_a_preview_shows_the_draft_of_its_own_unit_alone(client, site, model):
    """Each hidden unit in turn says nothing hidden itself, and its preview is asked for."""
    own = {"kind", "publisher", "author", "identifiers"} & {field.name for field in model._meta.fields}
    Report.objects.filter(slug="secret").update(title="Frame", number="", publisher="", about="")
    for unit in model.objects.exclude(pk__in=model.objects.published()):
        address = PreviewLink.objects.make(unit, by=None).get_absolute_url()
        shown = model.objects.get(pk=unit.pk)
        for name in {"title", "slug", *own}:
            setattr(shown, name, "shown")
        shown.body = "Shown [@S1] [@S2] [@S4]."
        shown.save()
        for query in ("", f"?q={BAIT}", "?q=public"):
            page = client.get(address + query).content.decode()
            assert "Shown" in page and CANARY not in page and FORM not in page, address
        unit.save()
