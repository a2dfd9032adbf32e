"""The text of a section or a source as its page shows it: rendered, cited sources linked, matches marked."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from documents.models import Collection, Section, Source
from documents.query.grammar import Query
from documents.query.spans import Span
from documents.search.engine import SearchTrouble
from documents.search.find import Marks, marks
from documents.text.blocks import Kept, carry
from documents.text.markdown import Body, Citation, Link, Taken, parse, render

logger = logging.getLogger(__name__)

NO_MARKS = Marks()


@dataclass
class Reading:
    """What a page shows of a unit. `is_marked` is False where nothing could be marked."""

    text: SafeString
    body: Body
    marks: Marks
    is_marked: bool
    sources: list[Source]

    @property
    def opening(self) -> str:
        return opening(self.body)


def read(unit: Section | Source, query: Query) -> Reading:
    """Make the page's text of a unit whose `text_blocks` are loaded, marked with what the query matched."""
    body = parse(unit.body)
    ids = [block.id for block in unit.text_blocks]
    found, is_marked = _marks(query, unit)
    if not _is_kept(body, unit):
        logger.error("The blocks kept of %s %s are not those of its body. Save it again.", unit.slug, unit.pk)
        ids, found, is_marked = _matching_ids(body, unit), NO_MARKS, False
    sources = list(unit.cited_sources().published().by_date())
    text = _html(
        body,
        ids,
        spans={number: [(span.start, span.end) for span in spans] for number, spans in found.blocks.items()},
        current=(min(found.blocks), 0) if found.blocks else None,
        cite=Citing(sources),
    )
    return Reading(text, body, found, is_marked, sources)


def opening(body: Body) -> str:
    """The first paragraph as plain text, which is what is said of a page elsewhere."""
    return next((block.text for block in body.blocks if block.kind == "paragraph"), "")


def spans_in(marks: Marks, zone: str, place: int = 0) -> Sequence[Span]:
    """What is marked in one text of the record, such as the second identifier."""
    texts = marks.record.get(zone, [])
    return texts[place] if place < len(texts) else []


def prose(text: str, name: str, collection: Collection, taken: Taken | None = None) -> SafeString:
    """A text that is no unit, such as what a report is about; it cites sources of the collection.

    `name` begins its ids; texts of one page share `taken`, the names that may not stand there twice.
    """
    body = parse(text)
    keys = {citation.key for citation in body.citations}
    sources = collection.sources.published().filter(key__in=keys)
    ids = [f"{name}-{number}" for number in range(len(body.blocks))]
    return _html(body, ids, cite=Citing(sources), taken=taken)


class Citing:
    """Where a citation leads: to the page of its source, if everybody may see that."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources = {source.key: source for source in sources}

    def __call__(self, citation: Citation) -> Link | None:
        source = self.sources.get(citation.key)
        return Link(source.get_absolute_url(), citation.key, source.title) if source else None


def _marks(query: Query, unit: Section | Source) -> tuple[Marks, bool]:
    """A page is read without marks while the search is down."""
    try:
        return marks(query, unit), True
    except SearchTrouble:
        return NO_MARKS, False


def _is_kept(body: Body, unit: Section | Source) -> bool:
    """Whether the blocks kept of the unit, which are searched and cited, are those of its body."""
    return [block.text for block in unit.text_blocks] == [block.text for block in body.blocks]


def _matching_ids(body: Body, unit: Section | Source) -> list[str]:
    """The ids of the kept blocks for those of the body that are recognised, and passing ones for the others."""
    kept = [Kept(block.id, unit.public_id, block.kind, block.text) for block in unit.text_blocks]
    numbers = count(1)
    written = [(unit.public_id, block) for block in body.blocks]
    return carry(kept, written, lambda: f"passage-{next(numbers)}")


def _html(body: Body, ids: list[str], **options: Any) -> SafeString:
    """The one place where our own HTML is declared safe; tests/views/test_hostile.py watches it."""
    return mark_safe(render(body, ids, image=lambda key: None, **options))  # noqa: S308
