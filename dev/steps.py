"""Steps of a long run, one after the other, and the summary at its end."""

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from dev.environment import PROVE
from dev.machine import ROOT

HANGS = None if PROVE else 3000  # seconds for one step: five times what all of them together may take


class Outcome(NamedTuple):
    name: str
    result: str  # "passed", "FAILED" or "left out"
    seconds: float = 0
    remark: str = ""
    counts: tuple = (0, 0, 0)  # tests passed, failed, skipped


def step(name, *command, surroundings=(), limit=HANGS):
    """Run a command to its end, or until it must be hanging (`limit` seconds); it leaves no child."""
    print("\n== {}: {}".format(name, " ".join(command[1:])), flush=True)
    begun = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=str(ROOT),
        env={**os.environ, **dict(surroundings)},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        result, remark = "FAILED" if process.wait(limit) else "passed", ""
    except subprocess.TimeoutExpired:
        result, remark = "FAILED", f"hung, and was ended after {limit} s"
    finally:
        end(process)
    return Outcome(name, result, time.monotonic() - begun, remark)


def end(process):
    with contextlib.suppress(OSError):  # it may have gone already, and its children with it
        os.killpg(process.pid, signal.SIGKILL) if os.name == "posix" else process.kill()
    process.wait()


def pytest(name, python, scratch, *arguments):
    """A step that is a run of pytest, with its tests counted."""
    report = Path(scratch, f"{name}.xml")
    patience = ["-o", "faulthandler_timeout=1800"] if PROVE else []  # a full proof takes longer to look hung
    outcome = step(name, python, "-m", "pytest", f"--junitxml={report}", *patience, *arguments)
    counts = count(report)
    return outcome._replace(counts=counts, remark=outcome.remark or tally(counts))


def count(report):
    """How many tests passed, failed and were skipped, from the report that pytest wrote."""
    if not report.exists():
        return (0, 0, 0)
    suites = list(ElementTree.parse(str(report)).iter("testsuite"))
    total, failures, errors, skipped = (
        sum(int(suite.get(key)) for suite in suites) for key in ("tests", "failures", "errors", "skipped")
    )
    return total - failures - errors - skipped, failures + errors, skipped


def tally(counts):
    return "{} passed, {} failed, {} skipped".format(*counts)


def sum_up(outcomes):
    """Print how each step went and what the tests add up to, in one place; return the exit code."""
    print("\n== summary")
    for outcome in outcomes:
        print("{0.name:<12} {0.result:<9} {0.seconds:>6.1f} s  {0.remark}".format(outcome))
    for outcome in outcomes:
        if outcome.result == "left out":
            print(f"\n!!! LEFT OUT, nothing is known about it: {outcome.name} ({outcome.remark})")
    totals = [sum(column) for column in zip(*(outcome.counts for outcome in outcomes), strict=True)]
    print("\n" + tally(totals), flush=True)
    return int(any(outcome.result == "FAILED" for outcome in outcomes))
