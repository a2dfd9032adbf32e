"""The form of a text: preview, sources to cite, and what is derived from the text."""

import re

import pytest
from django.contrib.auth.models import Permission

from documents.admin import bodies
from documents.models import Collection, Section, Source, State
from tests.admin.test_editing import fields
from tests.pictures.drawing import photo


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def section(shelf):
    shelf.source("S1", title="A memo")
    return shelf.section(body="Saved [@S1].")


def change(unit):
    return f"/admin/documents/{unit._meta.model_name}/{unit.pk}/change/"


def press_preview(editor, address, **values):
    return editor.post(address, fields(editor.get(address)) | {"_preview": "1"} | values)


def shown(editor, unit, body, **values):
    """The preview while one types."""
    kind = unit._meta.model_name
    data = {"unit": unit.pk or "", "body": body} | values
    return editor.post(f"/admin/documents/{kind}/text-preview/", data).content.decode()


def test_the_button_shows_the_text_and_saves_nothing(editor, section):
    page = press_preview(editor, change(section), title="Other", body="*New* words [@S1].").content.decode()
    assert "<em>New</em> words" in page and "No mistakes." in page
    assert 'value="Other"' in page and "*New* words [@S1].</textarea>" in page
    section.refresh_from_db()
    assert (section.title, section.body, section.revisions.count()) == ("Findings", "Saved [@S1].", 1)


def test_the_button_shows_a_text_that_is_new(editor, shelf):
    page = editor.post("/admin/documents/section/add/", {"body": "# Tides", "_preview": "1"}).content.decode()
    assert '<h2 id="draft-0">Tides</h2>' in page
    assert not Section.objects.exists()


def test_the_button_says_that_files_have_to_be_chosen_again(editor, section):
    with open("requirements.in", "rb") as file:
        page = press_preview(editor, change(section), **{"pictures-0-upload": file}).content.decode()
    assert "Choose the files of the pictures again" in page


def test_the_preview_says_what_is_to_be_mended_and_where(editor, section):
    body = "One {page}.\n\n![](map)\n\nTwo [@S1] [@S9]."
    page = shown(editor, section, body)
    assert "4 to mend" not in page and "3 to mend" in page
    assert 'data-line="1">Line 1</a>: ' in page and "Write {page 43}." in page
    assert 'data-line="3">Line 3</a>: ![…](map) shows no picture' in page
    assert 'data-line="5">Line 5</a>: [@S9] cites no published source' in page


def test_a_draft_is_shown_as_cited_and_said_to_be_unpublished(editor, shelf):
    source = shelf.source("S2", state=State.DRAFT)
    page = shown(editor, shelf.section(), "See [@S2].")
    assert '<span class="cite">S2</span>' in page
    assert "[@S2] cites no published source" in page
    assert source.get_absolute_url() not in page


def test_the_preview_shows_the_pictures_of_the_text(editor, section):
    from documents.models import Picture

    picture = Picture.objects.keep(section, key="map", alt="A map.", data=photo())
    assert f'<img src="/pictures/{picture.name}" alt="A map." width="60" height="40"' in shown(
        editor, section, "![](map)"
    )


@pytest.mark.parametrize("body", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "{redacted: <b>}"])
def test_a_hostile_text_is_escaped(editor, section, body):
    page = shown(editor, section, body)
    assert "<script" not in page and "<b>" not in page and 'href="javascript' not in page


def test_mistakes_stand_in_the_order_of_their_lines(editor, section):
    page = shown(editor, section, "One [@S9].\n\n![](map)\n\nTwo {page}.")
    assert re.findall(r'data-line="(\d)"', page) == ["1", "3", "5"]


def test_an_empty_text_says_so(editor, section):
    assert "There is no text yet." in shown(editor, section, " \n")


def test_a_text_whose_collection_is_not_known_is_shown_all_the_same(editor, db):
    page = shown(editor, Section(), "See [@S1].")
    assert "See" in page and "Choose where the text belongs" in page


def test_a_new_text_cites_the_sources_of_the_collection_that_is_chosen(editor, section):
    other = Collection.objects.create(slug="other", name="Other")
    Source.objects.create(collection=other, key="S1", slug="o1", title="Other memo", state=State.PUBLISHED)
    assert "No mistakes" in shown(editor, Source(), "[@S1]", collection=other.pk)
    assert "cites no published source" in shown(editor, Source(), "[@S2]", collection=other.pk)


