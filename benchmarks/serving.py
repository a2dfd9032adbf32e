"""A site with generated units as `make run` serves it, in processes of its own, and clients that ask it over HTTP."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from dev.machine import ROOT, open_port

PATIENCE = 120  # seconds for a server to begin
PAGE = os.sysconf("SC_PAGE_SIZE")


class Answer(NamedTuple):
    """0 is the status where there was none; the error says why."""

    status: int
    milliseconds: float
    body: bytes = b""
    error: str = ""


class Reader:
    """A browser: it keeps its connection, and makes another where the server has closed it."""

    def __init__(self, port: int, timeout: float = 30) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)

    def get(self, address: str) -> Answer:
        """The answer, heard to its end, and how long that took."""
        began = time.perf_counter()
        for is_last in (False, True):
            try:
                self.connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
                response = self.connection.getresponse()
                body = response.read()
                return Answer(response.status, (time.perf_counter() - began) * 1000, body)
            except (http.client.HTTPException, OSError) as error:
                self.connection.close()
                if is_last or not isinstance(
                    error, (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError)
                ):
                    return Answer(0, (time.perf_counter() - began) * 1000, error=repr(error))
        raise AssertionError


class Server(NamedTuple):
    """Where it listens, and its first process."""

    port: int
    process: int

    @property
    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text()
        return [int(child) for child in children.split()]

    def resident(self) -> dict[int, float]:
        """The memory of each of them now, in megabytes."""
        pages = {worker: Path(f"/proc/{worker}/statm").read_text().split()[1] for worker in self.workers}
        return {worker: int(number) * PAGE / 2**20 for worker, number in pages.items()}


def environment(folder: Path, port: int = 0) -> dict[str, str]:
    """What a process needs to work on the site in this folder."""
    return os.environ | {
        "DATA_DIR": str(folder),
        "PORT": str(port or 8000),
        "SITE_URL": "",
        "COLLECTION": "none",
        "DJANGO_SETTINGS_MODULE": "reportsite.settings",
        "PYTHONPATH": str(ROOT),
    }


def make(folder: Path, units: int) -> None:
    """Put a site with so many units into an empty folder; one that stands there already is taken as it is."""
    fill = (
        f"from benchmarks.texts import generated; from benchmarks.site import fill; fill(generated({units}))"
    )
    if not (folder / "reportsite.sqlite3").exists():
        subprocess.run([sys.executable, "-c", fill], env=environment(folder), check=True)
    prepare = [sys.executable, "manage.py", "prepare"]
    subprocess.run(prepare, cwd=ROOT, env=environment(folder), check=True, stdout=subprocess.DEVNULL)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The site in this folder, served while the block runs; what it complains of is in `server.log` there."""
    port = open_port()
    command = [sys.executable, "-m", "gunicorn", "--config=python:reportsite.gunicorn", "reportsite.wsgi"]
    surroundings = environment(folder, port) | {"REQUEST_LOG": "off"}
    with (
        (folder / "server.log").open("w") as log,
        subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=log, stderr=log) as process,
    ):
        try:
            limit = time.monotonic() + PATIENCE
            while Reader(port).get("/search/?q=a").status != 200:
                if time.monotonic() > limit or process.poll() is not None:
                    raise SystemExit("The server does not answer.")
                time.sleep(0.2)
            yield Server(port, process.pid)
        finally:
            process.terminate()


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
