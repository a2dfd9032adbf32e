"""What stock Haystack answers. Importing this module starts Django on the folder that STOCK_DIR names."""

import os
from collections.abc import Sequence
from pathlib import Path

import django
from django.conf import settings

FOLDER = Path(os.environ["STOCK_DIR"])
settings.configure(
    INSTALLED_APPS=["haystack", "benchmarks.stock"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "units.sqlite3"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    HAYSTACK_CONNECTIONS={
        "default": {"ENGINE": "haystack.backends.whoosh_backend.WhooshEngine", "PATH": str(FOLDER / "index")}
    },
)
django.setup()

from django.core.management import call_command  # noqa: E402
from haystack.inputs import Exact  # noqa: E402
from haystack.query import SQ, SearchQuerySet  # noqa: E402

from benchmarks.stock.models import Unit  # noqa: E402
from benchmarks.texts import FACETS  # noqa: E402
from documents.query.tree import And, Or, Phrase, Tree, Word  # noqa: E402
from documents.search.engine import Record  # noqa: E402


def fill(records: Sequence[Record]) -> None:
    """The units as rows, then Haystack's own command."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    Unit.objects.bulk_create(
        Unit(
            **{zone: " ".join(one.zones.get(zone, ())) for zone in ("title", "heading", "body")},
            **{facet: next(iter(one.facets.get(facet, ())), "") for facet in FACETS},
        )
        for one in records
    )
    call_command("update_index", verbosity=0)


def found(tree: Tree) -> int:
    """Ten hits, the exact count and the facets, all of one search."""
    results = SearchQuerySet().filter(asked(tree))
    for facet in FACETS:
        results = results.facet(facet)
    list(results[:10])
    results.facet_counts()
    return int(results.count())


def asked(tree: Tree) -> SQ:
    """The tree in Haystack's terms."""
    match tree:
        case Word((word,)):
            return SQ(content=word)
        case Phrase(words):
            return SQ(content=Exact(" ".join(words)))
        case And((first, *others)):
            query = asked(first)
            for other in others:
                query &= asked(other)
            return query
        case Or((first, *others)):
            query = asked(first)
            for other in others:
                query |= asked(other)
            return query
        case _:
            raise NotImplementedError(tree)