def test_a_text_that_is_too_long_is_refused_and_not_lost(editor, section):
    body = "é" * 3_000_001
    sent = fields(editor.get(change(section))) | {"title": "Tides", "body": body}
    page = editor.post(change(section), sent).content.decode()
    assert "A text has 3,000,000 characters at the most, this one has 3,000,001." in page
    assert 'value="Tides"' in page and body in page
    section.refresh_from_db()
    assert (section.title, section.body) == ("Findings", "Saved [@S1].")


def test_line_ends_of_a_browser_make_no_text_too_long(editor, section, monkeypatch):
    monkeypatch.setattr("documents.text.bodies.LONGEST", 10)
    sent = fields(editor.get(change(section))) | {"body": "ab\r\ncd\r\nefgh\r\n"}
    assert editor.post(change(section), sent).status_code == 302
    section.refresh_from_db()
    assert section.body == "ab\ncd\nefgh"


def test_of_a_text_that_is_too_long_no_preview_is_made(editor, section, monkeypatch):
    monkeypatch.setattr("documents.text.bodies.LONGEST", 10)
    page = press_preview(editor, change(section), body="Words " * 9).content.decode()
    assert "A text has 10 characters at the most" in page and "There is no text yet" not in page


def test_a_preview_is_bounded(editor, section, monkeypatch):
    monkeypatch.setattr(bodies, "LONGEST_LIVE", 10)
    response = editor.post("/admin/documents/section/text-preview/", {"body": "x" * 11})
    assert (response.status_code, response.content.decode()[:17]) == (413, "The text is long:")


def test_previews_are_made_one_at_a_time(editor, section, monkeypatch):
    monkeypatch.setattr(bodies, "LONGEST_WAIT", 0.01)
    with bodies._showing:
        assert editor.post("/admin/documents/section/text-preview/", {"body": "x"}).status_code == 429
    assert editor.post("/admin/documents/section/text-preview/", {"body": "x"}).status_code == 200


def test_a_preview_that_fails_makes_way_for_the_next(editor, section, monkeypatch):
    monkeypatch.setattr(bodies, "parse", lambda text: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        editor.post("/admin/documents/section/text-preview/", {"body": "x"})
    assert bodies._showing.acquire(timeout=0) and not bodies._showing.release()


def test_a_preview_is_sent_not_asked_for(editor, section):
    assert editor.get("/admin/documents/section/text-preview/").status_code == 405
    assert editor.post("/admin/documents/section/citable/").status_code == 405


@pytest.mark.parametrize("door", ["text-preview/", "citable/"])
def test_only_editors_are_shown_a_preview_and_sources(client, section, django_user_model, door):
    ask = client.post if door == "text-preview/" else client.get
    # What is sent without a session is answered by the page that shows what was written.
    assert ask(f"/admin/documents/section/{door}").status_code == (403 if ask == client.post else 302)
    user = django_user_model.objects.create_user("ed", is_staff=True)
    client.force_login(user)
    assert ask(f"/admin/documents/section/{door}").status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="change_section"))
    assert ask(f"/admin/documents/section/{door}").status_code == 200


def keys(editor, typed, **values):
    found = editor.get("/admin/documents/section/citable/", {"q": typed} | values).json()["sources"]
    return [source["key"] for source in found]


def test_sources_are_offered_by_key_and_title(editor, shelf):
    shelf.source("S1", title="A memo of June")
    shelf.source("S12", title="A ruling")
    shelf.source("A9", title="On S1")
    assert keys(editor, "s1") == ["S1", "S12", "A9"]
    assert keys(editor, "ruling") == ["S12"]
    assert keys(editor, "%") == keys(editor, "nothing") == []


def test_drafts_are_offered_as_drafts(editor, shelf):
    shelf.source("S1", state=State.DRAFT)
    [offer] = editor.get("/admin/documents/section/citable/").json()["sources"]
    assert offer == {"key": "S1", "title": "A memo", "remark": "draft"}


def test_of_very_many_sources_a_few_are_offered(editor, shelf, django_assert_max_num_queries):
    for number in range(30):
        shelf.source(f"S{number}")
    with django_assert_max_num_queries(8):
        assert len(keys(editor, "")) == 12


def test_only_sources_of_its_own_collection_are_offered(editor, section):
    other = Collection.objects.create(slug="other", name="Other")
    Source.objects.create(collection=other, key="X1", slug="x1", title="Far away")
    assert keys(editor, "", edition=section.edition_id) == ["S1"]
    assert keys(editor, "") == []


