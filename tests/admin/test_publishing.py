from datetime import timedelta

import pytest
from django.utils import timezone

from documents.models import Report, Section, Source, State
from tests.admin.test_editing import send


@pytest.fixture
def editor(admin_client):
    return admin_client


def change(record):
    return f"/admin/documents/{record._meta.model_name}/{record.pk}/change/"


def chosen(records, action, **values):
    return {"action": action, "_selected_action": [record.pk for record in records]} | values


def messages(response):
    return [str(message) for message in response.context["messages"]]


def test_a_section_is_scheduled_in_the_form(editor, shelf, settings):
    settings.TIME_ZONE = "Europe/Paris"
    section = shelf.section(state=State.DRAFT)
    time = {"publish_at_0": "2099-06-03", "publish_at_1": "09:00"}
    response = send(editor, change(section), state="scheduled", **time)
    assert response.status_code == 302
    section.refresh_from_db()
    assert (section.state, section.publish_at.isoformat()) == ("scheduled", "2099-06-03T07:00:00+00:00")
    page = editor.get("/admin/documents/section/").content.decode()
    assert "Scheduled for June 3, 2099, 09:00 (Europe/Paris)" in page
    assert "It will be published on June 3, 2099, 09:00 (Europe/Paris)." in page


def test_the_form_says_what_time_it_is_and_where(editor, shelf, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    for record in (shelf.section(), shelf.source(), Report.objects.get()):
        page = editor.get(change(record)).content.decode()
        now = timezone.localtime().strftime("%H:")
        assert "It is now " in page and f", {now}" in page and "(Asia/Tokyo)" in page


def test_a_schedule_without_a_time_is_refused_at_the_field(editor, shelf):
    response = send(editor, change(shelf.source(state=State.DRAFT)), state="scheduled")
    assert "needs a date and a time" in str(response.context["adminform"].form.errors["publish_at"])


def test_a_time_that_is_past_is_refused_at_the_field(editor, shelf):
    time = {"publish_at_0": "2018-06-03", "publish_at_1": "09:00"}
    response = send(editor, change(shelf.source(state=State.DRAFT)), state="scheduled", **time)
    assert "Choose a later time" in str(response.context["adminform"].form.errors["publish_at"])


def test_what_would_keep_it_from_being_published_is_said_at_once(editor, shelf):
    tomorrow = timezone.now() + timedelta(days=1)
    shelf.source("S1", state=State.SCHEDULED, publish_at=tomorrow)
    section = shelf.section(body="See [@S1] and [@S9].", state=State.DRAFT)
    time = {"publish_at_0": "2099-06-03", "publish_at_1": "09:00"}
    send(editor, change(section), state="scheduled", **time)
    [warning] = [said for said in messages(editor.get(change(section))) if "would have to wait" in said]
    assert "[@S9]" in warning and "[@S1]" not in warning


def test_after_publishing_the_address_is_told(editor, shelf):
    source = shelf.source("S1", state=State.DRAFT)
    send(editor, change(source), state="published")
    said = messages(editor.get(change(source)))
    assert (
        'It is published at <a href="http://testserver/sources/s1/">http://testserver/sources/s1/</a>.'
        in said
    )


def test_a_section_of_a_draft_report_is_told_what_is_missing(editor, shelf):
    report = shelf.report(state=State.DRAFT)
    section = shelf.section(report=report, state=State.DRAFT)
    send(editor, change(section), state="published")
    [said, _] = messages(editor.get(change(section)))
    assert f'when its report <a href="{change(report)}">“H-1: Harbor review”</a> is published too' in said


def test_a_save_that_changes_no_state_says_nothing_of_it(editor, shelf):
    source = shelf.source("S1")
    send(editor, change(source), title="Other")
    assert not any("published" in said for said in messages(editor.get(change(source))))


def test_view_on_site_and_previews_stand_beside_save(editor, shelf):
    public, draft = shelf.source("S1"), shelf.source("S2", state=State.DRAFT)
    previews = '<a href="/admin/documents/source/{}/previews/" class="way">'
    page = editor.get(change(public)).content.decode()
    assert '<a href="/sources/s1/" class="way">' in page and previews.format(public.pk) in page
    page = editor.get(change(draft)).content.decode()
    assert "/sources/s2/" not in page and previews.format(draft.pk) in page


def test_a_new_slug_is_said_to_keep_old_addresses(editor, shelf):
    for record in (shelf.section(), shelf.source(), Report.objects.get()):
        assert "old addresses keep working" in editor.get(change(record)).content.decode()


def test_scheduled_records_are_published_in_bulk(editor, shelf):
    source = shelf.source("S1", state=State.SCHEDULED, publish_at=timezone.now() + timedelta(days=1))
    page = editor.post("/admin/documents/source/", chosen([source], "publish"), follow=True).content.decode()
    assert "1 record was published" in page
    assert Source.objects.get().state == "published"


def test_all_problems_of_all_refused_are_named(editor, shelf):
    shelf.section(title="One", body="See [@S8], [@S9].", state=State.DRAFT)
    shelf.section(title="Two", body="See [@S7].", state=State.DRAFT)
    page = editor.post("/admin/documents/section/", chosen(Section.objects.all(), "publish"), follow=True)
    said = "".join(messages(page))
    assert all(part in said for part in ("“One”", "[@S8]", "[@S9]", "“Two”", "[@S7]", "0 records"))


def test_of_many_that_are_refused_the_first_are_named(editor, shelf):
    for number in range(13):
        shelf.source(f"S{number}", title=f"<i>{number}")
    shelf.section(body="".join(f"[@S{number}]" for number in range(13)))
    said = messages(
        editor.post("/admin/documents/source/", chosen(Source.objects.all(), "delete_selected"), follow=True)
    )
    assert len(said) == 2 and "Nothing was deleted" in said[1]
    assert said[0].count("“&lt;i&gt;") == 10 and said[0].endswith("<br>And 3 more.")


@pytest.mark.parametrize("model", [Report, Section, Source])
def test_what_is_published_is_not_deleted(editor, shelf, model):
    shelf.section()
    shelf.source()
    record = model.objects.get()
    address = f"/admin/documents/{record._meta.model_name}/{record.pk}/delete/"
    said = messages(editor.post(address, {"post": "yes"}, follow=True))
    assert said == [f"“{record}” is published. Withdraw it first, then delete it.".replace("'", "&#x27;")]
    assert model.objects.exists()


def test_in_bulk_nothing_is_deleted_while_one_has_to_stay(editor, shelf):
    shelf.source("S1", title="A memo")
    shelf.source("S2", state=State.DRAFT)
    action = chosen(Source.objects.all(), "delete_selected", post="yes")
    said = messages(editor.post("/admin/documents/source/", action, follow=True))
    assert said == ["“A memo” is published. Withdraw it first, then delete it.", "Nothing was deleted."]
    assert Source.objects.count() == 2


def test_deleting_a_draft_says_what_goes_with_it(editor, shelf):
    report = shelf.report(state=State.DRAFT)
    shelf.section("One.\n\nTwo.", title="Findings", report=report)
    page = editor.get(f"/admin/documents/report/{report.pk}/delete/").content.decode()
    assert "“Findings”</a> (Published)" in page and "Revisions: 1" in page
    assert "Two." not in page
    editor.post(f"/admin/documents/report/{report.pk}/delete/", {"post": "yes"})
    assert not Report.objects.exists() and not Section.objects.exists()


def test_a_cited_draft_is_not_deleted_in_bulk_without_what_cites_it(editor, shelf):
    source = shelf.source("S1", title="A memo", state=State.DRAFT)
    shelf.section(title="Findings", body="See [@S1].", state=State.DRAFT)
    action = chosen([source], "delete_selected", post="yes")
    said = "".join(messages(editor.post("/admin/documents/source/", action, follow=True)))
    assert "“A memo” is cited in <a" in said and "“Findings”</a>. Take the citations out first" in said
    assert Source.objects.exists()
