"""What is done by hand now and then."""

import os
import tempfile

from dev.environment import BENCH, BUILD, DEV, RUN, environment
from dev.machine import APT, ROOT, Refusal, call, get_browser, has_browser
from dev.testing import forget_the_site


def bench():
    """measure speed and quality beside other engines (COLLECTIONS="DIR …": folders with judged queries)"""
    python = environment(BENCH)
    os.environ["PYTHONPATH"] = str(ROOT)
    collections = os.environ.get("COLLECTIONS", "").split()
    with tempfile.TemporaryDirectory(prefix="reportsite-") as scratch:
        forget_the_site(scratch)
        call(python, "benchmarks/search.py", "--into=README.md")
        call(python, "benchmarks/recall.py", "tests/search/recall_pairs.tsv")
        call(python, "benchmarks/judged.py")
        if collections:
            call(python, "benchmarks/relevance.py", *collections)
        else:
            print(
                "\nNo COLLECTIONS are named, so the ranking was not compared with others (docs/relevance.md)."
            )


def load():
    """serve 10,000 sections to 50 searches a second mixed with edits, and say whether that holds (MINUTES, else 10; RATE)"""
    options = [f"--minutes={os.environ.get('MINUTES') or 10}", f"--rate={os.environ.get('RATE') or 50}"]
    with tempfile.TemporaryDirectory(prefix="reportsite-") as scratch:
        forget_the_site(scratch)
        call(environment(BENCH), "-m", "benchmarks.load", *options)


def mutate():
    """change documents/query bit by bit and count what its tests notice, in half an hour (MODULES="tree spans": only these)"""
    python = environment(BENCH)
    with tempfile.TemporaryDirectory(prefix="reportsite-") as scratch:
        forget_the_site(scratch)
        call(python, "-m", "dev.mutation", *os.environ.get("MODULES", "").split())


def screenshots():
    """photograph every kind of page, on sites of its own (DIR, else ./screenshots; ONLY=WORD in a page's name)"""
    python = environment(DEV)
    get_browser()
    if not has_browser():
        raise Refusal("Screenshots need Chromium. On Debian: apt-get update && " + " ".join(APT))
    folder = os.environ.get("DIR") or "screenshots"
    with tempfile.TemporaryDirectory(prefix="reportsite-") as scratch:
        forget_the_site(scratch)
        call(python, "-m", "dev.screenshots", folder, os.environ.get("ONLY", ""))


def lock():
    """pin and hash the newest versions that requirements*.in allow"""
    compile = [environment(DEV), "-m", "uv", "pip", "compile", "--quiet", "--upgrade", "--universal"]
    compile += ["--python-version=3.11", "--fork-strategy=fewest", "--generate-hashes", "--no-emit-index-url"]
    # With their extras: pip takes `coverage[toml]` for unpinned where only `coverage` is pinned.
    compile += ["--no-strip-extras", "--custom-compile-command=make lock"]
    call(*compile, "requirements-build.in", f"--output-file={BUILD}")
    call(*compile, "requirements.in", f"--constraint={BUILD}", f"--output-file={RUN}")
    call(
        *compile,
        "requirements-dev.in",
        f"--constraint={BUILD}",
        f"--constraint={RUN}",
        f"--output-file={DEV}",
    )
    pinned = [f"--constraint={lock}" for lock in (BUILD, RUN, DEV)]
    call(*compile, "requirements-bench.in", *pinned, f"--output-file={BENCH}")


def format():
    """format the code and mend what ruff can mend"""
    python = environment(DEV)
    call(python, "-m", "ruff", "check", "--fix-only", "--quiet", ".")
    call(python, "-m", "ruff", "format", "--quiet", ".")
