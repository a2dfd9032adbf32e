"""An https site and the codes of an app, for tests of signing in."""

import pytest
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "a long enough password"


@pytest.fixture
def two_steps(settings):
    settings.STAFF_TOTP = True


@pytest.fixture
def ada(db, django_user_model):
    return django_user_model.objects.create_superuser("ada", password=PASSWORD)


@pytest.fixture
def app(ada):
    """Her authenticator app."""
    return TOTPDevice.objects.create(user=ada, name="app")


def shown(app):
    """What the app shows now."""
    return f"{totp(app.bin_key):06}"


def sign_in(client, name="ada", password=PASSWORD, **sent):
    return client.post("/admin/login/?next=/admin/", {"username": name, "password": password}, **sent)
