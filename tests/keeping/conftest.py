"""A site in a folder of its own, and the commands that are run there as an operator runs them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Site:
    """A data folder, worked on by processes of its own."""

    def __init__(self, path):
        self.path = path

    def run(self, *command):
        environment = os.environ | {
            "DATA_DIR": str(self.path),
            "HASHED_STATIC": "no",
            "DJANGO_SETTINGS_MODULE": "reportsite.settings",
        }
        done = subprocess.run(
            [sys.executable, *map(str, command)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def manage(self, *command):
        return self.run("manage.py", *command)

    def drill(self, step, *arguments):
        said = self.run("-m", "tests.keeping.drill", step, *arguments)
        return json.loads(said) if said else None

    def names(self):
        """What stands in the folder, index and lock apart."""
        return sorted(path.name for path in self.path.iterdir())

    def wipe(self):
        shutil.rmtree(self.path)
        self.path.mkdir()


@pytest.fixture(scope="module")
def original(tmp_path_factory, proving):
    """A site and a backup of it; not to be changed."""
    site = Site(tmp_path_factory.mktemp("original"))
    site.copy = site.path.with_name("original.tar")
    site.drill("make", "documents/bundled/example" if proving else "tests/collections/harbor", site.copy)
    return site


@pytest.fixture
def site(tmp_path):
    """An empty data folder."""
    folder = tmp_path / "site"
    folder.mkdir()
    return Site(folder)
