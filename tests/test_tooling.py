"""`make run`, `make test` and the files they read."""

import errno
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import time
import tomllib
from pathlib import Path
from random import Random
from urllib.request import urlopen

import pytest

from dev import environment, machine, steps, testing, validator

ROOT = Path(__file__).parent.parent
HANGING = 300  # seconds
OF_THE_TESTS = ("DATA_DIR", "HASHED_STATIC", "DJANGO_SETTINGS_MODULE", "PORT", "COLLECTION", "TESTS")
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-build.txt", "requirements-bench.txt")


@pytest.fixture
def surroundings(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    return kept | {"DATA_DIR": str(tmp_path / "a folder"), "PORT": str(free_port())}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def refusal(surroundings):
    """The one line that `make run` ends with."""
    command = [sys.executable, "-m", "dev", "run"]
    ended = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=HANGING
    )
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (1, "", 1)
    return ended.stderr


# What stands in the way


def test_a_taken_port_is_named_with_the_way_out(surroundings):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        line = refusal(surroundings | {"PORT": str(port)})
    assert f"Port {port}" in line
    assert "make run PORT=8001" in line


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80.5", "８０", "²"])
def test_a_port_is_a_number_that_a_port_can_have(surroundings, port):
    assert "PORT is a number from 1 to 65535" in refusal(surroundings | {"PORT": port})


def test_a_data_folder_that_cannot_be_made_is_refused(surroundings, tmp_path):
    (tmp_path / "file").touch()
    line = refusal(surroundings | {"DATA_DIR": str(tmp_path / "file" / "data")})
    assert f"{tmp_path}/file/data cannot be written" in line
    assert "make run DATA_DIR=" in line


def test_a_read_only_data_folder_is_refused(monkeypatch, tmp_path):
    def read_only(**options):  # nothing is read-only for root, who runs the tests in many places
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("tempfile.TemporaryFile", read_only)
    with pytest.raises(machine.Refusal, match=r"cannot be written \(Read-only file system\)"):
        machine.make_writable(tmp_path)


