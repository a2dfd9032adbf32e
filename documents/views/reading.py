"""The text of a section or a source as its page shows it: rendered, cited sources linked, matches marked."""

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from documents.forms import ReadingForm
from documents.models import Collection, Section, Source, State
from documents.query.expand import Expansion
from documents.query.spans import Span
from documents.search.engine import SearchTrouble, TooSlow
from documents.search.find import Marks, expanded, marks_of
from documents.text.blocks import Kept, carry
from documents.text.markdown import Body, Citation, Link, Shown, Taken, line, parse, render
from documents.text.redactions import has_words, legible
from documents.views.pictures import Picturing
from documents.views.stepping import Step, step

logger = logging.getLogger(__name__)

NO_MARKS = Marks()


@dataclass
class Reading:
    """What a page shows of a unit. `is_marked` is False where nothing could be marked.

    Its matches are numbered in the order of title, text and record; `current` is the one that is stood on, or 0.
    `result` is its place in the search, if that is known.
    """

    title: SafeString
    text: SafeString
    body: Body
    marks: Marks
    current: int
    is_marked: bool
    result: Step | None
    sources: list[Source]
    ids: list[str]
    chosen: range
    form: ReadingForm

    @property
    def opening(self) -> str:
        return opening(self.body)

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The id and the words of each heading within the text."""
        return [(self.ids[heading.block], heading.text) for heading in self.body.headings]

    @property
    def previous(self) -> str:
        """The address of the match before the one that is stood on, or nothing."""
        return self._match(self.current - 1) if self.current > 1 else ""

    @property
    def next(self) -> str:
        """The address of the match after it, or nothing."""
        return self._match(self.current + 1) if self.current < self.marks.count else ""

    @property
    def stood_on(self) -> str:
        """The id of the block with the match that is stood on, or nothing."""
        left = self.current - len(self.marks.title)
        for block, spans in sorted(self.marks.blocks.items()):
            if 0 < left <= len(spans):
                return self.ids[block]
            left -= len(spans)
        return ""

    @property
    def first_chosen(self) -> str:
        """The id of the first block of the range that a link points at."""
        return self.ids[self.chosen.start] if self.chosen else ""

    def record(self, zone: str, text: str, place: int = 0) -> SafeString:
        """A text of the record, such as the second identifier, with its matches marked."""
        first = 1 + len(self.marks.title) + sum(map(len, self.marks.blocks.values()))
        for other, texts in self.marks.record.items():
            for number, spans in enumerate(texts):
                if (other, number) == (zone, place):
                    return _line(text, spans, first, self.current)
                first += len(spans)
        return _line(text, (), first, self.current)

    def _match(self, number: int) -> str:
        return f"{self.form.parameters(match=number)}#match-{number}"


def read(unit: Section | Source, form: ReadingForm, *, margin: bool = False, preview: str = "") -> Reading:
    """Make the page's text of a unit whose `text_blocks` are loaded, marked with what the query matched.

    With `margin` the sources that it cites stand beside it on a wide page. `preview` is the token of a link that
    shows it before it is published: its pictures ask for one.
    """
    body = parse(unit.body)
    ids = ids_of(body, unit)
    expansion = _expansion(form)
    found, is_marked = _marks(expansion, unit)
    result = step(form, expansion, unit) if expansion and form.values["q"] else None
    if not _is_kept(body, unit):
        logger.error("The blocks kept of %s %s are not those of its body. Save it again.", unit.slug, unit.pk)
        found, is_marked = NO_MARKS, False
    known = sorted(unit.cited_sources().known().defer("body"), key=by_key)
    sources = [source for source in known if not source.is_gone]
    current = min(form.values["match"] or 0, found.count)
    chosen = _chosen(ids, form.values["range"] or "")
    text = _html(
        body,
        ids,
        spans={number: [(span.start, span.end) for span in spans] for number, spans in found.blocks.items()},
        first=1 + len(found.title),
        current=current,
        chosen=chosen,
        cite=Citing(known),
        image=Picturing(unit, preview),
        margin=margin,
        direction=unit.direction,
    )
    title = _line(unit.title, found.title, 1, current)
    return Reading(title, text, body, found, current, is_marked, result, sources, ids, chosen, form)


def by_key(source: Source) -> list[str | int]:
    """Where a source stands in a list by keys: numbers by value, so that S2 is before S10."""
    parts = enumerate(re.split(r"([0-9]+)", source.key))
    return [int(part) if number % 2 else part.casefold() for number, part in parts]


def opening(body: Body) -> str:
    """The first paragraph that can be read, as plain text, which is what is said of a page elsewhere."""
    paragraphs = (block.text for block in body.blocks if block.kind == "paragraph")
    return next((legible(text) for text in paragraphs if has_words(text)), "")


def prose(text: str, name: str, collection: Collection | None, taken: Taken | None = None) -> SafeString:
    """A text that is no unit, such as what a report is about; it cites sources of the collection, if it has one.

    `name` begins its ids; texts of one page share `taken`, the names that may not stand there twice.
    """
    body = parse(text)
    keys = {citation.key for citation in body.citations}
    sources = collection.sources.known().filter(key__in=keys) if collection else ()
    ids = [f"{name}-{number}" for number in range(len(body.blocks))]
    return _html(body, ids, cite=Citing(sources), image=no_picture, taken=taken)


def draft(body: Body, sources: Iterable[Source], image: Callable[[str], Shown | None]) -> SafeString:
    """A text while it is written, as its page would show it, but without links, which would lead away from it."""
    ids = [f"draft-{number}" for number in range(len(body.blocks))]
    return _html(body, ids, cite=Citing(sources), image=image, links=False)


def no_picture(key: str) -> None:
    """A text that is no unit has no pictures."""


def ids_of(body: Body, unit: Section | Source) -> list[str]:
    """The ids of the body's blocks: those kept of the unit.

    Where they are not those of its body, the blocks that are recognised have theirs, and the others passing ones,
    which are the same on every page that shows the unit.
    """
    if _is_kept(body, unit):
        return [block.id for block in unit.text_blocks]
    kept = [Kept(block.id, unit.public_id, block.kind, block.text) for block in unit.text_blocks]
    numbers = count(1)
    written = [(unit.public_id, block) for block in body.blocks]
    return carry(kept, written, lambda: f"passage-{unit.pk}-{next(numbers)}")


def safe(html: str) -> SafeString:
    """Where HTML that we rendered is declared safe; tests/views/test_hostile.py watches it.

    Beside it there is only the JSON that `linked_data` writes into pages.
    """
    return mark_safe(html)  # noqa: S308


class Citing:
    """Where a citation leads: to the page of its source, if everybody may see that; of one that was withdrawn it is said.

    `sources` are those that everybody may know of.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self.sources = {source.key: source for source in sources}

    def __call__(self, citation: Citation) -> Link | None:
        source = self.sources.get(citation.key)
        if source is None:
            return None
        if source.is_gone:
            return Link("", citation.key, State.WITHDRAWN.label.lower())
        date = source.date.display if source.date else "date not recorded"
        facts = f"{capfirst(source.kind)}\N{NO-BREAK SPACE}· {date}"  # no line begins with the dot
        return Link(source.get_absolute_url(), citation.key, source.title, facts, source.language)