def test_the_form_lists_the_sources_to_cite(editor, section, shelf):
    shelf.source("S2", title="A <b>poll</b>", state=State.DRAFT)
    page = editor.get(change(section)).content.decode()
    assert "<code data-insert>[@S1]</code></td><td>A memo</td>" in page
    assert "A &lt;b&gt;poll&lt;/b&gt; <strong>(draft)</strong>" in page


def test_a_long_list_of_sources_ends(editor, section, monkeypatch):
    monkeypatch.setattr("documents.admin.citing.MOST_LISTED", 1)
    Source.objects.create(collection=section.collection, key="S2", slug="s2", title="A poll")
    page = editor.get(change(section)).content.decode()
    assert "Sources to cite (1 and more)" in page and "[@S2]" not in page


def test_a_form_says_where_its_sources_come_from(editor, shelf):
    Collection.objects.create(slug="other", name="Other")
    assert "choose that above" in editor.get("/admin/documents/source/add/").content.decode()
    assert "has no sources yet" in editor.get(change(shelf.section())).content.decode()


def test_what_the_text_cites_is_told_with_its_places(editor, shelf):
    shelf.source("S1", title="A memo")
    shelf.source("S2", title="A poll", state=State.DRAFT)
    unit = shelf.section("{page 4} It was known [@S1, p. 3]. And [@S2]. Never [@S9].", state=State.DRAFT)
    page = editor.get(change(unit)).content.decode()
    assert "[@S9]</strong> is the key of no source" in page
    assert page.index("[@S9]</strong>") < page.index("S1: A memo</a>")
    assert "On page 4: “It was known.” — p. 3 of the source" in page
    assert "S2: A poll</a> <strong>(draft: publish it first)</strong>" in page


def test_a_text_that_cites_nothing_says_so(editor, shelf):
    assert "Nothing." in editor.get(change(shelf.section())).content.decode()


@pytest.mark.parametrize("kind", ["section", "source"])
def test_whose_words_a_new_text_is_in_has_to_be_said(editor, shelf, kind):
    form = editor.get(f"/admin/documents/{kind}/add/").context["adminform"].form
    assert form["nature"].value() == ""
    response = editor.post(f"/admin/documents/{kind}/add/", {"title": "Tides"})
    assert "This field is required." in str(response.context["adminform"].form.errors["nature"])


def test_what_was_said_stays_chosen(editor, shelf):
    form = editor.get(change(shelf.section(nature="summary"))).context["adminform"].form
    assert form["nature"].value() == "summary"
    assert "" not in dict(form.fields["nature"].choices)


@pytest.mark.parametrize("key", ["s1", "S1", "r1"])
def test_keys_that_differ_in_case_only_are_the_same(editor, shelf, key):
    shelf.source("S1")
    shelf.section(key="R1")
    address = "/admin/documents/source/add/"
    form = editor.post(address, {"collection": shelf.collection.pk, "key": key}).context["adminform"].form
    assert "in large or small letters" in str(form.errors["key"]) or "already exists" in str(form.errors)


def test_publishing_many_says_all_that_is_wrong_with_each(editor, shelf):
    section = shelf.section("{page} ![](map) [@S8] [@S9]", state=State.DRAFT)
    chosen = {"action": "publish", "_selected_action": [section.pk]}
    page = editor.post("/admin/documents/section/", chosen, follow=True).content.decode()
    for said in ("Write {page 43}.", "![…](map) shows no picture", "[@S8] cites", "[@S9] cites"):
        assert said in page


def invited(editor, kind):
    page = editor.get(f"/admin/documents/{kind}/").content.decode()
    return page.partition('class="invitation">')[2].partition("</p>")[0]


def test_an_empty_site_leads_the_way(editor, db):
    assert '<a href="/admin/documents/collection/add/">Add the first collection' in invited(
        editor, "collection"
    )
    assert "/admin/documents/collection/add/" in invited(editor, "report")
    collection = Collection.objects.create(slug="port", name="Port")
    assert '<a href="/admin/documents/report/add/">Add the first report' in invited(editor, "report")
    assert "has to be a report" in invited(editor, "section")
    collection.reports.create(slug="p-1", title="Port review")
    assert '<a href="/admin/documents/section/add/">Add the first section' in invited(editor, "section")
    assert '<a href="/admin/documents/source/add/">Add the first source' in invited(editor, "source")


def test_a_list_that_only_a_search_makes_empty_invites_to_nothing(editor, section):
    assert "invitation" not in editor.get("/admin/documents/section/?q=nothing").content.decode()
