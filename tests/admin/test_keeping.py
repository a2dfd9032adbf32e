"""Changes that are kept and not published, and corrections."""

import pytest
from django.contrib.admin.models import LogEntry

from documents.models import Picture, State
from tests.admin.forms import address, errors, fields, opened
from tests.pictures.drawing import photo

KEEP = {"_keep": "Keep without publishing"}


@pytest.fixture
def editor(admin_client):
    return admin_client


def send(client, record, *, at="", **changes):
    where = address(record) + at
    return client.post(where, opened(client, where) | changes)


def test_changes_are_kept_and_the_page_stays_as_it_is(editor, client, shelf, index, admin_user):
    section = shelf.section(body="One.", title="Findings")
    response = send(editor, section, body="Two.", title="Other", **KEEP)
    assert response.status_code == 302
    section.refresh_from_db()
    assert (section.body, section.title) == ("One.", "Findings")
    assert "One." in client.get("/reports/harbor/part-1/").content.decode()
    kept = section.revisions.first()
    assert (kept.state, kept.body, kept.record["title"], kept.author) == (
        "pending",
        "Two.",
        "Other",
        admin_user,
    )


def test_the_form_offers_what_is_kept(editor, shelf):
    source = shelf.source(body="One.")
    send(editor, source, body="Two.", **KEEP)
    response = editor.get(address(source))
    page = response.content.decode()
    assert "There are changes that are not published" in page and "by admin" in page
    assert '<a href="?revision=2">Continue with them</a>' in page
    assert fields(response)["body"] == "One."


def test_continuing_and_saving_publishes_them(editor, shelf):
    source = shelf.source(body="One.")
    send(editor, source, body="Two.", publisher="Port", **KEEP)
    page = editor.get(f"{address(source)}?revision=2")
    assert fields(page)["body"] == "Two." and fields(page)["publisher"] == "Port"
    assert "changes that are not published" in page.content.decode()
    assert send(editor, source, at="?revision=2").status_code == 302
    source.refresh_from_db()
    assert (source.body, source.publisher) == ("Two.", "Port")
    assert not source.revisions.pending().exists()
    assert [revision.state for revision in source.revisions.all()] == ["published", "put away", "published"]


def test_continuing_and_keeping_again_offers_the_later_changes_alone(editor, shelf):
    source = shelf.source(body="One.")
    send(editor, source, body="Two.", **KEEP)
    send(editor, source, at="?revision=2", body="Three.", **KEEP)
    assert [revision.body for revision in source.revisions.pending()] == ["Three."]


def test_what_two_editors_keep_is_offered_both(editor, shelf):
    source = shelf.source(body="One.")
    for body in ("Two.", "Three."):
        send(editor, source, body=body, **KEEP)
    page = editor.get(address(source)).content.decode()
    assert page.count("Continue with them") == 2


def test_changes_kept_while_a_form_was_open_are_told(editor, shelf):
    source = shelf.source(body="One.")
    form = opened(editor, address(source))
    send(editor, source, body="Two.", **KEEP)
    response = editor.post(address(source), form | {"body": "Three."})
    assert "admin kept changes of this text on" in response.content.decode()
    assert editor.post(address(source), fields(response)).status_code == 302
    assert [revision.body for revision in source.revisions.pending()] == ["Two."]


def test_what_is_kept_says_when_the_text_was_saved_since(editor, shelf):
    source = shelf.source(body="One.")
    send(editor, source, body="Two.", **KEEP)
    assert "The text was saved since" not in editor.get(address(source)).content.decode()
    send(editor, source, title="Other")
    assert "The text was saved since" in editor.get(address(source)).content.decode()


def test_changes_that_are_discarded_stay_in_the_history(editor, shelf):
    source = shelf.source(body="One.")
    send(editor, source, body="Two.", **KEEP)
    page = editor.post(
        f"/admin/documents/source/{source.pk}/history/2/discard/", follow=True
    ).content.decode()
    assert "The changes are not offered any more" in page and "Continue with them" not in page
    assert source.revisions.get(number=2).body == "Two."
    assert editor.get(f"/admin/documents/source/{source.pk}/history/2/discard/").status_code == 405


def test_a_saved_revision_cannot_be_discarded(editor, shelf):
    source = shelf.source(body="One.")
    page = editor.post(
        f"/admin/documents/source/{source.pk}/history/1/discard/", follow=True
    ).content.decode()
    assert "Nothing was discarded" in page and "are not offered any more" not in page
    assert source.revisions.get().state == "published"


def test_changes_are_discarded_once(editor, shelf):
    source = shelf.source(body="One.")
    send(editor, source, body="Two.", **KEEP)
    discard = f"/admin/documents/source/{source.pk}/history/2/discard/"
    pages = [editor.post(discard, follow=True).content.decode() for _ in range(2)]
    assert ["Nothing was discarded" in page for page in pages] == [False, True]
    assert LogEntry.objects.filter(change_message__startswith="Discarded").count() == 1


