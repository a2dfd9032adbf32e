"""What in the texts of a unit a query matched.

The words that the engine indexed are read again from each text, so that a mark is where a hit is. Positions
start anew in every passage; nothing matches across two.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Sequence as Row
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple, assert_never

from documents.query.expand import Expanded, Leaf, Sequence, Together
from documents.query.fields import FIELDS, PLAIN
from documents.query.limits import Deadline, no_deadline
from documents.query.skim import Skim
from documents.query.tree import And, Dates, Everything, Field, Not, Or
from documents.text.languages import is_english
from documents.text.words import Token

Zones = frozenset[str]
Place = tuple[int, int]  # the first character of a match and the one behind its last
Days = tuple[int, int]  # the first and the last day of a date, as proleptic ordinals

UNDATED: Days = (0, 0)


class Passage(NamedTuple):
    """A text of a unit as it is indexed: one block, one title, one author."""

    zone: str
    text: str


class Span(NamedTuple):
    """A match: characters `start` to `end` of a text, and the parts of the query that match there."""

    start: int
    end: int
    parts: tuple[int, ...] = (0,)


def spans(
    tree: Expanded,
    passages: Row[Passage],
    language: str,
    *,
    dates: Days = UNDATED,
    deadline: Deadline = no_deadline,
) -> list[list[Span]]:
    """The matches in each passage, in order; none anywhere if the unit as a whole does not match.

    `dates` are the first and the last day of the unit's own date. What is excluded marks nothing, and neither does a
    date, or an alternative that does not hold. Matches may overlap; those that cover the same characters are one.
    `deadline` is called before each passage and may raise.
    """
    found = _Found(tree, passages, language, dates, deadline)
    if not found.holds(tree):
        return [[] for _ in passages]
    parts: list[dict[Place, set[int]]] = [defaultdict(set) for _ in passages]
    for search, part in found.marking(tree):
        for number, places in found.matches[search].items():
            for place in places:
                parts[number][place].add(part)
    return [[Span(*place, tuple(sorted(each[place]))) for place in sorted(each)] for each in parts]


def matches(tree: Expanded, passages: Row[Passage], language: str, *, dates: Days = UNDATED) -> bool:
    """Whether the unit matches."""
    return _Found(tree, passages, language, dates, no_deadline).holds(tree)


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
    """A leaf of a tree and the zones that it is looked for in."""

    leaf: Leaf
    zones: Zones


class _Found:
    """Every match of every leaf of a tree in the passages, also of those that in the end mark nothing."""

    def __init__(
        self, tree: Expanded, passages: Row[Passage], language: str, dates: Days, deadline: Deadline
    ) -> None:
        self.dates = dates
        self.matches: dict[Search, dict[int, set[Place]]] = {search: {} for search in _searches(tree, PLAIN)}
        searches = tuple(self.matches)
        wanted = _wanted(searches, is_english(language))
        skims = {id(words): Skim(words) for words in wanted.values()}
        for number, (zone, text) in enumerate(passages):
            if zone in wanted:
                deadline()
                words = wanted[zone]
                for search, places in _read(skims[id(words)].tokens(text), searches, words):
                    self.matches[search][number] = places

    def holds(self, tree: Expanded, zones: Zones = PLAIN) -> bool:
        match tree:
            case Sequence() | Together():
                return bool(self.matches[Search(tree, zones)])
            case And(parts):
                return all(self.holds(part, zones) for part in parts)
            case Or(parts):
                return any(self.holds(part, zones) for part in parts)
            case Not(part):
                return not self.holds(part, zones)
            case Field(name, part):
                return self.holds(part, frozenset(FIELDS[name].zones))
            case Dates():
                return tree.meets(*self.dates)
            case Everything():
                return True
            case _:
                assert_never(tree)

    def marking(self, tree: Expanded, zones: Zones = PLAIN) -> Iterator[tuple[Search, int]]:
        """The searches whose matches count in a tree that holds, each with its part of the query."""
        match tree:
            case Sequence() | Together():
                yield Search(tree, zones), tree.part
            case And(parts):
                for each in parts:
                    yield from self.marking(each, zones)
            case Or(parts):
                for each in parts:
                    if self.holds(each, zones):
                        yield from self.marking(each, zones)
            case Field(name, each):
                yield from self.marking(each, frozenset(FIELDS[name].zones))
            case Not() | Dates() | Everything():
                return
            case _:
                assert_never(tree)


def _searches(tree: Expanded, zones: Zones) -> Iterator[Search]:
    match tree:
        case Sequence() | Together():
            yield Search(tree, zones)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _searches(part, zones)
        case Not(part):
            yield from _searches(part, zones)
        case Field(name, part):
            yield from _searches(part, frozenset(FIELDS[name].zones))
        case Dates() | Everything():
            return
        case _:
            assert_never(tree)


# A word, and the searches (their numbers) and slots that it may fill.
Wanted = Mapping[str, list[tuple[int, int]]]


@lru_cache(
    maxsize=4
)  # a pattern may stand for a thousand words, and a page of results reads many units for them
def _wanted(searches: Row[Search], families: bool) -> Mapping[str, Wanted]:
    """The wanted words of each zone; zones in which the same is looked for have them in common."""
    asked: dict[str, tuple[int, ...]] = {}
    for number, search in enumerate(searches):
        for zone in search.zones:
            asked[zone] = (*asked.get(zone, ()), number)
    words = {numbers: _words(searches, numbers, families) for numbers in set(asked.values())}
    return {zone: words[numbers] for zone, numbers in asked.items()}


def _words(searches: Row[Search], numbers: Iterable[int], families: bool) -> Wanted:
    wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number in numbers:
        for place, slot in enumerate(searches[number].leaf.slots):
            for word in slot.forms if families else slot.everywhere:
                wanted[word].append((number, place))
    return dict(wanted)


Filled = dict[int, Place]  # for each position of a text at which a slot is filled, where the word stands


def _read(
    found: Iterable[Token], searches: Row[Search], wanted: Wanted
) -> Iterator[tuple[Search, set[Place]]]:
    """Each search that matches in a text, with its matches; one pass over the words found in it."""
    there: dict[str, Filled] = defaultdict(dict)
    for word, position, start, end in found:
        if word in wanted:
            there[word][position] = (start, end)
    filled: dict[int, list[Filled]] = {}
    for word, places in there.items():
        for search, number in wanted[word]:
            if search not in filled:
                filled[search] = [{} for _ in searches[search].leaf.slots]
            slot = filled[search][number]
            shared = {each: _longer(slot[each], places[each]) for each in slot.keys() & places.keys()}
            slot |= places
            slot |= shared
    for search, slots in filled.items():
        leaf = searches[search].leaf
        found_here = set(_followed(slots) if isinstance(leaf, Sequence) else _together(leaf, slots))
        if found_here:
            yield searches[search], found_here


def _longer(one: Place, other: Place) -> Place:
    """Of re, entry and reentry the longest that fits at its position."""
    return max(one, other, key=itemgetter(1))


def _followed(slots: Row[Filled]) -> Iterator[Place]:
    """Where the slots are filled one after the other. A compound may reach farther than the word behind its first."""
    if len(slots) == 1:
        yield from slots[0].values()
        return
    for position, (start, _) in slots[0].items():
        if all(position + number in slot for number, slot in enumerate(slots)):
            yield start, max(slot[position + number][1] for number, slot in enumerate(slots))


def _together(leaf: Together, slots: Row[Filled]) -> Iterator[Place]:
    """The shortest stretches in which every slot is filled as often as it is there, each as a whole."""
    reach = len(leaf.slots) + leaf.distance
    times = Counter(leaf.slots)
    filled = list(dict(zip(leaf.slots, slots, strict=True)).values())
    if any(len(there) < number for there, number in zip(filled, times.values(), strict=True)):
        return
    latest = [deque[int](maxlen=number) for number in times.values()]
    whole = _whole(filled)
    begun = -1  # where the last one began: the next begins after it, or has it inside
    for last in sorted(whole):
        for there, positions in zip(filled, latest, strict=True):
            if last in there:
                positions.append(last)
        if any(len(positions) < (positions.maxlen or 0) for positions in latest):
            continue
        first = min(positions[0] for positions in latest)
        if begun < first and last - first < reach:
            ends = (whole[position][1] for position in range(first, last + 1) if position in whole)
            yield whole[first][0], max(ends)
        begun = first


def _whole(filled: Iterable[Filled]) -> Filled:
    """For each position, from where to where the words that stand there reach together."""
    whole: Filled = {}
    for there in filled:
        for position, (start, end) in there.items():
            first, last = whole.get(position, (start, end))
            whole[position] = min(first, start), max(last, end)
    return whole
