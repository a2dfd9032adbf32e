"""A small collection to test with: `shelf` puts reports, sections and sources on it and indexes them."""

from pathlib import Path

import pytest

from documents.models import Collection, Report, Section, Source, State
from documents.search.engines import engine
from documents.search.indexer import drain_all


class Shelf:
    """Makes published records with as little said as possible; keywords say the rest."""

    def __init__(self):
        self.collection = Collection.objects.create(slug="shelf", name="Shelf")

    def report(self, slug="harbor", **values):
        values = {"title": "Harbor review", "number": "H-1", "state": State.PUBLISHED} | values
        return Report.objects.create(collection=self.collection, slug=slug, **values)

    def section(self, body="", title="Findings", report=None, **values):
        report = report or Report.objects.filter(slug="harbor").first() or self.report()
        number = report.current_edition.sections.count() + 1
        values = {"slug": f"part-{number}", "state": State.PUBLISHED} | values
        return Section.objects.create(edition=report.current_edition, title=title, body=body, **values)

    def source(self, key="S1", body="", title="A memo", **values):
        values = {"slug": key.lower(), "kind": "memo", "state": State.PUBLISHED} | values
        return Source.objects.create(collection=self.collection, key=key, title=title, body=body, **values)


@pytest.fixture
def shelf(db):
    return Shelf()


@pytest.fixture
def index(settings, tmp_path):
    """An empty index of this test's own; call it to bring the outbox into it."""
    connection = settings.HAYSTACK_CONNECTIONS["default"] | {"PATH": Path(tmp_path / "index")}
    settings.HAYSTACK_CONNECTIONS = {"default": connection}
    engine().rebuild(())
    yield drain_all
    engine().close()
