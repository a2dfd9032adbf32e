"""Words are planted in every place of the table, purged, and looked for in all that is served and stored."""

import io
import json
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from documents.keeping.purge import Purge, purge
from documents.keeping.table import ROWS, Rule
from documents.models import (
    Change,
    Collection,
    FormerSlug,
    Imprint,
    Picture,
    Report,
    Revision,
    Section,
    Source,
    Synonym,
)
from documents.query.grammar import parse
from documents.search.engine import Request
from documents.search.engines import engine, index_folder
from documents.text.removal import Unfit
from tests.pictures.drawing import photo
from tests.shelf import Shelf
from tests.views.test_canary import doors

WORDS = "Quillfeather Zanzibarov"
CANARIES = (b"quillfeather", b"zanzibarov")
SLUG = "memo-of-quillfeather-zanzibarov"
ON = date(2026, 11, 24)
BODY = f"""\
# Of {WORDS}

By *Quillfeather* **Zanzibarov**, and Quill{{page 4}}feather
Zanzibarov[^1] wrote it [@S1, {WORDS}]. ![{WORDS}](plan)

- Untouched words stay.

[^1]: {{redacted: {WORDS}}} and QUILLFEATHER-ZANZIBAROV’s [address](https://example.org/{SLUG}).
"""


def plant():
    """The words in every column of the table that may hold them, the accounts' and keys apart."""
    shelf = Shelf()
    Collection.objects.update(name=WORDS, about=WORDS)
    Collection.objects.update(slug=SLUG)
    report = shelf.report(
        title=f"On {WORDS}", number=WORDS, publisher=WORDS, rights=WORDS, about=f"Of {WORDS}."
    )
    address = f"https://example.org/{SLUG}"
    Report.objects.update(official_url=address, archived_url=address, pdf_url=address, withdrawn_reason=WORDS)
    shelf.report(f"a-{SLUG}", title="Another")
    report.editions.update(label=WORDS, slug=SLUG)
    record = dict.fromkeys(
        ("author", "publisher", "date_note", "identifiers", "rights", "made", "kind"), WORDS
    )
    source = shelf.source(
        slug=SLUG, body="Nothing yet.", official_url=f"https://example.org/{SLUG}", **record
    )
    source.slug = "s1"
    source.save()
    picture = Picture.objects.keep(source, key="plan", alt=WORDS, data=photo())
    Picture.objects.filter(pk=picture.pk).update(is_shown=True)
    section = shelf.section(body="Tide.", title="Findings", report=report)
    Picture.objects.keep(section, key="plan", alt=WORDS, data=photo())
    section.body, section.title, section.number, section.correction = (
        BODY,
        f"By {WORDS}",
        WORDS,
        f"Not {WORDS}.",
    )
    section.save()
    section.body = "Untouched words stay."
    section.correction = ""
    section.save()
    section.body = BODY
    section.save()
    section.body = f"Pending {WORDS}"
    section.revisions.set_aside(section)
    shelf.source(
        "S2",
        slug=f"the-{SLUG}",
        title=f"Memo of {WORDS}",
        body=f"A tide of {WORDS}.",
        archived_url=f"https://a.org/{SLUG}",
    )
    Section.objects.update(withdrawn_reason=WORDS)
    Source.objects.update(withdrawn_reason=WORDS)
    shelf.section(slug=SLUG, title="Annex", body="A tide.")
    typed = dict.fromkeys(("user_agent", "username", "http_accept", "path_info"), WORDS)
    attempt = dict.fromkeys(("get_data", "post_data"), WORDS) | {"failures_since_start": 1}
    for model, more in (("accessattempt", attempt), ("accessfailurelog", {}), ("accesslog", {})):
        apps.get_model("axes", model).objects.create(ip_address="127.0.0.1", **typed, **more)
    Imprint.objects.create(pk=1, name=WORDS, contact=WORDS, text=WORDS, picture_alt=WORDS)
    Synonym.objects.create(names=f"{WORDS}\nmemo")
    Synonym.objects.create(names=f"memo\nnote\n{WORDS}", searched=WORDS)
    ada = User.objects.create_user("ada")
    kind = ContentType.objects.get_for_model(Section)
    message = json.dumps([{"added": {"name": "picture", "object": WORDS}}])
    for said in (message, f"Said of {WORDS}."):
        LogEntry.objects.create(
            user=ada,
            content_type=kind,
            object_id="1",
            object_repr=WORDS,
            action_flag=CHANGE,
            change_message=said,
        )
    session = SessionStore()
    session["form"] = {"body": [f"Jane\n{WORDS}"]}
    session.create()
    return section


@pytest.fixture
def site(transactional_db, index):
    section = plant()
    index()
    engine().rebuild(())  # an older generation, which has the words
    call_command("rebuild_index", stdout=io.StringIO())
    Change.objects.create(unit=section.public_id).put_back(f"{WORDS} cannot be indexed")
    return section


def served(client):
    """What every public door answers, with where it leads."""
    for door in sorted(set(doors(values_of=["harbor", "part-1", "s1"]))):
        for query in ("", "?q=tide"):
            response = client.get(door + query)
            content = b"".join(response) if response.streaming else response.content
            yield door + query, (content + response.get("Location", "").encode()).lower()


def stored():
    """The bytes of every file of the site."""
    for folder in (settings.DATA_DIR, index_folder()):
        for path in folder.rglob("*"):
            if path.is_file():
                yield str(path), path.read_bytes().lower()


