"""From what is typed to a tree: `parse`, which takes anything, and `any_of`, a sentence as any of its words.

    query    = sequence, { ( "|" | "OR" ), sequence }
    sequence = item, { [ "AND" ], item }
    item     = { "-" | "NOT" | field ":" }, ( word | "=" word | word "~" [ number ] | phrase [ "~" number ] | "(" query ")" )

A word may have `*` and `?` for letters; behind `date:` words and phrases are dates (see `chunks` and `dates`).

Nothing is an error. What cannot be meant is mended or left out and said in `Query.repairs`; what is too much
is cut off and said in `Query.limits`. Reading is one pass over at most LIMITS["characters"] characters with a
stack of its own: no input makes it slow or deep. The same limit holds for `str` of the tree, which is
therefore never cut when it is read again.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.query import quotes
from documents.query.chunks import fitting, signs, spelt, together
from documents.query.dates import dates, quoted_range
from documents.query.fields import FIELDS, TEXT_FIELDS
from documents.query.limits import LIMITS
from documents.query.notes import Notes
from documents.query.spelling import Spelling, respelt, spelling_of, spelling_of_words
from documents.query.tree import (
    CENT,
    Everything,
    Leaf,
    Or,
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
    """A row of the help page: what one types, what it means, and an example that runs on the collection that comes with us.

    `form` is the example for other sites: `search.examples` fills it with the words of a text.
    """

    typed: str
    meaning: str
    example: str
    form: str


OPERATORS = (
    Operator(
        "one two",
        "all of the words, in any order and in their usual forms",
        "family separation",
        "{one} {two}",
    ),
    Operator(
        "one AND two",
        "the same; AND, OR and NOT are written in capitals",
        "family AND separation",
        "{one} AND {two}",
    ),
    Operator(
        "one | two",
        "any of them; words side by side are taken together first",
        "memorandum | memo",
        "{one} | {other}",
    ),
    Operator("one OR two", "the same", "marshals OR prosecutors detention", "{one} OR {other} {two}"),
    Operator(
        "-one",
        "leaves out what has the word, phrase, group or field",
        "separation -marshals",
        "{one} -{other}",
    ),
    Operator("NOT one", "the same", "separation NOT marshals", "{one} NOT {other}"),
    Operator("(one | two) three", "a group", "(marshals | prosecutors) detention", "({one} | {other}) {two}"),
    Operator(
        '"one two"',
        "these words side by side, as they stand: no other form, no other name",
        '"zero tolerance"',
        '"{one} {two}"',
    ),
    Operator(
        '"one two"~5',
        "these words in any order, with at most 5 others between them",
        '"parents children"~5',
        '"{two} {one}"~5',
    ),
    Operator("=one", "just this word: no other form of it, and accents as typed", "=prosecute", "={one}"),
    Operator("on*", "words with any letters, or none, where the * stands", "prosecut*", "{beginning}*"),
    Operator(
        "o?e",
        "words with one letter where the ? stands; at the end of a word it ends a question",
        "wom?n",
        "{gap}",
    ),
    Operator(
        "one~",
        "words with a similar spelling: one letter more, less, changed or moved",
        "seperation~",
        "{slip}~",
    ),
    Operator("one~2", "words with up to two such changes", "seperasion~2", "{slips}~2"),
    Operator(
        "field:one",
        f"in one field ({', '.join(TEXT_FIELDS)}); no space after the colon",
        "title:memorandum",
        "title:{title}",
    ),
    Operator('field:"one two"', "a phrase in one field", 'title:"zero tolerance"', 'title:"{title}"'),
    Operator(
        "field:(one | two)", "a group in one field", "title:(memorandum | order)", "title:({title} | {other})"
    ),
    Operator(
        "date:2018",
        "what is dated, or may be, in this year, month or day",
        "date:2018 poll",
        "date:{year} {one}",
    ),
    Operator(
        'date:"June 2018"',
        "a date that is written with spaces",
        'date:"June 2018" poll',
        'date:"{month}" {one}',
    ),
    Operator(
        "date:2018-04..2018-06",
        "from the first to the last of two dates",
        "date:2018-04..2018-06 memo",
        "date:{year}-01..{year}-12 {one}",
    ),
    Operator(
        'date:"May 2018".."June 2018"',
        "the same, with dates that are written with spaces",
        'date:"May 2018".."June 2018" memo',
        'date:"January {year}".."December {year}" {one}',
    ),
    Operator(
        "date:2019..",
        "from a date on; date:..2019 is up to a date",
        "date:2019.. children",
        "date:{year}.. {one}",
    ),
)


# The minus sign proper excludes as the hyphen does. Dashes do not: they belong to pasted sentences.
EXCLUDING = frozenset("-\u2212")
NOT = "NOT"
DATE = "date"

NAME = re.compile(r"([a-z]+):", re.IGNORECASE | re.ASCII)
# A name that is no field's is one that was meant as such where a value stands right behind it: autor:smith, but not
# https://example.org.
VALUE = re.compile(rf"[^\W_]|[(=*]|[{''.join(quotes.CLOSING)}](?=\S)")
OPERATOR = re.compile(rf"(AND|OR|NOT)(?=[\s|(){''.join(quotes.CLOSING)}]|$)")
NUMBER_BEHIND = re.compile(r"~([0-9]*)")
# A sign before the first letter of a word says what kind of thing follows and is not asked for: §1325, &c.
LEADING_SIGNS = re.compile(rf"(?<!\S)[^\w\s]*[{SIGNS}]")
# The words that `text.words` reads as one although they are written with a space.
SPACED = re.compile(r"U\.\sS\.(?:\s?C\.)?|per\scent(?!\w)", re.IGNORECASE)
STAR_IN_QUOTES = re.compile(r"\w\*|\*\w")

ONE_SIDED = "“{}” needs something on both sides; here it is ignored."
STRAY = "A closing parenthesis that nothing opens is ignored."
NOTHING_BEHIND = "“{}” has nothing right behind it and is ignored."
EMPTY_GROUP = "Parentheses with nothing to search for in them are ignored."
NO_FIELD = "There is no field “{}”, so it is read as a word. The fields are: " + ", ".join(FIELDS) + "."
LITERAL = "“*” between quotation marks stands for itself."
NO_NUMBER = 'Behind quotation marks “~” takes a number, as in "one two"~5; here it is ignored.'


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed and how it is understood, with the repairs made and the limits reached as sentences.

    `spelling` has the words as the reader wrote them, the first time where they are written in several ways.
    """

    tree: Tree
    text: str
    repairs: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    spelling: Spelling = field(default_factory=dict, compare=False, repr=False)

    @property
    def name(self) -> tuple[str, ...]:
        """The words of the text if nothing in it is an operator: Health AND Safety, or § 4, may be a title as a whole."""
        return words(self.text[: LIMITS["characters"].most])

    @property
    def as_read(self) -> str:
        """What one would type for the tree, in the reader's own spelling."""
        return self.told(self.tree)

    def told(self, tree: Tree) -> str:
        """The same of another tree, such as a part of it. Links have `str` of the tree."""
        return str(respelt(tree, self.spelling))


