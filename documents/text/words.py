"""Text to words: the one analysis that indexing, querying and marking share.

A word is found by one pass of one pattern over the text as it stands, so every token carries the offsets of what a
reader sees; only then is that piece folded. Folding never looks at its neighbours, which is why words(word) gives the
word again: the query language's canonical form rests on that.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

ANALYSIS_VERSION = 2  # stored in the index pointer; raise it with every change of what a text's tokens are
GAP = 100  # positions between blocks and between cells: more than any proximity allowed
REDACTED = "\u2588"  # in plain text: takes one position, matches no word
REMOVED = "\u2593"  # the same, where the editors of the site took words out
LONGEST = 255  # characters of a word that are kept: no reader types more, and an index has no use for them

SIGNS = "§¶&＆﹠%％﹪"  # read as words; a query chunk drops those it starts with (chunk.lstrip(SIGNS))
_SIGN_WORDS = {
    "§": "section",
    "§§": "sections",
    "¶": "paragraph",
    "¶¶": "paragraphs",
    **dict.fromkeys("&＆﹠", "and"),
    **dict.fromkeys("%％﹪", "percent"),
}

HYPHENS = "-\u2010\u2011\ufe63\uff0d"  # in a class it stands first or last
_APOSTROPHES = (
    "'\u2019\u2018\u201b\uff07`\u00b4\u02b9\u02bb\u02bc\u02bd\u02be\u02bf\u0374\u05f3\u05f4\u1fef\u1ffd"
)
_INVISIBLE = (
    "\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\U000e0001\U000e0020-\U000e007f"
)
_TATWEEL = "\u0640"  # stretches an Arabic word for the eye only

# Written without spaces between words: each character is a word. Digits of these scripts are digits like any other.
_UNSPACED = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd\u0ec0-\u0ec6\u0edc-\u0edf"  # Thai, Lao
    "\u1000-\u102a\u103f\u1050-\u1055\u105a-\u105d\u1061\u1065\u1066\u106e-\u1070\u1075-\u1081\u108e"  # Myanmar
    "\ua9e0-\ua9e4\ua9e6-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa76\uaa7a\uaa7e\uaa7f\u1780-\u17b3\u17d7\u17dc"  # and Khmer
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d\U0001aff0-\U0001b16f"  # kana
    "\u2e80-\u2fd5\u3005-\u3007\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_HALF_WIDTH_VOICING = "\uff9e\uff9f"
# "น้ำ": a vowel that compatibility normalisation splits; whole or split, it stays with the character before it.
_SPLIT_VOWELS = "[\u0e33\u0eb3]|(?<=\u0e4d)\u0e32|(?<=\u0ecd)\u0eb2"

# Marks that fold away. Marks of other scripts (Indic and Thai vowel signs, Japanese voicing) spell the word.
_ACCENTS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
_VARIATIONS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"  # choose a glyph, never a letter
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)


def _ranges(wanted: Callable[[str], bool]) -> str:
    """The inside of a character class with every character of the basic plane that is wanted."""
    pieces: list[str] = []
    first = last = -2
    for code in range(0x10000):
        if not wanted(chr(code)):
            continue
        if code != last + 1:
            pieces.append(f"\\u{first & 0xFFFF:04x}-\\u{last & 0xFFFF:04x}")
            first = code
        last = code
    pieces.append(f"\\u{first:04x}-\\u{last:04x}")
    return "".join(pieces[1:])


def _is_lone(character: str) -> bool:
    """½, ⒈, ⑴: reads as words of its own, not as part of the run it stands in (2½ is not 21)."""
    return unicodedata.category(character) == "No" and not unicodedata.normalize("NFKC", character).isalnum()


def _is_note_mark(character: str) -> bool:
    return unicodedata.category(character) == "No" and unicodedata.decomposition(character).startswith(
        "<super>"
    )


def _is_spelling(character: str) -> bool:
    """A letter or digit of a script that puts spaces between words."""
    if unicodedata.category(character) not in {"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Nl", "No"}:
        return False
    return not (_is_lone(character) or _is_note_mark(character) or _not_spelling(character))


def _is_initial(character: str) -> bool:
    """A letter that stays one in either case and however its accents are spelled: not ß, ﬁ, or a Hangul syllable."""
    if not character.isalpha() or not _is_spelling(character) or "\u1100" <= character <= "\u11ff":
        return False
    decomposed = unicodedata.normalize("NFKD", character)
    forms = (decomposed, character.upper(), character.lower(), character.casefold())
    return all(sum(map(str.isalpha, form)) == 1 for form in forms)


_not_spelling = re.compile(f"[{_APOSTROPHES}{_INVISIBLE}{_UNSPACED}{_HALF_WIDTH_VOICING}]").match


_SPELLING = _ranges(_is_spelling) + "\U00010000-\U0001cfff\U0001d400-\U0001d7ff\U0001df00-\U0001efff"
_MARK = (
    _ranges(lambda character: unicodedata.category(character) in {"Mn", "Mc", "Me"}) + "\U000e0100-\U000e01ef"
)
_LONE = _ranges(_is_lone) + "№"
_INITIAL = _ranges(_is_initial)

# The spaces that may stand inside a piece: U. S., U. S. C., per cent, and a hyphen at a line end.
_SPACE = "(?:[ \u00a0\u2009\u202f]|\n(?!\n))"
_LINE_END = "[ ]*+\r?\n[ ]*+"
_CHUNK = re.compile(
    # Nine of ten are a plain word with punctuation around it: nothing to join, nothing to fold but case.
    '[(\\["\u201c\u2018]*+((?![pP][eE][rR]\\s)(?:[A-Za-z0-9]{2,}+|[A-Za-z0-9](?!\\.)))'
    '[,;:.!?)\\]"\u201d\u2019]*+(?!\\S)'
    f"|\\S++(?:(?<=[{HYPHENS}\u00ad.rR])"
    f"(?:(?<=[{HYPHENS}\u00ad]){_LINE_END}"
    f"|(?<=[uU]\\.){_SPACE}(?=[sS]\\.)|(?<=[uU]\\.\\s[sS]\\.){_SPACE}(?=[cC]\\.)"
    f"|(?<=[pP][eE][rR]){_SPACE}(?=[cC][eE][nN][tT]))\\S++)*+"
    f"|(\n\n++|\t)"
)
_PLAIN, _BREAK = 1, 2

# All that takes a position inside a chunk; the groups are numbered by the constants below. Quantifiers are possessive
# wherever they could give back, so that no input costs more than one pass.
_LETTER = f"[{_INITIAL}][{_MARK}{_INVISIBLE}]*+"
_ALONE = f"(?![{_SPELLING}])"
_START = f"(?<![{_SPELLING}{_MARK}{_UNSPACED}]\\.)"  # not in the middle of 5.A.i or of www.a.b.c
_PIECE = re.compile(
    f"({_START}[Uu]\\.{_SPACE}[Ss]\\.(?:{_SPACE}?[Cc]\\.)?{_ALONE})"
    f"|({_START}(?:[Pp][Hh]|{_LETTER})(?:\\.{_LETTER}{_ALONE})++\\.?(?:[{_APOSTROPHES}][sS]{_ALONE})?)"
    f"|((?<!\\d[,，])\\d{{1,3}}(?:[,，]\\d{{3}})++(?![,，]?\\d)[{_SPELLING}{_MARK}]*+)"
    f"|([{_SPELLING}][{_SPELLING}{_MARK}]*+"
    f"(?:[{_INVISIBLE}]++[{_SPELLING}{_MARK}]++|[{_APOSTROPHES}](?!\\d)[{_SPELLING}][{_SPELLING}{_MARK}]*+)*+)"
    f"|(§§?|¶¶?|[{SIGNS}])"
    f"|([{REDACTED}{REMOVED}])"
    f"|([{_UNSPACED}][{_MARK}{_HALF_WIDTH_VOICING}]*+(?:{_SPLIT_VOWELS})?|[{_LONE}])"
)
_SPACED, _INITIALS, _NUMBER, _RUN, _SIGN, _REDACTION, _CHARACTER = range(1, 8)
_MAY_BE_JOINED = frozenset({_INITIALS, _RUN})
_ONE_WORD = re.compile(f"[{_SPELLING}][{_SPELLING}{_MARK}]*+|[{_UNSPACED}][{_MARK}]*+(?:{_SPLIT_VOWELS})?")
_LINE_END_HYPHEN = re.compile(f"[{HYPHENS}\u00ad]{_LINE_END}")

_CENT = re.compile(f"{_SPACE}[cC][eE][nN][tT]")

_DROP = re.compile(f"[{_INVISIBLE}{_VARIATIONS}{_TATWEEL}{_APOSTROPHES}]")
_DROP_ACCENTS = re.compile(f"[{_ACCENTS}]")
_DROP_PUNCTUATION = re.compile(f"[{_APOSTROPHES}.,，\\s]")
_POSSESSIVE = re.compile(f"(?<=\\D)[{_APOSTROPHES}][{_INVISIBLE}]*[sS]$")
_DIGIT = re.compile(r"[^\D0-9]")
_PART = re.compile("[A-Za-z]+")


class Token(NamedTuple):
    """A form to index: the text from `start` to `end` (characters) reads as `word` at `position` (words)."""

    word: str
    position: int
    start: int
    end: int


class _Chunk(NamedTuple):
    """What stands between two spaces; positions and offsets count from its beginning."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    written: tuple[str, ...]
    positions: int  # how many it takes


