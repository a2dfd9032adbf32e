"""Nothing unpublished appears anywhere: every address of the URLconf is asked, with and without a search.

The doors are read from the URLconf, so that a new page is covered without anyone remembering it.
"""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils import timezone

from documents.models import PreviewLink, Report, Section, Source, State

CANARY = "kanarienvogel"  # stands in everything unpublished
BAIT = "gefiederter"  # stands beside it, and is searched for
FIRST = "harbor secret shut s5".split()  # where an address has several parameters
SLUGS = "harbor secret soon shut part-1 part hidden gone later ended s1 s2 s3 s4 s5".split()
QUERIES = ["", f"?q={BAIT}", "?q=public", "?q=wander", "?q=&sort=date", f"?q={CANARY[:5]}", "?q=-public"]
REASON = "By order of a court."
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
    redacted = shelf.section(slug="redacted", body=f"{BAIT} {CANARY} {FORM}")
    redacted.body = "Words {redacted: (b)(6)} words."
    redacted.save()
    withdraw(shelf, shown, record)
    index()


def withdraw(shelf, shown, record):
    """A section, a source and a report that everybody could read, changed after they were withdrawn."""
    report = shelf.report("shut", title=CANARY, number=CANARY, publisher=CANARY, about=f"[@S1] {CANARY}")
    shelf.section(report=report, slug="part", **shown)
    units = [shelf.section(slug="ended", **shown), shelf.source("S5", **record, **shown)]
    for gone in (report, *units):
        type(gone).objects.filter(pk=gone.pk).withdraw(reason=REASON)
    for unit in units:
        unit.refresh_from_db()
        unit.body = f"{BAIT} {CANARY} {FORM} {{page 43}}"
        unit.save()


def hide_in_history(unit):
    """Give a public text a time as a draft, a correction of that draft, and changes that are kept unpublished."""
    public = unit.body
    unit.state, unit.body = State.DRAFT, f"{BAIT} {CANARY}"
    unit.save()
    unit.state, unit.body, unit.correction = State.PUBLISHED, public, f"{BAIT} {CANARY}"
    unit.save()
    unit.body = f"{BAIT} {CANARY} {FORM}"
    unit.revisions.set_aside(unit)


def doors(patterns=None, prefix="", values_of=SLUGS, wanted=lambda resolver: resolver.app_name != "admin"):
    """Every address of the site without the admin, its parameters filled in every possible way."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern) and isinstance(pattern.pattern, RoutePattern):
            names = list(pattern.pattern.converters)
            firsts = values_of if len(names) < 2 or values_of is not SLUGS else FIRST
            for values in product(firsts, *[values_of] * (len(names) - 1)) if names else [()]:
                address = route
                for name, value in zip(names, values, strict=True):
                    converter = next(
                        part for part in address.split("<")[1:] if part.split(">")[0].endswith(name)
                    )
                    address = address.replace(f"<{converter.split('>')[0]}>", value)
                yield f"/{address}"
        elif not isinstance(pattern, URLPattern) and wanted(pattern):
            yield from doors(pattern.url_patterns, route, values_of, wanted)


def admin_doors():
    """Every address of the admin, of the records with the first keys."""
    [admin] = [one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "admin"]
    yield "/admin/documents/"
    yield from doors(admin.url_patterns, str(admin.pattern), ["1", "2", "3"], lambda resolver: True)


def test_the_doors_are_found():
    assert len(set(doors())) > 50
    assert {"/", "/search/", "/reports/secret/", "/reports/harbor/hidden/", "/sources/s2/"} <= set(doors())
    assert {"/suggest/", "/r/secret/", "/r/secret/p/part/"} <= set(doors())


@pytest.mark.parametrize("part", range(4))  # that two processes share the work
def test_no_door_shows_what_is_not_published(client, site, part, proving):
    for door in sorted(set(doors()))[part::4]:
        for query in QUERIES:
            response = client.get(door + query)
            text = b"".join(response) if response.streaming else response.content
            shown = text.decode(errors="replace")  # of an icon, too
            assert CANARY not in shown and FORM not in shown, door + query
            assert CANARY not in response.get("Location", ""), door + query
            if response.status_code == 404 and not proving:
                break  # where there is no page, a search finds none either


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


def test_what_is_withdrawn_says_so_and_why(client, site):
    for address in (
        *("/reports/shut/", "/reports/shut/part/", "/reports/shut/all/", "/reports/harbor/ended/"),
        *("/sources/s5/", "/r/shut/", "/r/shut/p/43/", "/r/harbor/p/43/"),
    ):
        response = client.get(address)
        assert response.status_code == 410 and REASON in response.content.decode(), address


@pytest.mark.parametrize("who", ["nobody", "staff"])
def test_no_door_of_the_admin_shows_anything_to_who_has_no_role(client, site, django_user_model, who):
    if who == "staff":
        client.force_login(django_user_model.objects.create_user("staff", is_staff=True))
    asked = 0
    for door in sorted(set(admin_doors()) - {"/admin/logout/"}):
        for response in (client.get(f"{door}?q={CANARY[:5]}"), client.post(door, {"q": CANARY[:5]})):
            text = response.content.decode()
            assert CANARY not in text and "Public words" not in text and BAIT not in text, door
            assert response.status_code != 200 or not door.startswith("/admin/documents/"), door
        asked += 1
    assert asked > 100


def test_a_search_for_it_counts_nothing(client, site):
    assert "0 sections" in client.get(f"/search/?q={BAIT}").content.decode()


@pytest.mark.parametrize("model", [Section, Source])
def test_a_preview_shows_the_draft_of_its_own_unit_alone(client, site, model):
    """Each hidden unit in turn says nothing hidden itself, and its preview is asked for."""
    own = {"kind", "publisher", "author", "identifiers"} & {field.name for field in model._meta.fields}
    Report.objects.filter(slug__in=["secret", "shut"]).update(
        title="Frame", number="", publisher="", about=""
    )
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
