"""Which way the parts of a body run, where a script runs otherwise than the text around it."""

from collections.abc import Sequence
from typing import Literal
from unicodedata import bidirectional

from documents.text.markdown.pieces import Begin, Block, Body, End, Frame, Leaf

Direction = Literal["", "ltr", "rtl"]
STRONG: dict[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
# The list of notes and an editors' note stand where they stand; what is in them runs as it runs.
ENCLOSING = frozenset({"quote", "bullets", "numbers", "item", "table", "note"})


class Directions:
    """Writes the `dir` of what runs otherwise than what it stands in, part by part as the parts begin and end.

    In a text that runs `whole` from right to left nothing is set: a line of it may well begin with a Latin name.
    """

    def __init__(self, body: Body, whole: str) -> None:
        self.ahead = _ahead(body)
        self.around = [whole]
        self.is_silent = whole == "rtl"

    def begin(self, part: Begin, place: int) -> str:
        """The attribute of the part that begins at `place` among the frames."""
        around, found = self.around[-1], self.ahead[place] if part.part in ENCLOSING else ""
        self.around.append(found or around)
        return "" if self.is_silent else _attribute(found, around)

    def end(self) -> None:
        self.around.pop()

    def block(self, block: Block) -> str:
        """The attribute of a block."""
        return "" if self.is_silent else _attribute(_of_block(block), self.around[-1])

    def text(self, text: str) -> str:
        """The attribute of a cell with this text."""
        return "" if self.is_silent else _attribute(direction_of(text), self.around[-1])


def direction_of(text: str) -> Direction:
    """The direction of the first letter that has one (Unicode Standard Annex 9, rules P2 and P3), if any has."""
    return next((STRONG[kind] for kind in map(bidirectional, text) if kind in STRONG), "")


def _attribute(found: str, around: str) -> str:
    return f' dir="{found}"' if found and found != around else ""


def _of_block(block: Block) -> Direction:
    return "ltr" if block.kind == "code" else direction_of(block.text)


def _ahead(body: Body) -> Sequence[Direction]:
    """For each frame the direction of the first words in it."""
    ahead: list[Direction] = []
    found: Direction = ""
    for frame in reversed(body.frames):
        if isinstance(frame, End):
            found = ""
        number = _number(frame)
        if number is not None:
            found = _of_block(body.blocks[number]) or found
        ahead.append(found)
    return ahead[::-1]


def _number(frame: Frame) -> int | None:
    return frame.block if isinstance(frame, Begin | Leaf) else None
