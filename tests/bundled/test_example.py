"""The example collection: made up, said to be so, consistent, and with everything that a text can have."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from documents.importing.collection import read
from documents.importing.saving import load
from documents.text.markdown import parse

FOLDER = settings.BASE_DIR / "documents" / "bundled" / "example"
FILES = sorted(FOLDER.rglob("*.md"))
MADE_UP = "no such body, place or event"


@pytest.fixture(scope="module")
def outline():
    return read(FOLDER)


def test_it_has_no_mistake(outline):
    assert outline.mistakes == []
    assert len(outline.reports) == 2 and len(outline.sections) == 14 and len(outline.sources) == 21


def test_it_says_everywhere_that_it_is_made_up(outline):
    assert "made up" in outline.collection.values["name"]
    assert MADE_UP in outline.collection.values["about"]
    for report in outline.reports:
        assert MADE_UP in report.values["rights"] and MADE_UP in report.values["about"]
    for source in outline.sources:
        assert MADE_UP in source.values["rights"] and MADE_UP in source.values["made"]


@pytest.mark.parametrize("file", [*FILES, FOLDER / "collection.toml"], ids=lambda file: file.name)
def test_every_address_is_one_that_belongs_to_nobody(file):
    hosts = re.findall(r"https?://([^/\s\"]+)", file.read_text())
    assert set(hosts) <= {"example.org", "example.com"}


def test_it_has_sections_of_three_levels_and_pages_in_order(outline):
    report = [section for section in outline.sections if section.values["report"] == "pwi-4-2018"]
    assert {section.values["level"] for section in report} == {1, 2, 3}
    labels = [page.label for section in report for page in parse(section.values["body"]).pages]
    assert labels == ["i", "ii", *map(str, range(1, 25))]


def test_its_report_says_where_the_official_pdf_has_its_pages(outline):
    report = next(report for report in outline.reports if report.values["slug"] == "pwi-4-2018")
    assert (
        report.values["pdf_url"].startswith("https://example.org/") and report.values["pdf_first_page"] == 5
    )


def test_dates_are_as_precise_as_a_date_can_be(outline):
    dates = [source.values["date"] for source in outline.sources]
    assert {one.precision for one in dates if one} == {"year", "month", "day", "range"}
    assert dates.count(None) == 1


def test_sources_are_in_three_languages_and_one_is_cited_by_nothing(outline):
    assert {source.values["language"] for source in outline.sources} == {"en", "es", "ar"}
    cited = {key for record in outline.records for key in record.cites}
    assert {source.name for source in outline.sources} - cited == {"S20"}


@pytest.mark.parametrize(
    "mark",
    [
        r"\w\{page \d+\}\w",  # within a word
        r"\n\n\{page \d+\}\n\n",  # between paragraphs
        r"\[\^\d-\d\]: .*\n\n    \w",  # a note of two paragraphs
        *(r"\{no\. \(b\)\}", r"\{redacted\}", r"\{redacted: Rule 9\}", r"\{withheld: ", r"^:::note$"),
        *(r"^> ", r"^\{caption: Table 6", r"!\[.+\]\(east-bearing\)", r"^1\. ", r"^\| .+ \| ---: \|"),
        *(r"\[@S2, pp\. 21–22\]", r"\[@S11; @S17\]"),
    ],
)
def test_every_mark_is_used(mark):
    assert re.search(mark, "\n".join(file.read_text() for file in FILES), re.MULTILINE)


def test_some_notes_have_several_marks(outline):
    notes = [note for record in outline.sections for note in parse(record.values["body"]).notes]
    assert sum(len(note.marks) > 1 for note in notes) >= 4


def tables(text):
    """The rows of each table, every row as the list of its cells."""
    found = re.findall(r"(?:^\|.*\n?)+", text, re.MULTILINE)
    return [
        [[cell.strip(" *") for cell in row.strip().strip("|").split("|")] for row in table.splitlines()]
        for table in found
    ]


def number(cell):
    return int(cell.replace(",", "").replace("−", "-").replace("+", ""))


SUMMED = [
    (file.name, table)
    for file in FILES
    for table in tables(file.read_text())
    if any(row[0] in ("All", "Both") for row in table)
]


@pytest.mark.parametrize(("name", "table"), SUMMED, ids=lambda one: one if isinstance(one, str) else "")
def test_columns_add_up(name, table):
    (end,) = (place for place, row in enumerate(table) if row[0] in ("All", "Both"))
    for column in range(1, len(table[0])):
        if table[end][column]:
            assert sum(number(row[column]) for row in table[2:end]) == number(table[end][column])


def test_rows_add_up(outline):
    by_title = {section.values["title"]: tables(section.values["body"]) for section in outline.sections}
    (rollers, bolts), (returns,) = by_title["The east bearings"], by_title["Gully 31"]
    for name, whole, *parts in rollers[2:] + bolts[2:]:
        assert number(whole) == sum(map(number, parts)), name
    for name, *parts, whole in returns[2:]:
        assert number(whole) == sum(map(number, parts)), name
    for name, _, *years, whole, estimate, more in by_title["What it cost"][0][2:]:
        assert number(whole) == sum(map(number, years)) == number(estimate) + number(more), name


TEXTS = " ".join(" ".join(file.read_text().split()) for file in FILES)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("closed for {} days", (date(2017, 11, 11) - date(2016, 2, 9)).days),
        ("On {} days it carried 1,144,780 passengers", (date(2017, 11, 11) - date(2016, 2, 22)).days + 1),
        ("1,144,780 passengers, {:,} a day", 1_144_780 // 629),
        ("paid {} crowns for the cleaning of gully 31", 17 * 14),
        ("{} meters in all", 62 + 90 + 62),
        ("by {:.0f} millimeters, about the width", 214_000 * 50 * 0.000012),
        ("to be {:.0f} millimeters shorter", 214_000 * 22 * 0.000012),
        ("33,900 vehicles to the Northgate Bridge, {:,} more", 33_900 - 22_300),
        ("which is {:.0f} in a hundred", 100 * 11_600 / 22_300),
        ("{:,} crowns for twenty-four", 24 * 1_300),
        ("2,214 gullies listed in the city, {:,} found", 2_214 - 17),
        ("I ask for {:,} crowns for the following", 41_000 + 9_000 + 14_000),
    ],
)
def test_what_is_said_of_numbers_is_so(words, value):
    assert words.format(value) in TEXTS


@pytest.mark.django_db
def test_it_loads_once(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    assert len(load(FOLDER).all("added")) == 1 + 2 + 14 + 21 + 2  # the last are synonyms
    again = load(FOLDER)
    assert again.all("added") == again.all("changed") == again.all("left alone") == again.gone == []
    assert len(list(Path(tmp_path).rglob("*.png"))) == 1
