"""Two server processes on one data folder: what a third process saves or schedules is found through both."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from documents.search.loop import OWN, is_held

ROOT = Path(__file__).resolve().parents[2]
HANGING = 20  # seconds; the bar is two

SAVE = """
import time
from documents.models import Collection, Source
shelf, _ = Collection.objects.get_or_create(slug="shelf", defaults={"name": "Shelf"})
source, _ = Source.objects.get_or_create(collection=shelf, key="S1", slug="s1", kind="memo", state="published")
source.body = "__WORDS__"
source.save()
print(time.time())
"""

SCHEDULE = """
from datetime import timedelta
from django.utils import timezone
from documents.models import Collection, Source
shelf, _ = Collection.objects.get_or_create(slug="shelf", defaults={"name": "Shelf"})
due = timezone.now() + timedelta(seconds=4)
for key, body in (("S8", "Lanterns glow [@S9]."), ("S9", "Bells toll [@S8].")):
    Source.objects.create(
        collection=shelf, key=key, slug=key.lower(), kind="memo", body=body, state="scheduled", publish_at=due
    )
print(due.timestamp())
"""
COUNT = """
from documents.models import Revision
print(Revision.objects.filter(state="published", source__key__in=["S8", "S9"]).count())
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(port, address):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=10) as response:
            return response.read().decode()
    except OSError:  # refused, reset, too slow: not there yet
        return ""


def status(port, address):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=10) as response:
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def until(true, seconds=HANGING):
    """Wait for `true()`; returns the time at which it held."""
    limit = time.time() + seconds
    while not true():
        assert time.time() < limit, "waited in vain"
        time.sleep(0.05)
    return time.time()


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    return os.environ | {
        "DATA_DIR": str(tmp_path_factory.mktemp("data")),
        "HASHED_STATIC": "false",
        "DJANGO_SETTINGS_MODULE": "reportsite.settings",
    }


@pytest.fixture(scope="module")
def manage(environment):
    def run(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("migrate", "-v0")
    run("rebuild_index")
    return run


@pytest.fixture(scope="module")
def servers(environment, manage):
    ports = [free_port(), free_port()]
    started = [
        subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "-c",
                "reportsite/gunicorn.py",
                "-b",
                f"127.0.0.1:{port}",
                "reportsite.wsgi",
            ],
            cwd=ROOT,
            env=environment | {"PORT": str(port)},
        )
        for port in ports
    ]
    try:
        for port in ports:
            until(lambda port=port: fetch(port, "/search/"), seconds=120)
        yield ports
    finally:
        for server in started:
            server.terminate()
        for server in started:
            server.wait(timeout=60)


def found(port, address):
    return until(lambda: "1 section or source" in fetch(port, address))


def test_a_change_is_found_through_both(servers, manage, record_figure):
    waits = []
    for words in ("Buoys drift.", "Anchors hold."):
        saved = float(manage("shell", "-v0", "-c", SAVE.replace("__WORDS__", words)).split()[-1])
        address = f"/search/?q={words.split()[0]}"
        waits += [found(port, address) - saved for port in servers]
    record_figure("seconds from commit to found, two server processes, slowest of four", round(max(waits), 2))
    assert max(waits) < HANGING


def test_what_is_scheduled_is_published_once_and_found_through_both(servers, manage, record_figure):
    due = float(manage("shell", "-v0", "-c", SCHEDULE).split()[-1])
    waits = [found(port, f"/search/?q={word}") - due for port in servers for word in ("glow", "bells")]
    record_figure("seconds from a scheduled time to found, two server processes", round(max(waits), 2))
    assert min(waits) >= 0 and max(waits) < HANGING
    assert manage("shell", "-v0", "-c", COUNT).split()[-1] == "2"


def test_an_index_that_is_lost_is_made_again_while_both_serve(servers, manage, environment, record_figure):
    manage("shell", "-v0", "-c", SAVE.replace("__WORDS__", "Ferries cross."))
    found(servers[0], "/search/?q=ferries")
    index = Path(environment["DATA_DIR"]) / "index"
    lost = time.time()
    for path in index.rglob("*"):
        if path.is_file() and path.suffix != ".lock":
            path.unlink()
    statuses = set()

    def is_back():
        searches = {status(port, "/search/?q=ferries") for port in servers}
        statuses.update(searches)
        assert all(status(port, "/sources/s1/?q=ferries") == 200 for port in servers)
        return searches == {200}

    wait = until(is_back) - lost
    assert statuses <= {200, 503}
    assert all("1 section or source" in fetch(port, "/search/?q=ferries") for port in servers)
    record_figure("seconds from an emptied index folder to found again, two server processes", round(wait, 2))


def test_an_indexer_of_its_own_takes_over(servers, manage, environment):
    command = [sys.executable, "manage.py", "indexer"]
    lock = Path(environment["DATA_DIR"]) / "index" / OWN
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as own:
        until(lambda: is_held(lock))
        time.sleep(2)  # by now the servers have made way
        manage("shell", "-v0", "-c", SAVE.replace("__WORDS__", "Derricks lift."))
        assert all(found(port, "/search/?q=derricks") for port in servers)
        own.terminate()
        assert "changes were brought into the index" in own.stderr.read()
    assert own.returncode == 0
