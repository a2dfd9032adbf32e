"""Words that are to be taken out of texts: where they stand, whatever their case and the signs between them, and
what is written in their place.

A text in Markdown says the same words in many ways: `*Jane* Doe`, `Ja{page 4}ne Doe`, `J&aacute;ne`, `Jane[^1] Doe`. All are
found; marks of the dialect that stand between the words stay.
"""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

FEWEST_LETTERS = 2
LONGEST_GAP = 40  # signs between two words
PLAIN_NOTICE = "[removed]"
IN_A_MARK = "removed"  # where brackets would end a mark, an address or a label

# Marks that a reader does not see between the letters of a word.
_MARKS = r"\{page [^{}]{0,30}\}|\[\^[^\[\]\s]{1,60}\]|\[\s*@[^\[\]]{0,300}\]"
_ENTITY = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|(?:%[0-9A-Fa-f]{2})+"
_UNSEEN = re.compile(
    rf"(?P<gone>{_MARKS}|[*_`\\\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+|[-\u2010\u2011]\r?\n[ >]*)"
    rf"|(?P<entity>{_ENTITY})"
    r"|(?P<ascii>[^&%{\[*_`\\\u0080-\U0010ffff-]+)"
    r"|(?P<one>.)",
    re.DOTALL,
)
_CODED = re.compile(rf"{_MARKS}|{_ENTITY}")
_EVERYTHING = re.compile(r"(?P<ascii>[\x00-\x7f]+)|(?P<one>.)", re.DOTALL)
_SIGNS = re.compile(r"[\W_]+")
_KEPT = re.compile(rf"{_MARKS}|\*+|(?<![^\W_])_+|_+(?![^\W_])")

# Where a notice would not be one: in a mark's braces or brackets, an address, a description. Captions hold text.
_INSIDE = re.compile(
    r"\{(?!\s*caption:)[^{}]{0,302}\}|\[\s*[@^][^\[\]]{0,302}\]|\]\([^()\s]*(?:\s+\"[^\"]*\")?\s*\)|!\[[^\[\]]*\]"
    r"|<[^<>\s]+>|^ {0,3}\[[^\[\]]+\]:.*$",
    re.MULTILINE,
)


class Unfit(ValueError):
    """These words or this reason cannot be used; the message says why."""


class Stretch(NamedTuple):
    """Characters from `start` to `end`."""

    start: int
    end: int


class Phrase:
    """Words in a row."""

    def __init__(self, text: str) -> None:
        self.words = tuple(re.findall(r"[^\W_]+", folded(text)))
        if sum(map(len, self.words)) < FEWEST_LETTERS:
            raise Unfit("Give the words that are to go: at least two letters or figures.")
        between = rf"(?:(?!\n[ \t>]*\n)[\W_](?<!\|)){{1,{LONGEST_GAP}}}"
        self.pattern = re.compile(r"(?<![^\W_])" + between.join(map(re.escape, self.words)) + r"(?![^\W_])")

    def __str__(self) -> str:
        return " ".join(self.words)

    def found(self, text: str) -> list[Stretch]:
        """Where the words stand in a text, plain or in Markdown; in order and apart."""
        if not self.may_stand_in(text):
            return []
        stretches = sorted({*self._found(text, _EVERYTHING), *self._found(text, _UNSEEN)})
        apart: list[Stretch] = []
        for stretch in stretches:
            if apart and stretch.start < apart[-1].end:
                apart[-1] = Stretch(apart[-1].start, max(apart[-1].end, stretch.end))
            else:
                apart.append(stretch)
        return apart

    def may_stand_in(self, text: str) -> bool:
        """Whether it is worth a look: the letters follow each other, where all between them is left out."""
        joined = "".join(self.words)
        return joined in _squashed(text) or (
            _CODED.search(text) is not None and joined in _squashed(_CODED.sub(_decoded, text))
        )

    def stands_in(self, text: str) -> bool:
        return bool(self.found(text))

    def taken_out(self, text: str, notice: str = PLAIN_NOTICE) -> str:
        """A plain text with a notice in the place of the words."""
        return replaced(text, ((stretch, notice) for stretch in self.found(text)))

    def taken_out_of_markdown(self, text: str, notice: str) -> str:
        """A text of our dialect with a notice in the place of the words; page turns, notes and citations stay."""
        found = self.found(text)
        if not found:
            return text
        inside = [Stretch(*match.span()) for match in _INSIDE.finditer(text)]
        return replaced(text, ((stretch, _instead(text, stretch, inside, notice)) for stretch in found))

    def _found(self, text: str, units: re.Pattern[str]) -> Iterator[Stretch]:
        letters, places = spread(text, units)
        for match in self.pattern.finditer(letters):
            yield Stretch(places[match.start()][0], places[match.end() - 1][1])


def folded(text: str) -> str:
    """Letters without case and accents."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(letter for letter in decomposed if unicodedata.category(letter) not in ("Mn", "Cf"))


def _squashed(text: str) -> str:
    """The letters and figures of a text alone; accents are no letters."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _SIGNS.sub("", text.lower())


def _decoded(match: re.Match[str]) -> str:
    return unquote(unescape(match[0])) if match[0][0] in "&%" else ""


def spread(text: str, units: re.Pattern[str]) -> tuple[str, list[tuple[int, int]]]:
    """The folded letters of a text, and for each from where to where in the text it was written."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for match in units.finditer(text):
        start, end = match.span()
        match match.lastgroup:
            case "gone":
                continue
            case "ascii":
                letters.append(match[0].lower())
                places += zip(range(start, end), range(start + 1, end + 1), strict=True)
            case _:
                said = folded(unquote(unescape(match[0])) if match.lastgroup == "entity" else match[0])
                letters.append(said)
                places += [(start, end)] * len(said)
    return "".join(letters), places


def replaced(text: str, changes: Iterator[tuple[Stretch, str]]) -> str:
    """The text with other words in the place of some stretches, which are in order and apart."""
    parts, last = [], 0
    for stretch, words in changes:
        parts += [text[last : stretch.start], words]
        last = stretch.end
    return "".join([*parts, text[last:]])


def _instead(text: str, stretch: Stretch, inside: list[Stretch], notice: str) -> str:
    if any(one.start < stretch.start and stretch.end < one.end for one in inside):
        return IN_A_MARK
    return notice + "".join(_KEPT.findall(text[stretch.start : stretch.end]))