def parse(text: str) -> Query:
    """Read what is typed. Never raises."""
    reading = _Reading(text)
    tree = reading.whole()
    return Query(tree, text, reading.notes.repairs, reading.notes.limits, reading.spelling)


def any_of(text: str) -> Query:
    """A sentence as any of its words; nothing in it is an operator. A word that comes twice in it weighs twice.

    The query's text is what one would type for the same, so that a page to which it leads marks what was found.
    """
    reading = _Reading(text)
    often = Counter(words(LEADING_SIGNS.sub("", reading.text)))
    for word in often:
        reading.add(Word((word,)))
        reading.alternative()
        if reading.stopped:
            break
    tree = reading.frames[0].tree()
    typed = str(tree)
    if isinstance(tree, Or):
        tree = Or(tuple(part for part in tree.parts for _ in range(often[str(part)])))
    spelling = dict(reversed(list(spelling_of_words(reading.text))))  # the first counts
    return Query(tree, typed, (), reading.notes.limits, spelling)


@dataclass(slots=True)
class _Frame:
    """A group that is being read: what stands before it, the field it is in, and its alternatives so far.

    `open` is the AND, OR or `|` that waits for what stands behind it.
    """

    before: tuple[str, ...] = ()
    in_field: str = ""
    open: str = ""
    alternatives: list[list[Tree]] = field(default_factory=lambda: [[]])

    def tree(self) -> Tree:
        return disjunction(conjunction(parts) for parts in self.alternatives)

    def take(self, item: Tree) -> None:
        self.alternatives[-1].append(item)
        self.open = ""


