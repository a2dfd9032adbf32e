"""Commands that are killed at a random moment leave a site that the next start brings in order by itself.

Run as a program, this file is the one that starts them: it is asked on its input, and each command is a process of its own.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import django
import pytest

from tests.importing.folder import Folder

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = 12
HANGING = 120  # seconds


class Site:
    """A site whose commands run in processes that can be killed."""

    def __init__(self, path):
        environment = os.environ | {
            "DATA_DIR": str(path / "data"),
            "HASHED_STATIC": "no",
            "DJANGO_SETTINGS_MODULE": "reportsite.settings",
        }
        self.folder = Folder(path / "collection")
        self.edits = 0
        self.program = subprocess.Popen(
            [sys.executable, "-m", "tests.commands.test_killed_commands"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *command, kill_after=None):
        """What a process of its own said, and how it ended; it is killed after so many seconds, if it is."""
        print(json.dumps([kill_after, *command]), file=self.program.stdin, flush=True)
        return json.loads(self.program.stdout.readline())

    def edit(self):
        """Change every text of the folder, each time to another word: tests share the site, in any order."""
        for section in range(SECTIONS):
            self.folder.section(f"R{section}", f"Words of load{self.edits} stand here [@S1].")
        self.edits += 1

    def close(self):
        self.program.stdin.close()
        self.program.wait(HANGING)
        self.program.stdout.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("killed"))
    site.edit()
    site.ask("migrate", "-v0")
    site.ask("load_collection", str(site.folder.path))
    yield site
    site.close()


@pytest.mark.parametrize("name", ["load_collection", "rebuild_index"])
def test_a_command_killed_at_any_moment_needs_no_help(site, name, proving, record_figure):
    wanted = 200 if proving else 5
    command = [name, str(site.folder.path)] if name == "load_collection" else [name]
    begun = time.monotonic()
    site.ask(*command)
    within = time.monotonic() - begun
    kills = tries = 0
    while kills < wanted and tries < 3 * wanted:
        tries += 1
        site.edit()
        ended = site.ask(*command, kill_after=random.uniform(0, within))
        kills += ended["status"] == -signal.SIGKILL
        state = json.loads(site.ask("next start", *map(str, range(site.edits)))["said"])
        assert state["found"] == state["published"]
        assert len(state["published"]) >= SECTIONS and not state["waiting"]
    assert kills > wanted / 2
    record_figure(
        f"kills of {name} after which the next start found just what is published", f"{kills} of {kills}"
    )


def next_start(*numbers):
    """What a server or the indexer does when it starts; then what is found, and what is published, for each load's word."""
    from documents.models import Change, Section
    from documents.query.grammar import parse
    from documents.search import loop
    from documents.search.find import find

    rounds = loop.Rounds(threading.Event())
    rounds.look()
    rounds.look()
    words = [f"load{number}" for number in numbers]
    found = {word: find(parse(word), {}, limit=100).hits for word in words}
    bodies = {section.public_id: section.body for section in Section.objects.published()}
    print(
        json.dumps(
            {
                "found": sorted((hit.unit.public_id, word) for word, hits in found.items() for hit in hits),
                "published": sorted((id, body.split()[2]) for id, body in bodies.items()),
                "waiting": Change.objects.count(),
            }
        )
    )


def run(name, *arguments):
    """One command, in the process that is killed."""
    from django.core.management import call_command

    if name == "next start":
        next_start(*arguments)
    else:
        call_command(name, *arguments, stdout=sys.stderr)


def serve():
    """Start a process for each command, kill it if that is asked for, and tell what it said and how it ended."""
    django.setup()
    for line in sys.stdin:
        kill_after, *command = json.loads(line)
        source, target = os.pipe()
        process = os.fork()
        if not process:
            os.dup2(target, 1)
            os.close(source)
            run(*command)
            sys.stdout.flush()
            os._exit(0)
        os.close(target)
        if kill_after is not None:
            time.sleep(kill_after)
            os.kill(process, signal.SIGKILL)
        with os.fdopen(source) as said:
            answer = said.read()
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        print(json.dumps({"said": answer, "status": status}), flush=True)


if __name__ == "__main__":
    serve()
