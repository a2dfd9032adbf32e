"""What migrations make of rows that are there already."""

from importlib import import_module

import pytest
from django.apps import apps

from documents.models import Picture, Revision, State


@pytest.fixture
def fill():
    """Do what 0006 does with rows."""
    return lambda: import_module("documents.migrations.0006_what_a_revision_follows").fill(apps, None)


def add(source, number, state=State.PUBLISHED, **values):
    return Revision.objects.create(source=source, number=number, state=state, **values)


def test_of_the_first_revisions_only_what_is_known_is_said(shelf, fill):
    source = shelf.source(date="2018-04", body="Two.")
    source.revisions.all().delete()
    add(source, 1, State.DRAFT, body="One.")
    add(source, 2, body="Two.")
    fill()
    last, first = source.revisions.all()
    assert (first.state, first.record, first.before) == ("not recorded", {}, None)
    assert (last.state, last.before, last.record) == ("published", first, source.record)
    assert last.record["date"] == "2018-04" and last.record["title_is_description"] == "False"


def test_a_record_that_is_no_longer_known_stays_unknown(shelf, fill):
    section = shelf.section(body="One.")
    section.revisions.update(record={})
    section.title = "Other"
    section.save()
    fill()
    assert [(one.state, bool(one.record)) for one in section.revisions.all()] == [
        ("published", True),
        ("published", False),
    ]


def test_a_revision_follows_the_last_one_that_was_saved(shelf, fill):
    source = shelf.source()
    for number, state in enumerate(["pending", "put away", "published", "published"], 2):
        add(source, number, state, record=source.record)
    shelf.section()
    fill()
    followed = {one.number: one.before and one.before.number for one in source.revisions.all()}
    assert followed == {1: None, 2: 1, 3: 1, 4: 1, 5: 4}


def test_pictures_are_public_that_the_text_shows(shelf, fill):
    source = shelf.source(body="![](map)")
    size = {"width": 1, "height": 1}
    Picture.objects.bulk_create(
        Picture(source=source, key=key, name=key, file=key, alt="A map.", **size) for key in ("map", "plan")
    )
    fill()
    assert [picture.key for picture in Picture.objects.published()] == ["map"]
