"""Ids of blocks, and how they survive edits.

An id is given once, stored, and follows its text. In doubt a block gets a fresh one: a link that leads to the
page instead of the paragraph is a small loss, one that leads to other words than were quoted is a falsehood.
"""

import re
import secrets
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, Protocol

from documents.text.words import REMOVED

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 signs without look-alikes: no l, o, 0, 1
LETTERS = ALPHABET[:24]

ALIKE = 0.75  # share of words in the same order from which two texts are one text with a small edit
ALIKE_IF_SHORT = 0.9
MARGIN = 0.08  # by which the best partner must be better than the next, where whole texts are compared
WHOLE = 0.9  # share of a part's words that must stand in the whole, when a block was split, joined or cut
PART = 0.3  # share of the whole that a part must be
FEWEST = 5  # words without which a part is not recognised
FEW = 8  # words up to which a text that took the place of another is compared more closely
LETTERS_ALIKE = 0.8  # share of letters from which a word is another one mistyped
SAME_LETTERS = 0.95  # share of letters from which short texts differ in their spaces and a slip of the keys
MISTYPED = 0.8  # what a mistyped word counts, of a word
LONG = 25  # words from which a changed number may be a correction
COMMON = 40  # blocks in which a pair of words is too common to find partners by

NUMBER = re.compile(
    r"[a-z]|(?=.)(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
)  # a single letter or a Roman numeral to xcix
GROUPS = {"paragraph": "prose", "item": "prose", "quote": "prose", "aside": "prose", "note": "prose"}


class Kept(NamedTuple):
    """A block as it was saved."""

    id: str
    owner: Hashable
    kind: str
    text: str


class Written(Protocol):
    """A block as it is now; `documents.text.markdown.Block` is one."""

    @property
    def kind(self) -> str: ...
    @property
    def text(self) -> str: ...


def new_id() -> str:
    """A letter and nine signs, about 2 ** 49 of them, from the operating system's randomness."""
    return secrets.choice(LETTERS) + "".join(secrets.choice(ALPHABET) for _ in range(9))


def carry(
    old: Sequence[Kept], new: Sequence[tuple[Hashable, Written]], fresh: Callable[[], str] = new_id
) -> list[str]:
    """An id for each new block: that of the old block whose text it is, else a fresh one.

    Equal texts come first: in the same order within an owner, then moved within it, then moved to another.
    Then texts that are the same but for a small edit: a typo, quotation marks, a sentence more or less. Of a
    block that was split the larger part keeps the id, a joined block has the id of its larger part, and an old
    id is given once.
    """
    return _Carrying(old, new).ids(fresh)


@dataclass(eq=False)
class _Text:
    """An old or new block while it looks for its partner."""

    number: int
    owner: Hashable
    kind: str
    text: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(re.findall(r"[^\W_]+", re.sub(r"(?<=\w)[’'](?=\w)", "", self.text.casefold())))

    @cached_property
    def figures(self) -> Counter[str]:
        """What numbers it: figures, single letters, Roman numerals."""
        return Counter(
            word for word in self.words if any(c.isdigit() for c in word) or NUMBER.fullmatch(word)
        )

    @property
    def group(self) -> str:
        return GROUPS.get(self.kind, self.kind)