def purgeable():
    """Every column of the table that a purge changes, but those whose values have no two words."""
    return {
        (rows.model, name)
        for rows in ROWS
        for name, rule in rows.columns.items()
        if rule not in (Rule.NOTHING, Rule.TOLD) and name not in ("page", "key")
    }


def having(found):
    return [name for name, content in found if any(canary in content for canary in CANARIES)]


def test_after_a_purge_the_words_are_nowhere(site, client):
    before = having(served(client))
    assert {"/", "/reports/harbor/", "/reports/harbor/part-1/", "/corrections/", "/search/?q=tide"} <= set(
        before
    )
    assert len(having(stored())) > 2
    assert purgeable() - {(stand.model, stand.column) for stand in Purge.of(WORDS, "", ON).stands()} == set()
    outcome = purge(WORDS, reason="at her request", on=ON)
    assert outcome.left == []
    assert having(stored()) == []
    assert having(served(client)) == []
    assert not Purge.of(WORDS, "", ON).count()
    pages = [bytes(page) for page in caches["pages"]._cache.values()]
    assert not [page for page in pages if b"Quillfeather" in page]


def test_a_notice_stands_in_their_place_and_all_else_stays(site, client):
    ids = list(site.blocks.living().values_list("pk", "kind", "page"))
    revisions = Revision.objects.count()
    purge(WORDS, reason="at her request", on=ON)
    page = client.get("/reports/harbor/part-1/").content.decode()
    assert "Removed 2026-11-24: at her request" in page and "By [removed]" in page
    assert "Untouched words stay." in page and 'id="page-4"' in page
    assert list(site.blocks.living().values_list("pk", "kind", "page")) == ids
    assert Revision.objects.count() == revisions
    assert [hit.id for hit in engine().run(Request(parse("untouched").tree)).hits] == [site.public_id]
    assert Report.objects.get(slug="harbor").title == "On [removed]"


def test_an_address_with_the_words_leads_nowhere(site, client):
    assert client.get(f"/sources/{SLUG}/").status_code == 301
    purge(WORDS, on=ON)
    assert client.get(f"/sources/{SLUG}/").status_code == 404
    assert not FormerSlug.objects.filter(slug__contains="quill").exists()
    source = Source.objects.get(key="S2")
    assert source.slug == source.public_id and source.archived_url == ""
    assert client.get(f"/sources/the-{SLUG}/").status_code == 404
    assert client.get(source.get_absolute_url()).status_code == 200


def test_synonyms_lose_the_name_and_go_where_nothing_is_left(site):
    purge(WORDS, on=ON)
    assert list(Synonym.objects.values_list("names", "searched")) == [("memo\nnote", "")]


def test_a_log_entry_stays_readable(site):
    purge(WORDS, on=ON)
    entries = LogEntry.objects.order_by("pk")
    assert [str(entry.get_change_message()) for entry in entries] == [
        "Added picture “[removed]”.",
        "Said of [removed].",
    ]


def test_a_version_of_the_history_can_be_restored_without_them(site):
    purge(WORDS, reason="", on=ON)
    said = [revision.said for revision in Revision.objects.filter(section=site)]
    assert {"By [removed]", "Findings"} == {one["title"] for one in said}
    assert any("{removed 2026-11-24}" in one["body"] for one in said)


@pytest.mark.parametrize("steps", [70, 90])
def test_a_purge_that_was_interrupted_is_run_again(site, steps):
    left = [steps]

    def stop():
        left[0] -= 1
        if left[0] == 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        purge(WORDS, on=ON, progress=stop)
    assert purge(WORDS, on=ON).left == []
    assert having(stored()) == []


def test_what_has_to_be_changed_by_hand_is_told(transactional_db, index):
    Shelf().source("Quillfeather-Zanzibarov", slug="s1")
    User.objects.create_user("ada", first_name=WORDS)
    with pytest.raises(CommandError, match=r"source: key \(1\): change it by hand(.|\n)*user: first_name"):
        call_command("purge", WORDS, yes=True, stdout=io.StringIO())


def run(*command, **options):
    out = io.StringIO()
    call_command("purge", *command, stdout=out, **options)
    return out.getvalue()


def test_a_dry_run_counts_by_place_and_changes_nothing(shelf, index):
    source = shelf.source(body=f"By {WORDS}. By {WORDS}.", title=WORDS)
    said = run(WORDS.lower(), dry_run=True)
    assert (
        "  source: body: 1\n" in said and "  source: title: 1\n" in said and "  revision: record: 1\n" in said
    )
    source.refresh_from_db()
    assert WORDS in source.body


def test_without_a_yes_nothing_is_changed(shelf, index, monkeypatch):
    source = shelf.source(body=WORDS)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="--yes"):
        run(WORDS)
    source.refresh_from_db()
    assert source.body == WORDS


@pytest.mark.parametrize(
    ("words", "reason"),
    [("", ""), ("2026", ""), ("removed", ""), (WORDS, f"of {WORDS}"), (WORDS, "a } b"), (WORDS, "x" * 201)],
)
def test_words_and_reasons_that_cannot_be_used_are_refused(words, reason):
    with pytest.raises(Unfit):
        Purge.of(words, reason, ON)


def test_the_words_may_come_by_the_input_and_stay_out_of_the_history_of_the_shell(shelf, index, monkeypatch):
    shelf.source(body=WORDS)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{WORDS}\n"))
    assert "source: body: 1" in run("-", dry_run=True)


def test_the_database_is_closed_to_words_of_deleted_rows(transactional_db, index):
    Shelf().source(body=f"By {WORDS}.").delete()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint")
    assert having(stored()) != []
    purge(WORDS, on=ON)
    assert having(stored()) == []
