"""The Nu Html Checker: a Java program, which npm brings into the environment once (docs/decisions/0006)."""

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from dev.environment import VENV
from dev.machine import Refusal, install_package

VERSION = "26.9.27"
SHA256 = "22f15dd39a33bed929d2a5c0cddf5946849a647eca9272bf4d5d00bc7e7a4d47"  # of the jar itself
MEMBER = "package/build/dist/vnu.jar"
JAR = VENV / f"vnu-{VERSION}.jar"
JAVA = "default-jre-headless"
MISSING = f"There is no HTML checker: apt-get install {JAVA} npm, then make test"


def has_validator():
    return JAR.exists() and shutil.which("java") is not None


def get_validator():
    """Let apt bring Java and npm the checker, where that is possible; nothing happens elsewhere."""
    if not shutil.which("java"):
        install_package("Java", JAVA)
    if not JAR.exists() and shutil.which("npm"):
        print(f"Bringing the HTML checker {VERSION}, once (30 MB) ...", flush=True)
        with tempfile.TemporaryDirectory(prefix="reportsite-") as scratch:
            pack = ["npm", "pack", "--silent", f"vnu-jar@{VERSION}"]
            if subprocess.call(pack, cwd=scratch, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) == 0:
                keep(next(Path(scratch).glob("*.tgz")))


def keep(package):
    """Take the jar out of the package, if it is the one that we know."""
    with tarfile.open(str(package)) as members:
        data = members.extractfile(MEMBER).read()
    found = hashlib.sha256(data).hexdigest()
    if found != SHA256:
        raise Refusal(
            f"npm brought another HTML checker than dev/validator.py names: its SHA-256 is {found}."
        )
    half = JAR.with_name(JAR.name + ".half")
    half.write_bytes(data)
    half.replace(JAR)
