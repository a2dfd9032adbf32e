"""Body → HTML."""

from collections.abc import Callable, Container, Iterator, Sequence
from html import escape
from typing import assert_never

import nh3

from documents.text.markdown.directions import Directions
from documents.text.markdown.finish import unused
from documents.text.markdown.margin import Margin
from documents.text.markdown.marks import Marking, markings
from documents.text.markdown.pieces import (
    Begin,
    Body,
    Citation,
    End,
    Image,
    Leaf,
    Link,
    Piece,
    Rule,
    Shown,
    Spans,
    Taken,
    Turn,
)
from documents.text.markdown.words_html import Words

TAGS = {
    *(
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "pre",
        "blockquote",
        "ul",
        "ol",
        "li",
        "hr",
        "figure",
        "figcaption",
        "aside",
    ),
    *("div", "section", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("a", "span", "mark", "em", "strong", "code", "sup", "br", "img"),
}
ATTRIBUTES = {
    "*": {"id", "class", "role", "aria-label", "lang", "dir"},
    "a": {"href", "rel", "title", "tabindex"},
    "ul": {"aria-hidden"},
    "div": {"tabindex"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "th": {"scope"},
}
JOINED = "\N{NO-BREAK SPACE}"  # the sign never takes a line of its own
NAMES = {
    "heading": "heading",
    "item": "item",
    "code": "code",
    "table": "table",
    "row": "row",
    "note": "note",
    "figure": "figure",
}


def render(
    body: Body,
    ids: Sequence[str],
    *,
    spans: Spans | None = None,
    first: int = 1,
    current: int = 0,
    chosen: Container[int] = (),
    cite: Callable[[Citation], Link | None],
    image: Callable[[str], Shown | None],
    links: bool = True,
    margin: bool = False,
    direction: str = "ltr",
    taken: Taken | None = None,
) -> str:
    """The HTML of a body.

    `ids` are the ids of its blocks; `spans` are, for a block's number, the (start, end) offsets in its plain
    text to mark. These matches are numbered through, from `first`: number k has exactly one element with
    `id="match-k"`, and the one numbered `current` is drawn as such. `chosen` are the numbers of the blocks that a
    link to a range points at. `cite` gives the link of a citation and `image` a picture, or None when there is none.
    With `links=False` nothing is a link. With `margin=True` each source also stands before the block that cites it
    first, for the margin of a wide page. In a text whose `direction` is not "rtl", blocks that begin in a script from
    right to left run so. `taken` holds the names used by other bodies of the same page, and takes in
    those used by this one.

    Raises ValueError when there is not one id for each block.
    """
    if len(ids) != len(body.blocks):
        raise ValueError(f"{len(body.blocks)} blocks need as many ids; {len(ids)} were given.")
    names = [escape(name) for name in ids]
    notes = {note.name: (note, names[note.block]) for note in body.notes}
    words = Words(cite, image, links, taken if taken is not None else {}, notes)
    marked = list(markings(spans or {}, len(ids), first, current))
    html = "".join(_Page(body, names, words, marked, chosen, margin, direction).html())
    return nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel=None
    )


class _Page:
    def __init__(
        self,
        body: Body,
        ids: Sequence[str],
        words: Words,
        marked: Sequence[Marking],
        chosen: Container[int],
        margin: bool,
        direction: str,
    ) -> None:
        self.body = body
        self.ids = ids
        self.words = words
        self.links = words.links
        self.marked = marked
        self.chosen = chosen
        self.margin = Margin(body, words) if margin and words.links else None
        self.directions = Directions(body, direction)

    def html(self) -> Iterator[str]:
        for place, frame in enumerate(self.body.frames):
            match frame:
                case Begin():
                    yield from self.begin(frame, self.directions.begin(frame, place))
                case End():
                    self.directions.end()
                    yield self.end(frame)
                case Leaf(block):
                    yield from self.leaf(block)
                case Turn(turn):
                    yield f'<div class="turn">{self.words.turn(turn)}</div>\n'
                case Rule():
                    yield "<hr>\n"
                case _:
                    assert_never(frame)

    def begin(self, frame: Begin, runs: str) -> Iterator[str]:
        match frame.part:
            case "quote":
                yield f"<blockquote{runs}>\n"
            case "bullets":
                yield f"<ul{runs}>\n"
            case "numbers":
                start = f' start="{frame.start}"' if frame.start != 1 else ""
                yield f"<ol{start}{runs}>\n"
            case "item":
                yield from self.item(frame, runs)
            case "table":
                yield from self.table(frame.block, runs)
            case "head":
                yield "<thead>\n"
            case "rows":
                yield "<tbody>\n"
            case "aside":
                yield '<aside class="note" role="note"><p class="label">Editors’ note</p>\n'
            case "notes":
                yield f'<section class="notes" aria-label="{self.label("Notes")}"><ol role="list">\n'
            case "note":
                yield from self.note(frame, runs)
            case _:
                assert_never(frame.part)

    def end(self, frame: End) -> str:
        match frame.part:
            case "quote":
                return "</blockquote>\n"
            case "bullets":
                return "</ul>\n"
            case "numbers":
                return "</ol>\n"
            case "item" | "note":
                return "</li>\n"
            case "table":
                return "</table></div>\n"
            case "head":
                return "</thead>\n"
            case "rows":
                return "</tbody>\n"
            case "aside":
                return "</aside>\n"
            case "notes":
                return "</ol></section>\n"
            case _:
                assert_never(frame.part)

    def leaf(self, number: int) -> Iterator[str]:
        block = self.body.blocks[number]
        own = f"{self.own(number)}{self.directions.block(block)}"
        if block.kind != "row":
            yield self.beside(number)
        match block.kind:
            case "heading":
                tag = f"h{min(block.level + 1, 6)}"
                yield f"<{tag}{own}>{self.inside(number)}{self.anchor(number)}</{tag}>\n"
            case "code":
                yield f"<pre{own}><code>{self.inside(number)}</code>{self.anchor(number)}</pre>\n"
            case "row":
                yield f"<tr{self.own(number)}>{self.cells(number)}</tr>\n"
            case "figure":
                pictures = [piece for piece in block.pieces if isinstance(piece, Image)]
                picture = self.words.image(pictures[0]) if pictures else ""
                caption = self.inside(number, [piece for piece in block.pieces if piece not in pictures[:1]])
                caption = f"<figcaption>{caption}{self.anchor(number)}</figcaption>"
                yield f"<figure{own}>{picture}{caption}</figure>\n"
            case _:
                yield f"<p{own}>{self.inside(number)}{self.anchor(number)}</p>\n"

    def item(self, frame: Begin, runs: str) -> Iterator[str]:
        if frame.block is None:
            yield f"<li{runs}>"
            return
        shown = f"{self.inside(frame.block)}{self.anchor(frame.block)}"
        numbered = "numbered" if self.body.blocks[frame.block].label else ""
        yield f"<li{self.own(frame.block, numbered)}{runs}>{self.beside(frame.block)}"
        yield shown if frame.tight else f"<p>{shown}</p>\n"

    def note(self, frame: Begin, runs: str) -> Iterator[str]:
        if frame.block is None:
            yield f"<li{runs}>"
            return
        block = self.body.blocks[frame.block]
        label = f'<span class="label">{escape(block.label)}</span> '
        ways = f"{self.words.back_links(frame.block)}{self.anchor(frame.block)}"
        yield f"<li{self.own(frame.block)}{runs}>{self.beside(frame.block)}"
        yield f"<p>{label}{self.inside(frame.block)}{ways}</p>\n"

    def table(self, number: int | None, runs: str) -> Iterator[str]:
        if number is None:
            return
        block = self.body.blocks[number]
        label = self.label(block.text or "Table")
        yield self.beside(number)
        yield f'<div class="table" tabindex="0" role="region" aria-label="{label}"{runs}>'
        yield f"<table{self.own(number)}>\n"
        if block.pieces:
            yield f"<caption>{self.inside(number)}{self.anchor(number)}</caption>\n"

    def cells(self, number: int) -> str:
        block = self.body.blocks[number]
        cells = self.words.cells(block.pieces, self.marked[number])
        shown = []
        for place, ((cell, html), text) in enumerate(zip(cells, block.text.split("\t"), strict=True)):
            tag, scope = ("th", ' scope="col"') if cell.heading else ("td", "")
            align = f' class="{cell.align}"' if cell.align else ""
            link = self.anchor(number) if place == len(cells) - 1 else ""
            shown.append(f"<{tag}{scope}{align}{self.directions.text(text)}>{html}{link}</{tag}>")
        return "".join(shown)

    def own(self, number: int, *classes: str) -> str:
        """The attributes of a block's own element."""
        names = [*filter(None, classes), *(["chosen"] if number in self.chosen else [])]
        shown = f' class="{" ".join(names)}"' if names else ""
        return f' id="{self.ids[number]}"{shown}'

    def beside(self, number: int) -> str:
        return self.margin.beside(number) if self.margin else ""

    def inside(self, number: int, pieces: Sequence[Piece] | None = None) -> str:
        block = self.body.blocks[number]
        return self.words.html(block.pieces if pieces is None else pieces, self.marked[number])

    def label(self, label: str) -> str:
        """The name of a region of the page, which no other region has."""
        return escape(unused(f"region {label}", self.words.taken, " ").removeprefix("region "))

    def anchor(self, number: int) -> str:
        if not self.links:
            return ""
        name, block = self.ids[number], self.body.blocks[number]
        kind = NAMES.get(block.kind, "paragraph")
        page = f" on page {escape(block.page)}" if block.page else ""
        return f'{JOINED}<a class="anchor" href="#{name}" aria-label="Link to this {kind}{page}">¶</a>'
