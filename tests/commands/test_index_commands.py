import io

import pytest
from django.core.management import call_command, get_commands
from django.core.management.base import CommandError
from django.db import OperationalError

from documents.management.commands import rebuild_index, update_index
from documents.models import Source
from documents.query.grammar import parse
from documents.search.engines import engine
from documents.search.find import find


def run(*command, **options):
    out = io.StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


def test_rebuild_finds_everything_anew(shelf, index):
    shelf.source(body="Tide.")
    assert "1 sections and sources" in run("rebuild_index")
    assert find(parse("tide"), {}).count == 1


def test_rebuild_if_needed_leaves_a_sound_index_alone(shelf, index):
    before = engine().state().generation
    assert "up to date" in run("rebuild_index", if_needed=True)
    assert engine().state().generation == before


def test_update_mends_what_the_outbox_never_heard_of(shelf, index):
    source = shelf.source(body="Tide.")
    index()
    shelf.source("S2", body="Tide.")
    engine().update([], [source.public_id])
    said = run("update_index")
    assert "1 changes taken" in said
    assert "1 missing, 0 stale, 0 extra" in said
    assert find(parse("tide"), {}).count == 2


def test_clear_empties_the_index_and_says_how_to_fill_it(shelf, index):
    shelf.source(body="Tide.")
    index()
    assert "rebuild_index" in run("clear_index", noinput=True)
    assert find(parse("tide"), {}).count == 0
    assert Source.objects.count() == 1


def test_clear_without_a_terminal_changes_nothing(shelf, index, monkeypatch):
    shelf.source(body="Tide.")
    index()
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(CommandError, match="--noinput"):
        run("clear_index")
    assert find(parse("tide"), {}).count == 1


@pytest.mark.parametrize(
    ("module", "name", "call"),
    [(rebuild_index, "rebuild_index", "rebuild"), (update_index, "update_index", "drain_all")],
)
def test_a_database_without_tables_is_told_what_to_do(index, db, monkeypatch, module, name, call):
    def refuse(*_):
        raise OperationalError("no such table: documents_change")

    monkeypatch.setattr(module, call, refuse)
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        run(name)


@pytest.mark.parametrize("name", ["rebuild_index", "update_index", "clear_index"])
def test_the_commands_stand_in_front_of_haystacks(name):
    assert get_commands()[name] == "documents"