def tokens(text: str, position: int = 0) -> list[Token]:
    """Every form to index, in order of position; the first form at a position is the primary one.

    Others that share it: the word as written where accents fold away, the joined form of a hyphenated compound, and
    the letters of U. S., which is one word, for readers who ask for a letter.
    """
    found: list[Token] = []
    add, make = found.append, tuple.__new__  # half the time of Token(…), and this loop is where indexing goes
    for match in _CHUNK.finditer(text):
        kind = match.lastindex
        if kind == _PLAIN:
            start, end = match.span(_PLAIN)
            add(make(Token, (match[_PLAIN][:LONGEST].lower(), position, start, end)))
            position += 1
        elif kind == _BREAK:
            position += GAP
        else:
            chunk, offset = _chunk(match[0]), match.start()
            for word, place, start, end in chunk.tokens:
                add(make(Token, (word, position + place, offset + start, offset + end)))
            position += chunk.positions
    return found


def words(text: str) -> tuple[str, ...]:
    """The folded words of a query chunk or phrase, in order; as-written and joined forms are not made."""
    return tuple([word for match in _CHUNK.finditer(text) for word in _chunk(match[0]).words])


def written(text: str) -> tuple[str, ...]:
    """The same words with their accents kept, for =word."""
    return tuple([word for match in _CHUNK.finditer(text) for word in _chunk(match[0]).written])


