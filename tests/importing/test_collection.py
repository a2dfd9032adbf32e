"""What the reader of a collection folder finds and what it refuses."""

from pathlib import Path

import pytest

from documents.importing.collection import read
from documents.importing.outline import reading_order
from documents.text.periods import Period
from tests.importing.folder import Folder

COLLECTIONS = Path(__file__).parent.parent / "collections"
SECTION = "sections/R1.md"
SOURCE = "sources/S1-memo.md"


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def mistakes(folder):
    return read(folder.path).mistakes


def test_a_folder_is_read_whole(folder):
    outline = read(folder.path)
    assert [record.name for record in outline.records] == ["collection", "mill-review", "R1", "S1"]
    assert outline.sections[0].values["body"] == "The wheel turned [@S1]."
    assert outline.reports[0].values["issued"] == Period.parse("2018-04")
    assert outline.mistakes == []


@pytest.mark.parametrize("name", ["harbor", "reservoir"])
def test_the_made_up_collections_have_no_mistake(name):
    outline = read(COLLECTIONS / name)
    assert outline.mistakes == []
    assert [record.name for record in outline.sections] == ["R1", "R2", "R3", "R4", "R5", "R6"]
    assert [record.name for record in outline.sources] == ["S1", "S2", "S3", "S4", "S5", "S6"]


def test_sections_stand_in_the_order_of_their_paths_with_numbers_by_value(folder):
    for key in ("R10", "R0", "R9a", "R2"):
        folder.section(key, "")
    assert [section.name for section in read(folder.path).sections] == ["R0", "R1", "R2", "R9a", "R10"]


def test_paths_that_differ_in_zeros_alone_have_an_order():
    assert sorted(["1-a.md", "01-a.md", "b/2.md", "a/10.md"], key=reading_order) == [
        "01-a.md",
        "1-a.md",
        "a/10.md",
        "b/2.md",
    ]


@pytest.mark.parametrize(
    ("text", "pictures"),
    [
        (
            "![A wheel](fig-10)\n\n![A weir](fig-1)\n\n![A weir](fig-1)",
            {"fig-10": (9, "A wheel"), "fig-1": (11, "A weir")},
        ),
        ("![A wheel][wheel]\n\n[wheel]: fig-1", {"fig-1": (11, "A wheel")}),
        ("`![A wheel](fig-1)`", {}),
    ],
)
def test_the_first_line_and_the_words_of_each_picture_are_known(folder, text, pictures):
    folder.section("R1", text)
    assert read(folder.path).sections[0].pictures == pictures


def test_windows_line_ends_and_a_byte_order_mark_are_read(folder):
    text = (folder.path / SECTION).read_text().replace("\n", "\r\n")
    folder.write(SECTION, "\ufeff" + text)
    assert mistakes(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"),
    [
        (SECTION, 'title = "Part R1"', 'titel = "Part R1"', 5, "titel: There is no such field. Is it title?"),
        (SECTION, 'title = "Part R1"\n', "", 1, "title: This is missing. Add: title = …"),
        (SECTION, '"Part R1"', '" "', 5, "title: This is missing. Add: title = …"),
        (SECTION, '"Part R1"', "7", 5, "title: Write it between quotes."),
        (SECTION, '"Part R1"', '"Part\\nR1"', 5, "title: Write it on one line."),
        (SECTION, '"summary"', '"ours"', 6, 'nature: Write "official" or "summary".'),
        (
            SECTION,
            '"summary"',
            '"summary"\nlevel = 7',
            7,
            "level: Write a number from 1 to 6, without quotes.",
        ),
        (
            SECTION,
            '"summary"',
            '"summary"\nlevel = true',
            7,
            "level: Write a number from 1 to 6, without quotes.",
        ),
        (SECTION, 'key = "R1"', 'key = "R 1"', 2, "key: “R 1” cannot be cited."),
        (
            SECTION,
            '"mill-review"',
            '"weir-review"',
            3,
            "report: The report “weir-review” does not read this file.",
        ),
        (SECTION, '"Part R1"', "Part R1", 5, "This is not TOML: Invalid value."),
        (SECTION, "+++\n\n", "\n\n", 1, "The file does not begin with front matter"),
        (SECTION, "[@S1]", "[^1]", 9, "Note 1 has no text"),
        (
            SOURCE,
            '"summary"',
            '"summary"\ndate = "03/04/2018"',
            7,
            "date: “03/04/2018” can be read in two ways.",
        ),
        (SOURCE, '"summary"', '"summary"\nretrieved_on = "2018-04"', 7, "retrieved_on: “2018-04” is no day."),
        (SOURCE, '"summary"', '"summary"\nidentifiers = "A-1"', 7, "identifiers: Write a list of texts"),
        (
            SOURCE,
            '"summary"',
            '"summary"\nlanguage = "English!"',
            7,
            "language: “English!” is no language tag.",
        ),
        (
            SOURCE,
            '"summary"',
            '"summary"\ntitle_is_description = "yes"',
            7,
            "title_is_description: Write true or",
        ),
        (SOURCE, "Wheel", "Wheel \0", 9, "There is a NUL character here."),
        ("collection.toml", 'slug = "mill"', 'slug = "mill', 1, "This is not TOML:"),
        ("collection.toml", 'name = "The mill review"\n', "", 1, "name: This is missing."),
        ("collection.toml", 'title = "Mill review"\n', "", 4, "title: This is missing."),
        ("collection.toml", "[[report]]", "[[reports]]", 4, "reports: There is no such field."),
        ("collection.toml", "[[report]]", "[report]", 4, "report: Write a [[report]] table for each report."),
        ("collection.toml", "sections/*.md", "../*.md", 8, "sections: “../*.md” leads out of the folder."),
        (
            "collection.toml",
            "sections/*.md",
            "/etc/*.md",
            8,
            "sections: “/etc/*.md” leads out of the folder.",
        ),
        ("collection.toml", "sections/*.md", "chapters/*.md", 8, "sections: No file is named chapters/*.md."),
        ("collection.toml", "sections/*.md", "sections/**x.md", 8, "sections: "),
    ],
)
def test_a_mistake_is_told_with_file_and_line(folder, file, old, new, line, message):
    folder.replace(file, old, new)
    found = [mistake for mistake in mistakes(folder) if mistake.message.startswith(message)]
    assert [(mistake.file, mistake.line) for mistake in found] == [(file, line)]


