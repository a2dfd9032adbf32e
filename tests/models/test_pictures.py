import os
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from documents.models import Picture, Section, State
from documents.models.picture import sweep
from documents.pictures import NotAPicture
from tests.pictures.drawing import photo


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def section(shelf):
    return shelf.section(state=State.DRAFT)


def keep(unit, key="map", **values):
    return Picture.objects.keep(unit, **{"key": key, "alt": "A map.", "data": photo()} | values)


def files():
    return default_storage.listdir("pictures/")[1] if default_storage.exists("pictures/") else []


def test_a_picture_is_kept_under_a_random_name(section):
    picture = keep(section)
    picture.refresh_from_db()
    assert (picture.owner, picture.key, picture.alt, picture.width, picture.height) == (
        section,
        "map",
        "A map.",
        60,
        40,
    )
    assert picture.get_absolute_url() == f"/pictures/{picture.name}"
    assert len(picture.name.removesuffix(".png")) == 24
    assert files() == [picture.name]


def test_a_file_is_its_owner_s_alone(section):
    path = default_storage.path(keep(section).file.name)
    assert os.stat(path).st_mode & 0o777 == 0o600


def test_the_same_key_in_another_text_is_another_picture(shelf, section):
    assert keep(section) != keep(shelf.source())
    assert Picture.objects.count() == 2


def test_a_picture_is_replaced_under_a_new_name(section, django_capture_on_commit_callbacks):
    before = keep(section)
    with django_capture_on_commit_callbacks(execute=True):
        after = keep(section, data=photo("JPEG"), alt="A plan.")
    assert (after.pk, after.alt) == (before.pk, "A plan.")
    assert files() == [after.name] != [before.name]


def test_what_is_no_picture_replaces_none(section):
    picture = keep(section)
    with pytest.raises(NotAPicture):
        keep(section, data=b"<svg>")
    assert files() == [picture.name]


@pytest.mark.parametrize(
    "delete",
    [
        lambda picture: picture.delete(),
        lambda picture: Picture.objects.all().delete(),
        lambda picture: picture.owner.delete(),
        lambda picture: Section.objects.all().delete(),
        lambda picture: picture.owner.edition.delete(),
        lambda picture: picture.owner.report.delete(),
    ],
)
def test_every_way_to_delete_a_picture_deletes_its_file(section, django_capture_on_commit_callbacks, delete):
    picture = keep(section)
    with django_capture_on_commit_callbacks(execute=True):
        delete(picture)
    assert files() == []


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_taken_back_keeps_the_file(section):
    picture = keep(section)
    with transaction.atomic():
        keep(section, data=photo("JPEG"))
        transaction.set_rollback(True)
    with transaction.atomic():
        section.delete()
        transaction.set_rollback(True)
    assert picture.name in files()


def test_files_that_no_row_names_are_swept_after_a_day(section):
    kept = keep(section)
    for name in ("old", "new"):
        default_storage.save(f"pictures/{name}.png", ContentFile(photo()))
    for name in (kept.file.name, "pictures/old.png"):
        os.utime(default_storage.path(name), (0, time.time() - 25 * 60 * 60))
    assert sweep() == ["pictures/old.png"]
    assert sorted(files()) == sorted([kept.name, "new.png"])


def test_there_may_be_nothing_to_sweep(db):
    assert sweep() == []


def test_a_text_is_published_with_its_pictures(section):
    section.body = "![](map)"
    keep(section)
    assert section.publishing_problems() == []


def test_a_text_is_not_published_without_its_pictures(section):
    section.body = "![](map) ![](plan) ![](map)"
    keep(section, "plan")
    [problem] = section.publishing_problems()
    assert problem == (
        "![…](map) shows no picture that is kept with this text. Add the picture, or correct the key."
    )


def test_a_picture_of_another_text_does_not_count(shelf, section):
    keep(shelf.source())
    section.body = "![](map)"
    assert section.publishing_problems()


def test_what_is_said_of_a_report_shows_no_pictures(shelf):
    report = shelf.report(about="![](map)")
    with pytest.raises(ValidationError, match="Only sections and sources have pictures"):
        report.full_clean()


def test_pictures_are_public_with_their_texts(shelf, section):
    keep(section)
    shown = keep(shelf.source(body="![](map)"))
    assert list(Picture.objects.published()) == [shown]


def test_a_picture_is_public_as_long_as_the_text_shows_it(shelf):
    source = shelf.source(body="Words.")
    keep(source), keep(source, "plan")
    for body, public in (("![](map)", ["map"]), ("![](plan) ![](gone)", ["plan"]), ("Words.", [])):
        source.body = body
        source.save()
        assert [picture.key for picture in Picture.objects.published()] == public


def test_a_picture_that_only_changes_in_memory_show_is_not_public(shelf):
    source = shelf.source(body="Words.")
    source.body = "![](map)"
    source.revisions.set_aside(source)
    keep(source)
    assert not Picture.objects.published().exists()


def test_another_key_is_shown_no_more(shelf):
    picture = keep(shelf.source(body="![](map)"))
    picture.key = "plan"
    picture.save()
    assert not Picture.objects.published().exists()


def test_its_markdown_shows_it(section):
    assert keep(section).markdown == "![](map)"