def joined(words: Sequence[str]) -> str | None:
    """The joined form that indexing makes of a hyphenated compound of these words, or None when it makes none.

    Two or three parts of letters (reentry, noncooperation), or two of which one has digits (covid19, h1b, 3d); never
    numbers alone (23-1732), nor longer chains (OIG-21-028).
    """
    if not 2 <= len(words) <= 3:
        return None
    of_letters = sum(word.isalpha() for word in words)
    return "".join(words) if of_letters == len(words) or (of_letters == 1 and len(words) == 2) else None


def _chunk(text: str) -> _Chunk:
    return _short_chunk(text) if len(text) <= 40 else _read(text)


@lru_cache(maxsize=1 << 15)
def _short_chunk(text: str) -> _Chunk:
    return _read(text)


def _read(chunk: str) -> _Chunk:
    found: list[Token] = []
    primary: list[tuple[str, str]] = []
    compound: list[Token] = []  # the parts so far of the hyphenated compound that is being read
    place = 0  # where in `found` its first part stands
    position = 0
    for match in _PIECE.finditer(chunk):
        kind = match.lastindex or 0
        start, end = match.span()
        if compound and not (
            _hyphenated(chunk, compound[-1].end, start) or _is_per_cent(chunk, compound[-1], end)
        ):
            _add_joined(found, place, compound)
            compound = []
        if kind == _REDACTION:
            position += 1
            continue
        forms = _forms(kind, chunk[start : min(end, start + 4 * LONGEST)])
        for folded, as_written in forms:
            token = Token(folded, position, start, end)
            if kind in _MAY_BE_JOINED:
                place = place if compound else len(found)
                compound.append(token)
            found.append(token)
            if as_written != folded:
                found.append(token._replace(word=as_written))
            position += 1
        if kind == _SPACED:
            found += _parts(chunk, position - 1, start, end)
        primary += forms
    _add_joined(found, place, compound)
    return _Chunk(
        tuple(found), tuple(word for word, _ in primary), tuple(word for _, word in primary), position
    )


