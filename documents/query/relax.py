"""Queries near one that finds nothing: its parts by themselves, other spellings of its words, and less of what it asks.

All of them are trees in normal form, so that each can be a link: `parse(str(tree)).tree == tree`.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeAlias, assert_never

from documents.query.grammar import parse
from documents.query.limits import LIMITS
from documents.query.spelling import Spelling, respelt
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
    conjunction,
    disjunction,
    within,
)
from documents.text.words import words as words_of

SHORTEST_FUZZY = 4  # letters; of a shorter word nearly everything is one change away
SHORTEST_STEM = 4  # letters; shorter parts of a compound or a phrase, “re” or “of”, say little by themselves
MOST_FUZZY = 3  # words, each of which takes as long to look for as several searches
FARTHEST = LIMITS["distance"].most
CLOSE = 5  # words between those of a phrase that is loosened

Change: TypeAlias = Callable[[Leaf], Tree]


class Relaxation(NamedTuple):
    """A query that asks for less, and in which way."""

    label: str
    tree: Tree


def parts(tree: Tree, names: Collection[tuple[str, ...]] = ()) -> tuple[Tree, ...]:
    """What a query asks for, each by itself: all of them or, of alternatives, any. Not what it leaves out.

    The words of a name stay together: other names may be searched for all of it that are none for one of its words.
    """
    asked = _asked(tree)
    return tuple(_with_names(asked, names)) if names and isinstance(tree, And) else asked


def _asked(tree: Tree) -> tuple[Tree, ...]:
    match tree:
        case And(several) | Or(several):
            return tuple(part for part in several if not isinstance(part, Not))
        case Field(name, And(several) | Or(several)):
            return tuple(within(name, part) for part in several if not isinstance(part, Not))
        case Not() | Everything():
            return ()
        case _:
            return (tree,)


def _with_names(asked: tuple[Tree, ...], names: Collection[tuple[str, ...]]) -> Iterator[Tree]:
    while asked:
        words: tuple[str, ...] = ()
        length = 1
        for at, part in enumerate(asked, 1):
            if not isinstance(part, Word) or part.exact:
                break
            words += part.words
            length = at if words in names else length
        yield conjunction(asked[:length])
        asked = asked[length:]


def asks_for_all(tree: Tree) -> bool:
    """Whether all of its parts must be met."""
    return not isinstance(tree.part if isinstance(tree, Field) else tree, Or)


def is_of_plain_words(tree: Tree) -> bool:
    """Whether it asks for all of several words with no sign, field or quotation mark at any of them."""
    asked = parts(tree)
    return isinstance(tree, And) and len(asked) > 1 and all(map(_is_plain, asked))


def any_word(tree: Tree) -> Tree:
    """Any of the parts in place of all of them, or of the longer words of a phrase; its dates and exclusions stay.

    A compound is one thing: who asks for re-entry or 21-028 is not helped by all that has “re” or “21”.
    """
    asked = parts(tree)
    if len(asked) < 2:
        loose = _changed(tree, _longer_words)
        return any_word(loose) if len(parts(loose)) > 1 else tree
    alternatives = [part for part in asked if not isinstance(part, Dates)]
    kept = [part for part in asked if isinstance(part, Dates)]
    return conjunction([disjunction(alternatives), *kept, *_excluded(tree)])


def without_exclusions(tree: Tree) -> Tree:
    """The same, with what it leaves out."""
    match tree:
        case And(several):
            return conjunction(without_exclusions(part) for part in several)
        case Or(several):
            return disjunction(without_exclusions(part) for part in several)
        case Field(name, part):
            return within(name, without_exclusions(part))
        case Not():
            return Everything()
        case _:
            return tree


def replaced(tree: Tree, others: Mapping[str, str]) -> Tree:
    """The same with other words in the place of some; what it leaves out stays."""

    def spelt(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(others.get(word, word) for word in words)

    def change(leaf: Leaf) -> Tree:
        match leaf:
            case Word(words, False) | Phrase(words) | Near(words):
                return replace(leaf, words=spelt(words))
            case _:
                return leaf

    return _changed(tree, change)


def spelt_words(tree: Tree) -> tuple[str, ...]:
    """The words that may be misspelt, each once: of plain words and in quotation marks, not behind `=` or with signs."""
    found: dict[str, None] = {}

    def look(leaf: Leaf) -> Tree:
        match leaf:
            case Word(words, False) | Phrase(words) | Near(words):
                found.update(dict.fromkeys(words))
            case _:
                pass
        return leaf

    _changed(tree, look)
    return tuple(found)


def relaxations(
    tree: Tree,
    killing: Collection[Tree] = (),
    unknown: Collection[str] = (),
    spelling: Spelling | None = None,
) -> list[Relaxation]:
    """What asks for a little less, the closest first; each once, none the query itself.

    `killing` are the parts that find nothing by themselves, `unknown` the words that no text has; without them each
    part is left out in turn, and every word is taken for one that others may have spelt otherwise. `spelling` is how
    the reader wrote what the labels name.
    """
    kept: dict[Tree, Relaxation] = {}
    for each in _relaxations(tree, killing, unknown, spelling or {}):
        if each.tree != tree and each.tree not in kept and _asks(each.tree) and is_a_link(each.tree):
            kept[each.tree] = each
    return list(kept.values())


def is_a_link(tree: Tree) -> bool:
    """Whether it is the same when it is read again; what grew beyond a limit is not."""
    read = parse(str(tree))
    return read.tree == tree and not read.limits


def _relaxations(
    tree: Tree, killing: Collection[Tree], unknown: Collection[str], spelling: Spelling
) -> Iterator[Relaxation]:
    yield Relaxation("With what was left out", without_exclusions(tree))
    yield Relaxation("With other words between", _changed(tree, _wider))
    yield Relaxation("Without the quotation marks", _changed(tree, _unquoted))
    yield Relaxation("Also in other forms", _changed(tree, _plain))
    yield Relaxation("Compounds as separate words", _changed(tree, _apart))
    if len(unknown or spelt_words(tree)) <= MOST_FUZZY:
        yield Relaxation("Similar spellings", _changed(tree, _fuzzy(unknown)))
        yield Relaxation("Less similar spellings", _changed(tree, _fuzzier(unknown)))
    yield Relaxation("In any field", _in_any_field(tree))
    yield Relaxation(
        "Of any date", _changed(tree, lambda leaf: Everything() if isinstance(leaf, Dates) else leaf)
    )
    yield from (Relaxation(f"Only “{_told(part, spelling)}”", part) for part in _stems(tree))
    without = list(_without(tree, killing, spelling))
    if killing:  # any of the words that do find something: the others would add nothing
        yield from [*without, *(Relaxation("Any of the words", any_word(rest.tree)) for rest in without)]
    else:
        yield from [Relaxation("Any of the words", any_word(tree)), *without]


def _without(tree: Tree, killing: Collection[Tree], spelling: Spelling) -> Iterator[Relaxation]:
    """The query without the parts that find nothing, or without each in turn."""
    if not asks_for_all(tree):
        return
    asked = parts(tree)
    dead = {each for part in killing for each in (part.parts if isinstance(part, And) else (part,))}
    for left_out in [[part for part in asked if part in dead]] if dead else [[part] for part in asked]:
        rest = [part for part in asked if part not in left_out]
        told = {part: _told(part, spelling) for part in left_out}
        named = ", ".join(f"“{told[part]}”" if isinstance(part, Word) else told[part] for part in left_out)
        yield Relaxation(f"Without {named}", conjunction([*rest, *_excluded(tree)]))


def _stems(tree: Tree) -> list[Word]:
    """The words of a query that is but one compound, which may be found without the rest of it: entry of re-entry."""
    match tree:
        case Word(words, False) if len(words) > 1:
            return [Word((word,)) for word in words if word.isalpha() and len(word) >= SHORTEST_STEM]
        case _:
            return []


def _told(tree: Tree, spelling: Spelling) -> str:
    return str(respelt(tree, spelling))


def _excluded(tree: Tree) -> list[Tree]:
    """What an And leaves out, also one within a field."""
    match tree:
        case And(several):
            return [part for part in several if isinstance(part, Not)]
        case Field(name, And(several)):
            return [within(name, part) for part in several if isinstance(part, Not)]
        case _:
            return []


def _asks(tree: Tree) -> bool:
    """Whether there is something that it asks for, and does not only leave out."""
    match tree:
        case And(several) | Or(several):
            return any(map(_asks, several))
        case Field(_, part):
            return _asks(part)
        case Not() | Everything():
            return False
        case _:
            return True


def _is_plain(tree: Tree) -> bool:
    return isinstance(tree, Word) and not tree.exact


# Changes of a leaf


def _wider(leaf: Leaf) -> Tree:
    match leaf:
        case Phrase(words) if 1 < len(words) <= LIMITS["together"].most:
            return Near(words, CLOSE)
        case Near(words, distance):
            return Near(words, min(FARTHEST, max(2 * CLOSE, 3 * distance)))
        case _:
            return leaf


def _unquoted(leaf: Leaf) -> Tree:
    match leaf:
        case Phrase(words) | Near(words):
            return conjunction(Word((word,)) for word in words)
        case _:
            return leaf


def _longer_words(leaf: Leaf) -> Tree:
    match leaf:
        case Phrase(words) | Near(words):
            return conjunction(Word((word,)) for word in words if len(word) >= SHORTEST_STEM)
        case _:
            return leaf


def _plain(leaf: Leaf) -> Tree:
    match leaf:
        case Word(words, True):
            folded = words_of("-".join(words))
            return Word(folded) if folded else leaf
        case _:
            return leaf


def _apart(leaf: Leaf) -> Tree:
    match leaf:
        case Word(words, False):
            return conjunction(Word((word,)) for word in words)
        case _:
            return _unquoted(leaf)


def _fuzzy(unknown: Collection[str]) -> Change:
    """Words one change away: in place of one that no text has, or else beside it."""

    def change(leaf: Leaf) -> Tree:
        match leaf:
            case Word((word,), False) if len(word) >= SHORTEST_FUZZY:
                if word in unknown:
                    return Fuzzy(word)
                return leaf if unknown else disjunction([leaf, Fuzzy(word)])
            case _:
                return leaf

    return change


def _fuzzier(unknown: Collection[str]) -> Change:
    """Farther still, for words that no text has and those that were typed so: for others it would be nearly anything."""
    farthest = LIMITS["changes"].most

    def change(leaf: Leaf) -> Tree:
        match leaf:
            case Word((word,), False) if word in unknown and len(word) >= SHORTEST_FUZZY:
                return Fuzzy(word, farthest)
            case Fuzzy(word):
                return Fuzzy(word, farthest)
            case _:
                return leaf

    return change


# Changes of a tree


def _changed(tree: Tree, change: Change) -> Tree:
    """The tree with its leaves changed, but for those that it leaves out. Deep as the tree, which has a limit."""
    match tree:
        case And(several):
            return conjunction(_changed(part, change) for part in several)
        case Or(several):
            return disjunction(_changed(part, change) for part in several)
        case Field(name, part):
            return within(name, _changed(part, change))
        case Not() | Everything():
            return tree
        case Word() | Phrase() | Pattern() | Fuzzy() | Near() | Dates():
            return change(tree)
        case _:
            assert_never(tree)


def _in_any_field(tree: Tree) -> Tree:
    match tree:
        case And(several):
            return conjunction(map(_in_any_field, several))
        case Or(several):
            return disjunction(map(_in_any_field, several))
        case Field(_, part):
            return part
        case _:
            return tree
