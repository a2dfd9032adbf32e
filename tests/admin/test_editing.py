import pytest

from documents.models import Section, Source, State


@pytest.fixture
def editor(admin_client):
    return admin_client


def fields(response):
    """The values of a change form, with those of its pictures, as the browser would send them back."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    values = {form.add_prefix(name): form[name].value() for form in forms for name in form.fields}
    return {
        name: "on" if value is True else value
        for name, value in values.items()
        if value is not None and value is not False
    }


def send(client, address, **changes):
    return client.post(address, fields(client.get(address)) | changes)


def test_a_corrected_source_is_saved_with_who_did_it(editor, shelf, admin_user):
    source = shelf.source(body="The pilots were worned.")
    response = send(editor, f"/admin/documents/source/{source.pk}/change/", body="The pilots were warned.")
    assert response.status_code == 302
    revision = source.revisions.first()
    assert (revision.number, revision.body, revision.author) == (2, "The pilots were warned.", admin_user)


def test_a_dangling_citation_is_refused_at_the_field(editor, shelf):
    section = shelf.section(body="Fine.")
    response = send(editor, f"/admin/documents/section/{section.pk}/change/", body="See [@S9].")
    assert "S9" in str(response.context["adminform"].form.errors["body"])
    section.refresh_from_db()
    assert section.body == "Fine."


def test_an_ambiguous_date_is_refused_at_the_field(editor, shelf):
    source = shelf.source()
    response = send(editor, f"/admin/documents/source/{source.pk}/change/", date="03/04/2018")
    assert "2018" in str(response.context["adminform"].form.errors["date"])


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2018", "2018"),
        ("April 2018", "2018-04"),
        ("April 6, 2018", "2018-04-06"),
        ("2018-04-06", "2018-04-06"),
    ],
)
def test_a_date_is_kept_as_precise_as_it_is_written(editor, shelf, written, kept):
    source = shelf.source()
    send(editor, f"/admin/documents/source/{source.pk}/change/", date=written)
    assert str(Source.objects.get().date) == kept


def test_bulk_publishing_says_what_was_refused(editor, shelf):
    good = shelf.section(body="Fine.", state=State.DRAFT)
    bad = shelf.section(title="Broken", body="See [@S9].", state=State.DRAFT)
    chosen = {"action": "publish", "_selected_action": [good.pk, bad.pk]}
    page = editor.post("/admin/documents/section/", chosen, follow=True).content.decode()
    assert list(Section.objects.published()) == [good]
    assert "1 record was published" in page
    assert "“Broken” was not published" in page and "S9" in page


def test_a_body_that_a_browser_sends_back_is_not_altered(editor, shelf):
    section = shelf.section(body="    code\n\nOne.")
    body = section.body.replace("\n", "\r\n")
    assert send(editor, f"/admin/documents/section/{section.pk}/change/", body=body).status_code == 302
    assert [revision.body for revision in section.revisions.all()] == ["    code\n\nOne."]


@pytest.mark.parametrize("model", ["section", "source", "report"])
def test_an_empty_form_says_what_is_missing(editor, shelf, model):
    response = editor.post(f"/admin/documents/{model}/add/", {"state": "published", "key": "S1"})
    assert "title" in response.context["adminform"].form.errors


def test_bulk_deleting_reaches_the_outbox(editor, shelf):
    source = shelf.source("S1", state=State.DRAFT)
    type(source).objects.update(title="Buoys")
    chosen = {"action": "delete_selected", "_selected_action": [source.pk], "post": "yes"}
    editor.post("/admin/documents/source/", chosen)
    assert not Source.objects.exists()


def test_a_cited_source_cannot_be_deleted(editor, shelf):
    source = shelf.source("S1", state=State.DRAFT)
    section = shelf.section(body="See [@S1].", state=State.DRAFT)
    address = f"/admin/documents/source/{source.pk}/delete/"
    page = editor.post(address, {"post": "yes"}, follow=True).content.decode()
    assert Source.objects.exists()
    assert f'is cited in <a href="/admin/documents/section/{section.pk}/change/">“Findings”</a>' in page


def test_a_source_that_only_cites_itself_can_be_deleted(editor, shelf):
    source = shelf.source("S1", body="See [@S1].", state=State.DRAFT)
    editor.post(f"/admin/documents/source/{source.pk}/delete/", {"post": "yes"})
    assert not Source.objects.exists()


def test_sources_that_cite_each_other_can_be_deleted_together(editor, shelf):
    draft = {"state": State.DRAFT}
    pair = [shelf.source("S1", "See [@S2].", **draft), shelf.source("S2", "See [@S1].", **draft)]
    chosen = {"action": "delete_selected", "_selected_action": [source.pk for source in pair], "post": "yes"}
    editor.post("/admin/documents/source/", chosen)
    assert not Source.objects.exists()


@pytest.mark.parametrize("model", ["collection", "report", "section", "source"])
@pytest.mark.parametrize("place", ["", "add/", "?q=harbor"])
def test_every_page_opens(editor, shelf, model, place):
    shelf.section(body="See [@S1].", state=State.DRAFT)
    shelf.source()
    assert editor.get(f"/admin/documents/{model}/{place}").status_code == 200


def test_view_on_site_is_there_for_the_published_only(editor, shelf):
    published, draft = shelf.source("S1"), shelf.source("S2", state=State.DRAFT)
    assert "View on site" in editor.get(f"/admin/documents/source/{published.pk}/change/").content.decode()
    assert "View on site" not in editor.get(f"/admin/documents/source/{draft.pk}/change/").content.decode()


def test_a_whole_report_from_nothing(editor, db):
    editor.post("/admin/documents/collection/add/", {"name": "Port", "slug": "port", "language": "en"})
    editor.post(
        "/admin/documents/report/add/",
        {
            "collection": 1,
            "title": "Port review",
            "number": "P-1",
            "slug": "p-1",
            "state": "published",
            "language": "en",
        },
    )
    editor.post(
        "/admin/documents/section/add/",
        {
            "edition": 1,
            "title": "Tides",
            "slug": "tides",
            "body": "High.",
            "state": "published",
            "level": 1,
            "nature": "official",
            "pictures-TOTAL_FORMS": 0,
            "pictures-INITIAL_FORMS": 0,
        },
    )
    section = Section.objects.published().get()
    assert (section.position, section.get_absolute_url()) == (1, "/reports/p-1/tides/")
