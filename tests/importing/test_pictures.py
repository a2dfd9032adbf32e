"""The pictures of a collection folder: read, kept, changed, and gone with a load that is taken back."""

from pathlib import Path

import pytest

from documents.importing import saving
from documents.importing.collection import read
from documents.importing.outline import Mistakes
from documents.importing.saving import load
from documents.models import Picture, Section
from tests.importing.folder import Folder
from tests.pictures.drawing import photo

SECTION = "sections/R1.md"
WHEEL = "images/R1/wheel.png"
BODY = "The wheel turned [@S1].\n\n![A wheel of oak](wheel)"

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    folder = Folder(tmp_path / "mill")
    folder.section("R1", BODY)
    folder.write(WHEEL, photo())
    return folder


@pytest.fixture
def stored(settings):
    """The names of the files that the site keeps."""
    return lambda: sorted(file.name for file in Path(settings.MEDIA_ROOT).rglob("*.*"))


def mistakes(folder):
    with pytest.raises(Mistakes) as raised:
        load(folder.path)
    assert not Section.objects.exists()
    return [tuple(mistake) for mistake in raised.value.mistakes]


def verdicts(folder, **options):
    outcome = load(folder.path, **options)
    return {
        verdict: names for verdict in ("added", "changed", "left alone") if (names := outcome.all(verdict))
    }


def test_a_picture_is_kept_with_the_words_of_the_text(folder, stored, client):
    load(folder.path)
    picture = Picture.objects.get()
    assert (str(picture.section.key), picture.key, picture.alt) == ("R1", "wheel", "A wheel of oak")
    assert stored() == [picture.name]
    assert client.get(picture.get_absolute_url()).status_code == 200
    page = client.get("/reports/mill-review/r1/").content.decode()
    assert f'src="{picture.get_absolute_url()}" alt="A wheel of oak"' in page


@pytest.mark.parametrize(
    ("kind", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg"), ("JPEG", "a.JPEG"), ("WEBP", "a.webp")]
)
def test_a_source_has_pictures_of_each_kind(folder, kind, name):
    folder.source("S1", "![A plan](a)")
    folder.write(f"images/S1/{name}", photo(kind))
    load(folder.path)
    assert Picture.objects.get(source__key="S1").key == "a"


# Mistakes


def test_a_picture_that_is_missing_is_told_with_its_line(folder):
    folder.remove(WHEEL)
    told = (
        "![…](wheel) shows no picture. Add images/R1/wheel.png (or .jpg, .jpeg, .webp), or correct the name."
    )
    assert mistakes(folder) == [(SECTION, 11, told)]


def test_a_picture_of_another_text_is_missing_here(folder):
    folder.section("R2", "![A wheel](wheel)")
    assert [(file, line) for file, line, _ in mistakes(folder)] == [("sections/R2.md", 9)]


def test_a_picture_that_no_text_shows_is_told(folder):
    folder.section("R1", "The wheel turned [@S1].")
    told = "sections/R1.md does not show this picture. Write there: ![words](wheel)"
    assert mistakes(folder) == [(WHEEL, 1, told)]


@pytest.mark.parametrize("state", ["published", "draft"])
def test_a_picture_without_words_is_told(folder, state):
    folder.section("R1", "![](wheel)", state=state)
    [(file, _, message)] = mistakes(folder)
    assert (file, message) == (SECTION, "Write what is seen on the picture: ![words](wheel)")


def test_words_may_stand_at_one_of_several_places(folder):
    folder.section("R1", "![](wheel)\n\n![A wheel of oak](wheel)\n\n![The same](wheel)")
    load(folder.path)
    assert Picture.objects.get().alt == "A wheel of oak"


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("images/R1/wheel.jpg", "“wheel” is taken already: images/R1/wheel."),
        ("images/R1/weir.gif", "The name of a picture ends in .png, .jpg, .jpeg or .webp."),
        ("images/weir.png", "It is not known whose picture this is. Put it at images/<key of"),
        ("images/R1/old/weir.png", "It is not known whose picture this is."),
        ("images/R9/weir.png", "No section or source has the key R9. Put it at images/<key of"),
        ("images/R1/the weir.png", "“the weir” cannot be cited."),
        (f"images/R1/{'w' * 41}.png", "The name is too long: 40 characters are taken."),
    ],
)
def test_a_file_that_nothing_can_show_is_told(folder, file, message):
    folder.write(file, photo())
    [(_, line, told)] = mistakes(folder)
    assert line == 1 and told.startswith(message)


