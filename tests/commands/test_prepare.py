"""What a new site begins with."""

import pytest

from documents.management.commands import prepare
from documents.models import Collection, Report
from tests.importing.folder import Folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def begin(monkeypatch, tmp_path, settings):
    """Loads the first collection of a site."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    monkeypatch.setattr(prepare, "LOADED", tmp_path / "collection-loaded")
    return prepare.Command().load


@pytest.mark.parametrize(
    ("collection", "reports"), [("", ["21-028"]), ("example", ["pwi-1-2020", "pwi-4-2018"]), ("none", [])]
)
def test_it_begins_with_what_is_asked_for(begin, collection, reports):
    begin(collection)
    assert sorted(Report.objects.values_list("slug", flat=True)) == reports


def test_it_begins_with_a_folder(begin, tmp_path):
    begin(str(Folder(tmp_path / "mill").path))
    assert Collection.objects.get().slug == "mill"


def test_a_site_is_given_a_collection_once(begin, tmp_path):
    begin("none")
    begin("example")
    assert not Collection.objects.exists()
