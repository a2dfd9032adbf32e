"""What the site says of itself, as editors write it."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from documents.models import Imprint

FORM = "/admin/documents/imprint/1/change/"
ADD = "/admin/documents/imprint/add/"
SAID = {
    "name": "Harbor papers",
    "contact": "desk@example.org",
    "text": "The *harbor* desk.",
    "picture_alt": "",
}


def picture(name="logo.png"):
    file = BytesIO()
    Image.new("RGB", (20, 10), "navy").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue())


def test_the_first_one_is_written_and_shown(admin_client, client):
    assert admin_client.get("/admin/documents/imprint/").url == ADD
    admin_client.post(ADD, SAID)
    assert admin_client.get("/admin/documents/imprint/").url == FORM
    page = client.get("/about/").content.decode()
    assert "<h1>About Harbor papers</h1>" in page and "The <em>harbor</em> desk." in page


def test_there_is_no_second_one_and_none_is_deleted(admin_client):
    Imprint.objects.create(pk=1)
    assert admin_client.get(ADD).status_code == 403
    assert admin_client.get("/admin/documents/imprint/1/delete/").status_code == 403


def test_its_picture_is_shown_on_every_page(admin_client, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    admin_client.post(ADD, SAID | {"upload": picture(), "picture_alt": "A ship"})
    name = Imprint.objects.get().picture.name
    assert (
        f'<img src="/{name}" alt="A ship" width="20" height="10">' in client.get("/reports/").content.decode()
    )


def test_a_picture_needs_words_for_it(admin_client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page = admin_client.post(ADD, SAID | {"upload": picture()}).content.decode()
    assert "Say what is seen on the picture" in page
    assert not Imprint.objects.exists()


def test_what_is_no_picture_is_refused(admin_client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    drawing = SimpleUploadedFile("logo.png", b"<svg onload=alert(1)>")
    page = admin_client.post(ADD, SAID | {"upload": drawing, "picture_alt": "x"}).content.decode()
    assert "A picture is a PNG, JPEG or WebP file" in page


def test_a_picture_is_taken_away(
    admin_client, client, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    admin_client.post(ADD, SAID | {"upload": picture(), "picture_alt": "A ship"})
    version = admin_client.get(FORM).context["adminform"].form["version"].value()
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(FORM, SAID | {"without_picture": "on", "version": version})
    assert not Imprint.objects.get().picture
    assert list((tmp_path / "pictures").iterdir()) == []


@pytest.mark.parametrize("text", ["Cites [@S1].", "![A map](map)", "One.\n\n[^1]: Not marked."])
def test_a_text_that_the_page_cannot_show_is_refused(admin_client, text):
    page = admin_client.post(ADD, SAID | {"text": text}).content.decode()
    assert "errorlist" in page
    assert not Imprint.objects.exists()


def test_who_may_only_look_changes_nothing(client, db):
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="view_imprint"))
    Imprint.objects.create(pk=1, name="Before")
    client.force_login(editor)
    client.post(FORM, SAID)
    assert Imprint.objects.get().name == "Before"