def test_pictures_that_stay_when_changes_are_discarded_are_named(editor, shelf, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = shelf.source(body="![](port)")
    for key in ("port", "map"):
        Picture.objects.keep(source, key=key, alt="A drawing.", data=photo())
    send(editor, source, body="![](port) ![](map)", **KEEP)
    response = editor.post(f"/admin/documents/source/{source.pk}/history/2/discard/", follow=True)
    assert "does not stay as well, for editors alone: map." in response.content.decode()
    assert source.pictures.count() == 2


def test_mistakes_may_be_kept_that_may_not_be_published(editor, shelf):
    section = shelf.section(body="Fine.")
    assert send(editor, section, body="See [@S9].").status_code == 200
    assert send(editor, section, body="See [@S9].", **KEEP).status_code == 302
    assert "S9" in errors(send(editor, section, at="?revision=2"))


def test_what_makes_no_sense_is_not_kept(editor, shelf):
    source = shelf.source(body="One.")
    assert "2018-03-04" in errors(send(editor, source, date="03/04/2018", **KEEP))


def test_a_cited_source_can_have_changes_kept(editor, shelf):
    source = shelf.source("S1", body="One.")
    shelf.section(body="See [@S1].")
    assert send(editor, source, body="Two.", **KEEP).status_code == 302


@pytest.mark.parametrize(("name", "value"), [("state", "draft"), ("collection", "")])
def test_what_the_history_does_not_keep_is_refused(editor, shelf, name, value):
    source = shelf.source(body="One.")
    response = send(editor, source, body="Two.", **{name: value}, **KEEP)
    assert name in response.context["adminform"].form.errors
    assert not source.revisions.pending().exists()


def test_nothing_new_is_not_kept(editor, shelf):
    source = shelf.source(body="One.")
    assert "there is nothing to keep" in errors(send(editor, source, **KEEP))


def test_the_button_stands_at_published_texts_alone(editor, shelf):
    assert 'name="_keep"' in editor.get(address(shelf.source("S1"))).content.decode()
    draft = shelf.source("S2", state=State.DRAFT)
    assert 'name="_keep"' not in editor.get(address(draft)).content.decode()
    assert 'name="_keep"' not in editor.get("/admin/documents/source/add/").content.decode()


def test_a_draft_is_simply_saved(editor, shelf):
    source = shelf.source(body="One.", state=State.DRAFT)
    send(editor, source, body="Two.", **KEEP)
    source.refresh_from_db()
    assert source.body == "Two." and not source.revisions.pending().exists()


# Corrections


def test_a_correction_is_kept_with_its_words(editor, client, shelf):
    source = shelf.source(body="The pilots were worned.")
    assert send(editor, source, body="The pilots were warned.", correction="A misprint.").status_code == 302
    assert source.revisions.first().correction == "A misprint."
    assert "A misprint." in client.get("/corrections/").content.decode()


def test_a_correction_of_the_record_alone(editor, client, shelf):
    source = shelf.source(publisher="Port Authorty")
    send(editor, source, publisher="Port Authority", correction="A misprint.")
    assert "A misprint." in client.get("/corrections/").content.decode()


def test_a_correction_that_corrects_nothing_is_refused(editor, shelf):
    source = shelf.source(body="One.")
    assert "was changed in this save" in errors(send(editor, source, correction="A misprint."))
    assert "was changed in this save" in errors(
        send(editor, source, body="One.\n\n", correction="A misprint.")
    )


def test_the_next_save_is_no_correction(editor, shelf):
    source = shelf.source(body="One.")
    send(editor, source, body="Two.", correction="A misprint.")
    send(editor, source, body="Three.")
    assert [revision.correction for revision in source.revisions.all()] == ["", "A misprint.", ""]


def test_what_is_not_public_is_not_corrected_in_public(editor, shelf):
    draft = shelf.source("S1", body="One.", state=State.DRAFT)
    assert "This corrects a mistake" not in editor.get(address(draft)).content.decode()
    assert "Only what everybody can read" in errors(
        send(editor, draft, body="Two.", correction="A misprint.")
    )
    hidden = shelf.section(body="One.", report=shelf.report("secret", state=State.DRAFT))
    assert "Only what everybody can read" in errors(
        send(editor, hidden, body="Two.", correction="A misprint.")
    )


def test_a_text_that_is_withdrawn_is_not_corrected(editor, shelf):
    source = shelf.source(body="One.")
    response = send(editor, source, body="Two.", state="withdrawn", correction="A misprint.")
    assert "Only what everybody can read" in errors(response)


def test_the_words_of_a_correction_are_kept_with_the_changes(editor, client, shelf):
    source = shelf.source(body="One.")
    send(editor, source, body="Two.", correction="A misprint.", **KEEP)
    assert "A misprint." not in client.get("/corrections/").content.decode()
    send(editor, source, at="?revision=2")
    assert "A misprint." in client.get("/corrections/").content.decode()


def test_who_goes_on_editing_goes_on_with_what_is_saved(editor, shelf):
    section = shelf.section(body="One.")
    send(editor, section, body="Two.", **KEEP)
    response = send(editor, section, at="?revision=2", body="Two and more.", _continue="on")
    assert response.url == address(section)
    assert opened(editor, response.url)["body"] == "Two and more."


def test_a_change_of_a_picture_is_not_kept_and_not_lost(editor, shelf, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    section = shelf.section(body="One.")
    picture = Picture.objects.keep(section, key="map", alt="A map.", data=photo())
    response = send(editor, section, body="Two.", **{"pictures-0-alt": "A better map."}, **KEEP)
    assert "is not kept without being saved" in errors(response)
    assert "A better map." in response.content.decode()
    assert not section.revisions.pending().exists()
    picture.refresh_from_db()
    assert picture.alt == "A map."