class _Carrying:
    def __init__(self, old: Sequence[Kept], new: Sequence[tuple[Hashable, Written]]) -> None:
        self.kept = old
        self.old = [_Text(number, block.owner, block.kind, block.text) for number, block in enumerate(old)]
        self.new = [_Text(number, owner, block.kind, block.text) for number, (owner, block) in enumerate(new)]
        self.partner: dict[int, int] = {}  # new → old
        self.taken: set[int] = set()

    def ids(self, fresh: Callable[[], str]) -> list[str]:
        self.in_order(lambda block: (block.kind, block.text))
        self.moved(lambda block: (block.owner, block.kind, block.text), everywhere=False)
        self.moved(lambda block: (block.kind, block.text), everywhere=True)
        self.moved(lambda block: (block.owner, block.text), everywhere=False)
        self.in_order(lambda block: (block.group, block.words) if block.words else (block.group, block.text))
        self.moved(lambda block: (block.group, block.words or block.text), everywhere=True)
        self.edited()
        self.in_place()
        used = {self.kept[number].id for number in range(len(self.kept))}
        result = []
        for number in range(len(self.new)):
            if number in self.partner:
                result.append(self.kept[self.partner[number]].id)
                continue
            name = fresh()
            while name in used:
                name = fresh()
            used.add(name)
            result.append(name)
        return result

    def pair(self, old: _Text, new: _Text) -> None:
        self.partner[new.number] = old.number
        self.taken.add(old.number)

    def left(self) -> tuple[list[_Text], list[_Text]]:
        """Old and new blocks that have no partner yet."""
        return (
            [block for block in self.old if block.number not in self.taken],
            [block for block in self.new if block.number not in self.partner],
        )

    def in_order(self, key: Callable[[_Text], Hashable]) -> None:
        """Pair what is equal and stands in the same order within an owner, between what is paired already."""
        for old, new in self.gaps():
            for one, two in common([key(block) for block in old], [key(block) for block in new]):
                self.pair(old[one], new[two])

    def gaps(self) -> Iterator[tuple[list[_Text], list[_Text]]]:
        """Runs of old and new blocks of an owner that stand between the same two pairs."""
        places = {number: place for place, number in self.partner.items()}
        by_owner: dict[Hashable, list[_Text]] = defaultdict(list)
        for block in self.old:
            by_owner[block.owner].append(block)
        news: dict[Hashable, list[_Text]] = defaultdict(list)
        for block in self.new:
            news[block.owner].append(block)
        for owner, blocks in list(by_owner.items()):
            mine = news.get(owner, [])
            here = {block.number: index for index, block in enumerate(mine)}
            fixed = [
                (index, here[places[block.number]])
                for index, block in enumerate(blocks)
                if places.get(block.number) in here
            ]
            chain = [fixed[index] for index in rising([two for _, two in fixed])]
            for (one, two), (next_one, next_two) in pairwise([(-1, -1), *chain, (len(blocks), len(mine))]):
                old = [block for block in blocks[one + 1 : next_one] if block.number not in self.taken]
                new = [block for block in mine[two + 1 : next_two] if block.number not in self.partner]
                if old and new:
                    yield old, new

    def moved(self, key: Callable[[_Text], Hashable], *, everywhere: bool) -> None:
        """Pair what is equal and stands elsewhere; between owners a short text only if it is single."""
        old, new = self.left()
        waiting: dict[Hashable, list[_Text]] = defaultdict(list)
        arriving: dict[Hashable, list[_Text]] = defaultdict(list)
        for block in old:
            waiting[key(block)].append(block)
        for block in new:
            arriving[key(block)].append(block)
        for name, blocks in arriving.items():
            partners = waiting.get(name, [])
            if everywhere and (len(blocks) > 1 or len(partners) > 1) and len(blocks[0].words) < FEWEST:
                continue
            for one, two in zip(partners, blocks, strict=False):
                self.pair(one, two)

    def edited(self) -> None:
        """Pair texts that are each other's best partner and clearly the same."""
        old, new = self.left()
        index: dict[Hashable, list[_Text]] = defaultdict(list)
        for block in old:
            for shingle in shingles(block):
                index[shingle].append(block)
        scores: list[tuple[float, bool, _Text, _Text]] = []
        for block in new:
            shared = Counter(
                found.number
                for shingle in shingles(block)
                if len(index.get(shingle, ())) <= COMMON
                for found in index.get(shingle, ())
            )
            for number, _ in shared.most_common(5):
                likeness = compare(self.old[number], block)
                if likeness.score:
                    scores.append((likeness.score, likeness.part, self.old[number], block))
        scores.sort(
            key=lambda score: (-score[0], score[2].owner != score[3].owner, score[2].number, score[3].number)
        )
        best_old: dict[int, float] = {}
        best_new: dict[int, float] = {}
        seconds_old: dict[int, float] = defaultdict(float)
        seconds_new: dict[int, float] = defaultdict(float)
        firsts: list[tuple[float, bool, _Text, _Text]] = []
        for score, part, one, two in scores:
            if one.number not in best_old and two.number not in best_new:
                firsts.append((score, part, one, two))
            for block, best, seconds in ((one, best_old, seconds_old), (two, best_new, seconds_new)):
                if block.number not in best:
                    best[block.number] = score
                elif not part:
                    seconds[block.number] = max(seconds[block.number], score)
        for score, part, one, two in firsts:
            if part or score - max(seconds_old[one.number], seconds_new[two.number]) >= MARGIN:
                self.pair(one, two)

    def in_place(self) -> None:
        """Pair a short text, or a row, with the only one that stood between the same neighbours.

        Texts of which a passage was removed are paired in their order: who has the address of one finds the notice.
        """
        for old, new in self.gaps():
            if len(old) == len(new) and all(map(is_what_removal_left, old, new)):
                for one, two in zip(old, new, strict=True):
                    self.pair(one, two)
                continue
            if len(old) == len(new) == 1 and old[0].kind == new[0].kind and is_small_edit(old[0], new[0]):
                self.pair(old[0], new[0])


class Likeness(NamedTuple):
    """How much of the larger text two texts share (0: they are not one text); `part`: one holds the other."""

    score: float
    part: bool


def compare(old: _Text, new: _Text) -> Likeness:
    """Whether two texts are one text before and after a small edit."""
    apart = Likeness(0, False)
    if old.group != new.group or not old.words or not new.words:
        return apart
    smaller, larger = sorted((len(old.words), len(new.words)))
    if smaller < PART * larger:
        return apart
    same, runs = shared_words(old.words, new.words)
    if same >= WHOLE * smaller and smaller >= FEWEST and smaller < larger and runs >= FEWEST:
        return Likeness(same / larger, smaller < WHOLE * larger)
    renumbered = (old.figures - new.figures) and (new.figures - old.figures)
    if 2 * same / (smaller + larger) < (ALIKE if larger > FEW else ALIKE_IF_SHORT) or (
        renumbered and smaller < LONG
    ):
        return apart
    return Likeness(same / larger, False)