def _hyphenated(text: str, left: int, right: int) -> bool:
    """Whether nothing but one hyphen, or a hyphen and a line end, stands between two words."""
    if right == left + 1:
        return text[left] in HYPHENS
    return _LINE_END_HYPHEN.fullmatch(text, left, right) is not None


def _is_per_cent(text: str, part: Token, end: int) -> bool:
    """per cent: the one compound that is also found as one word when it stands with a space."""
    return part.word == "per" and _CENT.fullmatch(text, part.end, end) is not None


def _add_joined(found: list[Token], place: int, compound: list[Token]) -> None:
    word = joined([part.word for part in compound[:4]])
    if word is not None:
        found.insert(place + 1, Token(word, compound[0].position, compound[0].start, compound[-1].end))


def _parts(text: str, position: int, start: int, end: int) -> list[Token]:
    return [
        Token(match[0].lower(), position, match.start(), match.end())
        for match in _PART.finditer(text, start, end)
    ]


@lru_cache(maxsize=1 << 14)
def _forms(kind: int, piece: str) -> tuple[tuple[str, str], ...]:
    """(folded, as written) for each position that a piece takes."""
    if kind == _SIGN:
        return ((_SIGN_WORDS[piece], _SIGN_WORDS[piece]),)
    bare = piece if piece.isalnum() else _DROP_PUNCTUATION.sub("", _POSSESSIVE.sub("", piece))
    if bare.isascii():
        word = bare.lower()[:LONGEST]
        return ((word, word),)
    folded, as_written = _fold(bare)[:LONGEST], _fold_case(bare)[:LONGEST]
    if _ONE_WORD.fullmatch(folded):
        return ((folded, as_written if _ONE_WORD.fullmatch(as_written) else folded),)
    if folded == piece:
        return ()
    # A character that stands for several words: ½, ⑴, ﷺ.
    return tuple((word, word) for word in words(folded))


def _fold(text: str) -> str:
    """Compatibility, case and marks folded; twice, because folding case can bring forth a mark (İ)."""
    for _ in range(2):
        text = _DROP_ACCENTS.sub("", _DROP.sub("", unicodedata.normalize("NFKD", text))).casefold()
    text = text.translate(_LETTERS_WITHOUT_DECOMPOSITION)
    return _plain_digits(
        unicodedata.normalize("NFC", _DROP_ACCENTS.sub("", unicodedata.normalize("NFKD", text)))
    )


def _fold_case(text: str) -> str:
    for _ in range(2):
        text = unicodedata.normalize("NFKC", _DROP.sub("", text).casefold())
    return _plain_digits(text)


def _plain_digits(text: str) -> str:
    return _DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
