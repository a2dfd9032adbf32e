"""From the characters between two spaces, or two quotation marks, to a leaf of the tree.

Every leaf that is made here is in normal form: `grammar.parse` reads what `str` gives for it as the same leaf.
"""

import re
from dataclasses import replace

from documents.query.limits import LIMITS
from documents.query.notes import Notes
from documents.query.tree import Fuzzy, Leaf, Near, Pattern, Phrase, Word
from documents.text.words import words

# Letters that `text.words` leaves as they are, and that stand for `*` and `?` while it reads a pattern.
ANY, ONE = "\u01c0", "\u01c2"
SIGNS = str.maketrans({ANY: "*", ONE: "?"})

UP_TO_LAST_LETTER = re.compile(r".*(?:[^\W_]|\*)", re.DOTALL)
QUESTION_AT_END = re.compile(r"\?(?:[^\w*]|_)*$")
CHANGED = re.compile(r"(.+)~([0-9]*)[^\w~]*", re.DOTALL)

BESIDE_A_LETTER = "“*” and “?” stand for letters of a word only beside one; here they are ignored."
BEHIND_A_WORD = "“~” stands right behind a single word or behind quotation marks; here it is ignored."
NO_CHANGE = "“~0” allows no change of the word and is ignored."


def spelt(chunk: str, notes: Notes) -> Leaf | None:
    """A word, a pattern, or a word with those of a similar spelling; None where nothing can be searched for."""
    changed = CHANGED.fullmatch(chunk)
    if not changed or _is_range(*changed.groups()):
        return pattern(_words(chunk, notes))
    leaf = pattern(_words(changed[1], notes))
    match leaf:
        case Word((word,)):
            return _fuzzy(word, int(changed[2] or 1), notes)
        case Word() | Pattern():
            notes.repaired(BEHIND_A_WORD)
    return leaf


def pattern(parts: tuple[str, ...]) -> Word | Pattern | None:
    """The parts of a word. A `?` with no letter behind it ends a question."""
    while parts and (last := QUESTION_AT_END.sub("", parts[-1])) != parts[-1]:
        parts = (*parts[:-1], last) if _has_letter(last) else parts[:-1]
    if not parts:
        return None
    return Pattern(parts) if _has_sign("".join(parts)) else Word(parts)


def together(found: tuple[str, ...], distance: int, notes: Notes) -> Phrase | Near:
    """Words in quotation marks with a number behind them; one word is near nothing."""
    if distance > LIMITS["distance"].most:
        notes.reached("distance")
    if len(found) > LIMITS["together"].most:
        notes.reached("together")
    return _together(found[: LIMITS["together"].most], min(distance, LIMITS["distance"].most))


def signs(leaf: Leaf) -> int:
    """How many words of the leaf stand for others by `*`, `?` or `~`."""
    match leaf:
        case Pattern(parts):
            return sum(map(_has_sign, parts))
        case Fuzzy():
            return 1
        case _:
            return 0


def fitting(leaf: Leaf, room: int) -> Leaf | None:
    """The leaf with as many of its first words as have room in `str`, if any has."""
    kept: Leaf | None = leaf
    while kept is not None and len(str(kept)) > room:
        kept = _without_its_last_word(kept)
    return kept


def _without_its_last_word(leaf: Leaf) -> Leaf | None:
    match leaf:
        case Word(found) | Phrase(found) if len(found) > 1:
            return replace(leaf, words=found[:-1])
        case Pattern(parts):
            return pattern(parts[:-1])
        case Near(found, distance):
            return _together(found[:-1], distance)
        case _:
            return None


def _together(found: tuple[str, ...], distance: int) -> Phrase | Near:
    return Near(found, distance) if len(found) > 1 else Phrase(found)


def _fuzzy(word: str, distance: int, notes: Notes) -> Leaf:
    if distance == 0:
        notes.repaired(NO_CHANGE)
        return Word((word,))
    if distance > LIMITS["changes"].most:
        notes.reached("changes")
    return Fuzzy(word, min(distance, LIMITS["changes"].most))


def _is_range(first: str, last: str) -> bool:
    """10~20, as some write from ten to twenty."""
    return first.isdecimal() and int(last or 0) > LIMITS["changes"].most


def _words(chunk: str, notes: Notes) -> tuple[str, ...]:
    """The folded words of a chunk, with the signs that stand for letters in them.

    Where a chunk has the two letters that we need for the signs, the signs are punctuation. So is a `?` behind the
    last letter, and in an address: example.org/search?page=2.
    """
    plain = words(chunk)
    end = UP_TO_LAST_LETTER.match(chunk)
    if end is None or not _has_sign(end[0]) or any(letter in word for word in plain for letter in (ANY, ONE)):
        return plain
    inside = end[0].replace("*", ANY)
    if "/" not in inside:
        inside = inside.replace("?", ONE)
    found = [re.sub(r"\*+", "*", word.translate(SIGNS)) for word in words(inside + chunk[end.end() :])]
    kept = tuple(word for word in found if _has_letter(word) or not _has_sign(word))
    if kept and len(kept) < len(found):
        notes.repaired(BESIDE_A_LETTER)
    return kept


def _has_sign(text: str) -> bool:
    return "*" in text or "?" in text


def _has_letter(text: str) -> bool:
    return any(map(str.isalnum, text))
