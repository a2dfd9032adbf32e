"""Wrong passwords, and how long a login lasts."""

import time
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from reportsite.address import networks
from tests.admin.door import PASSWORD, ada, sign_in  # noqa: F401


def fail(client, times=5, name="ada", **sent):
    for _ in range(times):
        response = sign_in(client, name, "not it", **sent)
    return response


def test_four_wrong_passwords_are_forgiven(client, ada):  # noqa: F811
    assert fail(client, 4).status_code == 200
    assert sign_in(client).status_code == 302


def test_after_five_even_the_right_one_has_to_wait(client, ada):  # noqa: F811
    assert fail(client).status_code == 429
    response = sign_in(client)
    assert (response.status_code, response["Retry-After"]) == (429, "900")
    page = response.content.decode()
    assert "15 minutes" in page and "no-store" in response["Cache-Control"]
    assert client.get("/admin/").status_code == 302


def test_after_a_quarter_of_an_hour_it_may_be_tried_again(client, ada, settings):  # noqa: F811
    fail(client)
    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.get().attempt_time - settings.AXES_COOLOFF_TIME
    )
    assert sign_in(client).status_code == 302


def test_an_editor_is_not_locked_out_from_elsewhere(client, ada):  # noqa: F811
    fail(client, REMOTE_ADDR="203.0.113.9")
    assert sign_in(client, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_a_forged_address_does_not_help(client, ada):  # noqa: F811
    for number in range(5):
        response = fail(client, 1, REMOTE_ADDR="203.0.113.9", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert response.status_code == 429


def test_behind_a_proxy_the_last_address_counts(client, ada, settings):  # noqa: F811
    settings.TRUSTED_PROXIES = networks(["127.0.0.1"])
    for number in range(5):
        response = fail(client, 1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}, 203.0.113.9")
    assert response.status_code == 429
    assert sign_in(client, HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7").status_code == 302


def test_of_a_wrong_password_nothing_is_kept_of_what_was_typed(client, ada):  # noqa: F811
    fail(client, 1)
    attempt = AccessAttempt.objects.get()
    assert "not it" not in f"{attempt.post_data} {attempt.get_data}" and "csrf" not in attempt.post_data


def test_a_right_password_leaves_no_trace(client, ada):  # noqa: F811
    fail(client, 2)
    sign_in(client)
    assert not AccessAttempt.objects.exists()


@pytest.fixture
def signed_in(client, ada):  # noqa: F811
    sign_in(client)
    assert client.get("/admin/").status_code == 200
    return client


def past(client, **hours):
    """Make the session one that began, or was seen, so many hours ago."""
    session = client.session
    for name, value in hours.items():
        session[name] = time.time() - value * 3600
    session.save()


def test_a_login_ends_after_a_working_day(signed_in):
    past(signed_in, began=11.9)
    assert signed_in.get("/admin/").status_code == 200
    past(signed_in, began=12.1)
    assert signed_in.get("/admin/").status_code == 302
    assert not signed_in.session.keys()


def test_who_signs_in_again_has_a_whole_day_again(signed_in):
    past(signed_in, began=11.9)
    sign_in(signed_in)
    assert time.time() - signed_in.session["began"] < 60


def test_a_login_ends_two_hours_after_the_last_request(signed_in):
    left = signed_in.session.get_expiry_age()
    assert left == 2 * 60 * 60
    row = Session.objects.get()
    row.expire_date -= timedelta(hours=2)
    row.save()
    assert signed_in.get("/admin/").status_code == 302


def test_a_request_puts_off_the_end(signed_in):
    past(signed_in, seen=1)
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=5))
    signed_in.get("/admin/")
    assert Session.objects.get().expire_date > timezone.now() + timedelta(hours=1)


def test_not_every_request_writes_to_the_database(signed_in):
    before = Session.objects.get().expire_date
    signed_in.get("/admin/")
    assert Session.objects.get().expire_date == before


def test_a_changed_password_ends_the_other_sessions(signed_in, ada):  # noqa: F811
    other = Client()
    sign_in(other)
    passwords = {"new_password1": "another long password", "new_password2": "another long password"}
    signed_in.post("/admin/password_change/", {"old_password": PASSWORD} | passwords)
    assert signed_in.get("/admin/").status_code == 200
    assert other.get("/admin/").status_code == 302


def test_who_is_disabled_is_out(signed_in, ada):  # noqa: F811
    ada.is_active = False
    ada.save()
    assert signed_in.get("/admin/").status_code == 302


def test_readers_have_no_session(client, db):
    response = client.get("/about/")
    assert not response.cookies and "Cookie" not in response.get("Vary", "")
