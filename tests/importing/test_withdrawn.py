"""Loading and withdrawing: a folder may withdraw, and does not publish again what editors withdrew."""

import pytest

from documents.importing.outline import Mistakes
from documents.importing.saving import load
from documents.models import Report, Section, Source, State
from tests.importing.folder import Folder

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    folder = Folder(tmp_path)
    load(folder.path)
    return folder


def refusals(folder):
    with pytest.raises(Mistakes) as raised:
        load(folder.path)
    return [message for _, _, message in raised.value.mistakes]


def test_what_editors_withdrew_is_left_alone(folder):
    Source.objects.withdraw(reason="By order of a court.")
    folder.source("S1", "Wheel, elm.")
    assert load(folder.path).all("left alone") == ["S1"]
    assert (Source.objects.get().state, Source.objects.get().body) == ("withdrawn", "Wheel, oak.")


@pytest.mark.parametrize(("model", "name"), [(Source, "S1"), (Section, "R1"), (Report, "mill-review")])
def test_replaced_it_stays_withdrawn(folder, model, name):
    model.objects.withdraw(reason="By order.")
    outcome = load(folder.path, overwrite=[name])
    record = model.objects.get()
    assert (record.state, record.withdrawn_reason, record.is_public) == ("withdrawn", "By order.", False)
    assert f"Stay withdrawn, because editors withdrew them: {name}." in outcome.summary()


def test_its_text_is_replaced(folder):
    Source.objects.withdraw()
    folder.source("S1", "Wheel, elm.")
    load(folder.path, overwrite=["S1"])
    assert Source.objects.get().body == "Wheel, elm."


def test_a_folder_withdraws_what_it_published_and_publishes_it_again(folder):
    folder.source("S1", "Wheel, oak.", state="withdrawn", withdrawn_reason="By order.")
    load(folder.path)
    source = Source.objects.get()
    assert (source.state, source.withdrawn_reason) == ("withdrawn", "By order.")
    assert load(folder.path).all("unchanged") == ["collection", "mill-review", "R1", "S1"]
    folder.source("S1", "Wheel, oak.")
    load(folder.path)
    assert Source.objects.get().is_public


def test_a_folder_makes_no_draft_of_what_everybody_could_read(folder):
    folder.source("S1", "Wheel, oak.", state="draft")
    [message] = refusals(folder)
    assert 'Write state = "withdrawn"' in message


def test_a_reason_counts_with_its_state(folder):
    folder.source("S1", "Wheel, oak.", withdrawn_reason="By order.")
    assert refusals(folder) == ['withdrawn_reason: A reason counts with state = "withdrawn".']


def test_what_nobody_could_read_becomes_a_draft(folder):
    folder.section("R2", "The weir held.", state="draft")
    load(folder.path)
    folder.section("R2", "The weir held fast.", state="draft")
    load(folder.path)
    assert Section.objects.get(key="R2").state == State.DRAFT


def test_a_new_text_may_cite_what_was_withdrawn_and_not_what_is_a_draft(folder):
    Source.objects.withdraw()
    folder.section("R2", "The weir held [@S1].")
    load(folder.path)
    assert Section.objects.get(key="R2").is_public