def shared_words(old: Sequence[str], new: Sequence[str]) -> tuple[float, int]:
    """How many words both texts have in the same order, a mistyped one as most of one; and the longest run."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    total, longest = 0.0, 0
    for action, start, end, begin, stop in matcher.get_opcodes():
        if action == "equal":
            total += end - start
            longest = max(longest, end - start)
        elif action == "replace" and end - start == stop - begin:
            pairs = zip(old[start:end], new[begin:stop], strict=True)
            total += sum(MISTYPED for one, two in pairs if mistyped(one, two))
    return total, longest


def mistyped(one: str, two: str) -> bool:
    """Whether two words are likely one word and a slip of the keys."""
    if min(len(one), len(two)) < 4 or any(c.isdigit() for c in one + two):
        return False
    return SequenceMatcher(None, one, two, autojunk=False).ratio() >= LETTERS_ALIKE


def is_small_edit(old: _Text, new: _Text) -> bool:
    """Whether a text that took the place of another is that text, a little changed."""
    if old.kind == "row":
        before, after = old.text.split("\t"), new.text.split("\t")
        equal = sum(one == two for one, two in zip(before, after, strict=False))
        return (
            len(before) == len(after)
            and before[0] == after[0] != ""
            and not before[0].isdigit()
            and 2 * equal >= len(before)
        )
    if old.figures != new.figures or not 0 < max(len(old.words), len(new.words)) <= FEW:
        return False
    same, _ = shared_words(old.words, new.words)
    letters = SequenceMatcher(None, "".join(old.words), "".join(new.words), autojunk=False).ratio()
    return same >= MISTYPED * max(len(old.words), len(new.words)) or letters >= SAME_LETTERS


def is_what_removal_left(old: _Text, new: _Text) -> bool:
    """Whether a text is another one with a notice where words were: all that is left stood there in this order."""
    if old.group != new.group or new.text.count(REMOVED) <= old.text.count(REMOVED):
        return False
    words = iter(old.words)
    return all(word in words for word in new.words)


def shingles(block: _Text) -> set[Hashable]:
    """What partners are found by: pairs of neighbouring words, within a kind; of a short text the words."""
    if len(block.words) < FEWEST:
        return {(block.group, word) for word in block.words}
    return {(block.group, *pair) for pair in pairwise(block.words)}


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int]]:
    """Places of equal items in the same order, a longest common subsequence where that is affordable.

    Items that stand once on both sides are anchors (patience difference, Bram Cohen); between anchors, where
    all repeats, difflib compares short stretches and long ones are paired first with first.
    """
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        start, end, begin, stop = waiting.pop()
        while start < end and begin < stop and old[start] == new[begin]:
            yield start, begin
            start, begin = start + 1, begin + 1
        while start < end and begin < stop and old[end - 1] == new[stop - 1]:
            end, stop = end - 1, stop - 1
            yield end, stop
        if start == end or begin == stop:
            continue
        anchors = unique_in_both(old[start:end], new[begin:stop])
        chain = [anchors[index] for index in rising([two for _, two in anchors])]
        if chain:
            edges = [(-1, -1), *chain, (end - start, stop - begin)]
            yield from ((start + one, begin + two) for one, two in chain)
            waiting += (
                (start + one + 1, start + next_one, begin + two + 1, begin + next_two)
                for (one, two), (next_one, next_two) in pairwise(edges)
            )
        elif (end - start) * (stop - begin) <= 250_000:
            for one, two, size in SequenceMatcher(
                None, old[start:end], new[begin:stop], autojunk=False
            ).get_matching_blocks():
                yield from ((start + one + step, begin + two + step) for step in range(size))
        else:
            yield from first_with_first(old, new, start, end, begin, stop)


def unique_in_both(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    olds, news = Counter(old), Counter(new)
    places = {item: place for place, item in enumerate(new) if news[item] == 1}
    return [(place, places[item]) for place, item in enumerate(old) if olds[item] == 1 and item in places]


def first_with_first(
    old: Sequence[Hashable], new: Sequence[Hashable], start: int, end: int, begin: int, stop: int
) -> Iterable[tuple[int, int]]:
    """Each old item with the next new one that equals it."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place in range(begin, stop):
        places[new[place]].append(place)
    place = begin
    for one in range(start, end):
        found = places.get(old[one], [])
        index = bisect_left(found, place)
        if index < len(found):
            yield one, found[index]
            place = found[index] + 1


def rising(numbers: Sequence[int]) -> list[int]:
    """The indexes of a longest rising subsequence."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        if length == len(tails):
            tails.append(number)
            ends.append(index)
        else:
            tails[length], ends[length] = number, index
    result: list[int] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        result.append(index)
        index = before[index]
    return result[::-1]
