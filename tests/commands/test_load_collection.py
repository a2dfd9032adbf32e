"""load_collection: what it saves, what it leaves alone, what it says."""

from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from documents.models import Block, Change, Collection, Report, Section, Source, State
from documents.models.revision import RevisionQuerySet
from tests.importing.folder import Folder

COLLECTIONS = Path(__file__).parent.parent / "collections"
BUNDLED = Path(__file__).parents[2] / "documents" / "bundled" / "zero_tolerance"
SECTION = "sections/R1.md"

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def load(folder, *options):
    said = StringIO()
    call_command("load_collection", str(getattr(folder, "path", folder)), *options, stdout=said)
    return said.getvalue()


def refusal(folder, *options):
    with pytest.raises(CommandError) as error:
        load(folder, *options)
    return str(error.value)


def everything():
    """Every row of every table, to see that nothing changed."""
    return {model._meta.label: list(model.objects.order_by("pk").values()) for model in apps.get_models()}


def section(key="R1"):
    return Section.objects.get(key=key)


def block_ids(key="R1"):
    return [block.id for block in section(key).blocks.all()]


def edit(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


# Loading


def test_it_loads_a_folder(folder):
    said = load(folder)
    assert "Sections: 1 added, 0 changed, 0 unchanged, 0 left alone\n" in said
    assert section().report == Report.objects.get(slug="mill-review", collection__slug="mill")
    assert section().state == State.PUBLISHED
    assert [citation.cited.key for citation in section().citations.all()] == ["S1"]


def test_it_says_what_to_do_next(folder):
    assert "manage.py update_index" in load(folder)


@pytest.mark.parametrize(
    "path", [COLLECTIONS / "harbor", COLLECTIONS / "reservoir", BUNDLED], ids=lambda path: path.name
)
def test_a_second_load_changes_no_row(path):
    load(path)
    before = everything()
    assert load(path).endswith("Nothing was to be done.\n")
    assert everything() == before


def test_collections_with_the_same_keys_stand_side_by_side():
    for name in ("harbor", "reservoir"):
        load(COLLECTIONS / name)
    assert Source.objects.filter(key="S1").count() == Section.objects.filter(key="R1").count() == 2
    for citation in Section.objects.get(key="R3", edition__report__slug="coldmere-review").citations.all():
        assert citation.cited.collection.slug == "reservoir"


def test_what_print_has_is_kept():
    load(COLLECTIONS / "harbor")
    blocks = Block.objects.filter(section__key="R3")
    assert blocks.get(kind="row", text__contains="gannet").page == "43"
    assert (
        blocks.get(kind="table").text
        == "Table 2. Distance of each light from the sea wall (the Board’s own measure)"
    )
    assert blocks.filter(text__contains="\u2588").count() == 2  # one redacted, one withheld
    assert Block.objects.get(section__key="R2", text__contains="old lighthouse").page == "2"
    assert str(Source.objects.get(key="S3").date) == "1986-11"


def test_sources_are_read_in_any_language():
    load(COLLECTIONS / "harbor")
    load(COLLECTIONS / "reservoir")
    assert set(Source.objects.values_list("language", flat=True)) == {"en", "es", "zh", "ar"}


# Loading again


def test_only_what_changed_is_saved(folder):
    folder.section("R2", "The weir held.")
    load(folder)
    Change.objects.all().delete()
    folder.replace("sections/R2.md", "held", "broke")
    assert "Changed: R2." in load(folder)
    assert [change.unit for change in Change.objects.all()] == [section("R2").public_id]
    assert [revision.number for revision in section("R2").revisions.all()] == [2, 1]
    assert section().revisions.count() == 1


def test_ids_of_blocks_are_kept_when_a_paragraph_moves_to_another_section(folder):
    folder.section("R1", "The wheel turned all night [@S1].\n\nThe miller slept through all of it.")
    folder.section("R2", "The weir held.")
    load(folder)
    first, second = block_ids()
    folder.section("R1", "The wheel turned all night [@S1].")
    folder.section("R2", "The weir held.\n\nThe miller slept through all of it.")
    load(folder)
    assert block_ids() == [first] and block_ids("R2")[1] == second


def test_public_ids_are_kept(folder):
    load(folder)
    before = section().public_id
    folder.section("R1", "All new words.", slug="other", title="Other")
    load(folder)
    assert section().public_id == before and section().slug == "other"


def test_two_sections_can_exchange_their_slugs(folder):
    folder.section("R2", "The weir held.")
    load(folder)
    folder.replace(SECTION, '"r1"', '"r2"')
    folder.replace("sections/R2.md", '"r2"', '"r1"')
    load(folder)
    assert (section("R1").slug, section("R2").slug) == ("r2", "r1")


def test_a_new_section_takes_its_place(folder):
    folder.section("R2", "The weir held.")
    load(folder)
    folder.section("R1a", "The pond froze.")
    assert "Reports: 0 added, 1 changed" in load(folder)
    assert list(Section.objects.values_list("key", flat=True)) == ["R1", "R1a", "R2"]


def test_a_record_that_left_the_folder_is_left_on_the_site(folder):
    folder.source("S2", "Pond, deep.")
    load(folder)
    folder.remove("sources/S2-memo.md")
    assert "Not in the folder any more, but still on the site: S2." in load(folder)
    assert Source.objects.filter(key="S2").exists()


def test_a_section_that_left_the_folder_is_named_with_its_report(folder):
    folder.section("R2", "The weir held.")
    load(folder)
    folder.remove("sections/R2.md")
    assert "still on the site: mill-review: R2." in load(folder)


def test_a_gone_section_keeps_its_place(folder):
    folder.section("R2", "The weir held.")
    folder.section("R3", "The pond froze.")
    load(folder)
    folder.remove("sections/R2.md")
    load(folder)
    assert list(Section.objects.values_list("key", flat=True)) == ["R1", "R2", "R3"]
    assert "Nothing was to be done." in load(folder)


# What was edited on the site


def test_what_was_edited_on_the_site_is_left_alone(folder):
    load(folder)
    edit(section(), body="The wheel stood still [@S1].")
    folder.replace(SECTION, "turned", "broke")
    assert "Left alone, because they were edited on the site: R1." in load(folder)
    assert section().body == "The wheel stood still [@S1]."


@pytest.mark.parametrize("name", ["collection", "mill-review", "S1"])
def test_every_kind_of_record_is_left_alone(folder, name):
    load(folder)
    edit(Collection.objects.get(), name="Edited")
    edit(Report.objects.get(), title="Edited")
    edit(Source.objects.get(), title="Edited")
    said = load(folder)
    assert f"load_collection {folder.path} --overwrite collection mill-review S1" in said
    load(folder, "--overwrite", name)
    assert Source.objects.get().title == ("A memo" if name == "S1" else "Edited")
    assert Report.objects.get().title == ("Mill review" if name == "mill-review" else "Edited")
    assert Collection.objects.get().name == ("The mill review" if name == "collection" else "Edited")


def test_overwriting_makes_a_new_revision(folder):
    load(folder)
    edit(section(), body="The wheel stood still [@S1].")
    load(folder, "--overwrite", "R1")
    assert section().body == "The wheel turned [@S1]."
    assert [revision.number for revision in section().revisions.all()] == [3, 2, 1]
    assert "Nothing was to be done." in load(folder)


def test_a_record_withdrawn_on_the_site_is_not_published_again(folder):
    load(folder)
    Section.objects.withdraw()
    folder.replace(SECTION, "turned", "broke")
    load(folder)
    assert section().state == State.WITHDRAWN


def test_saving_in_the_admin_without_a_change_is_no_edit(folder):
    folder.section("R1", "One.\n\nTwo [@S1].")
    load(folder)
    edit(section(), body="One.\r\n\r\nTwo [@S1].")
    assert "1 unchanged, 0 left alone" in load(folder)


def test_the_same_correction_on_the_site_and_in_the_folder_is_no_edit(folder):
    load(folder)
    edit(section(), body="The wheel broke [@S1].")
    folder.replace(SECTION, "turned", "broke")
    load(folder)
    folder.replace(SECTION, "broke", "burned")
    assert "Changed: R1." in load(folder)


def test_sections_put_in_order_on_the_site_stay_in_that_order(folder):
    folder.section("R2", "The weir held.")
    load(folder)
    Section.objects.filter(key="R1").update(position=3)
    folder.section("R2a", "The pond froze.")
    assert "edited on the site: mill-review." in load(folder)
    assert list(Section.objects.values_list("key", flat=True)) == ["R2", "R2a", "R1"]
    load(folder, "--overwrite", "mill-review")
    assert list(Section.objects.values_list("key", flat=True)) == ["R1", "R2", "R2a"]


def test_a_record_of_the_site_with_the_same_key_is_not_taken_over(folder):
    collection = Collection.objects.create(slug="mill", name="Made by hand")
    Source.objects.create(
        collection=collection, key="S1", slug="by-hand", kind="memo", title="Made by hand", state="published"
    )
    assert "edited on the site: collection, S1." in load(folder)
    assert Source.objects.get().title == "Made by hand"


# Mistakes


def test_every_mistake_is_told_at_once_and_nothing_is_saved(folder):
    folder.replace("collection.toml", '"April 2018"', '"03/04/2018"')
    folder.section("R1", "The wheel turned [@S9].")
    folder.section("R2", "", slug="all", title="T" * 501)
    folder.source("S1", official_url="mill.example")
    assert refusal(folder).splitlines() == [
        f"{folder.path}/{line}"
        for line in (
            "collection.toml:7: issued: “03/04/2018” can be read in two ways. "
            "Write 2018-03-04 or 2018-04-03.",
            "sections/R1.md:9: [@S9] cites no source of the collection. "
            "Add sources/S9-….md or correct the key.",
            "sections/R2.md:4: slug: “all” is an address of the site itself. Choose another.",
            "sections/R2.md:5: title: Ensure this value has at most 500 characters (it has 501).",
            "sources/S1-memo.md:7: official_url: Enter a valid URL.",
        )
    ] + ["5 mistakes. Nothing was saved; correct and load again. The format: docs/collection-format.md"]
    assert not Collection.objects.exists()


@pytest.mark.parametrize("file", ["collection.toml", "sources/S1-memo.md"])
def test_a_file_that_cannot_be_read_is_told_without_what_follows_from_it(folder, file):
    load(folder)
    Source.objects.update(key="S2")
    folder.write(file, "+++\nslug =\n+++\n")
    assert refusal(folder).count(str(folder.path)) == 1


def test_one_bad_record_among_changed_ones_stops_them_all(folder):
    load(folder)
    before = everything()
    folder.replace(SECTION, "turned", "broke")
    folder.source("S2", "Pond [@S9].")
    assert "S2-memo.md:9: [@S9] cites no source" in refusal(folder)
    assert everything() == before


def test_a_database_that_fails_half_way_is_left_as_it_was(folder, monkeypatch):
    before = everything()
    folder.section("R2", "The weir held.")

    def failing(self, unit, ids):
        if unit.key == "R2":
            raise RuntimeError("disk full")

    monkeypatch.setattr(RevisionQuerySet, "write", failing)
    with pytest.raises(RuntimeError, match="disk full"):
        load(folder)
    assert everything() == before


def test_a_draft_may_cite_what_is_still_to_come(folder):
    folder.section("R1", "The wheel turned [@S9].", state="draft")
    load(folder)
    assert section().state == State.DRAFT


def test_a_text_may_cite_a_source_that_only_the_site_has(folder):
    load(folder)
    Source.objects.create(
        collection=Collection.objects.get(),
        key="S7",
        slug="by-hand",
        kind="memo",
        title="T",
        state="published",
    )
    folder.replace(SECTION, "[@S1]", "[@S7]")
    load(folder)
    assert [citation.cited.key for citation in section().citations.all()] == ["S7"]


def test_a_slug_of_another_collection_is_refused(folder, tmp_path):
    load(folder)
    other = Folder(tmp_path / "other")
    other.replace("collection.toml", '"mill"', '"weir"')
    said = refusal(other)
    assert "collection.toml:5: slug: “mill-review” is an address of the collection “The mill review”." in said
    assert "S1-memo.md:3: slug: “mill-s1” is an address of the collection “The mill review”." in said


def to_another_report(folder):
    """Write another report into the folder, and R1 into that."""
    more = '\n[[report]]\nslug = "weir"\ntitle = "Weir review"\nsections = "sections/*.md"\n'
    folder.write("collection.toml", (folder.path / "collection.toml").read_text() + more)
    folder.replace(SECTION, '"mill-review"', '"weir"')


def test_a_section_that_the_site_has_under_another_report_is_refused(folder):
    load(folder)
    to_another_report(folder)
    assert (
        "sections/R1.md:2: key: R1 is a section of report mill-review on the site. "
        "Delete it there, or give this one another key.\n1 mistake."
    ) in refusal(folder)
    assert section().report.slug == "mill-review"


def test_a_section_that_an_older_edition_of_another_report_has_is_refused(folder):
    load(folder)
    report = Report.objects.get()
    report.editions.update(current=False)
    report.editions.create(label="Second", current=True)
    to_another_report(folder)
    assert "R1 is a section of report mill-review on the site." in refusal(folder)


def test_a_section_goes_to_another_report_when_it_is_deleted_in_the_first(folder):
    load(folder)
    section().delete()
    to_another_report(folder)
    load(folder)
    assert section().report.slug == "weir"


def test_a_key_of_the_other_kind_is_refused(folder):
    load(folder)
    folder.remove(SECTION)
    folder.source("R1")
    assert "R1 is a section on the site. Give this source another key." in refusal(folder)


def test_a_slug_of_a_section_that_stays_is_refused(folder):
    load(folder)
    folder.remove(SECTION)
    folder.section("R2", "The weir held.", slug="r1")
    assert "R2.md:4: slug: “r1” is the address of R1, which stays as it is." in refusal(folder)


def test_a_name_to_overwrite_that_the_folder_does_not_have_is_refused(folder):
    assert (
        refusal(folder, "--overwrite", "R1", "R7")
        == "The folder has no R7. Name keys, or the slug of a report."
    )


def test_a_folder_that_is_no_collection_is_refused(tmp_path):
    assert "collection.toml:1: There is no such file." in refusal(tmp_path)


# A dry run


def test_a_dry_run_says_what_would_be_done_and_saves_nothing(folder):
    load(folder)
    before = everything()
    folder.replace(SECTION, "turned", "broke")
    folder.source("S2", "Pond, deep.")
    said = load(folder, "--dry-run")
    assert "Sources: 1 added, 0 changed, 1 unchanged" in said and "Changed: R1." in said
    assert f"Nothing was saved (--dry-run). To load it: manage.py load_collection {folder.path}" in said
    assert everything() == before