def _expansion(form: ReadingForm) -> Expansion | None:
    """What is looked for; None while the search is down: a page is read without marks then."""
    try:
        return expanded(form.query, synonyms=form.synonyms)
    except SearchTrouble:
        return None


def _marks(expansion: Expansion | None, unit: Section | Source) -> tuple[Marks, bool]:
    """What to mark, and whether that could be said: a page is read without marks while the search is down or too slow."""
    try:
        return (marks_of(expansion.tree, unit), True) if expansion else (NO_MARKS, False)
    except TooSlow:
        return NO_MARKS, False


def _is_kept(body: Body, unit: Section | Source) -> bool:
    """Whether the blocks kept of the unit, which are searched and cited, are those of its body."""
    return [block.text for block in unit.text_blocks] == [block.text for block in body.blocks]


def _chosen(ids: list[str], asked: str) -> range:
    """The numbers of the blocks from one id to another, which may stand in either order; none if one is not here."""
    ends = [ids.index(id) for id in asked.split("-") if id in ids]
    return range(min(ends), max(ends) + 1) if len(ends) == 2 else range(0)


def _line(text: str, spans: Sequence[Span], first: int, current: int) -> SafeString:
    places = [(span.start, span.end) for span in spans]
    return safe(line(text, places, first=first, current=current))


def _html(body: Body, ids: list[str], **options: Any) -> SafeString:
    return safe(render(body, ids, **options))
