"""From what is typed to a tree: `parse`, which takes anything, and `any_of`, a sentence as any of its words.

    query    = sequence, { "|", sequence }
    sequence = item, { item }
    item     = { "-" | field ":" }, ( [ "=" ], word | phrase | "(", query, ")" )

Nothing is an error. What cannot be meant is mended or left out and said in `Query.repairs`; what is too much
is cut off and said in `Query.limits`. Reading is one pass over at most LIMITS["characters"] characters with a
stack of its own: no input makes it slow or deep. The same limit holds for `str` of the tree, which is
therefore never cut when it is read again.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from documents.query import quotes
from documents.query.fields import FIELDS
from documents.query.tree import (
    Everything,
    Leaf,
    Phrase,
    Tree,
    Word,
    conjunction,
    disjunction,
    negation,
    within,
)
from documents.text.words import SIGNS, words, written


@dataclass(frozen=True, slots=True)
class Operator:
    """A row of the help page: what one types, what it means, and an example that runs."""

    typed: str
    meaning: str
    example: str


OPERATORS = (
    Operator("one two", "all of the words, in any order and in their usual forms", "family separation"),
    Operator('"one two"', "these words side by side, as they stand", '"zero tolerance"'),
    Operator("=one", "just this word: no other form of it, and accents as typed", "=prosecute"),
    Operator("-one", "leaves out what has the word, phrase, group or field", "separation -marshals"),
    Operator("one | two", "any of them; words side by side hold together more strongly", "memorandum | memo"),
    Operator("(one | two) three", "a group", "(marshals | prosecutors) detention"),
    Operator(
        "field:one", f"in one field ({', '.join(FIELDS)}); no space after the colon", "title:memorandum"
    ),
    Operator('field:"one two"', "a phrase in one field", 'title:"zero tolerance"'),
    Operator("field:(one | two)", "a group in one field", "title:(memorandum | order)"),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """How much there may be of something, what that is, and what is said of a query that has more."""

    most: int
    what: str
    said: str

    def __str__(self) -> str:
        return self.said.format(most=self.most)


LIMITS: Mapping[str, Limit] = {
    "characters": Limit(500, "characters", "Only the first {most} characters of the query are used."),
    "depth": Limit(20, "parentheses inside one another", "Parentheses more than {most} deep are ignored."),
    "clauses": Limit(
        50, "words and phrases", "Only the first {most} words and phrases of the query are used."
    ),
}

# The minus sign proper excludes as the hyphen does. Dashes do not: they belong to pasted sentences.
EXCLUDING = frozenset("-\u2212")

NAME = re.compile(r"([a-z]+):", re.IGNORECASE | re.ASCII)
# A sign before the first letter of a word says what kind of thing follows and is not asked for: §1325, &c.
LEADING_SIGNS = re.compile(rf"(?<!\S)[^\w\s]*[{SIGNS}]")
# The words that `text.words` reads as one although they are written with a space.
SPACED = re.compile(r"U\.\sS\.(?:\s?C\.)?|per\scent(?!\w)", re.IGNORECASE)

ONE_SIDED = "“|” needs something on both sides; here it is ignored."
STRAY = "A closing parenthesis that nothing opens is ignored."
NOTHING_BEHIND = "“{}” has nothing right behind it and is ignored."


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed and how it is understood, with the repairs made and the limits reached as sentences."""

    tree: Tree
    text: str
    repairs: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()


def parse(text: str) -> Query:
    """Read what is typed. Never raises."""
    reading = _Reading(text)
    tree = reading.whole()
    return Query(tree, text, tuple(reading.repairs), tuple(reading.limits))


def any_of(text: str) -> Query:
    """A sentence as any of its words; nothing in it is an operator."""
    reading = _Reading(text)
    for word in dict.fromkeys(words(LEADING_SIGNS.sub("", reading.text))):
        reading.add(Word((word,)))
        reading.alternative()
        if reading.stopped:
            break
    return Query(reading.frames[0].tree(), text, (), tuple(reading.limits))


@dataclass(slots=True)
class _Frame:
    """A group that is being read: what stands before it, and its alternatives so far."""

    before: tuple[str, ...] = ()
    alternatives: list[list[Tree]] = field(default_factory=lambda: [[]])

    def tree(self) -> Tree:
        return disjunction(conjunction(parts) for parts in self.alternatives)


