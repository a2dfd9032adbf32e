"""Where the figures of a full proof go: a test records one, docs/proofs.md shows it."""

import os
import platform
from datetime import date
from pathlib import Path

import pytest

PROVING = os.environ.get("PROVE") == "1"
PROOFS = Path(__file__).parent.parent / "docs" / "proofs.md"
HEADING = """\
# Proofs

What `make prove` found, with the full numbers of random cases, kills and loads. The tests write this table.

| Proof | Figure | Python | Machine | Date | Repeat with |
| --- | --- | --- | --- | --- | --- |
"""


@pytest.fixture(scope="session")
def proving():
    """Whether full numbers are asked for: `rounds = 200 if proving else 5`."""
    return PROVING


@pytest.fixture
def record_figure(request):
    """`record_figure("kills survived", "200 of 200")` puts a line into docs/proofs.md, when proving."""

    def record(name, value):
        request.node.user_properties.append(("figure", f"{name} | {value}"))

    return record


class Figures:
    """Collects what the tests recorded, from every process that runs some, and writes it once at the end."""

    def __init__(self):
        self.rows = {}

    def pytest_runtest_logreport(self, report):
        figures = [value for name, value in report.user_properties if name == "figure"]
        if report.when == "call" and report.passed:
            self.rows |= rows(row(figure, report.nodeid) for figure in figures)

    def pytest_sessionfinish(self):
        if self.rows:
            kept = PROOFS.read_text().removeprefix(HEADING).splitlines() if PROOFS.exists() else []
            PROOFS.write_text(HEADING + "\n".join(sorted((rows(kept) | self.rows).values())) + "\n")


def row(figure, nodeid):
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    repeat = f"make prove TESTS={nodeid.partition('[')[0]}"
    return f"| {figure} | {platform.python_version()} | {machine} | {date.today()} | `{repeat}` |"


def rows(lines):
    """By name and Python, so that a figure takes the place of its older one."""
    return {(line.split(" | ")[0], line.split(" | ")[2].rpartition(".")[0]): line for line in lines}


def pytest_configure(config):
    if PROVING and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Figures(), "figures")
