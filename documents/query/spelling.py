"""How a reader wrote the words of a query, for pages that repeat them: DOJ, not doj; AT&T, not at-and-t.

A spelling is told of a leaf as a whole and of each of its words, so that a query made from another knows it too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias, assert_never

from documents.query.tree import (
    And,
    Dates,
    Everything,
    Field,
    Fuzzy,
    Leaf,
    Near,
    Not,
    Or,
    Pattern,
    Phrase,
    Tree,
    Word,
)
from documents.text.words import tokens, words, written

Spelling: TypeAlias = Mapping[Leaf, str]

LETTERS = re.compile(r"[^*?]+")


def spelling_of(leaf: Leaf, typed: str) -> Iterator[tuple[Leaf, str]]:
    """The leaf and its words, each with what was typed for it; not what has signs that turn the text around it."""
    match leaf:
        case Word(parts, exact):
            whole = _without_punctuation(typed)
            if whole.isprintable() and parts == (written(whole) if exact else words(whole)):
                yield leaf, whole
        case Phrase(parts) | Near(parts):
            whole = " ".join(typed.split())
            if whole.isprintable() and parts == words(whole) and "*" not in whole:
                yield leaf, whole
        case _:
            pass
    yield from spelling_of_words(typed)


def spelling_of_words(typed: str) -> Iterator[tuple[Leaf, str]]:
    """Each word of what was typed; § is no spelling of a word, and re-entry none of reentry."""
    for token in tokens(typed):
        piece = typed[token.start : token.end]
        if piece.isprintable() and any(map(str.isalnum, piece)) and words(piece) == (token.word,):
            yield Word((token.word,)), piece


def respelt(tree: Tree, spelling: Spelling) -> Tree:
    """The tree as the reader wrote its words. It is for the eye: it finds nothing, and is not in normal form."""
    match tree:
        case And(parts):
            return And(tuple(respelt(part, spelling) for part in parts))
        case Or(parts):
            return Or(tuple(respelt(part, spelling) for part in parts))
        case Not(part):
            return Not(respelt(part, spelling))
        case Field(name, part):
            return Field(name, respelt(part, spelling))
        case Everything():
            return tree
        case _:
            return leaf_respelt(tree, spelling)


def leaf_respelt(leaf: Leaf, spelling: Spelling) -> Leaf:
    match leaf:
        case Word(parts) | Phrase(parts) | Near(parts):
            whole = spelling.get(leaf)
            return replace(leaf, words=(whole,) if whole else tuple(_word(part, spelling) for part in parts))
        case Pattern(parts):
            return Pattern(tuple(LETTERS.sub(lambda run: _word(run[0], spelling), part) for part in parts))
        case Fuzzy(word, distance):
            return Fuzzy(_word(word, spelling), distance)
        case Dates():
            return leaf
        case _:
            assert_never(leaf)


def _word(word: str, spelling: Spelling) -> str:
    return spelling.get(Word((word,)), word)


def _without_punctuation(typed: str) -> str:
    """From the first word to the last; a parenthesis that opens between them closes behind: 1325(a)."""
    found = tokens(typed)
    if not found:
        return ""
    end = max(token.end for token in found)
    whole = typed[found[0].start : end]
    return whole + ")" if whole.count("(") > whole.count(")") and typed[end : end + 1] == ")" else whole