class _Reading:
    """One pass over a query.

    `before` holds the exclusions and names with a colon that wait for their item; of these NOT alone may have a space
    behind it. Minus signs, names and `=` are operators only where an item is `free` to start, not right behind a phrase
    or a group.
    """

    def __init__(self, typed: str) -> None:
        self.notes = Notes()
        self.spelling: dict[Leaf, str] = {}
        self.room = len(" ") + LIMITS["characters"].most  # every word is counted with the space before it
        self.clauses = 0
        self.patterns = 0
        self.stopped = False
        self.is_cut = False  # what is missing was typed
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
        self.drop_open()
        tree = self.frames[0].tree()
        if isinstance(tree, Everything) and self.text:
            self.notes.repaired("There is no word here to search for, so everything is shown.")
        return tree

    def step(self) -> None:
        """Read what stands at `at`: white space, one operator, or one word or phrase."""
        sign = self.text[self.at]
        if sign.isspace():
            self.space()
        elif sign == "|":
            self.bar()
        elif sign == "(":
            self.open()
        elif sign == ")":
            self.close()
        elif self.in_field == DATE and (between := quoted_range(self.text, self.at)):
            self.two_dates(*between)
        elif quotes.opens(self.text, self.at, free=self.free):
            self.phrase()
        elif operator := self.operator():
            self.spoken(operator)
        elif self.free and sign in EXCLUDING:
            self.before.append("-")
            self.at += 1
        elif self.free and sign == "=":
            self.exact()
        elif self.free and (name := self.name()):
            self.before.append(name)
            self.at += len(name) + 1
        else:
            self.word()

    # Operators

    def space(self) -> None:
        """White space ends what must stand right before its item; only NOT goes on waiting."""
        kept = len(self.before)
        while kept and self.before[kept - 1] != NOT:
            kept -= 1
        self.drop_before(kept)
        self.free = True
        self.at += 1

    def operator(self) -> str:
        """The AND, OR or NOT that stands here as a whole word, or nothing; =NOT, -NOT and title:NOT are words."""
        found = OPERATOR.match(self.text, self.at)
        return found[1] if found and (not self.before or self.before[-1] == NOT) else ""

    def spoken(self, operator: str) -> None:
        self.at += len(operator)
        self.free = True
        if operator == NOT:
            self.before.append(NOT)
        elif operator == "OR":
            self.otherwise(operator)
        elif self.before or self.frames[-1].open or not self.frames[-1].alternatives[-1]:
            self.mended(ONE_SIDED.format(operator))
        else:
            self.frames[-1].open = operator

    def bar(self) -> None:
        """`|`, and `||`, which some are used to."""
        while self.text.startswith("|", self.at):
            self.at += 1
        self.otherwise("|")
        self.free = True

    def otherwise(self, operator: str) -> None:
        """Another alternative begins."""
        self.drop_before()
        frame = self.frames[-1]
        if frame.open == "AND":
            self.drop_open()
        if frame.alternatives[-1]:
            self.alternative()
            frame.open = operator
        else:
            self.mended(ONE_SIDED.format(operator))

    def alternative(self) -> None:
        self.frames[-1].alternatives.append([])
        self.room -= len("| ")

    def drop_open(self) -> None:
        """Leave out an AND, OR or `|` with nothing behind it."""
        frame = self.frames[-1]
        if frame.open:
            self.mended(ONE_SIDED.format(frame.open))
            frame.open = ""
        if len(frame.alternatives) > 1 and not frame.alternatives[-1]:
            frame.alternatives.pop()

    def open(self) -> None:
        if len(self.frames) > LIMITS["depth"].most:
            self.notes.reached("depth")
            self.too_deep += 1
        else:
            self.frames.append(_Frame(tuple(self.before), self.in_field))
            self.room -= len("()") + _length(self.before)
            self.clauses += _names(self.before)
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
            self.notes.repaired(STRAY)
        self.free = False
        self.at += 1

    def fold(self) -> None:
        """The innermost open group becomes an item of the group around it."""
        self.drop_open()
        group = self.frames.pop()
        tree = group.tree()
        if isinstance(tree, Everything):
            self.mended(EMPTY_GROUP)
        else:
            self.frames[-1].take(_with(group.before, tree))

    def exact(self) -> None:
        """`=`: what follows up to the next space is text."""
        self.at += 1
        following = self.text[self.at : self.at + 1]
        if not following or following.isspace() or following in "|)":
            self.notes.repaired(NOTHING_BEHIND.format("="))
        elif following == "(":
            self.notes.repaired("“=” stands before a single word; before parentheses it is ignored.")
        elif not quotes.opens(self.text, self.at, free=True):  # a phrase is exact as it is
            self.word(exact=True)

    def name(self) -> str:
        """The name that begins here and has something behind its colon, of a field or as if of one; or nothing."""
        found = NAME.match(self.text, self.at)
        if not found:
            return ""
        name = found[1].lower()
        if name not in FIELDS:
            if not VALUE.match(self.text, found.end()):
                return ""
            self.notes.repaired(NO_FIELD.format(found[1][:20]))
            self.spell(Word((name,)), found[1])
            return name
        following = self.text[found.end() : found.end() + 1]
        if not following or following.isspace() or following in "|)":
            self.notes.repaired(f"“{found[0]}” has nothing right behind it and is read as a word.")
            return ""
        return name

    @property
    def in_field(self) -> str:
        """The field that what is read next is in: of several the innermost."""
        return next((each for each in reversed(self.before) if each in FIELDS), self.frames[-1].in_field)

    def drop_before(self, kept: int = 0) -> None:
        """Leave out the operators that wait for an item when none comes."""
        if len(self.before) > kept:
            self.mended(NOTHING_BEHIND.format(" ".join(_typed(self.before[kept:]))))
            del self.before[kept:]

    # Words and phrases

    def phrase(self) -> None:
        end = quotes.closing(self.text, self.at)
        if end is None:
            self.left_open("quotation mark")
            end = len(self.text)
        inside = self.text[self.at + 1 : end]
        number = NUMBER_BEHIND.match(self.text, end + 1)
        self.free = False
        self.at = number.end() if number else end + 1
        if number and not number[1]:
            self.notes.repaired(NO_NUMBER)
        if self.in_field == DATE and (found := dates(inside, self.notes)):
            self.add(found)
            return
        if STAR_IN_QUOTES.search(inside):
            self.notes.repaired(LITERAL)
        literal = words(inside)
        if not literal:
            self.empty_quotes()
        else:
            distance = number[1] if number else ""
            leaf = together(literal, int(distance), self.notes) if distance else Phrase(literal)
            self.spell(leaf, inside)
            self.add(leaf)

    def two_dates(self, typed: str, end: int) -> None:
        """A range with quotation marks; what has no dates is a phrase as a whole."""
        if end > len(self.text):
            self.left_open("quotation mark")
        self.free = False
        self.at = end
        literal = words(typed)
        if found := dates(typed, self.notes):
            self.add(found)
        elif literal:
            self.spell(Phrase(literal), typed)
            self.add(Phrase(literal))
        else:
            self.empty_quotes()

    def word(self, *, exact: bool = False) -> None:
        """Text up to a space, a `|`, a phrase or the end of the group, as one word."""
        start, alone = self.at, self.free
        self.free = False
        self.at = self.end_of_word()
        chunk = self.text[start : self.at]
        spoken = LEADING_SIGNS.sub("", chunk)
        leaf = self.leaf(spoken, exact=exact)
        if leaf:
            self.spell(leaf, spoken)
            self.add(leaf)
            return
        self.before.clear()
        if alone and spoken and not self.text[self.at : self.at + 1].strip():
            self.notes.repaired(f"“{chunk[:20]}” has no letter or digit and is left out.")

    def leaf(self, chunk: str, *, exact: bool) -> Leaf | None:
        if self.in_field == DATE and (found := dates(chunk, self.notes)):
            return found
        if exact:
            literal = written(chunk)
            return Word(literal, exact=True) if literal else None
        return spelt(chunk, self.notes)

    def spell(self, leaf: Leaf, typed: str) -> None:
        """Remember how it was written for the first time."""
        for each, piece in spelling_of(leaf, typed):
            self.spelling.setdefault(each, piece)

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
                self.notes.repaired(STRAY)
            at += 1
        return at

    def add(self, leaf: Leaf) -> None:
        """Put a leaf with what stands before it into the open group, as far as the limits allow."""
        before, self.before = tuple(self.before), []
        self.patterns += signs(leaf)
        if signs(leaf) and self.patterns > LIMITS["patterns"].most:
            self.reached("patterns")
            return
        self.clauses += 1 + _names(before)
        if self.clauses > LIMITS["clauses"].most:
            self.reached("clauses")
            self.stopped = True
            return
        self.room -= len(" ") + _length(before)
        if self.frames[-1].alternatives[-1] and CENT.match(str(leaf)):
            self.room -= len(
                "()"
            )  # which it takes behind a “per”; where it is the first in a group, the group has paid
        kept = fitting(leaf, self.room)
        if kept != leaf:
            self.reached("characters")
            self.stopped = True
        if kept:
            self.frames[-1].take(_with(before, kept))
            self.room -= len(str(kept))

    # Notes

    def empty_quotes(self) -> None:
        self.notes.repaired("Quotation marks with no word in them are ignored.")
        self.before.clear()

    def reached(self, limit: str) -> None:
        """A limit that leaves out something of the query."""
        self.notes.reached(limit)
        self.is_cut = True

    def mended(self, sentence: str) -> None:
        """Something is missing; where a limit has cut the query, that says it already."""
        if not self.is_cut:
            self.notes.repaired(sentence)

    def left_open(self, what: str) -> None:
        self.mended(f"A {what} left open is closed at the end.")


def _typed(before: Iterable[str]) -> list[str]:
    """NOT, and the others that stand side by side."""
    return "".join(
        f" {each} " if each == NOT else each if each == "-" else f"{each}:" for each in before
    ).split()


def _names(before: Iterable[str]) -> int:
    """How many words there are among what stands before an item: names that are no field's."""
    return sum(_is_word(each) for each in before)


def _is_word(each: str) -> bool:
    return each not in ("-", NOT) and each not in FIELDS


def _length(before: Iterable[str]) -> int:
    """How long it is in `str` of the tree; every date has its own name there."""
    lengths = {"-": 1, NOT: 1, DATE: 0} | {name: len(f"{name}:") for name in TEXT_FIELDS}
    return sum(lengths.get(each, len(f" ({each})")) for each in before)


def _with(before: Iterable[str], tree: Tree) -> Tree:
    """The tree with the exclusions and names that stand before it. A date has taken its own already."""
    for each in reversed(tuple(before)):
        if each in ("-", NOT):
            tree = negation(tree)
        elif each in TEXT_FIELDS:
            tree = within(each, tree)
        elif each != DATE:
            tree = conjunction([Word((each,)), tree])
    return tree
