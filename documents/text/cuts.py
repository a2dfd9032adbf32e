"""Our own HTML cut into pieces that are not too large, each of them whole.

It reads what `markdown.render` writes: every `<` begins a tag, and every value stands in double quotes.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>')
ID = re.compile(r' id="([^"]*)"')
NOTE_MARK = re.compile(r' href="#([^"]*)"[^<>]* role="doc-noteref"')
NOTES = re.compile(r'<section class="notes"')
START = re.compile(r' start="(\d+)"')
VOID = frozenset({"br", "hr", "img"})
# What is cut between the things in it; anything else stays in one piece, unless it is larger than a piece.
LOOSE = frozenset({"blockquote", "ul", "ol", "div", "table", "tbody", "section", "aside"})
COUNTED = frozenset({"li", "td", "th"})
LEADING = frozenset({"caption", "thead"})  # never stand alone at the end of a piece

ROOM_FOR_PART = len("?part=99999")  # what a link to a place in another part has in addition
ROOM_FOR_NUMBER = len(" 99999")  # what a name has in addition that stands there several times
LONGEST_HEAD = 4_000  # bytes of a table's head that is repeated where the table goes on, and of its caption
LONGEST_TAG = 400  # bytes of a tag that is repeated with all it says


class Token(NamedTuple):
    """A tag or the words between two. `end` is where what it begins ends: tokens[place:end] is whole."""

    html: str
    size: int
    name: str  # of a tag, "" for words
    is_open: bool
    end: int


class Note(NamedTuple):
    """A note as it stands in the list of notes, and the notes that are marked in it."""

    tokens: list[Token]
    size: int
    marks: list[str]


def size(html: str) -> int:
    """The bytes of HTML once links lead to other parts and names have got their numbers."""
    links, names = html.count(' href="#'), html.count(" aria-label=") + html.count(' id="page-')
    return len(html.encode()) + links * ROOM_FOR_PART + names * ROOM_FOR_NUMBER


def ids(html: str) -> list[str]:
    """The ids that stand in HTML of ours, in order."""
    return [name for tag in TAG.finditer(html) for name in ID.findall(tag[3])]


def cut(html: str, most: int) -> list[str]:
    """The HTML in pieces of at most `most` bytes by `size`, cut between blocks, or between words if need be.

    A note stands in the piece in which it is marked first. What is cut is opened again without its id, a
    table with its head. A single tag is never cut, however large it is.
    """
    if size(html) <= most:
        return [html]
    cutting = _Cutting(*_notes_apart(html), most)
    return cutting.pieces()


def _tokens(html: str) -> list[Token]:
    flat: list[tuple[str, str, bool]] = []
    place = 0
    for tag in TAG.finditer(html):
        if place < tag.start():
            flat.append((html[place : tag.start()], "", False))
        flat.append((tag[0], tag[2], not tag[1] and tag[2] not in VOID))
        place = tag.end()
    if html[place:]:
        flat.append((html[place:], "", False))
    ends, opened = list(range(1, len(flat) + 1)), list[int]()
    for number, (text, name, is_open) in enumerate(flat):
        if is_open:
            opened.append(number)
        elif name and text.startswith("</"):
            ends[opened.pop()] = number + 1
    return [
        Token(text, size(text), name, is_open, end)
        for (text, name, is_open), end in zip(flat, ends, strict=True)
    ]


def _notes_apart(html: str) -> tuple[list[Token], list[Token], dict[str, Note]]:
    """The tokens of the text, the tags around the list of notes, and the notes by their ids."""
    found = NOTES.search(html)
    if not found:
        return _tokens(html), [], {}
    listed = _tokens(html[found.start() :])
    notes: dict[str, Note] = {}
    place = 2  # behind the tags of the section and the list
    while listed[place].is_open or not listed[place].name:
        token = listed[place]
        if token.is_open:
            inside = [one._replace(end=one.end - place) for one in listed[place : token.end]]
            names = ids(token.html)
            marks = [name for one in inside for name in NOTE_MARK.findall(one.html)]
            notes[names[0] if names else f" {place}"] = Note(inside, sum(one.size for one in inside), marks)
        place = token.end
    return _tokens(html[: found.start()]), listed[:2], notes


@dataclass(slots=True)
class _Opened:
    """A tag that is open where the text stands."""

    token: Token
    place: int  # among the strings of the piece
    notes: int = 0  # how many notes the piece had when it was opened
    is_said: bool = False  # something of what it holds stands in a piece
    items: int = 0  # how many items or cells of it are behind us
    lead: str = ""  # its caption and head, as they were written
    head: str = ""

    @property
    def end(self) -> str:
        return f"</{self.token.name}>"

    def again(self) -> str:
        """The tag as it is written where what it holds goes on."""
        if not self.is_said:
            return self.token.html + self.lead
        tag = ID.sub("", self.token.html)
        if len(tag.encode()) > LONGEST_TAG:
            tag = f"<{self.token.name}>"
        if self.token.name == "ol" and "role=" not in tag:
            first = int(found[1]) if (found := START.search(tag)) else 1
            tag = f'{START.sub("", tag)[:-1]} start="{first + self.items}">'
        if self.token.name == "li" and " class=" not in tag:
            tag = f'{tag[:-1]} class="numbered">'  # its bullet or number stands where it began
        if self.token.name == "tr" and self.items:
            tag += f'<td colspan="{self.items}"></td>' if self.items > 1 else "<td></td>"
        return tag + self.head


class _Cutting:
    def __init__(
        self, tokens: list[Token], around: list[Token], notes: Mapping[str, Note], most: int
    ) -> None:
        self.tokens = tokens
        self.around = around
        self.unplaced = dict(notes)
        self.most = most
        # Notes that do not fit beside their marks come behind the text.
        self.behind = {name for name, note in notes.items() if self.room_of_notes([note]) > most}
        self.opened: list[_Opened] = []
        self.done: list[str] = []
        self.begin([])

    def begin(self, notes: list[Note]) -> None:
        """An empty piece, in which is open again what was open; the notes are those of what begins in it."""
        self.strings: list[str] = []
        self.size = 0
        self.has_words = False
        self.notes = notes
        for opened in self.opened:
            opened.place, opened.notes = len(self.strings), 0
            self.write(opened.again())

    def write(self, html: str) -> None:
        self.strings.append(html)
        self.size += size(html)

    def pieces(self) -> list[str]:
        self.flow(self.tokens)
        while self.unplaced:
            name, note = next(iter(self.unplaced.items()))
            if self.fits(0, [name]):
                self.place_notes([name])
            elif self.has_words or self.notes:
                self.turn()
            else:
                del self.unplaced[name]
                self.flow_apart(note)
        self.turn()
        return self.done

    def flow_apart(self, note: Note) -> None:
        """A note that is larger than a piece."""
        tags = list(self.around)
        for token in tags:
            self.open(token)
        self.flow(note.tokens)
        for _ in tags:
            self.close()

    def flow(self, tokens: list[Token]) -> None:
        """Write the tokens, and turn to a new piece where one is full."""
        starts = [0, *accumulate(token.size for token in tokens)]
        marks = [
            (place, name) for place, token in enumerate(tokens) for name in NOTE_MARK.findall(token.html)
        ]
        place = 0
        while place < len(tokens):
            token = tokens[place]
            if token.html.startswith("</"):
                self.close()
                place += 1
                continue
            room = starts[token.end] - starts[place]
            notes = self.wanted(_within(marks, place, token.end))
            if self.fits(room, notes):
                self.add(tokens[place : token.end], room, notes)
                place = token.end
            elif token.is_open and token.name in LOOSE and room > self.most // 10:
                self.open(token)
                place += 1
            elif self.has_words:
                self.turn()
            elif self.fits(room, []) or not (token.is_open or not token.name):
                self.add(tokens[place : token.end], room, [])
                self.place_what_fits(_within(marks, place, token.end))
                place = token.end
            elif token.is_open:
                self.open(token)
                place += 1
            else:
                rest = self.add_words(token.html)
                tokens[place] = token._replace(html=rest, size=size(rest))
                starts = [0, *accumulate(token.size for token in tokens)]
                place += not rest

    def wanted(self, names: Sequence[str]) -> list[str]:
        """The notes, and those marked in them, that have no place yet."""
        found: dict[str, None] = {}
        asked = list(reversed(names))
        while asked:
            name = asked.pop()
            if name in self.unplaced and name not in found and name not in self.behind:
                found[name] = None
                asked += reversed(self.unplaced[name].marks)
        return list(found)

    def fits(self, room: int, notes: Sequence[str]) -> bool:
        return self.size + room + self.room_of_ends(notes) <= self.most

    def room_of_ends(self, notes: Sequence[str]) -> int:
        ends = sum(len(opened.end) for opened in self.opened)
        return ends + self.room_of_notes([*self.notes, *(self.unplaced[name] for name in notes)])

    def room_of_notes(self, listed: Sequence[Note]) -> int:
        around = sum(token.size + len(token.name) + 3 for token in self.around) if listed else 0
        return around + sum(note.size for note in listed)

    def add(self, tokens: Sequence[Token], room: int, notes: Sequence[str]) -> None:
        html = "".join(token.html for token in tokens)
        self.strings.append(html)
        self.size += room
        name = tokens[0].name
        if name in LEADING and room <= LONGEST_HEAD:
            self.opened[-1].lead += html
            self.opened[-1].head += ID.sub("", html) if name == "thead" else ""
        elif html.strip():
            self.say()
        self.count(name)
        self.place_notes(notes)

    def add_words(self, html: str) -> str:
        """Write as many words as there is room for, and return the rest."""
        room = max(self.most - self.size - self.room_of_ends([]), 1)
        shown = html.encode()[:room].decode(errors="ignore") or html[0]
        if " " in shown.strip():
            shown = shown[: shown.rindex(" ", 1) + 1]
        elif (mark := shown.rfind("&", 1)) > 0 and ";" not in shown[mark:]:
            shown = shown[:mark]
        if shown[:1] == "&" and ";" not in shown:
            shown = html[: html.index(";") + 1]
        self.write(shown)
        self.say()
        return html[len(shown) :]

    def place_notes(self, names: Sequence[str]) -> None:
        self.notes += [self.unplaced.pop(name) for name in names]

    def place_what_fits(self, marked: Sequence[str]) -> None:
        for name in marked:
            if self.fits(0, notes := self.wanted([name])):
                self.place_notes(notes)
            else:
                self.behind.add(name)

    def say(self) -> None:
        self.has_words = True
        for opened in self.opened:
            opened.is_said = True

    def count(self, name: str) -> None:
        if self.opened and name in COUNTED:
            self.opened[-1].items += 1

    def open(self, token: Token) -> None:
        self.opened.append(_Opened(token, len(self.strings), len(self.notes)))
        self.write(token.html)

    def close(self) -> None:
        self.say()
        closed = self.opened.pop()
        self.write(closed.end)
        self.count(closed.token.name)

    def turn(self) -> None:
        """End the piece; tags that are open with nothing in them yet, and their notes, begin the next one instead."""
        unsaid = next((opened for opened in self.opened if not opened.is_said), None)
        place, notes = (unsaid.place, unsaid.notes) if unsaid else (len(self.strings), len(self.notes))
        ends = [opened.end for opened in reversed(self.opened) if opened.is_said]
        self.done.append("".join([*self.strings[:place], *ends, *self.listed(self.notes[:notes])]))
        self.begin(self.notes[notes:])

    def listed(self, notes: Sequence[Note]) -> Iterator[str]:
        if notes:
            yield from (token.html for token in self.around)
            yield from (token.html for note in notes for token in note.tokens)
            yield from (f"</{token.name}>" for token in reversed(self.around))


def _within(marks: Sequence[tuple[int, str]], start: int, end: int) -> list[str]:
    first = bisect_left(marks, (start, ""))
    return [name for _, name in marks[first : bisect_left(marks, (end, ""))]]
