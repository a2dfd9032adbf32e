"""Rows of pictures that are not what they were when the form was opened, or that an editor may not change."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.admin.pictures import TAKEN, keys_to_be
from documents.models import Picture, Section
from tests.admin.test_editing import fields
from tests.pictures.drawing import photo


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def section(shelf):
    return shelf.section("Words.")


@pytest.fixture
def address(section):
    return f"/admin/documents/section/{section.pk}/change/"


def keep(unit, key):
    return Picture.objects.keep(unit, key=key, alt=f"Of {key}.", data=photo())


def save(client, address, sent):
    """Save, and again where somebody saved meanwhile, as an editor would who is told so. All that was said."""
    response = client.post(address, sent, follow=True)
    said = response.content.decode()
    if "adminform" in response.context and response.context["adminform"].form.errors:
        said += client.post(address, fields(response), follow=True).content.decode()
    return said


def test_a_picture_that_was_deleted_meanwhile_keeps_no_text_from_being_saved(admin_client, section, address):
    _, gone, last = (keep(section, key) for key in ("a", "b", "c"))
    sent = fields(admin_client.get(address)) | {"body": "New ![](c).", "pictures-2-alt": "Of c, corrected."}
    gone.delete()
    page = save(admin_client, address, sent)
    section.refresh_from_db()
    last.refresh_from_db()
    assert (section.body, last.alt) == ("New ![](c).", "Of c, corrected.")
    assert "The picture “b” was deleted meanwhile" in page
    assert list(section.pictures.values_list("key", flat=True)) == ["a", "c"]


def added(**values):
    row = {"key": "a", "alt": "Mine.", "upload": SimpleUploadedFile("a.png", photo())} | values
    return {f"pictures-0-{name}": value for name, value in row.items()} | {"pictures-TOTAL_FORMS": 1}


def test_a_key_that_was_taken_meanwhile_is_refused_at_its_row(admin_client, section, address):
    sent = fields(admin_client.get(address)) | {"body": "New."}
    keep(section, "a")
    again = fields(admin_client.post(address, sent | added()))
    response = admin_client.post(address, again | added())
    said = response.context["inline_admin_formsets"][0].formset.errors
    assert said == [{"key": [TAKEN.format("a")]}]
    assert "New.</textarea>" in response.content.decode()


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ({"pictures-0-key": "b", "pictures-1-key": "a"}, 200),
        ({"pictures-0-key": "b", "pictures-1-DELETE": "on"}, 200),
        ({"pictures-0-key": "c"}, 302),
    ],
)
def test_rows_take_no_key_that_another_still_has(admin_client, section, address, rows, status):
    keep(section, "a"), keep(section, "b")
    assert admin_client.post(address, fields(admin_client.get(address)) | rows).status_code == status


def test_a_new_picture_may_have_the_key_of_one_that_goes(admin_client, section, address):
    keep(section, "a")
    new = {name.replace("-0-", "-1-"): value for name, value in added().items()}
    sent = fields(admin_client.get(address)) | new | {"pictures-TOTAL_FORMS": 2, "pictures-0-DELETE": "on"}
    assert admin_client.post(address, sent).status_code == 302
    assert section.pictures.get().alt == "Mine."


def test_a_text_that_shows_what_was_deleted_says_so_at_the_text(admin_client, section, address):
    gone = keep(section, "b")
    sent = fields(admin_client.get(address)) | {"body": "New ![](b)."}
    gone.delete()
    response = admin_client.post(address, sent)
    assert "shows no picture that is kept" in str(response.context["adminform"].form.errors["body"])
    assert "“b” was deleted meanwhile" in response.content.decode()
    assert "pictures-0-id" not in fields(response)


@pytest.mark.parametrize(
    "may", ["change_section", "change_section view_picture", "change_section add_picture view_picture"]
)
def test_who_may_not_change_pictures_may_save_a_text_that_shows_one(
    client, section, address, django_user_model, may
):
    keep(section, "map")
    user = django_user_model.objects.create_user("ed", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=[*may.split(), "publish"]))
    client.force_login(user)
    sent = fields(client.get(address))
    for name in [
        name for name in sent if name.startswith("pictures-0-") and name[11:] not in {"id", "section"}
    ]:
        del sent[name]  # a row that is only shown has no fields
    response = client.post(address, sent | {"body": "See ![](map)."})
    assert response.status_code == 302
    assert Section.objects.get().body == "See ![](map)."


def test_a_number_of_rows_is_bounded(admin_client, section):
    sent = {"unit": section.pk, "body": "![](map)", "pictures-TOTAL_FORMS": "9" * 5000}
    response = admin_client.post("/admin/documents/section/text-preview/", sent)
    assert response.status_code == 200 and "shows no picture" in response.content.decode()
    assert keys_to_be(section, {"pictures-TOTAL_FORMS": "9" * 5000, "pictures-0-key": "map"}, {}) == {"map"}


def test_of_a_picture_without_a_file_the_file_is_asked_for(admin_client, address):
    response = admin_client.post(address, fields(admin_client.get(address)) | {"pictures-0-alt": "A port."})
    said = response.context["inline_admin_formsets"][0].formset.errors
    assert said == [{"upload": ["Choose the file of the picture."]}]
