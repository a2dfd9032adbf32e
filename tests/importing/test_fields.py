"""The field table, and the documentation and the models that it has to agree with."""

import re
from datetime import date
from pathlib import Path

import pytest

from documents.importing.fields import FIELDS, KEY_FORM, digest, stored
from documents.importing.site import MODELS
from documents.text.markdown import parse

PAGE = Path(__file__).parents[2] / "docs" / "collection-format.md"
STORED = [(kind, field) for kind in FIELDS for field in stored(kind)]


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_is_documented(kind):
    part = PAGE.read_text().partition(f"## The fields of a {kind}\n")[2].partition("\n## ")[0]
    rows = [
        tuple(row)
        for row in re.findall(r"^\| `(\w+)` \| ([^|]+) \| ([^|]*) \| [^|]+ \|$", part, re.MULTILINE)
    ]
    assert rows == [(field.name, field.form.name, shown(field)) for field in FIELDS[kind]]


def shown(field):
    """The third column: whether a field must be there, else what it is without it."""
    if field.required:
        return "required"
    return "empty" if field.default in ("", None) else f"`{str(field.default).lower()}`"


@pytest.mark.parametrize(("kind", "field"), STORED, ids=lambda one: getattr(one, "name", one))
def test_every_stored_field_is_a_column_with_the_same_default(kind, field):
    column = MODELS[kind]._meta.get_field(field.name)
    left_to_the_folder = field.required or field.name == "state"
    assert left_to_the_folder or (column.get_default() or "") == (field.default or "")


@pytest.mark.parametrize("key", ["R1", "S33a", "A-1.b", "7"])
def test_a_key_can_be_cited(key):
    assert [citation.key for citation in parse(f"Words [@{KEY_FORM.read(key)}].").citations] == [key]


@pytest.mark.parametrize("key", ["-R1", "R1.", "R 1", "R1]", "S1, p. 3", "é"])
def test_what_cannot_be_cited_is_no_key(key):
    with pytest.raises(ValueError, match="cannot be cited"):
        KEY_FORM.read(key)


@pytest.mark.parametrize("written", [2018, "2018", "1 Jan 2018 – 31 Dec 2018"])
def test_a_date_may_be_written_in_each_of_its_forms(written):
    issued = next(field for field in FIELDS["report"] if field.name == "issued")
    assert str(issued.read({"issued": written})) == "2018"


@pytest.mark.parametrize("written", [0, -1, True, "5", 5.0, 2**31])
def test_a_page_of_a_pdf_is_a_number_from_1(written):
    first = next(field for field in FIELDS["report"] if field.name == "pdf_first_page")
    assert first.read({"pdf_first_page": 5}) == 5
    with pytest.raises(ValueError, match="Write a number from 1, without quotes"):
        first.read({"pdf_first_page": written})


def test_a_date_of_toml_is_a_day():
    retrieved = next(field for field in FIELDS["source"] if field.name == "retrieved_on")
    assert retrieved.read({"retrieved_on": date(2018, 4, 6)}) == date(2018, 4, 6)


def values(**changed):
    return {field.name: field.default for field in stored("source")} | changed


def test_a_digest_changes_with_each_value():
    digests = {digest("source", values(**{field.name: "other"})) for field in stored("source")}
    assert len(digests) == len(stored("source"))


def test_a_digest_leaves_out_what_is_the_default():
    without = values(title="A")
    del without["rights"]
    assert digest("source", values(title="A")) == digest("source", without | {"rights": None})


def test_a_digest_does_not_see_how_a_form_ends_its_lines():
    assert digest("source", values(body="One\n\nTwo")) == digest("source", values(body="One\r\n\r\nTwo\r\n"))


def test_a_digest_of_a_report_sees_the_order_of_its_sections():
    report = {field.name: field.default for field in stored("report")}
    assert digest("report", report, ["R1", "R2"]) != digest("report", report, ["R2", "R1"])


def test_a_digest_sees_the_pictures_and_their_words():
    pictures = [{}, {"fig-1": ("a", "A wheel")}, {"fig-1": ("b", "A wheel")}, {"fig-1": ("a", "A weir")}]
    assert len({digest("source", values(), pictures=one) for one in pictures}) == 4
    assert digest("source", values(), pictures={}) == digest("source", values())
