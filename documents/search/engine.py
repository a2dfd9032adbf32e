"""What every search engine of Reportsite can do, and the plain values that go in and come out.

Views, commands and the indexer know this module and no engine. An engine stores units (sections and sources) as `Record`
values and answers a `Request` with exact counts; it never reads the database.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Literal, Protocol

from documents.query.expand import Expanded, Expansion, Words
from documents.query.synonyms import NONE, Synonyms
from documents.query.tree import Tree

Sort = Literal["relevance", "date", "-date"]


class SearchTrouble(Exception):
    """The search cannot answer now; the message says what to do."""


class IndexMissing(SearchTrouble):
    """There is no index yet."""


class IndexOutdated(SearchTrouble):
    """The index was made by another version of the schema or of the analysis of words."""


class IndexNewer(SearchTrouble):
    """The index was made by a newer version of this program, which will want it back; no older one replaces it unasked."""


class IndexDamaged(SearchTrouble):
    """The index is there and cannot be read, or is not what was written."""


class IndexFull(SearchTrouble):
    """There is no space left to write the index; what was there before still answers."""


class IndexLocked(SearchTrouble):
    """Another process went on writing for longer than we wait."""


class TooSlow(SearchTrouble):
    """The deadline of a request passed before it was answered."""


@dataclass(frozen=True, slots=True)
class Record:
    """One unit to index, in plain values.

    `zones` maps a zone's name to its texts, each of which starts GAP positions after the last; `facets` maps a facet to
    its values as shown; `start` and `end` are proleptic ordinals of its date, 0 if unknown; `position` is its place within
    its group and breaks ties; `digest` is a hash of all the rest, by which index and database are compared.
    """

    id: str
    model: str
    pk: int
    group: str
    language: str
    zones: Mapping[str, tuple[str, ...]]
    facets: Mapping[str, tuple[str, ...]]
    start: int
    end: int
    position: int
    digest: str


@dataclass(frozen=True, slots=True)
class Request:
    """A question: values of one facet are alternatives, facets must all hold; `limit` None asks for every hit.

    `name` are the words that were typed, signs and operators too: they may be a title or a number as a whole.
    """

    tree: Tree | Expanded
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    sort: Sort = "relevance"
    start: int = 0
    limit: int | None = 10
    name: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A unit that matches."""

    id: str
    model: str
    pk: int
    group: str
    score: float


@dataclass(frozen=True, slots=True)
class Result:
    """`count` is exact; a facet's counts ignore that facet's own filter, so that a second value can be chosen."""

    count: int
    hits: list[Hit]
    facets: dict[str, dict[str, int]]
    generation: str


@dataclass(frozen=True, slots=True)
class Group:
    """A report's sections, or one source: the exact number of its units that match, and the best three of them."""

    key: str
    count: int
    hits: list[Hit]


@dataclass(frozen=True, slots=True)
class Grouped:
    """`count` counts units, `group_count` groups; `start` and `limit` of the request counted groups."""

    count: int
    group_count: int
    groups: list[Group]
    facets: dict[str, dict[str, int]]
    generation: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit stands among the units that match: it is number `number`, from 1, of `count`.

    `row` is how many hits, or groups where they are listed, stand before its own in the list. `shown` is the id that
    the list shows of it: its own, or that of the last unit shown of a group in which it is folded away.
    """

    number: int
    count: int
    previous: Hit | None
    next: Hit | None
    row: int
    shown: str


@dataclass(frozen=True, slots=True)
class State:
    """What there is to say about an index: numbers of units and segments, bytes on disk."""

    generation: str
    units: int
    segments: int
    bytes: int


class Engine(Protocol):
    """Every method but `rebuild` raises IndexMissing, IndexOutdated, IndexNewer or IndexDamaged when there is no sound index.

    Those that write raise IndexFull when the disk is, and IndexLocked when somebody else is writing; then nothing is changed.
    """

    def run(self, request: Request, *, deadline: Callable[[], None] | None = None) -> Result:
        """The hits `start` to `start + limit`, with exact count and facets; `deadline` is called often and may raise.

        By relevance, units of which the words of the query (see `expand.name`), or `name`, are the whole title or a whole number
        come before all others; within both, better scores first, then `position` and `id`. A date or an exclusion scores
        nothing.
        """

    def groups(self, request: Request, *, deadline: Callable[[], None] | None = None) -> Grouped:
        """The same, with groups in place of hits: ranked by their best unit, at most three units of each."""

    def place(
        self, request: Request, id: str, *, grouped: bool = False, deadline: Callable[[], None] | None = None
    ) -> Place | None:
        """The place of a unit in the whole answer, whatever the request's `start` and `limit`; None if it is not in it.

        In the order of `run`; or group after group in that of `groups`, each with all its units, best first.
        """

    def expand(
        self, tree: Tree, synonyms: Synonyms = NONE, *, deadline: Callable[[], None] | None = None
    ) -> Expansion:
        """The tree with its leaves replaced by the words that occur; see `query.expand`."""

    def forms(self, word: str) -> frozenset[str]:
        """The words of the index that are of the word's family."""

    def like(self, pattern: str) -> Words:
        """The words of the index that fit a pattern with `*` and `?`; of too many the most frequent."""

    def near(self, word: str, distance: int) -> Words:
        """The words of the index up to `distance` changes away (see `tree.Fuzzy`); of too many the most frequent."""

    def frequency(self, word: str, zone: str | None = None) -> int:
        """The number of units that have the word as it is, in one zone or in any."""

    def update(self, records: Iterable[Record], removed: Iterable[str] = ()) -> None:
        """Put the records in the place of those with their ids and take out those removed, all at once or not at all.

        The records are older than the writer's lock: who reads them from a database uses `refresh`.
        """

    def refresh(self, ids: Iterable[str], read: Callable[[Set[str]], Iterable[Record]]) -> None:
        """Bring the units with these ids into the state that `read` gives, in one commit.

        `read` is called with the ids when nobody else can write, so that no older state can come after a newer one. The
        units that it does not give are taken out. What it raises is passed on, and nothing is changed.
        """

    def rebuild(self, records: Iterable[Record], progress: Callable[[int], None] | None = None) -> int:
        """A new index of just these records, made beside the old one and put in its place; returns their number."""

    def digests(self) -> dict[str, str]:
        """The digest of every unit in the index, by id."""

    def state(self) -> State:
        """Numbers for the admin and for health checks."""

    def remove_older(self) -> None:
        """Keep nothing of the index as it was before the last `rebuild`."""

    def tidy(self, stop: Callable[[], bool] | None = None) -> bool:
        """Spare-time work on the index; asks `stop` between steps, and says whether something was done."""

    def warm(self) -> None:
        """Load what the first search would otherwise wait for; to be called when a server starts."""

    def close(self) -> None:
        """Let go of open files; the next call opens them again."""
