"""Every engine passes the same tests: `engine` is each of them in turn, empty, in a folder of its own."""

import tempfile
from pathlib import Path

import pytest

from documents.search.whoosh.engine import WhooshEngine

ENGINES = {"whoosh": WhooshEngine}


@pytest.fixture(params=ENGINES.values(), ids=ENGINES.keys(), scope="session")
def new_engine(request, tmp_path_factory):
    """Makes as many empty engines as a test wants."""
    made = []

    def make():
        folder = Path(tempfile.mkdtemp(dir=tmp_path_factory.getbasetemp()))
        made.append(request.param(folder / "index"))
        made[-1].rebuild(())
        return made[-1]

    yield make
    for engine in made:
        engine.close()


@pytest.fixture
def engine(new_engine):
    return new_engine()
