"""What a load refuses to publish: texts that cite what is not public."""

import pytest

from documents.importing.outline import Mistakes
from documents.importing.saving import load
from documents.models import Section, Source, State
from tests.importing.folder import Folder

SECTION = "sections/R1.md"
SOURCE = "sources/S1-memo.md"

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def mistakes(folder):
    with pytest.raises(Mistakes) as raised:
        load(folder.path)
    return [(file, line, message[:30]) for file, line, message in raised.value.mistakes]


def test_a_text_that_no_form_would_take_is_not_loaded(folder):
    folder.section("R1", "x" * 3_000_001)
    assert mistakes(folder) == [(SECTION, 9, "body: A text has 3,000,000 cha")]
    folder.section("R1", "x" * 3_000_000)
    load(folder.path)


def test_a_public_text_cannot_cite_a_draft_of_the_folder(folder):
    folder.source("S1", state="draft")
    assert mistakes(folder) == [(SECTION, 9, "[@S1] cites a source that is n")]


def test_a_citation_in_vain_is_told_beside_the_other_mistakes_of_its_file(folder):
    folder.section("R1", "The wheel turned [@S9].", level=7)
    assert {line for _, line, _ in mistakes(folder)} == {7, 10}


def test_a_draft_may_cite_a_draft(folder):
    folder.section("R1", "The wheel turned [@S1].", state="draft")
    folder.source("S1", state="draft")
    load(folder.path)
    assert Source.objects.get().state == Section.objects.get().state == State.DRAFT


def test_what_is_said_about_a_report_cannot_cite_a_draft(folder):
    folder.replace("collection.toml", 'issued = "April 2018"', 'about = "See [@S2]."')
    folder.source("S2", state="draft")
    assert mistakes(folder) == [("collection.toml", 7, "[@S2] cites a source that is n")]


def test_mistakes_are_told_in_the_order_in_which_files_are_read(folder):
    folder.section("R10", "The weir [@S9].")
    folder.section("R2", "The pond [@S9].")
    assert [file for file, _, _ in mistakes(folder)] == ["sections/R2.md", "sections/R10.md"]


def test_the_site_s_own_way_to_write_a_key_holds(folder):
    load(folder.path)
    folder.remove("sources/S1-memo.md")
    folder.source("s1", "Wheel, oak.", slug="oak")
    folder.section("R1", "The wheel turned [@s1].")
    assert mistakes(folder) == [("sources/s1-memo.md", 2, "key: The site has S1. Write th")]
