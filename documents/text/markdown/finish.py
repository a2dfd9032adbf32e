"""Drafts → Body: blocks in reading order, with their numbers, pages, citations and notes."""

from collections import deque
from collections.abc import Iterable
from dataclasses import replace

from documents.text.markdown.dialect import printed
from documents.text.markdown.drafts import Draft, Spot
from documents.text.markdown.pieces import (
    Begin,
    Block,
    Body,
    Citation,
    Citations,
    End,
    Frame,
    Image,
    Leaf,
    Note,
    NoteMark,
    Number,
    Page,
    PageTurn,
    Picture,
    Piece,
    Problem,
    Taken,
    Turn,
)
from documents.text.markdown.sentences import sentence
from documents.text.markdown.tidy import plain, tidy


def finish(
    spots: list[Spot], notes: dict[str, list[Spot]], page: str, problems: set[tuple[int, str]]
) -> Body:
    """Number what was read: the text, then the notes in the order of their marks, then those without one."""
    body = _Finishing(page)
    body.place(spots)
    unmarked = dict(notes)
    if notes:
        body.frames.append(Begin("notes"))
        waiting = body.named
        while unmarked:
            name = waiting.popleft() if waiting else next(iter(unmarked))
            if name not in unmarked:
                continue
            if name not in body.marks:
                problems.add(
                    (
                        unmarked[name][0].first + 1,
                        f"Note {name} is not marked in the text. Write [^{name}] where it belongs.",
                    )
                )
            body.place_note(name, unmarked.pop(name))
        body.frames.append(End("notes"))
    return Body(
        blocks=tuple(body.blocks),
        frames=tuple(body.frames),
        citations=tuple(body.citations),
        images=tuple(body.images),
        notes=tuple(
            Note(name, printed(name), block, tuple(body.marks.get(name, ())))
            for name, block in body.notes.items()
        ),
        pages=tuple(body.pages),
        problems=tuple(Problem(line, message) for line, message in sorted(problems)),
    )


class _Finishing:
    def __init__(self, page: str) -> None:
        self.page = page
        self.blocks: list[Block] = []
        self.frames: list[Frame] = []
        self.citations: list[Citation] = []
        self.images: list[Picture] = []
        self.pages: list[Page] = []
        self.anchors: Taken = {}
        self.notes: dict[str, int] = {}
        self.marks: dict[str, list[int]] = {}
        self.marked_on: dict[str, str] = {}
        self.named: deque[str] = deque()

    def place(self, spots: Iterable[Spot]) -> None:
        for spot in spots:
            match spot.frame:
                case Begin() as frame if spot.draft is not None:
                    self.frames.append(replace(frame, block=len(self.blocks)))
                    self.blocks.append(self.block(spot.draft))
                case Leaf() if spot.draft is not None:
                    self.frames.append(Leaf(len(self.blocks)))
                    self.blocks.append(self.block(spot.draft))
                case Turn(turn):
                    self.frames.append(Turn(self.turn(turn)))
                case None:
                    pass
                case frame:
                    self.frames.append(frame)

    def place_note(self, name: str, spots: list[Spot]) -> None:
        self.notes[name] = len(self.blocks)
        self.page = self.marked_on.get(name, "")
        self.place(spots)

    def block(self, draft: Draft) -> Block:
        pieces = draft.pieces if draft.kind == "code" else tidy(draft.pieces)
        page, words, finished = self.page, 0, list[Piece]()
        text = plain(pieces)
        for piece in pieces:
            finished.append(self.piece(piece, text, words))
            if isinstance(piece, PageTurn) and not words:
                page = piece.label
            words += len(piece.plain)
        label = (
            printed(draft.note)
            if draft.note
            else next((piece.label for piece in finished if isinstance(piece, Number)), "")
        )
        return Block(draft.kind, text, tuple(finished), draft.level, label, page)

    def piece(self, piece: Piece, text: str, place: int) -> Piece:
        """The piece, entered in the lists of the body that it belongs to."""
        match piece:
            case PageTurn():
                return self.turn(piece)
            case NoteMark(name):
                self.marks.setdefault(name, []).append(len(self.blocks))
                self.marked_on.setdefault(name, self.page)
                self.named.append(name)
            case Image(key, alt):
                self.images.append(Picture(key, alt, len(self.blocks)))
            case Citations(citations):
                start = place - text.endswith(" ", 0, place)
                around = sentence(text, start)
                found = tuple(
                    replace(one, block=len(self.blocks), start=start, sentence=around, page=self.page)
                    for one in citations
                )
                self.citations += found
                return Citations(found)
        return piece

    def turn(self, turn: PageTurn) -> PageTurn:
        self.page = turn.label
        anchor = unused(f"page-{''.join(c if c.isalnum() else '-' for c in turn.label)}", self.anchors)
        self.pages.append(Page(turn.label, anchor, len(self.blocks)))
        return PageTurn(turn.label, anchor)


def unused(name: str, taken: Taken, between: str = "-") -> str:
    """The name, or the name with -2, -3 …, that is not taken yet; it is taken now."""
    result = name
    while result in taken:
        taken[name] += 1
        result = f"{name}{between}{taken[name]}"
    taken[result] = 1
    return result