def test_a_file_that_only_says_that_it_is_a_picture_is_told(folder):
    folder.write(WHEEL, b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    [(file, line, message)] = mistakes(folder)
    assert (file, line) == (WHEEL, 1)
    assert message.startswith("The file is an SVG drawing or a web page.")


def test_a_link_out_of_the_folder_is_refused(folder, tmp_path):
    outside = tmp_path / "secret.png"
    outside.write_bytes(photo())
    (folder.path / WHEEL).unlink()
    (folder.path / WHEEL).symlink_to(outside)
    assert (WHEEL, 1, "This leads out of the folder. Put the file itself here.") in mistakes(folder)


def test_a_report_has_no_pictures(folder):
    folder.replace("collection.toml", 'issued = "April 2018"', 'about = "![A wheel](wheel)"')
    told = "Only sections and sources have pictures. Take ![…](wheel) out."
    assert mistakes(folder) == [("collection.toml", 7, told)]


def test_no_picture_is_blamed_for_a_text_that_cannot_be_read(folder):
    folder.write(SECTION, "no front matter")
    assert {file for file, _, _ in mistakes(folder)} == {SECTION}


def test_a_draft_may_show_a_picture_that_is_missing(folder):
    folder.section("R1", BODY, state="draft")
    folder.remove(WHEEL)
    load(folder.path)
    assert not Picture.objects.exists()


def test_hidden_files_beside_pictures_are_passed_over(folder):
    folder.write("images/R1/.DS_Store", b"\0")
    assert read(folder.path).mistakes == []


# Loading again


def test_the_same_folder_again_changes_nothing(folder, stored):
    load(folder.path)
    before = list(Picture.objects.values()), stored()
    assert verdicts(folder) == {}
    assert (list(Picture.objects.values()), stored()) == before


def test_a_changed_picture_changes_its_record_and_takes_the_place_of_the_old_one(
    folder, stored, django_capture_on_commit_callbacks
):
    load(folder.path)
    [before] = stored()
    folder.write(WHEEL, photo())
    with django_capture_on_commit_callbacks(execute=True):
        assert verdicts(folder) == {"changed": ["R1"]}
    assert stored() == [Picture.objects.get().name] != [before]


def test_a_picture_keeps_its_address_when_only_the_text_changes(folder):
    load(folder.path)
    before = Picture.objects.get()
    folder.section("R1", BODY.replace("of oak", "of elm"))
    assert verdicts(folder) == {"changed": ["R1"]}
    after = Picture.objects.get()
    assert (after.name, after.alt) == (before.name, "A wheel of elm")


def test_a_picture_that_is_shown_no_more_goes(folder, stored, django_capture_on_commit_callbacks):
    load(folder.path)
    folder.section("R1", "The wheel turned [@S1].")
    folder.remove(WHEEL)
    with django_capture_on_commit_callbacks(execute=True):
        load(folder.path)
    assert (Picture.objects.count(), stored()) == (0, [])


@pytest.mark.parametrize("change", ["alt", "another", "removed"])
def test_pictures_that_were_edited_on_the_site_are_left_alone(folder, change):
    load(folder.path)
    if change == "alt":
        Picture.objects.update(alt="An old wheel")
    elif change == "another":
        Picture.objects.keep(Section.objects.get(), key="weir", alt="A weir", data=photo())
    else:
        Picture.objects.get().delete()
    kept = list(Picture.objects.values())
    folder.section("R1", f"{BODY}\n\nIt creaked.")
    assert verdicts(folder) == {"left alone": ["R1"]}
    assert list(Picture.objects.values()) == kept


def test_pictures_that_were_edited_on_the_site_are_replaced_where_that_is_asked_for(folder):
    load(folder.path)
    Picture.objects.keep(Section.objects.get(), key="weir", alt="A weir", data=photo())
    assert verdicts(folder, overwrite=["R1"]) == {"changed": ["R1"]}
    assert [picture.key for picture in Picture.objects.all()] == ["wheel"]


# All or nothing


def test_a_dry_run_keeps_no_file(folder, stored):
    assert verdicts(folder, dry_run=True) == {"added": ["collection", "mill-review", "R1", "S1"]}
    assert (Picture.objects.count(), stored()) == (0, [])


def test_a_dry_run_takes_no_file_away(folder, stored, django_capture_on_commit_callbacks):
    load(folder.path)
    before = stored()
    folder.write(WHEEL, photo())
    with django_capture_on_commit_callbacks(execute=True):
        load(folder.path, dry_run=True)
    assert stored() == before


def test_files_of_a_load_that_breaks_off_do_not_stay(folder, stored, monkeypatch):
    folder.source("S1", "![A plan](plan)")
    folder.write("images/S1/plan.png", photo())
    keep = saving.keep_pictures

    def broken(where, record, unit):
        yield from keep(where, record, unit)
        if record.name == "S1":
            raise OSError("the disk is full")

    monkeypatch.setattr(saving, "keep_pictures", broken)
    with pytest.raises(OSError, match="the disk is full"):
        load(folder.path)
    assert (Section.objects.count(), stored()) == (0, [])
