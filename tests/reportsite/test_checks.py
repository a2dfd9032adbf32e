"""What the site refuses to start with, and what follows from its address."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from reportsite.address import is_of_this_machine, networks
from reportsite.checks import faults, refuse_faults
from reportsite.staff import open_doors
from reportsite.switch import switch

ROOT = Path(__file__).resolve().parents[2]
OF_THE_DOOR = (
    "ALLOWED_HOSTS ALLOW_PLAIN_HTTP DATA_DIR DEBUG HTTPS IS_LOCAL MEDIA_ROOT SECRET_KEY SITE_URL "
    "STAFF_TOTP STATICFILES_DIRS STATIC_ROOT TRUSTED_PROXIES"
).split()
KEY = "fifty characters and more, for this check: 0123456789"


@pytest.fixture
def site(settings, monkeypatch, tmp_path):
    """The settings of a site, made of what an operator says."""

    def make(**said):
        for name, value in ({"DATA_DIR": str(tmp_path), "SECRET_KEY": KEY} | said).items():
            monkeypatch.setenv(name, value)
        for name, value in runpy.run_path(str(ROOT / "reportsite/settings.py")).items():
            if name in OF_THE_DOOR:
                setattr(settings, name, value)
        return settings

    return make


def numbers():
    return [number for number, _ in faults()]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({}, []),
        ({"SITE_URL": "https://reports.example.org"}, []),
        ({"SITE_URL": "http://reports.localhost:8000"}, []),
        ({"SITE_URL": "http://[::1]:8000", "DEBUG": "yes"}, []),
        ({"SITE_URL": "http://reports.example.org"}, ["E001"]),
        ({"SITE_URL": "http://10.0.0.5"}, ["E001"]),
        ({"SITE_URL": "http://10.0.0.5", "ALLOW_PLAIN_HTTP": "yes"}, []),
        ({"SECRET_KEY": "changeme"}, ["E002"]),
        ({"SECRET_KEY": "a" * 60}, ["E002"]),
        ({"SECRET_KEY": f"django-insecure-{KEY}"}, ["E002"]),
        ({"SITE_URL": "https://reports.example.org", "ALLOWED_HOSTS": "a.example, *"}, ["E003"]),
        ({"ALLOWED_HOSTS": "*"}, []),
        ({"DATA_DIR": str(ROOT / "static/data")}, ["E004"]),
        ({"SITE_URL": "https://reports.example.org", "DEBUG": "yes"}, ["E005"]),
    ],
)
def test_what_is_refused(site, said, refused):
    site(**said)
    assert numbers() == refused


def test_uploads_among_static_files_are_refused(settings):
    settings.MEDIA_ROOT = settings.STATIC_ROOT / "uploads"
    assert numbers() == ["E004"]


def test_a_refusal_says_what_to_do(site):
    site(SITE_URL="http://reports.example.org")
    with pytest.raises(ImproperlyConfigured, match=r"docs/deploy\.md"):
        refuse_faults()


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "migrate", "--plan"],
        ["-m", "gunicorn", "--config=python:reportsite.gunicorn", "--bind=127.0.0.1:0", "reportsite.wsgi"],
        ["-c", "import reportsite.wsgi"],
    ],
)
def test_nothing_starts_with_a_fault(tmp_path, command):
    said = {"SITE_URL": "http://reports.example.org", "DATA_DIR": str(tmp_path)}
    environment = os.environ | said | {"DJANGO_SETTINGS_MODULE": "reportsite.settings"}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode != 0 and "ALLOW_PLAIN_HTTP=yes" in done.stderr


@pytest.mark.parametrize(
    ("said", "is_asked"),
    [
        ({}, False),
        ({"SITE_URL": "https://reports.example.org"}, True),
        ({"SITE_URL": "https://reports.example.org", "STAFF_TOTP": "off"}, False),
        ({"STAFF_TOTP": "on"}, True),
    ],
)
def test_when_staff_need_a_code(site, said, is_asked):
    assert site(**said).STAFF_TOTP is is_asked


@pytest.mark.parametrize("text", ["no", "false", "0", "of", ""])
def test_a_slip_of_the_pen_opens_nothing(text):
    with pytest.raises(ImproperlyConfigured, match=r"STAFF_TOTP is .* Write on or off"):
        switch("STAFF_TOTP", text)


@pytest.mark.parametrize(
    ("said", "proxies"),
    [
        ({}, []),
        ({"SITE_URL": "https://reports.example.org"}, ["127.0.0.1/32", "::1/128"]),
        ({"TRUSTED_PROXIES": "10.0.0.0/8, 192.0.2.1"}, ["10.0.0.0/8", "192.0.2.1/32"]),
    ],
)
def test_whose_headers_are_believed(site, said, proxies):
    assert [str(network) for network in site(**said).TRUSTED_PROXIES] == proxies


@pytest.mark.parametrize("text", ["proxy.example", "10.0.0.1/8", "*"])
def test_what_is_no_network_is_refused_with_an_example(text):
    with pytest.raises(ImproperlyConfigured, match=r"as in 127\.0\.0\.1,10\.0\.0\.0/8"):
        networks([text])


@pytest.mark.parametrize(
    ("host", "is_it"),
    [
        ("localhost", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost.example.org", False),
        ("127.0.0.1.example.org", False),
        ("0.0.0.0", False),
    ],
)
def test_a_name_of_this_machine(host, is_it):
    assert is_of_this_machine(host) is is_it


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, ["for this machine alone"]),
        ({"SITE_URL": "https://reports.example.org"}, []),
        ({"SITE_URL": "https://reports.example.org", "STAFF_TOTP": "off"}, ["STAFF_TOTP is off"]),
        ({"SITE_URL": "http://reports.example.org", "ALLOW_PLAIN_HTTP": "yes"}, ["without https"]),
    ],
)
def test_what_is_left_open_is_told_in_words(site, said, words):
    site(**said)
    sentences = list(open_doors())
    assert len(sentences) == len(words) and all(map(str.__contains__, sentences, words))


def test_editors_are_told_and_nobody_else(admin_client, client):
    assert "for this machine alone" in admin_client.get("/admin/").content.decode()
    assert "for this machine alone" not in client.get("/admin/login/").content.decode()
