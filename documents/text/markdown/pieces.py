"""What a body is made of: blocks, the pieces of a block, and the frame that holds the blocks together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from documents.text.words import REDACTED, REMOVED

Kind = Literal["heading", "paragraph", "item", "quote", "code", "table", "row", "note", "aside", "figure"]
Tag = Literal["em", "strong", "code", "a"]


# Pieces. The plain text of a block is the `plain` of its pieces, one after the other.


@dataclass(frozen=True, slots=True)
class Text:
    """Words, with single spaces."""

    plain: str


@dataclass(frozen=True, slots=True)
class Space:
    """White space shown otherwise than it is counted: in code, at a no-break space, beside marks."""

    plain: Literal["", " "]
    shown: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the author asked for."""

    plain: Literal["", " "] = " "


@dataclass(frozen=True, slots=True)
class Open:
    """The start of emphasis, code or a link; the same tag never stands inside itself."""

    tag: Tag
    href: str = ""
    plain: str = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class Close:
    """The end of what the last `Open` began."""

    tag: Tag
    plain: str = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class Redaction:
    """Words that are not shown: a box of the source, or (`ours`) withheld by the editors."""

    label: str
    ours: bool = False
    plain: str = field(default=REDACTED, init=False)


@dataclass(frozen=True, slots=True)
class Removal:
    """Words that were to be read and were taken out by the editors: on which day (ISO), and why ("" for not said)."""

    date: str
    reason: str = ""
    plain: str = field(default=REMOVED, init=False)

    @property
    def said(self) -> str:
        """What stands in the place of the words."""
        return f"removed {self.date}: {self.reason}" if self.reason else f"removed {self.date}"


@dataclass(frozen=True, slots=True)
class Citation:
    """`[@S18, p. 3]`: a source's key and a place in it, after `start` characters of block number `block`.

    `page` is the printed page on which it stands, "" where that is not known.
    """

    key: str
    locator: str = ""
    block: int = -1
    start: int = 0
    sentence: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Citations:
    """One pair of brackets: `[@S18; @S20, p. 4]`."""

    citations: tuple[Citation, ...]
    plain: str = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class PageTurn:
    """Here the printed page `label` begins; `anchor` is unique in the body."""

    label: str
    anchor: str = ""
    plain: str = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A footnote's number in the text; `name` is unique in the body (`3-12`), `label` is printed (`12`)."""

    name: str
    label: str
    plain: str = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class Number:
    """The printed number of a paragraph, item or heading: `(b)`."""

    label: str
    plain: str = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class Image:
    """A kept picture."""

    key: str
    alt: str
    plain: str = field(default="", init=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row begins; a tab stands between two cells."""

    heading: bool = False
    align: Literal["", "left", "center", "right"] = ""
    plain: Literal["", "\t"] = ""


Piece = (
    Text
    | Space
    | Break
    | Open
    | Close
    | Redaction
    | Removal
    | Citations
    | PageTurn
    | NoteMark
    | Number
    | Image
    | Cell
)


@dataclass(frozen=True, slots=True)
class Block:
    """The unit that has an id: one heading, paragraph, row …

    `text` is what is indexed, quoted and marked. `level` is a heading's level as written (1 to 6), an item's
    depth (from 1) and 1 for a head row. `label` is the printed number. `page` is the printed page on which it
    begins.
    """

    kind: Kind
    text: str
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    label: str = ""
    page: str = ""


# The frame, flat so that no depth of nesting can exhaust a stack.

Part = Literal["quote", "bullets", "numbers", "item", "table", "head", "rows", "aside", "notes", "note"]


@dataclass(frozen=True, slots=True)
class Begin:
    """A part that holds others begins; `block` is the block whose id it carries."""

    part: Part
    block: int | None = None
    start: int = 1
    tight: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """The innermost part ends."""

    part: Part


@dataclass(frozen=True, slots=True)
class Leaf:
    """A block that holds no other stands here."""

    block: int


@dataclass(frozen=True, slots=True)
class Turn:
    """A page turns between two blocks."""

    turn: PageTurn


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


Frame = Begin | End | Leaf | Turn | Rule


class Heading(NamedTuple):
    """A line of the outline."""

    block: int
    level: int
    text: str


class Picture(NamedTuple):
    """A use of a kept image."""

    key: str
    alt: str
    block: int


class Note(NamedTuple):
    """A footnote: the block in which it begins and the blocks in which it is marked."""

    name: str
    label: str
    block: int
    marks: tuple[int, ...]


class Page(NamedTuple):
    """A page turn: `block` is where it stands, or the next block after it (len(blocks) when none follows)."""

    label: str
    anchor: str
    block: int


class Problem(NamedTuple):
    """Something that an editor should look at; lines count from 1."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Body:
    """A parsed text: its blocks in reading order, notes last, and all that is known of them."""

    blocks: tuple[Block, ...]
    frames: tuple[Frame, ...]
    citations: tuple[Citation, ...] = ()
    images: tuple[Picture, ...] = ()
    notes: tuple[Note, ...] = ()
    pages: tuple[Page, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The outline, in order."""
        return tuple(
            Heading(number, block.level, block.text)
            for number, block in enumerate(self.blocks)
            if block.kind == "heading"
        )


class Link(NamedTuple):
    """Where a citation leads: the address, the words shown, and a title that says more ("" for none).

    In the margin the title stands in its `language`, with a few `facts` under it. Without an address the title is
    why it leads nowhere, such as “withdrawn”.
    """

    href: str
    text: str
    title: str = ""
    facts: str = ""
    language: str = ""


class Shown(NamedTuple):
    """A kept picture as it is shown: its address, what is seen on it, its size in pixels."""

    href: str
    alt: str
    width: int
    height: int


Spans = Mapping[int, Sequence[tuple[int, int]]]
Taken = dict[str, int]  # the names used on a page, and the last number given to each
