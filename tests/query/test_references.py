"""What is typed, read as references."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.query.references import (
    NameReference,
    NoteReference,
    PageReference,
    SectionReference,
    TitleReference,
    pages,
    references,
)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("p. 43", PageReference("43")),
        ("p.43", PageReference("43")),
        ("p43", PageReference("43")),
        ("P 43", PageReference("43")),
        ("page 43", PageReference("43")),
        ("  page   iv ", PageReference("iv")),
        ("p. A-3", PageReference("A-3")),
        ("§ 4.2", SectionReference("4.2")),
        ("§4.2.", SectionReference("4.2")),
        ("section 4.2", SectionReference("4.2")),
        ("Section IV", SectionReference("IV")),
        ("sec. 4", SectionReference("4")),
        ("What We Do NOT Know", TitleReference("What We Do NOT Know")),
        ("fn. 118", NoteReference("118")),
        ("fn.118", NoteReference("118")),
        ("note 118", NoteReference("118")),
        ("footnote 5a", NoteReference("5a")),
        ("n. 118", NoteReference("118")),
        ("21-028 at 43", PageReference("43", work="21-028")),
        ("21-028, at iv", PageReference("iv", work="21-028")),
        ("21-028, p. 43", PageReference("43", work="21-028")),
        ("S18 at 3", PageReference("3", work="S18")),
        ("GAO 19/163 at 3", PageReference("3", work="GAO 19/163")),
        ("FOX at 3", PageReference("3", work="FOX")),
        ("21-028 § 4.2", SectionReference("4.2", work="21-028")),
        ("21-028 n. 118", NoteReference("118", work="21-028")),
        ("21-028 at 43 n. 118", NoteReference("118", work="21-028")),
        ("S18", NameReference("S18")),
        ("OIG-21-028", NameReference("OIG-21-028")),
        ("BO 74/5", NameReference("BO 74/5")),
    ],
)
def test_a_reference_is_read(typed, expected):
    assert references(typed)[0] == expected


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("pp. 43-45", "43", "45"),
        ("pages 43 to 45", "43", "45"),
        ("pp. 43 – 45", "43", "45"),
        ("p. iv–vi", "iv", "vi"),
        ("p. iv–1", "iv", "1"),
        ("pp. A-3 to A-5", "A-3", "A-5"),
        ("pp. 143–45", "143", "145"),
        ("pp. 3-12", "3", "12"),
    ],
)
def test_a_range_is_read(typed, first, last):
    assert references(typed)[-1] == PageReference(first, last)


def test_a_range_may_be_the_label_of_one_page():
    assert references("p. 3-12") == (PageReference("3-12"), PageReference("3", "12"))


def test_a_range_in_a_work_is_read():
    assert references("OIG-21-028 at 43–45")[-1] == PageReference("43", "45", "OIG-21-028")


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "p.", "page one", "family separation", '"p. 43"', "kind:memo", "=S18", "pre*", "-43"),
        *("p. 43 and families", "separat~", "(p. 43)", "p. 43 " * 100, "21 " * 60),
    ],
)
def test_anything_else_is_none_of_a_place(typed):
    assert [one for one in references(typed) if not isinstance(one, NameReference)] == []


@pytest.mark.parametrize("typed", ['"S18"', "family separation", "=S18", "s1*", "kind:memo", "-S18"])
def test_a_query_is_no_name(typed):
    assert references(typed) == ()


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("43", (PageReference("43"),)),
        ("A.1", (PageReference("A.1"),)),
        ("43-45", (PageReference("43-45"), PageReference("43", "45"))),
        ("43/45", ()),
        ("../..", ()),
    ],
)
def test_pages_of_an_address(typed, expected):
    assert pages(typed) == expected


def test_a_long_text_is_no_reference():
    assert references("x" * 120) == (NameReference("x" * 120),)
    assert references("x" * 121) == ()


@given(st.text(max_size=200))
def test_every_text_has_an_answer(typed):
    assert isinstance(references(typed), tuple)


@given(st.text("p.at 4-3§nivS/"))
def test_texts_close_to_references_have_an_answer(typed):
    assert isinstance(references(typed), tuple)
