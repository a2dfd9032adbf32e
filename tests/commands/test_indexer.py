"""The indexer as a process of its own, and the command that compares index and database."""

import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from documents.management.commands.indexer import told_to_stop
from documents.models import Change
from documents.query.grammar import parse
from documents.search import loop
from documents.search.engines import engine, index_folder
from documents.search.find import find

ROOT = Path(__file__).resolve().parents[2]


def run(*command, **options):
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


def test_once_drains_and_ends(shelf, index):
    shelf.source(body="Tide.")
    run("indexer", once=True)
    assert find(parse("tide"), {}).count == 1 and not Change.objects.exists()


def test_once_makes_a_missing_index(shelf, index, tmp_path):
    shelf.source(body="Tide.")
    (tmp_path / "index" / "CURRENT").unlink()
    run("indexer", once=True)
    assert find(parse("tide"), {}).count == 1


def test_a_second_one_is_refused(db, index):
    with loop.lock(index_folder() / loop.OWN), pytest.raises(CommandError, match="runs here already"):
        run("indexer")


def test_what_does_not_differ_is_said(shelf, index):
    shelf.source(body="Tide.")
    index()
    assert run("check_index").splitlines() == [
        "1 sections and sources in the index, whose files are whole.",
        "Nothing differs.",
    ]


def test_what_differs_is_named_and_ends_with_an_error(shelf, index):
    gone = shelf.source(body="Tide.")
    index()
    engine().update([], [gone.public_id])
    out = StringIO()
    with pytest.raises(CommandError, match=r"1 missing, 0 stale, 0 extra, 0 drafts\. To put it right"):
        call_command("check_index", stdout=out)
    assert f"1 published, and not in the index: {gone.public_id}" in out.getvalue()
    assert "That is put right." in run("check_index", repair=True)
    assert "Nothing differs." in run("check_index")


@pytest.mark.parametrize("harm", ["CURRENT", "0*/*.seg"])
def test_damaged_files_are_found_though_they_are_open(shelf, index, tmp_path, harm):
    shelf.source(body="Tide.")
    index()
    assert find(parse("tide"), {}).count == 1
    for path in (tmp_path / "index").glob(harm):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
    with pytest.raises(CommandError, match="rebuild_index"):
        run("check_index")
    assert "1 sections and sources in the new index" in run("check_index", repair=True)
    assert "Nothing differs." in run("check_index")


def test_what_waits_and_what_failed_is_said(shelf, index):
    late, bad = shelf.source("S1", body="Tide."), shelf.source("S2")
    Change.objects.get(unit=bad.public_id).put_back("a mistake of ours")
    out = StringIO()
    with pytest.raises(CommandError, match="1 missing"):
        call_command("check_index", stdout=out)
    assert "1 changes wait for the indexer." in out.getvalue()
    assert f"{bad.public_id} could not be indexed: a mistake of ours" in out.getvalue()
    assert late.public_id not in out.getvalue()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_are_told_to_stop(number):
    before = signal.getsignal(number)
    with told_to_stop() as stop:
        os.kill(os.getpid(), number)
        assert stop.wait(5)
    assert signal.getsignal(number) is before


def test_the_process_costs_next_to_nothing_and_ends_when_it_is_told_to(tmp_path, record_figure):
    environment = os.environ | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "reportsite.settings"}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    with subprocess.Popen(
        [*manage, "indexer"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        until(lambda: (tmp_path / "index" / "CURRENT").exists())  # there was none
        begun, before = time.monotonic(), seconds_of(process.pid)
        time.sleep(3)
        share = (seconds_of(process.pid) - before) / (time.monotonic() - begun)
        process.terminate()
        assert "has ended" in process.stdout.read()
    assert process.returncode == 0
    record_figure("share of one processor that an idle indexer takes, in per cent", f"{100 * share:.1f}")


def seconds_of(process):
    """Seconds of processor that it has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def until(true):
    limit = time.monotonic() + 60
    while not true():
        assert time.monotonic() < limit, "waited in vain"
        time.sleep(0.05)
