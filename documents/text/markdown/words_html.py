"""Pieces → the HTML within a block, with marks by offsets in the plain text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from math import inf
from typing import assert_never

from documents.text.markdown.finish import unused
from documents.text.markdown.marks import Marking, Stretch, marking
from documents.text.markdown.pieces import (
    Break,
    Cell,
    Citation,
    Citations,
    Close,
    Image,
    Link,
    Note,
    NoteMark,
    Number,
    Open,
    PageTurn,
    Piece,
    Redaction,
    Removal,
    Shown,
    Space,
    Taken,
    Text,
)

MOST_BACK = 20  # links back from a note
NEAR = 150  # characters; pages that turn closer than that might stand in the same line


class Words:
    """Writes pieces; remembers, over a whole body, which names are used and which notes were marked."""

    def __init__(
        self,
        cite: Callable[[Citation], Link | None],
        picture: Callable[[str], Shown | None],
        links: bool,
        taken: Taken,
        notes: Mapping[str, tuple[Note, str]],
    ) -> None:
        self.cite = cite
        self.picture = picture
        self.links = links
        self.taken = taken
        self.notes = notes
        self.marks = dict.fromkeys(notes, 0)

    def html(self, pieces: Sequence[Piece], marked: Marking) -> str:
        """The HTML of a block's pieces."""
        return "".join(_Writing(self, marked).write(pieces))

    def cells(self, pieces: Sequence[Piece], marked: Marking) -> list[tuple[Cell, str]]:
        """The cells of a row with the HTML of each."""
        writing, cells = _Writing(self, marked, in_row=True), list[tuple[Cell, list[str]]]()
        for piece in pieces:
            if isinstance(piece, Cell):
                if cells:
                    cells[-1][1].extend(writing.end())
                cells.append((piece, []))
                writing.place += len(piece.plain)
            elif cells:
                cells[-1][1].extend(writing.one(piece))
        if cells:
            cells[-1][1].extend(writing.last())
        return [(cell, "".join(html)) for cell, html in cells]

    def turn(self, turn: PageTurn, *, linked: bool = True, near: bool = False) -> str:
        """The mark of a new page; one that is `near` another, or in a row, has no line of its own in the margin."""
        name, label = escape(unused(turn.anchor, self.taken)), escape(turn.label)
        opening = f'class="{"page near" if near else "page"}" id="{name}"'
        if self.links and linked:
            return f'<a {opening} href="#{name}" aria-label="Page {label}"><span>{label}</span></a>'
        return f'<span {opening} role="img" aria-label="Page {label}"><span>{label}</span></span>'

    def citations(self, piece: Citations) -> str:
        """The sources in their brackets."""
        return f'<span class="cites">[{"; ".join(self.citation(one) for one in piece.citations)}]</span>'

    def citation(self, citation: Citation) -> str:
        link = self.cite(citation)
        place = f", {escape(citation.locator)}" if citation.locator else ""
        if link is None:
            return f'<span class="dangling">{escape(citation.key)}{place}</span>'
        if not link.href:
            return f'<span class="dangling">{escape(link.text)}{place} ({escape(link.title)})</span>'
        if not self.links:
            return f'<span class="cite">{escape(link.text)}{place}</span>'
        title = f' title="{escape(link.title)}"' if link.title else ""
        return f'<a class="cite" href="{escape(link.href)}"{title}>{escape(link.text)}{place}</a>'

    def note_mark(self, mark: NoteMark) -> str:
        """The number of a note in the text."""
        _, target = self.notes[mark.name]
        self.marks[mark.name] += 1
        name, label = f"mark-{target}-{self.marks[mark.name]}", escape(mark.label)
        if self.links:
            link = f'<a id="{name}" href="#{target}" role="doc-noteref" aria-label="Note {label}">{label}</a>'
            return f'<sup class="note">{link}</sup>'
        return f'<sup class="note" id="{name}">{label}</sup>'

    def back_links(self, block: int) -> str:
        """The ways back from a note to its marks."""
        if not self.links:
            return ""
        note, target = next((note, target) for note, target in self.notes.values() if note.block == block)
        more = len(note.marks) - MOST_BACK
        links = "".join(
            f' <a class="back" href="#mark-{target}-{number}" role="doc-backlink" '
            f'aria-label="Back to the text{f", place {number}" if len(note.marks) > 1 else ""}">↩</a>'
            for number in range(1, min(len(note.marks), MOST_BACK) + 1)
        )
        return links if more <= 0 else f'{links} <span class="back" lang="en">and {more} more</span>'

    def image(self, image: Image) -> str:
        """A kept picture, or its key when it is not there."""
        shown = self.picture(image.key)
        if shown is None:
            return f'<span class="dangling">{escape(f"{image.alt} ({image.key})" if image.alt else image.key)}</span>'
        size = f'width="{shown.width}" height="{shown.height}" loading="lazy"'
        return f'<img src="{escape(shown.href)}" alt="{escape(image.alt or shown.alt)}" {size}>'


