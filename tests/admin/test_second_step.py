"""Signing in on an https site: a password and a code."""

import re
from base64 import b32decode
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from documents.models import Picture, State
from tests.admin.door import PASSWORD, ada, app, shown, sign_in, two_steps  # noqa: F401
from tests.pictures.drawing import photo

pytestmark = pytest.mark.usefixtures("two_steps")


def test_a_password_alone_opens_nothing(client, app):  # noqa: F811
    sign_in(client)
    for address in (
        "/admin/",
        "/admin/documents/section/",
        "/admin/password_change/",
        "/admin/code/recovery/",
    ):
        assert client.get(address).url.startswith("/admin/login/"), address


def test_a_password_alone_shows_no_picture_of_a_draft(client, app, shelf, settings, tmp_path):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path
    source = shelf.source(state=State.DRAFT)
    file = SimpleUploadedFile("map.jpg", photo())
    Picture.objects.create(source=source, name="map.jpg", key="map", alt="", width=60, height=40, file=file)
    sign_in(client)
    assert client.get("/pictures/map.jpg").status_code == 404
    client.post("/admin/code/", {"code": shown(app)})
    assert client.get("/pictures/map.jpg").status_code == 200


def test_the_code_is_asked_for_and_leads_on(client, app):  # noqa: F811
    sign_in(client)
    asked = client.get("/admin/documents/source/", follow=True)
    assert asked.redirect_chain[-1][0] == "/admin/code/?next=%2Fadmin%2Fdocuments%2Fsource%2F"
    target = re.search(r'name="next" value="([^"]+)"', asked.content.decode())[1]
    response = client.post("/admin/code/", {"code": shown(app), "next": target})
    assert (response.status_code, response.url) == (302, "/admin/documents/source/")
    assert client.get(response.url).status_code == 200


def test_a_code_is_taken_as_people_type_it(client, app):  # noqa: F811
    sign_in(client)
    code = shown(app)
    client.post("/admin/code/", {"code": f" {code[:3]} {code[3:]} "})
    assert client.get("/admin/").status_code == 200


def test_it_leads_to_no_other_site(client, app):  # noqa: F811
    sign_in(client)
    response = client.post("/admin/code/", {"code": shown(app), "next": "https://evil.example/"})
    assert response.url == "/admin/"


@pytest.mark.parametrize("code", ["", "000000", "x" * 30, "٣٣٣٣٣٣", "<b>"])
def test_a_wrong_code_opens_nothing(client, app, code):  # noqa: F811
    TOTPDevice.objects.update(key="00" * 20)
    sign_in(client)
    assert client.post("/admin/code/", {"code": code}).status_code == 200
    assert client.get("/admin/").status_code == 302


def test_a_code_opens_once(client, app):  # noqa: F811
    code = shown(app)
    for status in (302, 200):
        client.cookies.clear()
        sign_in(client)
        assert client.post("/admin/code/", {"code": code}).status_code == status


def test_after_a_wrong_code_the_right_one_has_to_wait(client, app):  # noqa: F811
    sign_in(client)
    client.post("/admin/code/", {"code": "000000" if shown(app) != "000000" else "111111"})
    assert "there is a wait" in client.post("/admin/code/", {"code": shown(app)}).content.decode()


def test_the_session_has_another_key_after_the_code(client, app):  # noqa: F811
    sign_in(client)
    before = client.session.session_key
    client.post("/admin/code/", {"code": shown(app)})
    assert client.session.session_key != before


def test_somebody_elses_code_opens_nothing(client, app, django_user_model):  # noqa: F811
    eve = django_user_model.objects.create_superuser("eve", password=PASSWORD)
    TOTPDevice.objects.create(user=eve)
    sign_in(client, "eve")
    client.post("/admin/code/", {"code": shown(app)})
    assert client.get("/admin/").status_code == 302


def key_on(page):
    return re.search(r"Key: <code>([^<]+)</code>", page)[1].replace(" ", "")


def device_of(page):
    """The app that has read the picture, as far as its key tells."""
    return TOTPDevice(key=b32decode(key_on(page).upper()).hex())


