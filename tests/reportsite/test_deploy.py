"""docs/deploy.md and the files beside it name what there is."""

import re
from configparser import ConfigParser
from pathlib import Path

import pytest
from django.core.management import get_commands

from reportsite import settings

FOLDER = Path(__file__).resolve().parents[2] / "docs"
MANUAL = (FOLDER / "deploy.md").read_text()
UNITS = sorted((FOLDER / "deploy").glob("*.service"))


def test_every_command_is_one():
    units = "".join(unit.read_text() for unit in UNITS)
    named = re.findall(r"manage\.py (\w+)", MANUAL + units) + re.findall(r"^run (\w+)", MANUAL, re.MULTILINE)
    assert {"prepare", "createsuperuser", "restore", "backup"} <= set(named) <= set(get_commands())


def test_every_setting_is_one():
    named = set(re.findall(r"\b([A-Z]+_[A-Z_]+|CONTACT|COLLECTION)=", MANUAL)) - {"GUNICORN_CMD_ARGS"}
    assert named <= set(re.findall(r"\b[A-Z_]{4,}\b", settings.__doc__)) | {"COLLECTION"}


def test_every_file_is_there():
    named = set(re.findall(r"deploy/([\w.-]+)", MANUAL))
    assert named == {file.name for file in (FOLDER / "deploy").iterdir()}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_every_service_is_shut_in_alike(unit):
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(unit)
    service = parser["Service"]
    assert service["User"] == "reportsite" and service["UMask"] == "0077"
    assert service["ProtectSystem"] == "strict" and service["NoNewPrivileges"] == "yes"


@pytest.mark.parametrize("proxy", ["nginx.conf", "Caddyfile"])
def test_a_proxy_leads_to_where_the_server_listens(proxy):
    assert "127.0.0.1:8000" in (FOLDER / "deploy" / proxy).read_text()


def test_the_proxy_writes_its_headers_anew():
    text = (FOLDER / "deploy/nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in text and "proxy_set_header Host $host;" in text
