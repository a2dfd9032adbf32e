"""The engine on Whoosh's files: what `search.engine.Engine` promises, put together from the modules beside it."""

import threading
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from documents.query.expand import Expanded, Expansion, Sequence, Together, Words, expand, name
from documents.query.limits import Deadline, no_deadline
from documents.query.synonyms import NONE, Synonyms
from documents.query.tree import And, Dates, Everything, Field, Not, Or, Tree
from documents.search.engine import Grouped, Place, Record, Request, Result, State
from documents.search.whoosh.columns import Columns
from documents.search.whoosh.evaluate import Evaluation
from documents.search.whoosh.ranking import Ranking
from documents.search.whoosh.readers import Opening
from documents.search.whoosh.store import Store


class WhooshEngine:
    """An engine for one folder, used by all threads of a process (see `engine_at`)."""

    def __init__(self, folder: Path | str) -> None:
        self.store = Store(Path(folder))
        self._guard = threading.Lock()
        self._newest: tuple[Opening, Columns] | None = None

    def run(self, request: Request, *, deadline: Deadline | None = None) -> Result:
        """Hits with exact count and facets; raises what `deadline` raises, which is called at every step."""
        with self._columns() as columns:
            return ranking(columns, request, deadline or no_deadline).result()

    def groups(self, request: Request, *, deadline: Deadline | None = None) -> Grouped:
        """Groups with their best units, exact counts and facets."""
        with self._columns() as columns:
            return ranking(columns, request, deadline or no_deadline).grouped()

    def place(
        self, request: Request, id: str, *, grouped: bool = False, deadline: Deadline | None = None
    ) -> Place | None:
        """Where a unit stands in the whole answer, or group after group; None if it is not in it."""
        with self._columns() as columns:
            return ranking(columns, request, deadline or no_deadline).place(id, grouped=grouped)

    def expand(self, tree: Tree, synonyms: Synonyms = NONE, *, deadline: Deadline | None = None) -> Expansion:
        """The tree with its leaves replaced by the words that occur; `deadline` is called before each is looked up."""
        with self._columns() as columns:
            return expand(tree, Timed(columns, deadline or no_deadline), synonyms)

    def forms(self, word: str) -> frozenset[str]:
        """The words of the word's family that occur."""
        with self._columns() as columns:
            return columns.forms(word)

    def like(self, pattern: str) -> Words:
        """The words that fit a pattern with `*` and `?`; of too many the most frequent."""
        with self._columns() as columns:
            return columns.like(pattern)

    def near(self, word: str, distance: int) -> Words:
        """The words up to `distance` changes away; of too many the most frequent."""
        with self._columns() as columns:
            return columns.near(word, distance)

    def frequency(self, word: str, zone: str | None = None) -> int:
        """The number of units that have the word as it is, in one zone or in any."""
        with self._columns() as columns:
            return columns.frequency(word, zone)

    def update(self, records: Iterable[Record], removed: Iterable[str] = ()) -> None:
        """Replace and remove units in one commit; does nothing if the index has it all already."""
        self.store.update(records, removed)

    def refresh(self, ids: Iterable[str], read: Callable[[Set[str]], Iterable[Record]]) -> None:
        """Replace the units with these ids by what `read` gives, which is called when nobody else can write."""
        self.store.refresh(ids, read)

    def rebuild(self, records: Iterable[Record], progress: Callable[[int], None] | None = None) -> int:
        """Make a new index of these records beside the old one and put it in its place; returns their number."""
        return self.store.rebuild(records, progress)

    def digests(self) -> dict[str, str]:
        """The digest of every unit, by id."""
        with self._columns() as columns:
            return columns.digests()

    def units(self) -> dict[str, tuple[str, int]]:
        """Model and primary key of every unit, by id: how Haystack names units."""
        with self._columns() as columns:
            return columns.units()

    def state(self) -> State:
        """Generation, units, segments, bytes."""
        with self._columns() as columns:
            return State(str(columns.pointer), columns.count, len(columns.spans), self.store.bytes())

    def remove_older(self) -> None:
        """Remove the generations before the one that is searched."""
        self.store.remove_older()

    def tidy(self, stop: Callable[[], bool] | None = None) -> bool:
        """Merge the small segments when there are many; says whether something was done."""
        return self.store.tidy(stop)

    def warm(self) -> None:
        """Load columns, words and word families, which the first search would otherwise wait for."""
        with self._columns() as columns:
            columns.warm()

    def close(self) -> None:
        """Let go of open files and arrays; the next call opens them again."""
        with self._guard:
            self._newest = None
        self.store.close()

    @contextmanager
    def _columns(self) -> Iterator[Columns]:
        with self.store.lease() as opening:
            yield self._columns_of(opening)

    def _columns_of(self, opening: Opening) -> Columns:
        with self._guard:
            if self._newest is None or self._newest[0] is not opening:
                self._newest = opening, Columns(opening)
            return self._newest[1]


@cache
def engine_at(folder: Path) -> WhooshEngine:
    """The engine of a folder, the same for every caller in the process: one open reader, one set of arrays."""
    return WhooshEngine(folder)


def ranking(columns: Columns, request: Request, deadline: Deadline) -> Ranking:
    """What matches a request, ready to be ordered."""
    tree = sequenced(request.tree, Timed(columns, deadline))
    found = Evaluation(columns, deadline).found(tree)
    deadline()
    return Ranking.of(columns, request, found, columns.named([name(tree), request.name]))


class Timed(NamedTuple):
    """The words of an index for which there is only so much time: every look at them begins with one at the clock."""

    columns: Columns
    deadline: Deadline

    def forms(self, word: str) -> frozenset[str]:
        """The words of the word's family."""
        self.deadline()
        return self.columns.forms(word)

    def like(self, pattern: str) -> Words:
        """The words that fit a pattern."""
        self.deadline()
        return self.columns.like(pattern)

    def near(self, word: str, distance: int) -> Words:
        """The words up to `distance` changes away."""
        self.deadline()
        return self.columns.near(word, distance)


def sequenced(tree: Tree | Expanded, lexicon: Timed) -> Expanded:
    """The tree, expanded if it is not yet."""
    return cast(Expanded, tree) if is_expanded(tree) else expand(cast(Tree, tree), lexicon).tree


def is_expanded(tree: Tree | Expanded) -> bool:
    """Whether its words are sequences. All leaves are of one kind but dates and nothing at all, which are in both."""
    waiting = [tree]
    while waiting:
        match waiting.pop():
            case And(parts) | Or(parts):
                waiting += parts
            case Not(part) | Field(_, part):
                waiting.append(part)
            case Dates() | Everything():
                pass
            case leaf:
                return isinstance(leaf, Sequence | Together)
    return True
