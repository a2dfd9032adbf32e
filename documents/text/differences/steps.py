"""From one text to another, passage by passage."""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Literal

from documents.text.blocks import rising
from documents.text.differences.alignment import Effort, aligned
from documents.text.differences.passages import Passage
from documents.text.differences.wording import Piece, compare

Change = Literal["same", "changed", "added", "removed"]

ALIKE = 0.5  # share of words from which a passage that stands elsewhere is another one, moved and changed
ALIKE_IN_PLACE = 0.3  # the same, of one that stands between the same neighbours
FEWEST = 4  # words without which a passage is not recognised elsewhere
NEAR = 8  # how many passages between the same neighbours are looked at
COUNTING = 50  # steps that it takes to compare two passages, however short
LISTED = 3  # passages that share a pair of words, above which the pair tells nothing of them


@dataclass(frozen=True, slots=True)
class Step:
    """A passage and what became of it; a new one has no `old`, one that was taken out no `new`.

    The pieces of a changed passage hold both its versions. What moved and was changed is `changed` and `moved`.
    """

    change: Change
    old: Passage | None
    new: Passage | None
    pieces: tuple[Piece, ...]
    moved: bool = False

    @property
    def is_same(self) -> bool:
        return self.change == "same" and not self.moved

    @property
    def only_spaces(self) -> bool:
        """Whether all words were kept, and spaces or line breaks changed."""
        return self.change == "changed" and all(piece.fate == "kept" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Same:
    """Passages in a row that are as they were."""

    steps: tuple[Step, ...]


def difference(old: Sequence[Passage], new: Sequence[Passage], effort: Effort | None = None) -> list[Step]:
    """Every passage of both texts once, in the order of the new text; a removed one stands where it stood."""
    effort = effort or Effort()
    return list(_steps(old, new, _partners(old, new, effort), effort))


def is_visible(steps: Sequence[Step]) -> bool:
    """Whether anything changed that a reader sees."""
    return not all(step.is_same for step in steps)


def folded(steps: Sequence[Step]) -> list[Step | Same]:
    """The steps with each row of unchanged passages as one."""
    found: list[Step | Same] = []
    for is_same, group in groupby(steps, lambda step: step.is_same):
        row = tuple(group)
        found += [Same(row)] if is_same else row
    return found


# Which passage is which


def _partners(old: Sequence[Passage], new: Sequence[Passage], effort: Effort) -> dict[int, int]:
    """The place of each new passage in the old text, where it stood there."""
    olds, news = [passage.text for passage in old], [passage.text for passage in new]
    partners = {two: one for one, two in aligned(olds, news, effort)}
    _pair_moved(olds, news, partners)
    _pair_in_place(old, new, partners, effort)
    _pair_alike(old, new, partners)
    return partners


def _pair_moved(olds: Sequence[str], news: Sequence[str], partners: dict[int, int]) -> None:
    """Pair what is equal and stands elsewhere, first with first; a few words are not recognised there."""
    taken = set(partners.values())
    waiting: dict[str, deque[int]] = defaultdict(deque)
    for place, text in enumerate(olds):
        if place not in taken:
            waiting[text].append(place)
    for place, text in enumerate(news):
        if place not in partners and waiting[text] and _bag(text).total() >= FEWEST:
            partners[place] = waiting[text].popleft()


def _pair_in_place(
    old: Sequence[Passage], new: Sequence[Passage], partners: dict[int, int], effort: Effort
) -> None:
    """Pair what stands between the same neighbours and has words in common, the nearest first."""
    for olds, news in _gaps(len(old), len(new), partners):
        first = 0
        for two in news:
            for place in range(first, min(first + NEAR, len(olds))):
                one = olds[place]
                cost = COUNTING + len(old[one].text) + len(new[two].text)
                if effort.allows(cost) and _likeness(old[one], new[two]) >= ALIKE_IN_PLACE:
                    partners[two], first = one, place + 1
                    break


def _gaps(old: int, new: int, partners: dict[int, int]) -> Iterator[tuple[list[int], list[int]]]:
    """Places without a partner that stand between the same two that have one."""
    taken = set(partners.values())
    for (one, two), (next_one, next_two) in pairwise([(-1, -1), *_chain(partners), (old, new)]):
        olds = [place for place in range(one + 1, next_one) if place not in taken]
        news = [place for place in range(two + 1, next_two) if place not in partners]
        if olds and news:
            yield olds, news


def _chain(partners: dict[int, int]) -> list[tuple[int, int]]:
    """The pairs (old, new) that stand in the same order on both sides; the others have moved."""
    news = sorted(partners)
    return [(partners[news[index]], news[index]) for index in rising([partners[two] for two in news])]


def _pair_alike(old: Sequence[Passage], new: Sequence[Passage], partners: dict[int, int]) -> None:
    """Pair what was moved and changed: found by rare pairs of words, and alike in most of its words."""
    taken = set(partners.values())
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, passage in enumerate(old):
        if place not in taken:
            for pair in set(pairwise(_words(passage.text))):
                index[pair].append(place)
    for place, passage in enumerate(new):
        if place in partners:
            continue
        found = [index[pair] for pair in set(pairwise(_words(passage.text))) if pair in index]
        shared = Counter(
            one for places in found if len(places) <= LISTED for one in places if one not in taken
        )
        for one, _ in shared.most_common(1):
            if _likeness(old[one], passage) >= ALIKE:
                partners[place] = one
                taken.add(one)


def _likeness(old: Passage, new: Passage) -> float:
    """The share of words that two passages have in common, in whatever order."""
    before, after = _bag(old.text), _bag(new.text)
    both = before.total() + after.total()
    return 2 * (before & after).total() / both if both else 0.0


@lru_cache(maxsize=1024)
def _bag(text: str) -> Counter[str]:
    return Counter(_words(text))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


# What became of it


def _steps(
    old: Sequence[Passage], new: Sequence[Passage], partners: dict[int, int], effort: Effort
) -> Iterator[Step]:
    chain = _chain(partners)
    in_order = {two for _, two in chain}
    taken = set(partners.values())
    borders = [*(one for one, _ in chain), len(old)]
    passed = done = 0  # pairs in order that are behind, old passages that are behind
    for two, passage in enumerate(new):
        removed = [one for one in range(done, borders[passed]) if one not in taken]
        yield from (Step("removed", old[one], None, (Piece("out", old[one].text),)) for one in removed)
        done = borders[passed]
        if two in in_order:
            passed, done = passed + 1, done + 1
        if two in partners:
            yield _step(old[partners[two]], passage, effort, moved=two not in in_order)
        else:
            yield Step("added", None, passage, (Piece("in", passage.text),))
    removed = [one for one in range(done, len(old)) if one not in taken]
    yield from (Step("removed", old[one], None, (Piece("out", old[one].text),)) for one in removed)


def _step(old: Passage, new: Passage, effort: Effort, *, moved: bool) -> Step:
    if old.text == new.text:
        return Step("same", old, new, (Piece("kept", new.text),), moved)
    return Step("changed", old, new, compare(old.text, new.text, effort), moved)