class _Writing:
    """One block on its way to HTML. A mark opens late and closes early, so that it never crosses an element."""

    def __init__(self, words: Words, marked: Marking, *, in_row: bool = False) -> None:
        self.words = words
        self.in_row = in_row
        self.stretches = marked.stretches
        self.starts = marked.starts
        self.place = 0
        self.next = 0  # the first stretch that is not behind us
        self.named = 0  # how many matches have got their element
        self.open: Stretch | None = None
        self.in_link = False
        self.turned: int | None = None  # where the page turned last

    def write(self, pieces: Sequence[Piece]) -> Iterator[str]:
        for piece in pieces:
            yield from self.one(piece)
        yield from self.last()

    def last(self) -> Iterator[str]:
        """The end of the text. A match of which nothing is seen, such as a gap between cells, still has its place."""
        yield from self.end()
        yield from self.places(inf)

    def end(self) -> Iterator[str]:
        if self.open is not None:
            self.open = None
            yield "</mark>"

    def one(self, piece: Piece) -> Iterator[str]:
        match piece:
            case Text(text):
                yield from self.text(text)
            case Space(plain, shown):
                yield from self.whole(plain, escape(shown))
            case Break(plain):
                yield from self.whole(plain, "<br>")
            case Redaction() | Removal():
                yield from self.whole(piece.plain, _box(piece))
            case _:
                yield from self.end()
                yield self.mark(piece)

    def text(self, text: str) -> Iterator[str]:
        begin, end = self.place, self.place + len(text)
        while self.place < end:
            yield from self.turn_to(self.here())
            until = min([end, *self.cuts()])
            yield escape(text[self.place - begin : until - begin], quote=False)
            self.place = until

    def cuts(self) -> Iterator[int]:
        """Where, after this place, something else is to be written than words."""
        stretch = self.stretch()
        if stretch is not None:
            yield stretch.start if stretch.start > self.place else stretch.end
        waiting = (start for start, _ in islice(self.starts, self.named, None) if start > self.place)
        yield from islice(waiting, 1)

    def whole(self, plain: str, html: str) -> Iterator[str]:
        """Something that is marked as a whole or not at all."""
        yield from self.turn_to(self.here() if plain else None)
        yield html
        self.place += len(plain)

    def stretch(self) -> Stretch | None:
        """The stretch in which the next character stands, or the next one after it."""
        while self.next < len(self.stretches) and self.stretches[self.next].end <= self.place:
            self.next += 1
        return self.stretches[self.next] if self.next < len(self.stretches) else None

    def here(self) -> Stretch | None:
        """The stretch in which the next character stands."""
        stretch = self.stretch()
        return stretch if stretch is not None and stretch.start <= self.place else None

    def turn_to(self, stretch: Stretch | None) -> Iterator[str]:
        """Open and close marks. The first match that begins here has the mark for its element."""
        if stretch != self.open:
            yield from self.end()
            if stretch is not None:
                self.open = stretch
                first = next(iter(self.names(self.place, most=1)), "")
                current = ' class="current"' if stretch.current else ""
                yield f'<mark id="{first}"{current}>' if first else f"<mark{current}>"
        if stretch is not None:
            yield from self.places(self.place)

    def places(self, place: float) -> Iterator[str]:
        """An element for each match that begins up to `place` and has none yet."""
        for name in self.names(place):
            yield f'<span id="{name}"></span>'

    def names(self, place: float, *, most: float = inf) -> list[str]:
        """The names of the matches that begin up to `place` and have no element yet; they get it now."""
        first = self.named
        while (
            self.named < len(self.starts)
            and self.starts[self.named][0] <= place
            and self.named - first < most
        ):
            self.named += 1
        return [f"match-{number}" for _, number in self.starts[first : self.named]]

    def mark(self, piece: Open | Close | Citations | PageTurn | NoteMark | Number | Image | Cell) -> str:
        match piece:
            case Open("a", href):
                self.in_link = self.words.links
                return _open_link(href) if self.in_link else ""
            case Close("a"):
                was_link, self.in_link = self.in_link, False
                return "</a>" if was_link else ""
            case Open(tag):
                return f"<{tag}>"
            case Close(tag):
                return f"</{tag}>"
            case Citations():
                return self.words.citations(piece)
            case PageTurn():
                near = self.in_row or (self.turned is not None and self.place - self.turned < NEAR)
                self.turned = self.place
                return self.words.turn(piece, linked=not self.in_link, near=near)
            case NoteMark():
                return self.words.note_mark(piece)
            case Number(label):
                return f'<span class="number">{escape(label)}</span> '
            case Image():
                return self.words.image(piece)
            case Cell():
                return ""
            case _:
                assert_never(piece)


def line(text: str, spans: Sequence[tuple[int, int]], *, first: int, current: int = 0) -> str:
    """The HTML of a line of plain text, such as a title: its matches have the numbers `first`, `first` + 1 …"""
    plain = Words(lambda citation: None, lambda key: None, False, {}, {})
    return plain.html([Text(text)], marking(spans, first, current))


def _open_link(href: str) -> str:
    outside = "" if href[:1] in "#/" or href[:7].casefold() == "mailto:" else ' rel="external"'
    return f'<a href="{escape(href)}"{outside}>'


def _box(piece: Redaction | Removal) -> str:
    if isinstance(piece, Removal):  # it looks like what was withheld from the start, and says that it was not
        said = escape(piece.said)
        return f'<span class="withheld" role="img" aria-label="{said[0].upper()}{said[1:]}">{said}</span>'
    name, verb = ("withheld", "Withheld") if piece.ours else ("redacted", "Redacted")
    label = escape(piece.label)
    if not label:
        return f'<span class="{name}" role="img" aria-label="{verb}">{name}</span>'
    return f'<span class="{name}" role="img" aria-label="{verb}: {label}">{label}</span>'
