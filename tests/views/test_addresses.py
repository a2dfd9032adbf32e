"""Addresses last: every form that was ever given out still leads to its page, on the bundled collection."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import get_resolver, resolve
from django.utils import timezone

from documents.models import Picture, PreviewLink, Section, Source
from tests.pictures.drawing import photo

TABLE = (Path(__file__).parents[1] / "addresses.tsv").read_text()
ROWS = list(csv.DictReader(TABLE.splitlines(), delimiter="\t"))


@pytest.fixture
def bundled(db, index, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_collection", settings.BASE_DIR / "documents/bundled/zero_tolerance", verbosity=0)
    source = Source.objects.published().first()
    for name in (row["example"].rpartition("/")[2] for row in ROWS if row["page"] == "picture"):
        picture = {"key": "map", "alt": "A map.", "width": 60, "height": 40}
        Picture.objects.create(source=source, name=name, file=SimpleUploadedFile(name, photo()), **picture)
        source.body += "\n\n![](map)"
        source.save()
    for token in (row["example"].split("/")[2] for row in ROWS if row["page"] == "preview"):
        ends = timezone.now() + timedelta(days=1)
        PreviewLink.objects.create(source=source, token=token, expires_at=ends)
    section = Section.objects.published().first()
    section.body += "\n\nOne page. {page 43} Another.\n\n{page 45}\n\nAnd one more."
    section.save()
    index()


def test_every_address_leads_to_its_page(client, bundled):
    for row in ROWS:
        response = client.get(row["example"])
        assert response.status_code in (200, 301, 302), row["example"]
        assert resolve(row["example"].split("?")[0]).view_name == f"documents:{row['page']}"


def test_an_address_has_no_second_spelling(client, bundled):
    for row in ROWS:
        path = row["example"].split("?")[0]
        if path != "/" and path.endswith("/"):
            assert client.get(path.rstrip("/")).url == path


def test_every_page_has_its_address_on_the_list():
    pages = {name for name in get_resolver("documents.urls").reverse_dict if isinstance(name, str)}
    assert pages == {row["page"] for row in ROWS}
