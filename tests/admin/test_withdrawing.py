"""Withdrawing in the admin: the reason is asked for, and it is said what readers will see."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from documents.models import Report, Section, Source, State
from tests.admin.test_editing import send
from tests.admin.test_publishing import change, chosen, messages

SOURCES, REPORTS = "/admin/documents/source/", "/admin/documents/report/"


@pytest.fixture
def editor(admin_client):
    return admin_client


def confirmed(records, reason=""):
    return chosen(records, "withdraw", withdrawing="yes", reason=reason)


def test_the_action_asks_before_it_withdraws(editor, shelf):
    source, section = shelf.source("S1"), shelf.section(title="<b>Findings", body="See [@S1].")
    page = editor.post(SOURCES, chosen([source], "withdraw")).content.decode()
    assert "find only that it was withdrawn, when, and the reason" in page and 'name="reason"' in page
    assert "“<bdi>&lt;b&gt;Findings</bdi>”: the citations stay there without a link" in page
    assert Source.objects.get().is_public and section.is_public


def test_then_it_withdraws_for_that_reason(editor, shelf, admin_user):
    sources = [shelf.source("S1"), shelf.source("S2")]
    said = messages(editor.post(SOURCES, confirmed(sources, "By order."), follow=True))
    assert said == ["2 records were withdrawn."]
    assert {(one.state, one.withdrawn_reason) for one in Source.objects.all()} == {("withdrawn", "By order.")}
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Withdrew it. By order."] * 2
    assert sources[0].revisions.first().author == admin_user


def test_a_reason_may_be_empty_but_not_without_end(editor, shelf):
    source = shelf.source()
    assert "at most 1000 characters" in editor.post(SOURCES, confirmed([source], "x" * 1001)).content.decode()
    editor.post(SOURCES, confirmed([source]))
    assert (Source.objects.get().state, Source.objects.get().withdrawn_reason) == ("withdrawn", "")


def test_of_a_report_it_says_how_many_sections_go_with_it(editor, shelf):
    report = shelf.report()
    for _ in range(2):
        shelf.section(report=report)
    page = editor.post(REPORTS, chosen([report], "withdraw")).content.decode()
    assert "with it the reading of its 2 published sections" in page


def test_what_was_only_scheduled_is_said_to_become_a_draft(editor, shelf):
    later = {"state": State.SCHEDULED, "publish_at": timezone.now() + timedelta(days=1)}
    source = shelf.source("S1", **later)
    page = editor.post(SOURCES, chosen([source], "withdraw")).content.decode()
    assert "it becomes a draft again" in page and 'name="reason"' not in page
    editor.post(SOURCES, confirmed([source]))
    assert Source.objects.get().state == State.DRAFT


def test_drafts_are_nothing_to_withdraw(editor, shelf):
    source = shelf.source(state=State.DRAFT)
    assert messages(editor.post(SOURCES, chosen([source], "withdraw"), follow=True)) == [
        "Nothing was withdrawn: none of them is published or scheduled."
    ]


def test_what_was_saved_meanwhile_is_left(editor, shelf):
    source = shelf.source(title="A memo")
    drawn_at = (timezone.now() - timedelta(minutes=1)).isoformat()
    said = messages(editor.post(SOURCES, confirmed([source]) | {"drawn_at": drawn_at}, follow=True))
    assert "“A memo” was left as it is" in said[0] and Source.objects.get().is_public


@pytest.mark.parametrize("make", ["report", "section", "source"])
def test_in_the_form_it_is_withdrawn_with_a_reason(editor, shelf, make):
    record = getattr(shelf, make)()
    page = editor.get(change(record)).content.decode()
    assert "At its address they find only that it was withdrawn" in page
    assert '<option value="draft"' not in page and '<option value="withdrawn"' in page
    send(editor, change(record), state="withdrawn", withdrawn_reason="By order.")
    record.refresh_from_db()
    assert (record.state, record.withdrawn_reason) == ("withdrawn", "By order.")
    assert "It is withdrawn: readers find only that" in messages(editor.get(change(record)))[0]


def test_a_cited_source_leads_to_the_texts_that_cite_it(editor, shelf):
    source, section = shelf.source("S1"), shelf.section(title="Findings", body="See [@S1].")
    send(editor, change(source), state="withdrawn")
    said = messages(editor.get(change(source)))
    assert f'It stays cited, without a link, in <a href="{change(section)}">“Findings”</a>.' in said


def test_a_text_that_cites_it_can_be_corrected(editor, shelf):
    shelf.source("S1")
    section = shelf.section(body="It wos so [@S1].")
    Source.objects.withdraw()
    assert send(editor, change(section), body="It was so [@S1].").status_code == 302
    assert "withdrawn: cited without a link" in editor.get(change(section)).content.decode()


def test_of_a_draft_the_form_asks_for_no_reason(editor, shelf):
    page = editor.get(change(shelf.source(state=State.DRAFT))).content.decode()
    assert "withdrawn_reason" not in page and '<option value="withdrawn"' not in page


def test_the_form_of_what_is_withdrawn_publishes_it_again(editor, shelf):
    source = shelf.source()
    Source.objects.withdraw(reason="By order.")
    page = editor.get(change(source)).content.decode()
    assert "By order." in page and '<option value="draft"' not in page
    send(editor, change(source), state="published")
    assert Source.objects.get().is_public and Source.objects.get().withdrawn_reason == ""


def test_what_is_withdrawn_can_be_deleted(editor, shelf):
    source = shelf.source()
    Source.objects.withdraw()
    editor.post(f"{SOURCES}{source.pk}/delete/", {"post": "yes"})
    assert not Source.objects.exists()


def test_the_list_says_since_when(editor, shelf):
    shelf.section()
    Report.objects.withdraw()
    Section.objects.withdraw()
    for kind in ("report", "section"):
        assert "Withdrawn on " in editor.get(f"/admin/documents/{kind}/").content.decode()
