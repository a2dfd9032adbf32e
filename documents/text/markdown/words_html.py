"""Pieces → the HTML within a block, with marks by offsets in the plain text."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple, assert_never

from documents.text.markdown.finish import unused
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
    Space,
    Spans,
    Taken,
    Text,
)


class Stretch(NamedTuple):
    """Characters from `start` to `end` that are marked alike."""

    start: int
    end: int
    current: bool


class Marked:
    """What is to be marked in a body; spans that overlap are merged only here, where they are drawn."""

    def __init__(self, spans: Spans, current: tuple[int, int] | None) -> None:
        self.spans = spans
        self.current = current

    def of(self, block: int) -> tuple[Stretch, ...]:
        """The stretches of a block, in order and without overlap."""
        spans = [(start, end) for start, end in self.spans.get(block, ()) if start < end]
        if not spans:
            return ()
        here = (0, 0)
        if (
            self.current is not None
            and self.current[0] == block
            and 0 <= self.current[1] < len(self.spans[block])
        ):
            here = self.spans[block][self.current[1]]
        stretches: list[Stretch] = []
        for start, end in _merged(spans):
            cuts = sorted({start, end, *(cut for cut in here if start < cut < end)})
            stretches += (Stretch(one, two, here[0] <= one and two <= here[1]) for one, two in pairwise(cuts))
        return tuple(stretches)


def _merged(spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    first, last = -1, -1
    for start, end in sorted(spans):
        if start > last:
            if last > first:
                yield first, last
            first, last = start, end
        last = max(last, end)
    yield first, last


class Words:
    """Writes pieces; remembers, over a whole body, which names are used and which notes were marked."""

    def __init__(
        self,
        cite: Callable[[Citation], Link | None],
        address: Callable[[str], str | None],
        links: bool,
        taken: Taken,
        notes: Mapping[str, tuple[Note, str]],
    ) -> None:
        self.cite = cite
        self.address = address
        self.links = links
        self.taken = taken
        self.notes = notes
        self.marks = dict.fromkeys(notes, 0)

    def html(self, pieces: Sequence[Piece], stretches: Sequence[Stretch]) -> str:
        """The HTML of a block's pieces."""
        return "".join(_Writing(self, stretches).write(pieces))

    def cells(self, pieces: Sequence[Piece], stretches: Sequence[Stretch]) -> list[tuple[Cell, str]]:
        """The cells of a row with the HTML of each."""
        writing, cells = _Writing(self, stretches), list[tuple[Cell, list[str]]]()
        for piece in pieces:
            if isinstance(piece, Cell):
                if cells:
                    cells[-1][1].extend(writing.end())
                cells.append((piece, []))
                writing.place += len(piece.plain)
            elif cells:
                cells[-1][1].extend(writing.one(piece))
        if cells:
            cells[-1][1].extend(writing.end())
        return [(cell, "".join(html)) for cell, html in cells]

    def turn(self, turn: PageTurn, *, linked: bool = True) -> str:
        """The mark of a new page."""
        name, label = escape(unused(turn.anchor, self.taken)), escape(turn.label)
        if self.links and linked:
            return f'<a class="page" id="{name}" href="#{name}" aria-label="Page {label}">{label}</a>'
        return f'<span class="page" id="{name}" role="img" aria-label="Page {label}">{label}</span>'

    def citations(self, piece: Citations) -> str:
        """The sources in their brackets."""
        return f'<span class="cites">[{"; ".join(self.citation(one) for one in piece.citations)}]</span>'

    def citation(self, citation: Citation) -> str:
        link = self.cite(citation)
        place = f", {escape(citation.locator)}" if citation.locator else ""
        if link is None:
            return f'<span class="dangling">{escape(citation.key)}{place}</span>'
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
        return "".join(
            f' <a class="back" href="#mark-{target}-{number}" role="doc-backlink" '
            f'aria-label="Back to the text{f", place {number}" if len(note.marks) > 1 else ""}">↩</a>'
            for number in range(1, len(note.marks) + 1)
        )

    def image(self, image: Image) -> str:
        """A kept picture, or its key when it is not there."""
        address = self.address(image.key)
        if address is None:
            return f'<span class="dangling">{escape(f"{image.alt} ({image.key})" if image.alt else image.key)}</span>'
        return f'<img src="{escape(address)}" alt="{escape(image.alt)}">'


class _Writing:
    """One block on its way to HTML. A mark opens late and closes early, so that it never crosses an element."""

    def __init__(self, words: Words, stretches: Sequence[Stretch]) -> None:
        self.words = words
        self.stretches = stretches
        self.place = 0
        self.next = 0  # the first stretch that is not behind us
        self.open: Stretch | None = None
        self.in_link = False

    def write(self, pieces: Sequence[Piece]) -> Iterator[str]:
        for piece in pieces:
            yield from self.one(piece)
        yield from self.end()

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
            case Redaction():
                yield from self.whole(piece.plain, _redaction(piece))
            case _:
                yield from self.end()
                yield self.mark(piece)

    def text(self, text: str) -> Iterator[str]:
        done, last = 0, len(text)
        while done < last:
            stretch = self.stretch()
            until = last if stretch is None else stretch.start if stretch.start > self.place else stretch.end
            until = min(last, done + until - self.place) if stretch is not None else last
            yield from self.turn_to(stretch if stretch is not None and stretch.start <= self.place else None)
            yield escape(text[done:until], quote=False)
            self.place += until - done
            done = until

    def whole(self, plain: str, html: str) -> Iterator[str]:
        """Something that is marked as a whole or not at all."""
        stretch = self.stretch()
        yield from self.turn_to(
            stretch if plain and stretch is not None and stretch.start <= self.place else None
        )
        yield html
        self.place += len(plain)

    def stretch(self) -> Stretch | None:
        """The stretch in which the next character stands, or the next one after it."""
        while self.next < len(self.stretches) and self.stretches[self.next].end <= self.place:
            self.next += 1
        return self.stretches[self.next] if self.next < len(self.stretches) else None

    def turn_to(self, stretch: Stretch | None) -> Iterator[str]:
        if stretch == self.open:
            return
        yield from self.end()
        if stretch is not None:
            self.open = stretch
            if not stretch.current:
                yield "<mark>"
            elif "match" in self.words.taken:
                yield '<mark class="current">'
            else:
                self.words.taken["match"] = 1
                yield '<mark class="current" id="match">'

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
                return self.words.turn(piece, linked=not self.in_link)
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


def _open_link(href: str) -> str:
    outside = "" if href[:1] in "#/" or href[:7].casefold() == "mailto:" else ' rel="external"'
    return f'<a href="{escape(href)}"{outside}>'


def _redaction(piece: Redaction) -> str:
    name, verb = ("withheld", "Withheld") if piece.ours else ("redacted", "Redacted")
    label = escape(piece.label)
    if not label:
        return f'<span class="{name}" role="img" aria-label="{verb}">{name}</span>'
    return f'<span class="{name}" role="img" aria-label="{verb}: {label}">{label}</span>'
