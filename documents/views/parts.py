"""The text of a report in parts: all its sections one after the other, cut where a page would grow too large."""

import re
import zlib
from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import NamedTuple, Self

from django.utils.html import escape
from django.utils.safestring import SafeString

from documents.models import Picture, Report, Section, Source
from documents.text.cuts import ID, TAG, cut, ids, size
from documents.text.markdown import Body, Taken, parse, render
from documents.text.markdown.finish import unused
from documents.views.outline import Entry, Outline
from documents.views.pictures import Picturing
from documents.views.reading import Citing, by_key, ids_of, safe

MOST = 300_000  # bytes of the page that shows a part
FRAME = 20_000  # of them for the frame of the site and the heading of the report
CONTENTS = 30_000  # for the contents, which list no more than the part where this is too little
HEADING = 12_000  # for the longest heading of a section, which stands above its text and in the contents
ROOM = MOST - FRAME - CONTENTS
REMEMBERED = 32_000_000  # bytes of compressed text that a process keeps

LINK = ' href="#'
REGION = (' role="region"', ' class="notes"')
PRINTED_PAGE = re.compile(r"(?:pages?|pp?\.?)\s*(.+)", re.IGNORECASE)


class Piece(NamedTuple):
    """A text or a piece of one: its bytes on a page, the ids in it, itself, compressed, and the sources it cites."""

    size: int
    ids: str
    html: bytes
    cited: frozenset[int] = frozenset()


