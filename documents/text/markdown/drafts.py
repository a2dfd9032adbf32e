"""Blocks and frames while a body is being read, before they are numbered."""

from dataclasses import dataclass

from documents.text.markdown.pieces import (
    Begin,
    Citations,
    End,
    Image,
    Kind,
    Leaf,
    NoteMark,
    Piece,
    Redaction,
    Removal,
    Rule,
    Turn,
)


@dataclass(slots=True, eq=False)
class Draft:
    """A block to be; `note` is the name of the footnote it is text of."""

    kind: Kind
    pieces: list[Piece]
    level: int = 0
    note: str = ""
    captioned: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it would be seen."""
        seen = (Citations, Image, NoteMark, Redaction, Removal)
        return not any(isinstance(piece, seen) or piece.plain.strip() for piece in self.pieces)


@dataclass(slots=True, eq=False)
class Spot:
    """A place in the frame; `frame` None is a caption without its table or figure. Lines count from 0."""

    frame: Begin | End | Leaf | Turn | Rule | None
    draft: Draft | None
    first: int
    last: int
