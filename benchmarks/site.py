"""A site with generated units, for measuring `find()` and the search page as they are served.

Importing this module starts Django on the data folder that DATA_DIR names.
"""

import logging
import re
from collections.abc import Sequence
from itertools import groupby

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db.models import QuerySet  # noqa: E402
from django.test import Client  # noqa: E402

from documents.models import Block, Collection, Report, Section, Source, State  # noqa: E402
from documents.query.grammar import parse  # noqa: E402
from documents.query.tree import Tree  # noqa: E402
from documents.search.engine import Record  # noqa: E402
from documents.search.engines import engine  # noqa: E402
from documents.search.find import find  # noqa: E402
from documents.search.indexer import rebuild  # noqa: E402
from documents.search.units import SECTION_KIND  # noqa: E402

logging.getLogger("reportsite.requests").setLevel(logging.WARNING)  # a line a request tells nothing here

COUNT = re.compile(r"<strong>(\d+) section")


def fill(records: Sequence[Record]) -> None:
    """Groups of sections become reports, the rest sources; rows are written in bulk, then indexed."""
    call_command("migrate", verbosity=0)
    collection = Collection.objects.create(slug="bench", name="Bench")
    for group, members in groupby(records, key=lambda record: record.group):
        units = list(members)
        if units[0].facets["kind"] == (SECTION_KIND,):
            write(Section, [section(record, edition(collection, group, units[0])) for record in units], units)
        else:
            write(Source, [source(record, collection) for record in units], units)
    rebuild(engine())


def edition(collection, group, record):
    report, _ = Report.objects.get_or_create(
        slug=group,
        defaults={
            "collection": collection,
            "title": group,
            "publisher": value(record, "publisher"),
            "issued": value(record, "year"),
            "state": State.PUBLISHED,
        },
    )
    return report.current_edition


def section(record, edition):
    return Section(
        edition=edition,
        public_id=f"u{record.id}",
        slug=f"s{record.id}",
        title=record.zones["title"][0],
        position=record.position,
        state=State.PUBLISHED,
    )


def source(record, collection):
    return Source(
        collection=collection,
        public_id=f"u{record.id}",
        key=record.id,
        slug=f"s{record.id}",
        title=record.zones["title"][0],
        kind=value(record, "kind"),
        publisher=value(record, "publisher"),
        date=value(record, "year"),
        state=State.PUBLISHED,
    )


def value(record, facet):
    return next(iter(record.facets.get(facet, ())), "")


def write(model, units, records):
    """Past the checks and derivations of single saves, which are not what is measured here."""
    QuerySet(model).bulk_create(units)
    column = model._meta.model_name
    Block.objects.bulk_create(
        Block(id=f"b{record.id}{number}", position=number, kind=kind, text=text, **{column: unit})
        for unit, record in zip(units, records, strict=True)
        for number, (kind, text) in enumerate(texts(record))
    )


def texts(record):
    """The blocks of a generated body: its heading, then its paragraphs."""
    yield from (("heading", text) for text in record.zones.get("heading", ()))
    for body in record.zones["body"]:
        yield from (("paragraph", text) for text in body.split("\n\n"))


def found(tree: Tree) -> int:
    """What a view asks first: ten hits, the exact count, facets. The units are read when a page shows them."""
    return find(parse(str(tree)), {}).count


def served(client: Client, tree: Tree) -> int:
    """The whole response of the search page."""
    page = client.get("/search/", {"q": str(tree)}, headers={"host": "127.0.0.1"}).content.decode()
    count = COUNT.search(page)
    if count is None:
        raise SystemExit(f"The search page did not answer {tree}")
    return int(count[1])
