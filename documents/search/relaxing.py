"""A way on from a search that finds nothing: what its parts find, what its words may have been, what finds something.

Everything here is a search of its own with an exact count; there are at most MOST_COUNTS of them, within MOST_SECONDS.
What is not counted is not offered.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from documents.query.facets import FACETS
from documents.query.relax import (
    any_word,
    asks_for_all,
    is_a_link,
    is_of_plain_words,
    parts,
    relaxations,
    replaced,
    spelt_words,
    without_exclusions,
)
from documents.query.synonyms import NONE
from documents.query.tree import Tree
from documents.search.engine import Request, TooSlow
from documents.search.engines import engine
from documents.search.find import Filters, Found, deadline, kept_synonyms
from documents.text.words import words

MOST_COUNTS = 24
MOST_SECONDS = 1.0  # on a machine in trouble; with 10,000 units all of them take less than a third of it
MOST_PARTS = 8  # of a query that are looked for by themselves
MOST_WAYS = 5
MOST_SUGGESTIONS = 3
MOST_TRIED = 6  # spellings of the whole query
MOST_MISSPELT = 3  # words of a query; of more it is in another language
MOST_ALIKE = 60  # words for one of which the engine is asked how frequent they are

# How many letters a word must have to be taken for one that is 1 or 2 changes away.
LETTERS = {1: 3, 2: 6}


@dataclass(frozen=True, slots=True)
class Way:
    """A search and the number of units that it finds."""

    label: str
    query: str
    filters: Filters
    count: int


@dataclass(frozen=True, slots=True)
class Help:
    """What can be said of a search that found nothing.

    `parts` are empty where there is but one. `killing` are those that find nothing by themselves. Where there are none,
    `exclusions` says whether the exclusions take away what all others find together; if not, they never meet.
    """

    parts: tuple[Way, ...]
    killing: tuple[str, ...]
    all_needed: bool
    all_counted: bool
    exclusions: bool
    suggestions: tuple[Way, ...]
    ways: tuple[Way, ...]


def help_with(found: Found) -> Help | None:
    """A way on where nothing was found."""
    return None if found.count else _Helping(found).help()


def any_instead(found: Found) -> Way | None:
    """Any of several plain words, where that finds more than all of them; nothing where nothing was found."""
    tree = found.query.tree
    if not found.count or not is_of_plain_words(tree):
        return None
    any = any_word(tree)
    count = _Counting(found).count(any, found.filters) if is_a_link(any) else None
    return Way("any of the words", str(any), found.filters, count) if count and count > found.count else None


class _Counting:
    """Counts what queries find, each once, until there have been too many or the time is over."""

    def __init__(self, found: Found) -> None:
        self.engine = engine()
        self.synonyms = kept_synonyms() if found.synonyms else NONE
        self.check = deadline(MOST_SECONDS)
        self.left = MOST_COUNTS
        self.counts: dict[tuple[Tree, tuple[str, ...]], int] = {
            (found.query.tree, tuple(found.filters)): found.count
        }

    def count(self, tree: Tree, filters: Filters) -> int | None:
        """The number of units, or None where it is not counted any more; `filters` are some of those of the search."""
        key = tree, tuple(filters)
        if key not in self.counts:
            if not self.left:
                return None
            self.left -= 1
            try:
                expansion = self.engine.expand(tree, self.synonyms, deadline=self.check)
                request = Request(expansion.tree, filters, limit=0)
                self.counts[key] = self.engine.run(request, deadline=self.check).count
            except TooSlow:
                self.left = 0
        return self.counts.get(key)

    def has_time(self) -> bool:
        """Whether it is worth while to look for something more to count."""
        try:
            self.check()
        except TooSlow:
            self.left = 0
        return self.left > 0

    def found(self, label: str, tree: Tree, filters: Filters) -> Way | None:
        """The query as a way on, if it finds something."""
        count = self.count(tree, filters)
        return Way(label, str(tree), filters, count) if count else None


class _Helping:
    """What is asked and counted for one search that found nothing."""

    def __init__(self, found: Found) -> None:
        self.query = found.query
        self.tree = found.query.tree
        self.filters = found.filters
        self.counting = _Counting(found)
        self.names = {words(also.asked) for also in found.expansion.also}

    def help(self) -> Help:
        asked = parts(self.tree, self.names)
        counts = {part: self.counting.count(part, self.filters) for part in asked[:MOST_PARTS]}
        killing = [part for part, count in counts.items() if count == 0]
        unknown = self.unknown(killing)
        suggestions = list(islice(self.suggestions(unknown, self.filters), MOST_SUGGESTIONS))
        filtered = list(self.without_filters())
        linked = {part for part, count in counts.items() if count and len(asked) > 1}
        ways = [*filtered, *self.relaxed(killing, unknown, self.filters, linked)]
        if not ways and self.filters:
            suggestions = suggestions or list(islice(self.suggestions(unknown, {}), MOST_SUGGESTIONS))
            still = [part for part in killing if self.counting.count(part, {}) == 0]
            ways = list(self.relaxed(still, unknown, {}))
        together = 0 if killing else self.counting.count(without_exclusions(self.tree), self.filters)
        return Help(
            parts=tuple(
                Way(self.query.told(part), str(part), self.filters, count)
                for part, count in counts.items()
                if count is not None and len(asked) > 1
            ),
            killing=tuple(map(self.query.told, killing)) if len(asked) > 1 else (),
            all_needed=asks_for_all(self.tree),
            all_counted=None not in counts.values() and len(counts) == len(asked),
            exclusions=bool(together),
            suggestions=tuple(suggestions),
            ways=tuple(ways[:MOST_WAYS]),
        )

    def unknown(self, killing: Iterable[Tree]) -> tuple[str, ...]:
        """The words of these parts that no text has in any form."""
        spelt = dict.fromkeys(word for part in killing for word in spelt_words(part))
        return tuple(word for word in spelt if not self.counting.engine.forms(word))

    # Other spellings

    def suggestions(self, unknown: tuple[str, ...], filters: Filters) -> Iterator[Way]:
        """The query with words of the texts in the place of those that no text has, the likeliest first."""
        if not 0 < len(unknown) <= MOST_MISSPELT:
            return
        alike = [list(islice(self.alike(word), MOST_SUGGESTIONS)) or [word] for word in unknown]
        ranked = sorted(product(*map(enumerate, alike)), key=lambda choice: sum(rank for rank, _ in choice))
        for choice in ranked[:MOST_TRIED]:
            spelt = replaced(self.tree, dict(zip(unknown, (word for _, word in choice), strict=True)))
            way = (
                self.counting.found(f"{self.query.told(spelt)}{self.away(filters)}", spelt, filters)
                if is_a_link(spelt)
                else None
            )
            if way:
                yield way

    def alike(self, word: str) -> Iterator[str]:
        """Words of the texts that are spelt like it, the nearest and then the most frequent first; of a family one."""
        families: set[str] = {word}
        for distance, letters in LETTERS.items():
            if len(word) < letters or not self.counting.has_time():
                return
            for other in self.near(word, distance):
                if other not in families:
                    families |= self.counting.engine.forms(other) | {other}
                    yield other

    def near(self, word: str, distance: int) -> list[str]:
        """Few slips are in the first letter: of words that are farther away only those that share it."""
        found = self.counting.engine.near(word, distance).words
        likely = [other for other in found if distance == 1 or other[0] == word[0]]
        likely.sort(key=lambda other: (abs(len(other) - len(word)), other))
        frequency = {other: self.counting.engine.frequency(other) for other in likely[:MOST_ALIKE]}
        return sorted(frequency, key=lambda other: (-frequency[other], other))

    # Less than was asked

    def without_filters(self) -> Iterator[Way]:
        """The query without one of its filters where that is enough, or else without all of them."""
        fewer: dict[str, Mapping[str, tuple[str, ...]]] = {}
        if len(self.filters) > 1:
            for name in self.filters:
                others = {other: chosen for other, chosen in self.filters.items() if other != name}
                fewer[f"Without the filter by {FACETS[name]}"] = others
        ways = [self.counting.found(label, self.tree, filters) for label, filters in fewer.items()]
        if self.filters and not any(ways):
            ways = [self.counting.found("Without the filters", self.tree, {})]
        yield from filter(None, ways)

    def relaxed(
        self, killing: list[Tree], unknown: tuple[str, ...], filters: Filters, linked: Collection[Tree] = ()
    ) -> Iterator[Way]:
        """As many as are shown, which are the only ones that are counted; not what is linked by itself already."""
        dead = killing if len(parts(self.tree)) > 1 else []
        ways = (
            self.counting.found(f"{each.label}{self.away(filters)}", each.tree, filters)
            for each in relaxations(self.tree, dead, unknown, self.query.spelling)
            if each.tree not in linked
        )
        yield from islice(filter(None, ways), MOST_WAYS)

    def away(self, filters: Filters) -> str:
        """What is said of a search that gives up the filters as well."""
        return ", without the filters" if self.filters and not filters else ""
