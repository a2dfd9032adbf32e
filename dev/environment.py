"""The project's own Python environment, made from the pinned and hashed requirements."""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys

from dev.machine import ROOT, Refusal

BUILD, RUN, DEV = "requirements-build.txt", "requirements.txt", "requirements-dev.txt"
BENCH = "requirements-bench.txt"
NESTED = (RUN, DEV, BENCH)  # each pins all that those before it pin
PROVE = os.environ.get("PROVE") == "1"
VENV = ROOT / (".venv-{}.{}".format(*sys.version_info) if PROVE else ".venv")
PYTHON = VENV / "bin/python"


def environment(lock):
    """Python with all that `lock` pins. An environment that is missing, old or half made is made first."""
    if not whole(lock):
        try:
            with one_at_a_time():
                if not whole(lock):
                    make(lock)
        except OSError as error:
            raise Refusal(
                f"{VENV} cannot be made ({error.strerror}). Put the project where you may write."
            ) from None
    return str(PYTHON)


def whole(lock):
    return stamp(lock).exists() and PYTHON.exists()


def stamp(lock):
    """The file that is written when all of `lock` is there, for this very Python."""
    parts = [platform.python_version().encode(), (ROOT / BUILD).read_bytes(), (ROOT / lock).read_bytes()]
    return VENV / ".stamp-{}".format(hashlib.sha256(b"".join(parts)).hexdigest()[:16])


def make(lock):
    uv = shutil.which("uv")
    if not uv and not importlib.util.find_spec("ensurepip"):
        raise Refusal("Python's venv module is not whole. On Debian or Ubuntu: apt-get install python3-venv")
    if not whole(RUN):
        print(f"Making {VENV.name} with Python {platform.python_version()} ...", flush=True)
        shutil.rmtree(str(VENV), ignore_errors=True)
        base = getattr(sys, "_base_executable", sys.executable)  # `sys.executable` may just have been removed
        install(
            [uv, "venv", "--seed", "--quiet", "--python", base, VENV] if uv else [base, "-m", "venv", VENV]
        )
    for old in VENV.glob(
        ".stamp-*"
    ):  # from here to the new stamp the environment is half made, and must not look whole
        old.unlink()
    print(f"Installing {lock}, once; it takes about half a minute ...", flush=True)
    pip = [uv, "pip", "install", "--python", PYTHON] if uv else [PYTHON, "-m", "pip", "install", "--quiet"]
    pip += ["--quiet", "--require-hashes"]
    install([*pip, "-r", BUILD])
    install(
        [*pip, "--no-build-isolation", "-r", lock]
    )  # with what BUILD brought, django-haystack is built here
    for pinned in NESTED[: NESTED.index(lock) + 1]:
        stamp(pinned).touch()


def install(command):
    if subprocess.call([str(part) for part in command], cwd=str(ROOT)):
        raise Refusal(
            "The installation failed; the lines above say why. Mend that and give the same command again."
        )


@contextlib.contextmanager
def one_at_a_time():
    """Commands that start together make one environment. The lock goes when its holder goes."""
    with VENV.with_name(VENV.name + ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
