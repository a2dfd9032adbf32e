"""The text of a section or a source as its page shows it: rendered, cited sources linked, matches marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from documents.models import Section, Source
from documents.query.grammar import Query
from documents.query.spans import Span
from documents.search.engine import SearchTrouble
from documents.search.find import Marks, marks
from documents.text.markdown import Body, Citation, Link, parse, render

NO_MARKS = Marks()


@dataclass
class Reading:
    """What a page shows of a unit. `is_marked` is False where the search could not be asked."""

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
    found, is_marked = _marks(query, unit)
    sources = list(unit.cited_sources().published().by_date())
    body = parse(unit.body)
    text = _html(
        body,
        [block.id for block in unit.text_blocks],
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


def prose(text: str, name: str) -> SafeString:
    """A text that is no unit, such as what a collection is about; `name` begins its ids."""
    body = parse(text)
    return _html(body, [f"{name}-{number}" for number in range(len(body.blocks))], cite=Citing([]))


class Citing:
    """Where a citation leads: to the page of its source, if everybody may see that."""

    def __init__(self, sources: list[Source]) -> None:
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


def _html(body: Body, ids: list[str], **options: Any) -> SafeString:
    """The one place where our own HTML is declared safe; tests/views/test_hostile.py watches it."""
    return mark_safe(render(body, ids, image=lambda key: None, **options))  # noqa: S308
