"""A report's sections as a table of contents."""

import pytest

from documents.models import Section
from documents.views.outline import Outline


@pytest.fixture
def outline():
    rows = [("a", 1), ("b", 2), ("c", 4), ("d", 2), ("e", 1)]
    return Outline(
        [
            Section(pk=number, slug=slug, level=level, position=number)
            for number, (slug, level) in enumerate(rows, 1)
        ]
    )


def shape(entries):
    return [(entry.section.slug, shape(entry.parts)) for entry in entries]


def test_sections_lie_in_the_ones_above_them(outline):
    assert shape(outline.entries) == [("a", [("b", [("c", [])]), ("d", [])]), ("e", [])]


def test_the_way_to_a_section_starts_at_its_chapter(outline):
    assert [section.slug for section in outline.above(outline.sections[2])] == ["a", "b"]
    assert outline.above(outline.sections[4]) == []


def test_neighbours_end_at_the_ends(outline):
    first, *_, last = outline.sections
    assert (outline.before(first), outline.after(first).slug) == (None, "b")
    assert (outline.before(last).slug, outline.after(last)) == ("d", None)


def test_a_draft_has_the_place_that_it_would_have(outline):
    draft = Section(pk=9, level=2, position=5)
    assert [section.slug for section in outline.above(draft)] == ["a"]
    assert (outline.before(draft).slug, outline.after(draft).slug) == ("d", "e")
    last = Section(pk=9, level=1, position=6)
    assert (outline.before(last).slug, outline.after(last)) == ("e", None)
