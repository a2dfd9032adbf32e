"""The judged queries of the bundled collection: all that they name is there, and every answer is found."""

import pytest
from django.core.management import call_command

from benchmarks.judged import FOLDER, judged, keys_found
from documents.importing.collection import read
from documents.query.grammar import any_of
from documents.search.engines import engine
from documents.search.units import published_records

GRADES = judged()


@pytest.fixture
def collection(db, index):
    call_command("load_collection", FOLDER, verbosity=0)
    engine().rebuild(published_records())


def test_there_are_sixty_queries_with_an_answer_each():
    assert len(GRADES) >= 60
    assert all(max(units.values()) == 3 and min(units.values()) >= 1 for units in GRADES.values())


def test_every_unit_is_one_of_the_collection():
    outline = read(FOLDER)
    known = {unit.values["key"] for unit in [*outline.sections, *outline.sources]}
    assert {unit for units in GRADES.values() for unit in units} <= known


def test_every_answer_is_among_the_first_ten(collection):
    missed = []
    for query, units in GRADES.items():
        found = keys_found(any_of(query))
        missed += [(query, unit) for unit, grade in units.items() if grade == 3 and unit not in found]
    assert missed == []