def test_who_has_no_app_is_led_to_set_one_up(client, ada):  # noqa: F811
    sign_in(client)
    response = client.get("/admin/", follow=True)
    page = response.content.decode()
    assert response.request["PATH_INFO"] == "/admin/code/app/"
    assert "<svg" in page and "style=" not in page and "data:" not in page
    told = client.post("/admin/code/app/", {"code": shown(device_of(page))})
    assert told.content.decode().count("<li><code>") == 10
    assert "no-store" in told["Cache-Control"]
    assert client.get("/admin/").status_code == 200


def test_the_app_is_set_up_only_with_its_code(client, ada):  # noqa: F811
    sign_in(client)
    page = client.get("/admin/code/app/").content.decode()
    wrong = f"{(totp(device_of(page).bin_key) + 1) % 1_000_000:06}"
    assert "That was not it" in client.post("/admin/code/app/", {"code": wrong}).content.decode()
    assert not TOTPDevice.objects.exists() and client.get("/admin/").status_code == 302


def test_who_has_an_app_cannot_set_up_another_by_the_password(client, app):  # noqa: F811
    sign_in(client)
    for method in (client.get, client.post):
        assert method("/admin/code/app/").url.startswith("/admin/code/?")
    assert TOTPDevice.objects.get() == app


def test_nobody_sets_up_an_app_without_a_password(client, db):
    for address in ("/admin/code/", "/admin/code/app/"):
        assert client.get(address).url == "/admin/login/"


def test_another_app_takes_the_place_of_the_first(client, app):  # noqa: F811
    sign_in(client)
    client.post("/admin/code/", {"code": shown(app)})
    page = client.get("/admin/code/app/").content.decode()
    client.post("/admin/code/app/", {"code": shown(device_of(page))})
    assert TOTPDevice.objects.get().key != app.key
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_opens_once(client, app):  # noqa: F811
    sign_in(client)
    client.post("/admin/code/", {"code": shown(app)})
    page = client.post("/admin/code/recovery/").content.decode()
    code = unescape(re.search(r"<li><code>([^<]+)</code>", page)[1])
    for status in (302, 200):
        client.cookies.clear()
        sign_in(client)
        assert client.post("/admin/code/", {"code": code.upper()}).status_code == status


def test_how_many_recovery_codes_are_left_is_said(client, app, ada):  # noqa: F811
    StaticDevice.objects.create(user=ada).token_set.create(token="abcdefgh")
    sign_in(client)
    client.post("/admin/code/", {"code": shown(app)})
    page = client.get("/admin/code/recovery/").content.decode()
    assert "You have 1 recovery code left" in page and "abcdefgh" not in page
    assert "/admin/code/recovery/" in client.get("/admin/").content.decode()


def test_an_operator_takes_the_second_step_away(client, app, ada, capsys):  # noqa: F811
    StaticDevice.objects.create(user=ada).token_set.create(token="abcdefgh")
    sign_in(client)
    client.post("/admin/code/", {"code": shown(app)})
    call_command("reset_second_step", "ada")
    assert "ada signs in with the password" in capsys.readouterr().out
    assert client.get("/admin/", follow=True).request["PATH_INFO"] == "/admin/code/app/"
    assert not StaticDevice.objects.exists()


def test_an_operator_is_told_of_a_wrong_name(db):
    with pytest.raises(CommandError, match="no user 'nobody'"):
        call_command("reset_second_step", "nobody")


def test_who_waits_can_leave(client, app):  # noqa: F811
    sign_in(client)
    client.post("/admin/logout/")
    assert client.get("/admin/code/").url == "/admin/login/"


def test_the_name_of_who_waits_is_escaped(client, django_user_model):
    django_user_model.objects.create_superuser("<script>", password=PASSWORD)
    sign_in(client, "<script>")
    page = client.get("/admin/code/app/").content.decode()
    assert "<script>" not in page and "&lt;script&gt;" in page


def test_keys_and_codes_are_on_no_list_of_the_admin(client, app):  # noqa: F811
    sign_in(client)
    client.post("/admin/code/", {"code": shown(app)})
    assert "otp_" not in client.get("/admin/").content.decode()


def test_without_the_second_step_a_password_is_enough(client, ada, settings):  # noqa: F811
    settings.STAFF_TOTP = False
    sign_in(client)
    assert client.get("/admin/").status_code == 200
