"""What in the texts of a unit a query matched.

The words that the engine indexed are read again from each text, so that a mark is where a hit is. Positions
start anew in every passage; nothing matches across two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as Row
from typing import NamedTuple, assert_never

from documents.query.expand import Expanded, Sequence, Slot
from documents.query.fields import FIELDS, PLAIN
from documents.query.skim import Skim
from documents.query.tree import And, Everything, Field, Not, Or
from documents.text.words import Token

Zones = frozenset[str]
Place = tuple[int, int]  # the first character of a match and the one behind its last


class Passage(NamedTuple):
    """A text of a unit as it is indexed: one block, one title, one author."""

    zone: str
    text: str


class Span(NamedTuple):
    """A match: characters `start` to `end` of a text, and the parts of the query that match there."""

    start: int
    end: int
    parts: tuple[int, ...] = (0,)


def spans(tree: Expanded, passages: Row[Passage], language: str) -> list[list[Span]]:
    """The matches in each passage, in order; none anywhere if the unit as a whole does not match.

    What is excluded marks nothing, and neither does an alternative that does not hold. Matches may overlap;
    those that cover the same characters are one.
    """
    found = _Found(tree, passages, language)
    if not found.holds(tree):
        return [[] for _ in passages]
    parts: list[dict[Place, set[int]]] = [defaultdict(set) for _ in passages]
    for search, part in found.marking(tree):
        for number, places in found.matches[search].items():
            for place in places:
                parts[number][place].add(part)
    return [[Span(*place, tuple(sorted(each[place]))) for place in sorted(each)] for each in parts]


def matches(tree: Expanded, passages: Row[Passage], language: str) -> bool:
    """Whether the unit matches."""
    return _Found(tree, passages, language).holds(tree)


def marked(found: Iterable[tuple[int, int] | Span]) -> list[tuple[int, int]]:
    """The matches of one text as they are drawn: in order, those that overlap as one."""
    drawn: list[tuple[int, int]] = []
    for start, end in sorted(span[:2] for span in found):
        if drawn and start < drawn[-1][1]:
            drawn[-1] = (drawn[-1][0], max(end, drawn[-1][1]))
        else:
            drawn.append((start, end))
    return drawn


def zones(tree: Expanded) -> Zones:
    """The zones in which a tree looks, also those that only a field names."""
    return frozenset(zone for search in _searches(tree, PLAIN) for zone in search.zones)


class Search(NamedTuple):
    """A sequence and the zones that it is looked for in."""

    slots: tuple[Slot, ...]
    zones: Zones


class _Found:
    """Every match of every sequence of a tree in the passages, also of those that in the end mark nothing."""

    def __init__(self, tree: Expanded, passages: Row[Passage], language: str) -> None:
        self.matches: dict[Search, dict[int, set[Place]]] = {search: {} for search in _searches(tree, PLAIN)}
        searches = tuple(self.matches)
        wanted = _wanted(searches, english(language))
        skims = {zone: Skim(words) for zone, words in wanted.items()}
        for number, (zone, text) in enumerate(passages):
            if zone in wanted:
                for search, places in _read(skims[zone].tokens(text), searches, wanted[zone]):
                    self.matches[search][number] = places

    def holds(self, tree: Expanded, zones: Zones = PLAIN) -> bool:
        match tree:
            case Sequence(slots):
                return bool(self.matches[Search(slots, zones)])
            case And(parts):
                return all(self.holds(part, zones) for part in parts)
            case Or(parts):
                return any(self.holds(part, zones) for part in parts)
            case Not(part):
                return not self.holds(part, zones)
            case Field(name, part):
                return self.holds(part, frozenset(FIELDS[name].zones))
            case Everything():
                return True
            case _:
                assert_never(tree)

    def marking(self, tree: Expanded, zones: Zones = PLAIN) -> Iterator[tuple[Search, int]]:
        """The searches whose matches count in a tree that holds, each with its part of the query."""
        match tree:
            case Sequence(slots, part):
                yield Search(slots, zones), part
            case And(parts):
                for each in parts:
                    yield from self.marking(each, zones)
            case Or(parts):
                for each in parts:
                    if self.holds(each, zones):
                        yield from self.marking(each, zones)
            case Field(name, each):
                yield from self.marking(each, frozenset(FIELDS[name].zones))
            case Not() | Everything():
                return
            case _:
                assert_never(tree)


def english(language: str) -> bool:
    """Whether word families apply to a text in this language, a tag such as `en` or `en-GB`."""
    return language.lower().partition("-")[0] == "en"


def _searches(tree: Expanded, zones: Zones) -> Iterator[Search]:
    match tree:
        case Sequence(slots):
            yield Search(slots, zones)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _searches(part, zones)
        case Not(part):
            yield from _searches(part, zones)
        case Field(name, part):
            yield from _searches(part, frozenset(FIELDS[name].zones))
        case Everything():
            return
        case _:
            assert_never(tree)


# For one zone: a word, and the searches (their numbers) and slots that it may fill.
Wanted = dict[str, list[tuple[int, int]]]


def _wanted(searches: Row[Search], families: bool) -> dict[str, Wanted]:
    wanted: dict[str, Wanted] = defaultdict(lambda: defaultdict(list))
    for search, (slots, zones) in enumerate(searches):
        for zone in zones:
            for number, slot in enumerate(slots):
                for word in slot.forms if families else (slot.word,):
                    wanted[zone][word].append((search, number))
    return wanted


def _read(
    found: Iterable[Token], searches: Row[Search], wanted: Wanted
) -> Iterator[tuple[Search, set[Place]]]:
    """Each search that matches in a text, with its matches; one pass over the words found in it."""
    filled: dict[int, list[dict[int, Place]]] = {}
    for word, position, start, end in found:
        for search, number in wanted.get(word, ()):
            if search not in filled:
                filled[search] = [{} for _ in searches[search].slots]
            here = filled[search][number].get(position)
            if here is None or here[1] < end:  # re, entry and reentry: the longest that fits at its position
                filled[search][number][position] = (start, end)
    for search, slots in filled.items():
        places = {
            (start, slots[-1][position + len(slots) - 1][1])
            for position, (start, _) in slots[0].items()
            if all(position + number in slot for number, slot in enumerate(slots))
        }
        if places:
            yield searches[search], places