def test_a_new_data_folder_is_its_owners_alone(tmp_path):
    machine.make_writable(tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("version", [(3, 6), (3, 10), (3, 14), (4, 11)])
def test_another_python_is_refused(version):
    with pytest.raises(machine.Refusal, match=r"make run PYTHON=python3\.13"):
        machine.check_python(version)


@pytest.mark.parametrize("version", [(3, 11, 7), (3, 12, 1), (3, 13, 0)])
def test_a_supported_python_is_taken(version):
    machine.check_python(version)


# The environment


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A machine without uv and without an environment; what would be installed is noted down."""
    installed = []
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(shutil, "which", lambda name: None)

    def install(command):
        installed.append([str(part) for part in command])
        environment.VENV.mkdir(exist_ok=True)
        environment.PYTHON.touch()

    monkeypatch.setattr(environment, "install", install)
    return installed


def test_a_missing_venv_module_is_named_with_its_package(bare, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(machine.Refusal, match="apt-get install python3-venv"):
        environment.environment("requirements.txt")


def test_everything_is_installed_by_its_hash(bare):
    environment.environment("requirements.txt")
    first, *installs = bare
    assert first[-3:-1] == ["-m", "venv"]
    assert all("--require-hashes" in command for command in installs)
    assert [command[-1] for command in installs] == ["requirements-build.txt", "requirements.txt"]


def test_a_whole_environment_is_left_as_it_is(bare):
    environment.environment("requirements.txt")
    bare.clear()
    environment.environment("requirements.txt")
    assert bare == []


def test_the_development_environment_serves_the_site_too(bare):
    environment.environment("requirements-dev.txt")
    bare.clear()
    environment.environment("requirements.txt")
    assert bare == []


def test_the_environment_of_the_benchmark_serves_development_too(bare):
    environment.environment("requirements-bench.txt")
    bare.clear()
    environment.environment("requirements-dev.txt")
    assert bare == []


def test_development_is_added_to_an_environment_that_may_be_serving(bare):
    environment.environment("requirements.txt")
    in_use = environment.VENV / "in-use"
    in_use.touch()
    environment.environment("requirements-dev.txt")
    assert in_use.exists()
    assert environment.whole("requirements-dev.txt")


def test_a_half_made_environment_is_made_anew(bare):
    environment.VENV.mkdir()
    (environment.VENV / "leftover").touch()
    environment.environment("requirements.txt")
    assert not (environment.VENV / "leftover").exists()


def test_a_broken_off_installation_does_not_look_whole(bare, monkeypatch):
    environment.environment("requirements.txt")

    def broken(command):
        raise machine.Refusal("no network")

    monkeypatch.setattr(environment, "install", broken)
    with pytest.raises(machine.Refusal):
        environment.environment("requirements-dev.txt")
    assert not environment.whole("requirements.txt")


def test_another_lock_asks_for_another_stamp(bare, monkeypatch, tmp_path):
    for name in LOCKS:
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    before = environment.stamp("requirements.txt")
    (tmp_path / "requirements.txt").write_text("django==5.2.20\n")
    assert environment.stamp("requirements.txt") != before


# The requirements


def pinned(name):
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_every_pinned_package_has_its_hashes(name):
    entries = re.split(r"^(?=[\w.-]+==)", (ROOT / name).read_text(), flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(
    "name", [*LOCKS, *(lock.replace(".txt", ".in") for lock in LOCKS), "pyproject.toml", "Makefile"]
)
def test_no_file_has_the_address_of_a_package_index(name):
    assert not re.search(r"://|index-url|find-links|trusted-host", (ROOT / name).read_text())


def test_development_pins_what_the_site_runs_on():
    assert pinned("requirements.txt").items() <= pinned("requirements-dev.txt").items()


def test_build_pins_what_the_site_runs_on():
    shared = pinned("requirements.txt").keys() & pinned("requirements-build.txt").keys()
    assert {name: pinned("requirements.txt")[name] for name in shared} == {
        name: pinned("requirements-build.txt")[name] for name in shared
    }


@pytest.mark.parametrize("name", [lock.replace(".txt", ".in") for lock in LOCKS])
def test_every_dependency_has_a_word_why(name):
    lines = [
        line for line in (ROOT / name).read_text().splitlines() if line and not line.startswith(("#", "-r"))
    ]
    assert [line for line in lines if not re.search(r" # \w", line)] == []


def test_the_licence_is_the_same_in_both_places():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["license"] == "BSD-3-Clause"
    assert (ROOT / "LICENSE").read_text().startswith("BSD 3-Clause License")


def test_continuous_integration_requires_the_browser():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "REQUIRE_BROWSER=1 exec make test" in (ROOT / ".ci" / "run").read_text()


# The summary


def test_the_last_line_adds_up_the_tests(capsys):
    outcomes = [
        steps.Outcome("tests", "passed", counts=(5, 0, 1)),
        steps.Outcome("browser", "FAILED", counts=(2, 1, 0)),
    ]
    assert steps.sum_up(outcomes) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "7 passed, 1 failed, 1 skipped"


def test_a_failed_check_fails_the_run_though_no_test_did(capsys):
    assert (
        steps.sum_up([steps.Outcome("lint", "FAILED"), steps.Outcome("tests", "passed", counts=(5, 0, 0))])
        == 1
    )


def test_what_is_left_out_is_said_loudly_and_fails_nothing(capsys):
    assert steps.sum_up([steps.Outcome("browser", "left out", remark="no Chromium")]) == 0
    assert "!!! LEFT OUT, nothing is known about it: browser (no Chromium)" in capsys.readouterr().out


def test_tests_are_counted_from_the_report_of_pytest(tmp_path):
    report = tmp_path / "tests.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="2" errors="1" skipped="3"/></testsuites>')
    assert steps.count(report) == (3, 3, 3)


def test_a_run_that_broke_off_counts_no_tests(tmp_path):
    assert steps.count(tmp_path / "missing.xml") == (0, 0, 0)


def test_a_step_that_hangs_is_ended_with_its_children(tmp_path):
    child = f"import time; time.sleep(1.5); open({str(tmp_path / 'late')!r}, 'w')"
    parent = f"import subprocess, sys; subprocess.call([sys.executable, '-c', {child!r}])"
    outcome = steps.step("slow", sys.executable, "-c", parent, limit=0.5)
    time.sleep(1.5)
    assert (outcome.result, outcome.remark) == ("FAILED", "hung, and was ended after 0.5 s")
    assert not (tmp_path / "late").exists()


@pytest.mark.parametrize(("required", "result"), [("1", "FAILED"), ("", "left out")])
def test_a_missing_browser_fails_only_where_it_is_required(monkeypatch, tmp_path, required, result):
    monkeypatch.setenv("REQUIRE_BROWSER", required)
    monkeypatch.setattr(testing, "get_browser", lambda: None)
    monkeypatch.setattr(testing, "get_validator", lambda: None)
    monkeypatch.setattr(testing, "has_browser", lambda: False)
    outcome = testing.browser_tests(sys.executable, tmp_path, ["tests/browser"])
    assert outcome.result == result
    assert "apt-get install" in outcome.remark


@pytest.mark.parametrize(("required", "result"), [("1", "FAILED"), ("", "passed")])
def test_a_skipped_browser_test_fails_only_where_the_browser_is_required(
    monkeypatch, tmp_path, required, result
):
    monkeypatch.setenv("REQUIRE_BROWSER", required)
    monkeypatch.setattr(testing, "get_validator", lambda: None)
    monkeypatch.setattr(testing, "has_browser", lambda: True)
    monkeypatch.setattr(
        testing, "pytest", lambda *arguments: steps.Outcome("browser", "passed", counts=(3, 0, 1))
    )
    assert testing.browser_tests(sys.executable, tmp_path, ["tests/browser"]).result == result


# The HTML checker


@pytest.fixture
def packed(monkeypatch, tmp_path):
    """A package as npm brings it, with a checker that is only a word."""
    jar = tmp_path / "vnu.jar"
    jar.write_bytes(b"checker")
    with tarfile.open(tmp_path / "vnu-jar.tgz", "w:gz") as package:
        package.add(jar, validator.MEMBER)
    monkeypatch.setattr(validator, "JAR", tmp_path / ".venv-vnu.jar")
    return tmp_path / "vnu-jar.tgz"


def test_a_checker_that_is_not_the_pinned_one_is_refused(packed):
    with pytest.raises(machine.Refusal, match="its SHA-256 is d2d2328e"):
        validator.keep(packed)
    assert not validator.JAR.exists()


def test_the_pinned_checker_is_kept(packed, monkeypatch):
    monkeypatch.setattr(validator, "SHA256", hashlib.sha256(b"checker").hexdigest())
    validator.keep(packed)
    assert validator.JAR.read_bytes() == b"checker"


def test_without_npm_no_checker_is_brought(packed, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/java" if name == "java" else None)
    validator.get_validator()
    assert not validator.has_validator()


# The figures


def test_a_figure_takes_the_place_of_its_older_one(tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "tests" / "proofs.py", tmp_path / "tests")
    command = [sys.executable, "-m", "pytest", "-p", "xdist", "-p", "tests.proofs", "-n1", "tests"]
    surroundings = os.environ | {"PROVE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    for value in ("1 of 2", "2 of 2"):
        test = f"def test_kills(record_figure):\n    record_figure('kills survived', {value!r})\n"
        (tmp_path / "tests" / "test_it.py").write_text(test)
        subprocess.run(command, cwd=tmp_path, env=surroundings, check=True, timeout=HANGING)
    (row,) = (tmp_path / "docs" / "proofs.md").read_text().splitlines()[6:]
    assert row.startswith("| kills survived | 2 of 2 | 3.")
    assert row.endswith("| `make prove TESTS=tests/test_it.py::test_kills` |")


# The site


needs_environment = pytest.mark.skipif(
    not environment.whole("requirements.txt"), reason="`make run` has made no environment here"
)


def start(surroundings):
    command = [sys.executable, "-m", "dev", "run"]
    return subprocess.Popen(
        command, cwd=ROOT, env=surroundings, stdout=subprocess.PIPE, text=True, start_new_session=True
    )


def stop(site, how=signal.SIGTERM):
    os.killpg(site.pid, how)
    site.wait(HANGING)
    site.stdout.close()


def made_by_the_start(data):
    """Marks, key and static files with their times; the indexer of a running site may still write the rest."""
    marks = [data / name for name in ("secret-key", "collection-loaded", "static-collected")]
    files = [*marks, *(data / "static").rglob("*")]
    return {file: file.stat().st_mtime_ns for file in files}


def static_files(surroundings):
    folder = Path(surroundings["DATA_DIR"], "static")
    return {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def private(data):
    return [path for path in [data, *data.rglob("*")] if "static" not in path.parts]


def served(surroundings):
    """Start the site, wait for its address, and return what it printed and its front page."""
    site = start(surroundings)
    try:
        said = []
        for line in site.stdout:
            said.append(line)
            if "Reportsite is at" in line:
                with urlopen(f"http://127.0.0.1:{surroundings['PORT']}/", timeout=HANGING) as page:
                    return "".join(said), page.read().decode()
        raise AssertionError("".join(said))
    finally:
        stop(site)


@needs_environment
def test_the_site_is_made_once_and_kept_for_its_owner_alone(surroundings):
    data = Path(surroundings["DATA_DIR"])
    said, page = served(surroundings)
    made = made_by_the_start(data)
    assert f"make admin DATA_DIR='{data}'" in said
    assert [path for path in private(data) if path.stat().st_mode & 0o077] == []
    again, same_page = served(surroundings | {"COLLECTION": "/nowhere"})
    assert len(again.splitlines()) < len(said.splitlines())
    assert (made_by_the_start(data), same_page) == (made, page)


@needs_environment
def test_a_start_that_is_killed_at_any_moment_is_made_good_by_the_next(surroundings, proving, record_figure):
    rounds = 40 if proving else 1
    begun = time.monotonic()
    _, page = served(surroundings)
    whole = time.monotonic() - begun
    files = static_files(surroundings)
    random = Random(20180406)
    for _ in range(rounds):
        shutil.rmtree(surroundings["DATA_DIR"])
        site = start(surroundings)
        time.sleep(random.uniform(0, whole))
        stop(site, signal.SIGKILL)
        assert served(surroundings)[1] == page
        assert static_files(surroundings) == files
    record_figure(
        "first starts killed at a random moment, whole after the next start", f"{rounds} of {rounds}"
    )
