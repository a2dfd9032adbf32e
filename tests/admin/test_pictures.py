"""Pictures in the form of their text."""

from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.admin.pictures import keys_to_be, proposed_key
from documents.models import Picture, Section, State
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
    return shelf.section("Words.")


def file(data=None, name="The map.png"):
    return SimpleUploadedFile(name, photo() if data is None else data, "image/png")


def send(editor, unit, **changes):
    """Send the form; `row__field` is a field of a picture."""
    address = f"/admin/documents/{unit._meta.model_name}/{unit.pk}/change/"
    sent = {
        f"pictures-{'-'.join(name[1:].split('__'))}" if name[0] == "_" else name: value
        for name, value in changes.items()
    }
    return editor.post(address, fields(editor.get(address)) | sent)


def errors(response):
    formset = response.context["inline_admin_formsets"][0].formset
    return str(formset.errors) + str(formset.non_form_errors())


def test_a_picture_is_added_with_the_text_that_shows_it(editor, section):
    response = send(editor, section, body="![](port)", _0__key="port", _0__alt="A port.", _0__upload=file())
    assert response.status_code == 302
    picture = section.pictures.get()
    assert (picture.key, picture.alt, picture.width) == ("port", "A port.", 60)


def test_a_key_is_made_of_the_name_of_the_file(editor, section):
    send(editor, section, body="![](The-map)", _0__alt="A map.", _0__upload=file())
    assert section.pictures.get().key == "The-map"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("fig 1.png", "fig-1"),
        ("Über.jpg", "ber"),
        ("../../x.png", "x"),
        ("…", ""),
        ("a" * 60 + ".png", "a" * 40),
    ],
)
def test_a_proposed_key_can_be_written_in_a_text(name, key):
    assert proposed_key(SimpleNamespace(name=name)) == key


def test_a_source_has_pictures_too(editor, shelf):
    source = shelf.source()
    send(editor, source, _0__key="port", _0__alt="A port.", _0__upload=file())
    assert source.pictures.get().key == "port"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"_0__alt": "A port.", "_0__key": "port"}, "Choose the file of the picture."),
        ({"_0__key": "port", "_0__upload": file()}, "This field is required."),
        ({"_0__alt": "A port.", "_0__key": "a b", "_0__upload": file()}, "cannot be written in a text"),
        ({"_0__alt": "A port.", "_0__upload": file(name="….png")}, "Write a key"),
        ({"_0__alt": "A port.", "_0__upload": file(b"<svg onload='x'>", "a.png")}, "is an SVG drawing"),
        ({"_0__alt": "A port.", "_0__upload": file(photo()[:80])}, "damaged or cut short"),
        ({"_0__alt": "A port.", "_0__upload": file(bytes(5_000_001))}, "more than 5 MB"),
    ],
)
def test_what_is_wrong_with_a_picture_is_said_at_its_field(editor, section, changes, said):
    assert said in errors(send(editor, section, **changes))
    assert not Picture.objects.exists()


def test_a_picture_is_taken_for_what_it_is_whatever_it_is_called(editor, section):
    send(editor, section, _0__alt="A.", _0__upload=file(photo("JPEG"), "harmless.html"))
    assert section.pictures.get().name.endswith(".jpeg")


def keep(unit, key="map"):
    return Picture.objects.keep(unit, key=key, alt="A map.", data=photo())


def test_a_key_is_given_once(editor, section):
    keep(section)
    response = send(editor, section, _1__alt="A.", _1__key="map", _1__upload=file())
    assert "already exists" in errors(response) or "duplicate" in errors(response)


def test_the_form_shows_the_picture_and_what_to_write(editor, section):
    picture = keep(section)
    page = editor.get(f"/admin/documents/section/{section.pk}/change/").content.decode()
    assert f'src="/pictures/{picture.name}" alt="A map." width="60" height="40"' in page
    assert "<code data-insert>![](map)</code>" in page


def test_a_picture_is_replaced_and_its_words_are_corrected(
    editor, section, django_capture_on_commit_callbacks
):
    before = keep(section)
    with django_capture_on_commit_callbacks(execute=True):
        send(editor, section, _0__alt="A plan.", _0__upload=file(photo("WEBP")))
    after = Picture.objects.get()
    assert (after.pk, after.alt, after.name.endswith(".webp")) == (before.pk, "A plan.", True)
    assert not before.file.storage.exists(before.file.name)


def test_new_words_leave_the_file_as_it_is(editor, section, django_capture_on_commit_callbacks):
    before = keep(section)
    with django_capture_on_commit_callbacks(execute=True):
        send(editor, section, _0__alt="A plan.")
    assert Picture.objects.get().name == before.name
    assert before.file.storage.exists(before.file.name)


@pytest.mark.parametrize("change", [{"_0__DELETE": "on"}, {"_0__key": "plan"}])
def test_a_picture_that_a_published_text_shows_stays(editor, shelf, change):
    section = shelf.section("![](map)", state=State.DRAFT)
    keep(section)
    section.state = State.PUBLISHED
    section.save()
    response = send(editor, section, **change)
    assert "![…](map) shows no picture that is kept" in str(response.context["adminform"].form.errors["body"])
    assert Picture.objects.get().key == "map"


def test_a_picture_goes_with_the_words_that_showed_it(editor, section):
    keep(section)
    assert send(editor, section, body="Words.", _0__DELETE="on").status_code == 302
    assert not Picture.objects.exists()


def test_a_draft_may_lose_a_picture_that_it_shows(editor, shelf):
    section = shelf.section("![](map)", state=State.DRAFT)
    keep(section)
    assert send(editor, section, _0__DELETE="on").status_code == 302
    assert not Picture.objects.exists()


def test_a_form_without_pictures_asks_for_none():
    assert keys_to_be(Section(), {}, {}) is None
    assert keys_to_be(Section(), {"pictures-TOTAL_FORMS": "x"}, {}) is None
    many = {"pictures-TOTAL_FORMS": "99999999", "pictures-0-key": " map "}
    assert keys_to_be(Section(), many, {}) == {"map"}


def test_a_picture_that_is_kept_without_publishing_is_not_public(editor, section):
    address = f"/admin/documents/section/{section.pk}/change/"
    picture = {"pictures-0-key": "port", "pictures-0-alt": "A port.", "pictures-0-upload": file()}
    kept = {"body": "![](port)", "_keep": "1", **picture}
    assert editor.post(address, fields(editor.get(address)) | kept).status_code == 302
    where = section.pictures.get().get_absolute_url()
    assert Client().get(where).status_code == 404
    assert editor.post(address, fields(editor.get(f"{address}?revision=2"))).status_code == 302
    assert Client().get(where).status_code == 200
