"""A form that cannot be taken any more shows what was written in it."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from documents.models import State
from tests.admin.forms import address, opened

HOSTILE = "</textarea><script>alert(1)</script>"


@pytest.fixture
def section(shelf):
    return shelf.section("Old words.", state=State.DRAFT)


def test_without_a_session_the_text_is_shown_to_be_copied(admin_client, section):
    sent = opened(admin_client, address(section)) | {"body": "New words.", "_save": "Save"}
    admin_client.cookies.clear()
    response = admin_client.post(address(section), sent)
    page = response.content.decode()
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (403, True)
    assert "\nNew words.</textarea>" in page and "your session has ended" in page
    assert f'<a href="{address(section)}" target="_blank">Sign in' in page
    section.refresh_from_db()
    assert section.body == "Old words."


def test_a_form_of_an_earlier_session_is_shown_to_be_copied(admin_user, section):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    response = client.post(
        address(section), {"body": "New words.", "title": "Tides", "csrfmiddlewaretoken": "x"}
    )
    page = response.content.decode()
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (403, True)
    assert "\nNew words.</textarea>" in page and "\nTides</textarea>" in page
    assert "before you last signed in" in page


def test_the_form_is_opened_anew_as_it_was(client, section):
    page = client.post(f"{address(section)}?revision=1", {"title": "Tides"}).content.decode()
    assert f'<a href="{address(section)}?revision=1" target="_blank">' in page


@pytest.mark.parametrize("where", ["", "text-preview/"])
def test_of_what_is_no_form_nothing_is_repeated(client, section, where):
    page = client.post(
        f"/admin/documents/section/{where}", {"action": "publish", "body": "x"}
    ).content.decode()
    assert "Nothing was saved" in page and "<textarea" not in page and "What you wrote" not in page


@pytest.fixture
def ed(client, django_user_model):
    user = django_user_model.objects.create_user("ed", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="change_section"))
    client.force_login(user)
    return user


@pytest.mark.parametrize("taken", ["permissions", "admission"])
def test_who_may_not_save_any_more_keeps_the_words(client, ed, section, taken):
    sent = opened(client, address(section)) | {"body": "New words."}
    ed.user_permissions.clear()
    type(ed).objects.update(is_staff=taken == "permissions")
    response = client.post(address(section), sent)
    page = response.content.decode()
    assert (response.status_code, "no-store" in response["Cache-Control"]) == (403, True)
    assert "your account has no permission" in page and "\nNew words.</textarea>" in page
    assert "anew" not in page


def test_who_may_not_open_a_page_is_told_so(client, ed):
    response = client.get("/admin/documents/source/")
    page = response.content.decode()
    assert response.status_code == 403 and "Your account has no permission" in page
    assert "Nothing was saved" not in page


def test_what_only_the_form_needs_is_not_shown(client, section):
    sent = {
        "version": "v1.2",
        "_save": "Save!",
        "pictures-TOTAL_FORMS": "33",
        "pictures-0-section": "7",
        "csrfmiddlewaretoken": "tok",
        "title": "Tides",
    }
    page = client.post(address(section), sent).content.decode()
    assert page.count("<textarea") == 1 and "\nTides</textarea>" in page


@pytest.mark.parametrize("where", ["1/change", "add"])
def test_hostile_words_are_escaped(client, db, where):
    sent = {"body": HOSTILE, '"><script>': "x", "a" * 200: "x"}
    page = client.post(f"/admin/documents/section/{where}/", sent).content.decode()
    assert "alert(1)&lt;/script&gt;</textarea>" in page
    assert "<script>" not in page and page.count("<textarea") == 1


@pytest.mark.parametrize("name", ["password", "password1", "old_password", "new_Password2"])
def test_no_password_is_shown(client, admin_user, name):
    for where in ("/admin/password_change/", "/admin/auth/user/add/"):
        assert "hush-hush" not in client.post(where, {name: "hush-hush"}).content.decode()


def test_a_refused_login_repeats_nothing(db):
    page = Client(enforce_csrf_checks=True).post(
        "/admin/login/", {"username": "ada", "password": "hush-hush"}
    )
    assert page.status_code == 403
    assert "hush-hush" not in page.content.decode() and "\nada" not in page.content.decode()


def test_a_form_of_another_site_is_not_repeated(admin_user, section):
    client = Client(enforce_csrf_checks=True, headers={"sec-fetch-site": "cross-site"})
    client.force_login(admin_user)
    page = client.post(address(section), {"body": "Call this number."}).content.decode()
    assert "Call this number." not in page


def test_a_login_still_leads_on(client, admin_user):
    response = client.post("/admin/login/?next=/admin/", {"username": "admin", "password": "password"})
    assert (response.status_code, response.url) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_who_only_looks_is_asked_to_sign_in(client, section):
    assert client.get(address(section)).url.startswith("/admin/login/")


def test_a_form_that_is_too_large_says_what_to_do(admin_client, section, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 2**20
    response = admin_client.post(address(section), {"body": "x" * (4 * 2**20)})
    page = response.content.decode()
    assert response.status_code == 413
    assert "3.0\xa0MB" in page and "divide a long text" in page


def test_too_many_fields_say_what_to_do(admin_client, section, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    response = admin_client.post(address(section), {"a": "1", "b": "2", "c": "3"})
    assert response.status_code == 413 and "choose fewer records" in response.content.decode()


def test_a_host_that_is_not_ours_gets_a_short_answer(client, db):
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