class Pieces:
    """The texts of sections as pages show them. Those that nobody asked for in a while are forgotten."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: OrderedDict[int, tuple[Hashable, list[Piece]]] = OrderedDict()
        self.size = 0
        self.lock = Lock()
        self.making = Lock()  # what is missing is made by one thread, for which the others wait

    def get(self, key: int, version: Hashable) -> list[Piece] | None:
        with self.lock:
            found = self.kept.get(key)
            if found is None or found[0] != version:
                return None
            self.kept.move_to_end(key)
            return found[1]

    def keep(self, key: int, version: Hashable, pieces: list[Piece]) -> None:
        with self.lock:
            self._forget(key)
            self.kept[key] = (version, pieces)
            self.size += _bytes(pieces)
            while self.size > self.most and len(self.kept) > 1:
                self._forget(next(iter(self.kept)))

    def _forget(self, key: int) -> None:
        if key in self.kept:
            self.size -= _bytes(self.kept.pop(key)[1])


PIECES = Pieces(REMEMBERED)
CITED = re.compile(r'<a class="cite" href="([^"]*)"')


class Stretch(NamedTuple):
    """A piece of a section where it stands: which section, from its beginning or not, its names on this page."""

    section: Section
    piece: Piece
    is_beginning: bool
    names: dict[str, str]

    @property
    def ids(self) -> list[str]:
        return [self.names.get(name, name) for name in self.piece.ids.split()]

    @property
    def anchor(self) -> str:
        return anchor(self.section)


@dataclass
class Part:
    """What one page shows."""

    number: int
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def first(self) -> Section:
        return self.stretches[0].section

    @property
    def last(self) -> Section:
        return self.stretches[-1].section

    @property
    def address(self) -> str:
        """Behind the address of the whole report."""
        return f"?part={self.number}" if self.number > 1 else ""

    @cached_property
    def ids(self) -> set[str]:
        headings = {stretch.anchor for stretch in self.stretches if stretch.is_beginning}
        return headings.union(*(stretch.ids for stretch in self.stretches))


@dataclass
class Parts:
    """The whole text of a report."""

    outline: Outline
    parts: list[Part]

    @classmethod
    def of(cls, report: Report) -> Self:
        """The published sections of the current edition. Only texts that are new or changed are made."""
        sections = Outline.of(report).sections
        pieces = _pieces(report, sections)
        # One that was withdrawn just now has no pieces any more.
        outline = Outline([section for section in sections if section.pk in pieces])
        return cls(outline, list(_filled(_stretches(outline.sections, pieces))))

    def above(self, part: Part) -> list[Section]:
        """The sections in which the first one of a part lies, outermost first."""
        return self.outline.above(part.first)

    @property
    def is_mixed(self) -> bool:
        """Whether some sections are official text and some are in our words."""
        return len({section.nature for section in self.outline.sections}) > 1

    def number(self, wanted: int) -> int:
        """The number of a part, or of the one nearest to it."""
        return max(1, min(wanted, len(self.parts)))

    def find(self, typed: str) -> tuple[Part, str] | None:
        """Where an id, or a printed page (“3”, “p. 3”, “Page 3”), stands: the part and the id."""
        name = typed.removeprefix("#")
        pages = [name, *(found[1] for found in [PRINTED_PAGE.fullmatch(name)] if found)]
        names = [name, *("page-" + re.sub(r"[\W_]", "-", page) for page in pages)]
        return next(((part, id) for id in names for part in self.parts if id in part.ids), None)

    def address(self, name: str, here: Part) -> str:
        """Where a link to an id leads that stands on the page of a part."""
        if name in here.ids:
            return f"#{name}"
        return next((f"?part={part.number}#{name}" for part in self.parts if name in part.ids), f"#{name}")

    def texts(self, part: Part) -> Iterator[tuple[Stretch, SafeString]]:
        """The stretches of a part, each with its HTML; names of regions are used once on the page."""
        labels: Taken = {}
        for stretch in part.stretches:
            html = self._rewritten(zlib.decompress(stretch.piece.html).decode(), stretch, part, labels)
            # Escaped and sanitised by `render`; put in were ids, numbers and labels that were there.
            yield stretch, safe(html)

    def _rewritten(self, html: str, stretch: Stretch, part: Part, labels: Taken) -> str:
        return TAG.sub(lambda tag: self._tag(tag[0], stretch, part, labels), html)

    def _tag(self, tag: str, stretch: Stretch, part: Part, labels: Taken) -> str:
        """The tag with names that are unique on the page, and with links that know of parts."""
        if stretch.names and (own := ID.search(tag)):
            tag = tag.replace(own[0], f' id="{stretch.names.get(own[1], own[1])}"')
        if LINK in tag:
            before, _, after = tag.partition(LINK)
            name, _, rest = after.partition('"')
            tag = f'{before} href="{self.address(stretch.names.get(name, name), part)}"{rest}'
        if any(sign in tag for sign in REGION) and " aria-label=" in tag:
            before, _, after = tag.partition(' aria-label="')
            label, _, rest = after.partition('"')
            tag = f'{before} aria-label="{unused(label, labels, " ")}"{rest}'
        return tag

    def sources(self, part: Part) -> list[Source]:
        """The sources cited in a part, by their keys."""
        keys = frozenset().union(*(stretch.piece.cited for stretch in part.stretches))
        return sorted(Source.objects.published().filter(pk__in=keys).defer("body"), key=by_key)

    def contents(self, part: Part) -> list["Line"]:
        """The sections of the report, or those of the part where they are too many, each with its address."""
        outline = self.outline
        if sum(map(_size_of_line, outline.sections)) > CONTENTS:
            shown = {stretch.section.pk for stretch in part.stretches}
            outline = Outline([section for section in outline.sections if section.pk in shown])
        return self._lines(outline.entries, part)

    def _lines(self, entries: list[Entry], part: Part) -> list["Line"]:
        return [
            Line(entry.section, self.address(anchor(entry.section), part), self._lines(entry.parts, part))
            for entry in entries
        ]


class Line(NamedTuple):
    """A line of the contents, and those below it."""

    section: Section
    address: str
    parts: list["Line"]


def anchor(section: Section) -> str:
    """The id of a section's heading."""
    return f"section-{section.slug}"


def _size_of_line(section: Section) -> int:
    return 250 + len(escape(section.heading).encode()) + len(section.slug)


def _size_of_heading(section: Section) -> int:
    """With its line in the contents."""
    return 400 + 3 * len(section.slug) + len(escape(section.heading).encode()) + _size_of_line(section)


def _stretches(sections: list[Section], pieces: dict[int, list[Piece]]) -> Iterator[Stretch]:
    """All pieces in order. A name that an earlier section has is another one here: page-1-2."""
    taken: Taken = {}
    for section in sections:
        own = [name for piece in pieces[section.pk] for name in piece.ids.split()]
        names = {name: other for name in own if (other := unused(name, taken)) != name}
        for number, piece in enumerate(pieces[section.pk]):
            yield Stretch(section, piece, number == 0, names)


