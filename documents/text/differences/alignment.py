"""What two sequences have in common, in the same order, for a bounded effort."""

from collections.abc import Hashable, Sequence
from itertools import pairwise

from documents.text.blocks import rising, unique_in_both

ENOUGH = 6_000_000  # steps for two texts: seconds where they are hostile; others use few of them
MOST_CELLS = 250_000  # of one table of a longest common subsequence


class Effort:
    """The steps that a comparison may still take. What it cannot compare any more counts as unlike."""

    def __init__(self, steps: int = ENOUGH) -> None:
        self.left = steps

    def allows(self, steps: int) -> bool:
        """Whether so many steps are left; they are taken then."""
        if steps > self.left:
            return False
        self.left -= steps
        return True


def aligned(old: Sequence[Hashable], new: Sequence[Hashable], effort: Effort) -> list[tuple[int, int]]:
    """Places of equal items, rising on both sides.

    Items that stand once on both sides are anchors (patience difference, Bram Cohen); between anchors, where all
    repeats, it is a longest common subsequence.
    """
    pairs: list[tuple[int, int]] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        start, end, begin, stop = waiting.pop()
        while start < end and begin < stop and old[start] == new[begin]:
            pairs.append((start, begin))
            start, begin = start + 1, begin + 1
        while start < end and begin < stop and old[end - 1] == new[stop - 1]:
            end, stop = end - 1, stop - 1
            pairs.append((end, stop))
        if start == end or begin == stop or not effort.allows(end - start + stop - begin):
            continue
        anchors = unique_in_both(old[start:end], new[begin:stop])
        places = [anchors[index] for index in rising([place for _, place in anchors])]
        if places:
            edges = [(-1, -1), *places, (end - start, stop - begin)]
            pairs += ((start + one, begin + two) for one, two in places)
            waiting += (
                (start + one + 1, start + next_one, begin + two + 1, begin + next_two)
                for (one, two), (next_one, next_two) in pairwise(edges)
            )
        elif (cells := (end - start) * (stop - begin)) <= MOST_CELLS and effort.allows(cells):
            pairs += ((start + one, begin + two) for one, two in longest(old[start:end], new[begin:stop]))
    return sorted(pairs)


def longest(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """A longest common subsequence, by the table of the lengths of those of all ends."""
    lengths = [[0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for one in range(len(old) - 1, -1, -1):
        row, below, item = lengths[one], lengths[one + 1], old[one]
        for two in range(len(new) - 1, -1, -1):
            if item == new[two]:
                row[two] = below[two + 1] + 1
            else:
                row[two] = below[two] if below[two] >= row[two + 1] else row[two + 1]
    pairs: list[tuple[int, int]] = []
    one = two = 0
    while one < len(old) and two < len(new):
        if old[one] == new[two]:
            pairs.append((one, two))
            one, two = one + 1, two + 1
        elif lengths[one + 1][two] >= lengths[one][two + 1]:
            one += 1
        else:
            two += 1
    return pairs
