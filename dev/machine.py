"""What the machine has, and the one clear line that is said where something is missing."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ("3.11", "3.12", "3.13")
# The first is Chromium without its windows: the same engine, which takes half the processor time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
APT_INSTALL = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
APT = [*APT_INSTALL, "chromium-headless-shell", "fonts-dejavu-core"]


class Refusal(Exception):
    """Something outside the project stands in the way; the message says what to do about it."""


def check_python(version):
    if "{}.{}".format(*version) not in VERSIONS:
        raise Refusal(
            "Reportsite needs Python 3.11, 3.12 or 3.13, and this is {}.{}. "
            "Install one of them and name it: make run PYTHON=python3.13".format(*version)
        )


def free_port(text):
    """The port as a number, once it is sure that nothing listens there."""
    if not (text.isdigit() and text.isascii() and 0 < int(text) < 65536):
        raise Refusal(f"PORT is a number from 1 to 65535, not {text!r}, as in: make run PORT=8001")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port just given up is free
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            raise Refusal(
                f"Port {text} is not to be had ({error.strerror}). "
                "Stop the program that has it, or take another: make run PORT=8001"
            ) from None
    return int(text)


def open_port():
    """The number of a port at which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def data_folder():
    """The folder of all state, as an absolute path."""
    return Path(os.environ.get("DATA_DIR") or ROOT / "data").expanduser().absolute()


def make_writable(folder):
    """Make the folder, for its owner alone, where it is missing; refuse one that cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=str(folder)):
            pass
    except OSError as error:
        raise Refusal(
            f"The data folder {folder} cannot be written ({error.strerror}). "
            "Make it writable, or choose another: make run DATA_DIR=~/reportsite"
        ) from None


def pythons():
    """The supported Pythons that run here: version → path."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    return {
        version: str(python)
        for version in VERSIONS
        for python in [shutil.which(f"python{version}"), *sorted(pyenv.glob(f"{version}.*/bin/python"))]
        if python and subprocess.call([str(python), "-c", ""], stderr=subprocess.DEVNULL) == 0
    }


def has_browser():
    return any(map(shutil.which, BROWSERS))


def get_browser():
    """Let apt bring Chromium, where that is allowed; nothing happens elsewhere."""
    if not has_browser():
        install_package("Chromium", *APT[len(APT_INSTALL) :])


def install_package(name, *packages):
    """Let apt install packages, where that is allowed; nothing happens elsewhere."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print(f"Installing {name}, once; it takes a minute or two ...", flush=True)
    for command in (["apt-get", "update", "-qq"], [*APT_INSTALL, *packages]):
        surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.call(command, env=surroundings, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def call(*command):
    """Run a command that says for itself what is wrong, if anything is; then this one ends with it."""
    if subprocess.call(command, cwd=str(ROOT)):
        sys.exit(1)


def become(*command):
    """Turn into another program, so that signals reach it and nothing of ours is left waiting."""
    os.chdir(str(ROOT))
    os.execv(command[0], command)