def _filled(stretches: Iterator[Stretch]) -> Iterator[Part]:
    """Sections as long as there is room for them; where a section was cut, a part ends."""
    part, room = Part(1), ROOM
    for stretch in stretches:
        needed = stretch.piece.size + _size_of_heading(stretch.section)
        if part.stretches and (needed > room or not stretch.is_beginning):
            yield part
            part, room = Part(part.number + 1), ROOM
        part.stretches.append(stretch)
        room -= needed
    if part.stretches:
        yield part


def _pieces(report: Report, sections: list[Section]) -> dict[int, list[Piece]]:
    """The pieces of each section by its key, as they are kept or else made now."""
    versions = _versions(report, sections)
    found = _kept(versions)
    if found.keys() != versions.keys():
        with PIECES.making:
            found |= _kept({key: version for key, version in versions.items() if key not in found})
            missing = [key for key in versions if key not in found]
            for key, pieces in (_made(report, missing) if missing else {}).items():
                PIECES.keep(key, versions[key], pieces)
                found[key] = pieces
    return found


def _kept(versions: dict[int, Hashable]) -> dict[int, list[Piece]]:
    found = {key: PIECES.get(key, version) for key, version in versions.items()}
    return {key: pieces for key, pieces in found.items() if pieces is not None}


def _versions(report: Report, sections: list[Section]) -> dict[int, Hashable]:
    """What the HTML of each section follows from: itself, the sources it cites, its pictures."""
    published = Section.objects.published().of(report)
    cited, pictures = defaultdict(set), defaultdict(set)
    sources = Source.objects.known().filter(cited_by__section__in=published)
    for key, *source in sources.values_list("cited_by__section", "pk", "changed_at"):
        cited[key].add(tuple(source))
    shown = Picture.objects.filter(section__in=published)
    for key, *picture in shown.values_list("section", "key", "name", "alt", "width", "height"):
        pictures[key].add(tuple(picture))
    return {
        section.pk: (
            section.changed_at,
            section.level,
            frozenset(cited[section.pk]),
            frozenset(pictures[section.pk]),
        )
        for section in sections
    }


def _made(report: Report, keys: list[int]) -> dict[int, list[Piece]]:
    published = Section.objects.published().of(report).filter(pk__in=keys)
    sections = published.with_report().with_text().prefetch_related("pictures")
    cite = Citing(Source.objects.known().filter(cited_by__section__in=keys).distinct().defer("body"))
    cited = (source for source in cite.sources.values() if not source.is_gone)
    sources = {escape(source.get_absolute_url()): source for source in cited}
    made = {}
    for section in sections.iterator(chunk_size=20):
        body = _lowered(parse(section.body), section.level)
        html = render(
            body,
            ids_of(body, section),
            cite=cite,
            image=Picturing(section),
            direction=section.direction,
        )
        most = max(ROOM - HEADING - _size_of_list(_cited(html, sources)), ROOM // 5)
        made[section.pk] = [_piece(piece, _cited(piece, sources)) for piece in cut(html, most)]
    return made


def _piece(html: str, cited: list[Source]) -> Piece:
    """The piece with the room that the list of its sources takes at the end of the page."""
    keys = frozenset(source.pk for source in cited)
    return Piece(
        size(html) + _size_of_list(cited), " ".join(ids(html)), zlib.compress(html.encode(), 1), keys
    )


def _cited(html: str, sources: dict[str, Source]) -> list[Source]:
    return [sources[address] for address in {*CITED.findall(html)} if address in sources]


def _size_of_list(sources: list[Source]) -> int:
    texts = ((one.key, one.title, one.kind, one.publisher, one.official_url, one.slug * 2) for one in sources)
    return sum(500 + len(escape("".join(text)).encode()) for text in texts)


def _lowered(body: Body, level: int) -> Body:
    """The body with its headings below the heading of its section."""
    blocks = (replace(one, level=one.level + level) if one.kind == "heading" else one for one in body.blocks)
    return replace(body, blocks=tuple(blocks))


def _bytes(pieces: list[Piece]) -> int:
    return sum(len(piece.html) + len(piece.ids) for piece in pieces)
