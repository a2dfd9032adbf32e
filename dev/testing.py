"""Every check and every test."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from dev.environment import DEV, RUN, environment
from dev.machine import APT, ROOT, Refusal, get_browser, has_browser, pythons
from dev.steps import Outcome, pytest, step, sum_up
from dev.validator import get_validator

BROWSER = "tests/browser"
TWO = ("-n2", "--dist=worksteal")  # two at a time; who has nothing left to do takes over some of the other's
DEPLOYED = {
    "SITE_URL": "https://example.org",
    "SECRET_KEY": "fifty characters and more, for this check: 0123456789",
    "HSTS_SUBDOMAINS": "yes",
    "HSTS_PRELOAD": "yes",
}
OF_THE_SITE = (
    "PORT COLLECTION SITE_URL SITE_NAME CONTACT ALLOWED_HOSTS SECRET_KEY DEBUG DJANGO_SETTINGS_MODULE "
    "ALLOW_PLAIN_HTTP TRUSTED_PROXIES STAFF_TOTP SESSION_MINUTES SESSION_HOURS RATE_LIMITS REQUEST_LOG "
    "HSTS_SUBDOMAINS HSTS_PRELOAD"
).split()


def test():
    """set up what the tests need, run every check and test, sum up (TESTS=PATHS: only these tests)"""
    python = environment(DEV)
    chosen = os.environ.get("TESTS", "").split()
    with tempfile.TemporaryDirectory(prefix="reportsite-") as scratch:
        forget_the_site(scratch)
        if chosen:
            outcomes = list(tests(python, scratch, chosen))
        else:
            outcomes = [*checks(python), *tests(python, scratch, ["tests", BROWSER]), audit(python, scratch)]
    sys.exit(sum_up(outcomes))


def forget_the_site(scratch):
    """Tests see nothing of a site that the person who runs them may have here, and leave nothing behind."""
    for name in OF_THE_SITE:
        os.environ.pop(name, None)
    os.environ.update(DATA_DIR=str(Path(scratch, "data")), TMPDIR=scratch)


def checks(python):
    yield step("format", python, "-m", "ruff", "format", "--check", ".")
    yield step("lint", python, "-m", "ruff", "check", ".")
    yield step("types", python, "-m", "mypy")
    check = [python, "manage.py", "check", "--fail-level=WARNING"]
    yield step("checks", *check)
    yield step("deployment", *check, "--deploy", surroundings=DEPLOYED)
    yield step("migrations", python, "manage.py", "makemigrations", "--check", "--dry-run")


def tests(python, scratch, paths):
    """The browser's tests are a run of their own: the event loop that drives it disturbs the others."""
    in_browser = [path for path in paths if path.startswith(BROWSER)]
    others = [path for path in paths if path not in in_browser]
    if others:
        yield pytest("tests", python, scratch, *TWO, f"--ignore={BROWSER}", *others)
    if in_browser:
        yield browser_tests(python, scratch, in_browser)


def browser_tests(python, scratch, paths):
    """Left out where there is no browser; with REQUIRE_BROWSER=1 that, and any skipped test, is a failure."""
    required = os.environ.get("REQUIRE_BROWSER") == "1"
    get_browser()
    get_validator()
    if not has_browser():
        remark = "no Chromium; on Debian: apt-get update && " + " ".join(APT)
        return Outcome("browser", "FAILED" if required else "left out", remark=remark)
    outcome = pytest("browser", python, scratch, *TWO, *paths)
    skipped = outcome.counts[2]
    return outcome._replace(result="FAILED") if required and skipped else outcome


def audit(python, scratch):
    """Known holes in what the site runs on. Where no list of them can be reached, that is said."""
    report = Path(scratch, "audit.json")
    options = ["--disable-pip", "--require-hashes", "--timeout=10", "--progress-spinner=off", "--format=json"]
    outcome = step("audit", python, "-m", "pip_audit", "-r", RUN, *options, f"--output={report}", limit=60)
    packages = json.loads(report.read_text())["dependencies"] if report.exists() else []
    known = [package for package in packages if "vulns" in package]
    if not known:
        return outcome._replace(result="left out", remark="no list of known holes could be reached")
    holes = ["{} {}".format(package["name"], hole["id"]) for package in known for hole in package["vulns"]]
    remark = ", ".join(holes) or "{} of {} packages looked up".format(len(known), len(packages))
    return outcome._replace(result="FAILED" if holes else "passed", remark=remark)


def prove():
    """run the tests with full numbers on each Python that is here; the figures go to docs/proofs.md"""
    codes = {}
    for version, python in pythons().items():
        print(f"\n==== Python {version}", flush=True)
        codes[version] = subprocess.call(
            [python, "-m", "dev", "test"], cwd=str(ROOT), env={**os.environ, "PROVE": "1"}
        )
    if not codes:
        raise Refusal("No Python 3.11, 3.12 or 3.13 was found on the PATH or in pyenv: nothing was proven.")
    print()
    for version, code in codes.items():
        print("Python {} {}".format(version, "FAILED" if code else "passed"))
    sys.exit(int(any(codes.values())))


def coverage():
    """run the tests and print the lines that none of them reaches"""
    python = environment(DEV)
    with tempfile.TemporaryDirectory(prefix="reportsite-") as scratch:
        forget_the_site(scratch)
        sys.exit(
            sum_up([pytest("coverage", python, scratch, "-n2", f"--ignore={BROWSER}", "--cov", "tests")])
        )
