"""What a load does with records that wait for their time on the site, and with slugs that it changes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents.importing.outline import Mistakes
from documents.importing.saving import load
from documents.models import FormerSlug, Section, Source, State
from tests.importing.folder import Folder

LATER = timezone.now() + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def schedule(unit):
    unit.state, unit.publish_at = State.SCHEDULED, LATER
    unit.save()


def test_a_scheduled_record_is_left_alone_as_one_that_was_edited(folder):
    load(folder.path)
    schedule(Section.objects.get())
    outcome = load(folder.path)
    section = Section.objects.get()
    assert outcome.all("left alone") == ["R1"]
    assert (section.state, section.publish_at) == (State.SCHEDULED, LATER)


def test_a_scheduled_record_that_is_replaced_has_the_state_of_the_folder(folder):
    load(folder.path)
    schedule(Section.objects.get())
    load(folder.path, overwrite=["R1"])
    section = Section.objects.get()
    assert (section.state, section.publish_at) == (State.PUBLISHED, None)


def test_a_folder_schedules_nothing(folder):
    folder.source("S1", state="scheduled")
    with pytest.raises(Mistakes, match='Write "draft" or "published"'):
        load(folder.path)


def test_a_new_text_cannot_cite_what_is_scheduled_on_the_site(folder):
    load(folder.path)
    Section.objects.all().withdraw()
    schedule(Source.objects.get())
    folder.section("R2", "The weir held [@S1].")
    with pytest.raises(Mistakes, match="not published, here or on the site"):
        load(folder.path)


def test_slugs_that_are_exchanged_leave_right_redirects(folder, client):
    folder.section("R2", "The weir held.")
    load(folder.path)
    folder.replace("sections/R1.md", 'slug = "r1"', 'slug = "r2"')
    folder.replace("sections/R2.md", 'slug = "r2"', 'slug = "r1"')
    load(folder.path)
    assert "The weir held." in client.get("/reports/mill-review/r1/").content.decode()
    assert sorted(FormerSlug.objects.values_list("section__key", "slug")) == [("R1", "r1"), ("R2", "r2")]
    folder.replace("sections/R1.md", 'slug = "r2"', 'slug = "wheel"')
    load(folder.path)
    assert client.get("/reports/mill-review/r2/").url == "/reports/mill-review/wheel/"


def test_a_dry_run_keeps_no_old_slug(folder):
    load(folder.path)
    folder.replace("sections/R1.md", 'slug = "r1"', 'slug = "wheel"')
    load(folder.path, dry_run=True)
    assert not FormerSlug.objects.exists()
