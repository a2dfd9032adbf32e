"""Nothing that editors or readers write is ever run: hundreds of attempts, in every field, on every page, in a real Chromium.

The content security policy would stop most of them. It is asked as well whether it had to: not one may get so far.
"""

import csv
import json
from io import StringIO
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, TextField
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from documents.models import (
    Collection,
    Imprint,
    Picture,
    PreviewLink,
    Report,
    Section,
    Source,
    Synonym,
)
from documents.models.fields import PeriodField
from documents.views import suggest
from tests.pictures.drawing import photo
from tests.proofs import PROVING

GROUPS = json.loads((Path(__file__).parent / "xss.json").read_text())
ATTEMPTS = list(dict.fromkeys(attempt for group in GROUPS.values() for attempt in group))
TRIED = ATTEMPTS if PROVING else ATTEMPTS[::9]
A_FIELD = 70  # attempts
A_QUERY = 380  # characters
# What no editor can write freely: it is checked, or chosen from a list, or made.
BOUND = {"slug", "language", "state", "nature", "sha256", "public_id", "token", "name of a picture"}

EARS = """
window.ran = [], window.reported = []
for (const name of ["alert", "confirm", "prompt", "print"]) window[name] = (...words) => { window.ran.push(name) }
document.addEventListener("securitypolicyviolation", (event) =>
  window.reported.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
"""
FAULTS = """() => {
  const faults = [...window.ran, ...window.reported]
  const bad = /^\\s*(javascript|vbscript|data|blob):/i
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      if (name.startsWith("on")) faults.push(`${one.tagName} ${name}=${value}`)
      if (/^(xlink:)?(href|src|action|formaction|data)$/.test(name) && bad.test(value.replace(/[\\x00-\\x20]/g, "")))
        faults.push(`${one.tagName} ${name}=${value}`)
    }
    if (one.matches("iframe, object, embed, base, portal, meta[http-equiv], template[shadowrootmode], marquee, math"))
      faults.push(one.outerHTML.slice(0, 200))
    if (one.matches("script:not([src]):not([type='application/ld+json']):not([type='application/json'])"))
      faults.push(one.outerHTML.slice(0, 200))
    if (one.matches("script[src], link[rel=stylesheet], img[src]") &&
        new URL(one.src || one.href).origin !== location.origin)
      faults.push(one.outerHTML.slice(0, 200))
  }
  return faults
}"""


def portions(attempts, most=A_FIELD):
    return [attempts[start : start + most] for start in range(0, len(attempts), most)]


def takes_words(field):
    if isinstance(field, PeriodField) or field.name in BOUND or field.choices or not field.editable:
        return False
    return isinstance(field, (CharField, TextField))


def filled(record, attempts, **fixed):
    """Put attempts into every field that takes words; each begins with its name, by which it is known again."""
    for field in record._meta.concrete_fields:
        if takes_words(field) and field.name not in fixed:
            separator = (
                "\n" if field.name in ("names", "searched") else "\n\n" if field.name == "body" else " "
            )
            setattr(
                record, field.name, separator.join([f"{record._meta.model_name}-{field.name}.", *attempts])
            )
    for name, value in fixed.items():
        setattr(record, name, value)
    record.save()
    return record