class _Reading:
    """One pass over a query.

    `before` holds the minus signs and field names that wait for their item. They and `=` are operators only
    where an item is `free` to start, not right behind a phrase or a group.
    """

    def __init__(self, typed: str) -> None:
        self.repairs: dict[str, None] = {}
        self.limits: dict[str, None] = {}
        self.room = len(" ") + LIMITS["characters"].most  # every word is counted with the space before it
        self.clauses = 0
        self.stopped = False
        self.text = self.cut(typed.strip(), LIMITS["characters"].most)
        self.at = 0
        self.free = True
        self.before: list[str] = []
        self.frames = [_Frame()]
        self.too_deep = 0

    def cut(self, text: str, most: int) -> str:
        """The text as far as it is read: up to the last space that fits, if it has any."""
        if len(text) <= most:
            return text
        self.reached("characters")
        between_words = text[most - 1].isspace() or text[most].isspace()
        return text[:most] if between_words else text[:most].rsplit(maxsplit=1)[0]

    def whole(self) -> Tree:
        """Read to the end and close what is open."""
        while self.at < len(self.text) and not self.stopped:
            self.step()
        self.drop_before()
        while len(self.frames) > 1:
            self.left_open("parenthesis")
            self.fold()
        self.drop_bar()
        tree = self.frames[0].tree()
        if isinstance(tree, Everything) and self.text:
            self.repaired("There is no word here to search for, so everything is shown.")
        return tree

    def step(self) -> None:
        """Read what stands at `at`: white space, one operator, or one word or phrase."""
        sign = self.text[self.at]
        if sign.isspace():
            self.drop_before()
            self.free = True
            self.at += 1
        elif sign == "|":
            self.bar()
        elif sign == "(":
            self.open()
        elif sign == ")":
            self.close()
        elif quotes.opens(self.text, self.at, free=self.free):
            self.phrase()
        elif self.free and sign in EXCLUDING:
            self.before.append("-")
            self.at += 1
        elif self.free and sign == "=":
            self.exact()
        elif self.free and (name := self.field_name()):
            self.before.append(name)
            self.at += len(name) + 1
        else:
            self.word(words, Word)

    # Operators

    def bar(self) -> None:
        """`|`, and `||`, which some are used to: another alternative begins."""
        self.drop_before()
        while self.text.startswith("|", self.at):
            self.at += 1
        if self.frames[-1].alternatives[-1]:
            self.alternative()
        else:
            self.repaired(ONE_SIDED)
        self.free = True

    def alternative(self) -> None:
        self.frames[-1].alternatives.append([])
        self.room -= len("| ")

    def drop_bar(self) -> None:
        """Leave out a `|` at the end of a group."""
        if len(self.frames[-1].alternatives) > 1 and not self.frames[-1].alternatives[-1]:
            self.frames[-1].alternatives.pop()
            self.repaired(ONE_SIDED)

    def open(self) -> None:
        if len(self.frames) > LIMITS["depth"].most:
            self.reached("depth")
            self.too_deep += 1
        else:
            self.frames.append(_Frame(tuple(self.before)))
            self.room -= len("()") + _length(self.before)
        self.before.clear()
        self.free = True
        self.at += 1

    def close(self) -> None:
        self.drop_before()
        if self.too_deep:
            self.too_deep -= 1
        elif len(self.frames) > 1:
            self.fold()
        else:
            self.repaired(STRAY)
        self.free = False
        self.at += 1

    def fold(self) -> None:
        """The innermost open group becomes an item of the group around it."""
        self.drop_bar()
        group = self.frames.pop()
        tree = group.tree()
        if isinstance(tree, Everything):
            self.repaired("Parentheses with nothing to search for in them are ignored.")
        else:
            self.frames[-1].alternatives[-1].append(_with(group.before, tree))

    def exact(self) -> None:
        """`=`: what follows up to the next space is text."""
        self.at += 1
        following = self.text[self.at : self.at + 1]
        if not following or following.isspace() or following in "|)":
            self.repaired(NOTHING_BEHIND.format("="))
        elif following == "(":
            self.repaired("“=” stands before a single word; before parentheses it is ignored.")
        elif not quotes.opens(self.text, self.at, free=True):  # a phrase is exact as it is
            self.word(written, partial(Word, exact=True))

    def field_name(self) -> str:
        """The name of a field that begins here and has something behind its colon, or nothing."""
        found = NAME.match(self.text, self.at)
        name = found[1].lower() if found else ""
        if name not in FIELDS:
            return ""
        following = self.text[self.at + len(name) + 1 : self.at + len(name) + 2]
        if not following or following.isspace() or following in "|)":
            self.repaired(f"“{name}:” has nothing right behind it and is read as a word.")
            return ""
        return name

    def drop_before(self) -> None:
        """Leave out the operators that wait for an item when none comes."""
        if self.before:
            self.repaired(NOTHING_BEHIND.format("".join(map(_prefix, self.before))))
            self.before.clear()

    # Words and phrases

    def phrase(self) -> None:
        end = quotes.closing(self.text, self.at)
        if end is None:
            self.left_open("quotation mark")
            end = len(self.text)
        found = words(self.text[self.at + 1 : end])
        if found:
            self.add(Phrase(found))
        else:
            self.repaired("Quotation marks with no word in them are ignored.")
            self.before.clear()
        self.free = False
        self.at = end + 1

    def word(self, split: Callable[[str], tuple[str, ...]], leaf: Callable[[tuple[str, ...]], Word]) -> None:
        """Text up to a space, a `|`, a phrase or the end of the group, as one word."""
        start, alone = self.at, self.free
        self.free = False
        self.at = self.end_of_word()
        chunk = self.text[start : self.at]
        spoken = LEADING_SIGNS.sub("", chunk)
        found = split(spoken)
        if found:
            self.add(leaf(found))
            return
        self.before.clear()
        if alone and spoken and not self.text[self.at : self.at + 1].strip():
            self.repaired(f"“{chunk[:20]}” has no letter or digit and is left out.")

    def end_of_word(self) -> int:
        """Where the word that begins at `at` ends. Parentheses that open and close in a word are text."""
        spaced = SPACED.match(self.text, self.at)
        at = spaced.end() if spaced else self.at + 1
        inside = 0
        while at < len(self.text):
            sign = self.text[at]
            if sign.isspace() or sign == "|" or quotes.opens_inside(self.text, at):
                break
            if sign == "(":
                inside += 1
            elif sign == ")" and inside:
                inside -= 1
            elif sign == ")" and len(self.frames) > 1:
                break
            elif sign == ")":
                self.repaired(STRAY)
            at += 1
        return at

    def add(self, leaf: Leaf) -> None:
        """Put a word or phrase with what stands before it into the open group, as far as the limits allow."""
        before, self.before = tuple(self.before), []
        if self.clauses == LIMITS["clauses"].most:
            self.reached("clauses")
            self.stopped = True
            return
        self.clauses += 1
        self.room -= len(" ") + _length(before)
        fitting = _fitting(leaf, self.room)
        if fitting != leaf:
            self.reached("characters")
            self.stopped = True
        if fitting.words:
            self.frames[-1].alternatives[-1].append(_with(before, fitting))
        self.room -= len(str(fitting))

    # Notes

    def reached(self, limit: str) -> None:
        self.limits[str(LIMITS[limit])] = None

    def repaired(self, sentence: str) -> None:
        self.repairs[sentence] = None

    def left_open(self, what: str) -> None:
        """Something is open at the end; where a limit has cut the query, that says it already."""
        if not self.limits:
            self.repaired(f"A {what} left open is closed at the end.")


def _prefix(before: str) -> str:
    return before if before == "-" else f"{before}:"


def _length(before: Iterable[str]) -> int:
    return sum(len(_prefix(each)) for each in before)


def _with(before: Iterable[str], tree: Tree) -> Tree:
    """The tree with the minus signs and field names that stand before it."""
    for each in reversed(tuple(before)):
        tree = negation(tree) if each == "-" else within(each, tree)
    return tree


def _fitting(leaf: Leaf, room: int) -> Leaf:
    """The leaf with as many of its first words as have room in `str`."""
    kept = leaf
    while kept.words and len(str(kept)) > room:
        kept = replace(kept, words=kept.words[:-1])
    return kept
