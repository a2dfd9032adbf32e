"""The engine that this installation searches with."""

from pathlib import Path

from django.conf import settings

from documents.search.engine import Engine
from documents.search.whoosh.engine import engine_at


def engine() -> Engine:
    """The one engine of this process for the index folder that the settings name."""
    return engine_at(index_folder())


def index_folder() -> Path:
    return Path(str(settings.HAYSTACK_CONNECTIONS["default"]["PATH"]))