@pytest.fixture
def hostile(shelf, index, admin_user, settings, tmp_path):
    """A site on which every field holds attempts: those that show them on a page each."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    few = TRIED[:: 1 + len(TRIED) // A_FIELD]
    filled(shelf.collection, few)
    report = filled(shelf.report(), few, issued="2018", withdrawn_reason="")
    for number, attempts in enumerate(portions(TRIED), 1):
        filled(shelf.source(f"S{number}", date="2018"), attempts, key=f"S{number}", withdrawn_reason="")
        section = shelf.section("A map ![<b>](map).", report=report)
        Picture.objects.keep(section, key="map", alt=" ".join(["picture-alt.", *attempts]), data=photo())
        signs = [f"{{caption: {attempt}}}" for attempt in few[:5]]
        filled(section, ["![x](map)", f"[@S{number}, p. 3]", *signs, *attempts], withdrawn_reason="")
    for unit in (Source.objects.get(key="S1"), Section.objects.order_by("pk").first()):
        unit.body, unit.correction = f"{unit.body}\n\nMore.", " ".join(["correction.", *few])
        unit.save()
        unit.body = f"{unit.body} And more, which waits."
        unit.revisions.set_aside(unit)
        log(admin_user, unit)
        PreviewLink.objects.make(unit, by=admin_user)
    gone = shelf.source("S99")
    Source.objects.filter(pk=gone.pk).withdraw(reason=" ".join(["source-withdrawn_reason.", *few]))
    for attempt in few[:12]:
        filled(Synonym(), [attempt], names=f"map\nsynonym-names. {attempt}")
    filled(Imprint(pk=1), few, picture="")
    index()


def log(user, unit):
    message = json.dumps([{"changed": {"fields": TRIED[:5]}}])
    kind = ContentType.objects.get_for_model(unit)
    LogEntry.objects.create(
        user=user,
        content_type=kind,
        object_id=unit.pk,
        object_repr=unit.title[:200],
        action_flag=CHANGE,
        change_message=message,
    )


def public_pages():
    yield from (
        "/",
        "/reports/",
        "/sources/",
        "/timeline/",
        "/corrections/",
        "/about/",
        "/search/",
        "/help/search/",
    )
    yield from ("/reports/harbor/", "/reports/harbor/all/", "/sources/s99/", "/privacy/", "/accessibility/")
    for unit in (*Section.objects.published(), *Source.objects.published()):
        yield unit.get_absolute_url()
    yield "/search/?q=source-title"
    for link in PreviewLink.objects.all():
        yield link.get_absolute_url()


def asked_pages():
    """Every parameter of every page, with attempts in it."""
    for words in queries():
        of_search = dict.fromkeys(
            ("q", "kind", "publisher", "year", "report", "sort", "page", "syn", "other"), words
        )
        yield f"/search/?{urlencode(of_search)}"
    few = queries()[:: 1 + len(queries()) // (8 if PROVING else 2)]
    for words in few:
        yield f"/search/?{urlencode({'q': 'map ' + words})}"
        yield f"/search/matches/?{urlencode({'q': 'map | ' + words, 'order': words})}"
        yield f"/sources/s1/?{urlencode({'q': words, 'match': words, 'range': words, 'cited': words})}"
        yield f"/reports/harbor/all/?{urlencode({'at': words, 'part': words})}"
        for page in ("sources", "timeline", "corrections"):
            yield f"/{page}/?{urlencode({'kind': words, 'year': words, 'report': words, 'at': words, 'sort': words})}"
        yield f"/r/{quote(words, safe='')}/"
        yield f"/r/harbor/p/{quote(words, safe='')}/"
        yield f"/{quote(words[:200])}"
        yield f"/admin/documents/source/?{urlencode({'q': words, 'kind': words, 'o': words, 'e': words})}"
        yield f"/admin/documents/source/{quote(words[:100], safe='')}/change/"


def queries():
    """The attempts, together as long as a query may be."""
    found = [""]
    for attempt in TRIED:
        found[-1:] = (
            [f"{found[-1]} {attempt}"] if len(found[-1]) + len(attempt) < A_QUERY else [found[-1], attempt]
        )
    return found


def admin_pages():
    yield "/admin/"
    for model in (Collection, Report, Section, Source, Synonym, Imprint):
        name, first = f"admin:documents_{model._meta.model_name}", model.objects.order_by("pk").first()
        yield reverse(f"{name}_changelist")
        for page in ("change", "history", "delete"):
            yield reverse(f"{name}_{page}", args=[first.pk])
    for unit in (Section.objects.order_by("pk").first(), Source.objects.get(key="S1")):
        name = unit._meta.model_name
        yield f"{reverse(f'admin:documents_{name}_difference', args=[unit.pk])}?older=1&newer=2"
        yield reverse(f"admin:documents_{name}_revision", args=[unit.pk, 2])
        yield f"/admin/documents/{name}/{unit.pk}/previews/"
        yield f"/admin/documents/{name}/{unit.pk}/change/?pending=1"
    yield reverse("admin:documents_edition_order", args=[Report.objects.get().current_edition.pk])
    yield "/admin/documents/section/add/"


@pytest.fixture
def watched(page, live_server, admin_user):
    """A browser that is logged in, and hears whatever is run or stopped."""
    client = Client()
    client.force_login(admin_user)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.add_init_script(EARS)
    return page


def faults_of(watched, seen):
    seen.append(watched.content())
    return watched.evaluate(FAULTS)


def test_nothing_that_is_written_anywhere_is_run(watched, hostile, live_server, record_figure):
    seen, wrong = [], {}
    for address in (*public_pages(), *admin_pages(), *asked_pages()):
        watched.goto(live_server.url + address, wait_until="load")
        if found := faults_of(watched, seen):
            wrong[address] = found
    assert wrong == {}
    everything = "".join(seen)
    assert [field for field in fields() if f"{field}." not in everything] == []
    record_figure("attempts to run a script in every field, run", f"0 of {len(TRIED)}, on {len(seen)} pages")


def fields():
    """The names of all fields that were filled: each was on a page."""
    for model in (Collection, Report, Section, Source, Imprint):
        for field in model._meta.concrete_fields:
            if takes_words(field) and field.name not in ("key", "withdrawn_reason"):
                yield f"{model._meta.model_name}-{field.name}"
    yield from ("picture-alt", "correction", "source-withdrawn_reason", "synonym-names", "synonym-searched")


def test_what_a_script_puts_into_a_page_is_text_as_well(watched, shelf, index, live_server, monkeypatch):
    """Suggestions, and the preview beside a text that is being written."""
    monkeypatch.setattr(suggest, "PAUSE", 0)
    monkeypatch.setattr(suggest, "start", lambda: suggest.KEPT.renew())
    seen, section = [], shelf.section("Words.", title="Tide <img src=x onerror=alert(1)>")
    for number, title in enumerate(f"{attempt} tide {attempt}"[:190] for attempt in TRIED[::6]):
        shelf.source(f"S{number}", title=title)
    watched.goto(f"{live_server.url}/search/")
    watched.locator("#q").press_sequentially("tide")
    expect(watched.get_by_role("option").first).to_contain_text("alert(1)")
    assert faults_of(watched, seen) == []
    watched.goto(f"{live_server.url}/admin/documents/section/{section.pk}/change/")
    with watched.expect_response("**/text-preview/"):
        watched.locator("textarea[name=body]").fill("\n\n".join(TRIED))
    watched.wait_for_timeout(500)
    assert faults_of(watched, seen) == []


def test_an_attempt_that_gets_through_is_noticed(watched, live_server):
    """Where nothing is escaped, nearly all of the attempts that are markup are faults."""
    missed = []
    watched.goto(f"{live_server.url}/robots.txt")
    for attempt in GROUPS["handlers"] + GROUPS["out of what stands around"]:
        watched.set_content(f"<p>{attempt}</p>")
        if not watched.evaluate(FAULTS):
            missed.append(attempt)
    assert len(missed) <= len(GROUPS["handlers"]) // 10, missed


def test_no_cell_of_a_table_is_a_formula(client, shelf, index):
    for number, attempt in enumerate(GROUPS["formulas"]):
        shelf.source(
            f"S{number}", f"{attempt} tide {attempt}", title=attempt, kind=attempt, publisher=attempt
        )
    index()
    table = b"".join(client.get("/search/matches.csv?q=tide").streaming_content).decode()
    rows = list(csv.reader(StringIO(table.removeprefix("\ufeff"))))
    assert len(rows) == 1 + len(GROUPS["formulas"])
    assert [cell for row in rows for cell in row if cell.strip().startswith(tuple("=+-@＝＋－＠"))] == []


def test_there_are_at_least_two_hundred_attempts():
    assert len(ATTEMPTS) >= 200