def test_bytes_that_are_not_utf_8_are_told_with_their_line(folder):
    folder.write(SOURCE, b"+++\nkey = 'S1'\nauthor = 'Caf\xe9'\n+++\n")
    assert mistakes(folder) == [(SOURCE, 3, "Byte 0xe9 is not UTF-8. Save the file as UTF-8.")]


def test_a_folder_without_collection_toml_is_none(tmp_path):
    [mistake] = read(tmp_path).mistakes
    assert mistake.file == "collection.toml" and "A collection is a folder with" in mistake.message


def test_mistakes_below_an_unreadable_collection_toml_are_told_as_well(folder):
    folder.write("collection.toml", "slug =")
    folder.replace(SECTION, 'title = "Part R1"\n', "")
    assert {mistake.file for mistake in mistakes(folder)} == {"collection.toml", SECTION}


def test_a_key_is_given_once_in_a_collection(folder):
    folder.section("S1", "Named as the source is.")
    assert mistakes(folder) == [(SOURCE, 2, "key: “S1” is taken already: sections/S1.md:2.")]


def test_keys_that_differ_in_large_and_small_letters_are_the_same(folder):
    folder.section("s1", "Named nearly as the source is.")
    assert mistakes(folder) == [(SOURCE, 2, "key: “S1” is taken already: sections/s1.md:2.")]


def test_a_slug_is_given_once_in_a_report(folder):
    folder.section("R2", "", slug="r1")
    assert mistakes(folder) == [("sections/R2.md", 4, "slug: “r1” is taken already: sections/R1.md:4.")]


def test_a_section_and_a_source_may_share_a_slug(folder):
    folder.source("S2", slug="r1")
    assert mistakes(folder) == []


def test_a_file_that_nothing_reads_is_told(folder):
    folder.write("chapters/one.md", "A lost chapter.")
    [mistake] = mistakes(folder)
    assert mistake.file == "chapters/one.md" and mistake.message.startswith("Nothing reads this file.")


def test_a_link_out_of_the_folder_is_refused(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text("not ours")
    (folder.path / "sections/R9.md").symlink_to(outside)
    assert {mistake.message for mistake in mistakes(folder)} == {
        "This leads out of the folder. Put the file itself here."
    }


def test_hidden_files_are_passed_over(folder):
    folder.write("sections/._R1.md", b"\x00\x05\x16\x07")
    assert mistakes(folder) == []


def test_progress_is_told_file_by_file(folder):
    seen = []

    def progress(items, unit):
        seen.extend((item, unit) for item in items)
        return items

    read(folder.path, progress)
    assert seen == [(SECTION, "section read"), (SOURCE, "source read")]
