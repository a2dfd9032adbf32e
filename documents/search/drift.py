"""Where index and database differ, and how that is put right."""

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from itertools import islice
from time import time

from documents.models import Change, Section, Source
from documents.search.condition import DRIFT, Comparison, keep
from documents.search.engine import Engine
from documents.search.units import published_ids, published_records

BATCH = 200  # units compared at a time
MENDED = 500  # units mended in one commit


@dataclass(frozen=True, slots=True)
class Drift:
    """Public ids of units that differ.

    The index lacks them, has them in an older state, has them though the database knows nothing of them, or though they
    are there and not published.
    """

    missing: frozenset[str]
    stale: frozenset[str]
    extra: frozenset[str]
    draft: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.ids)

    @property
    def ids(self) -> frozenset[str]:
        """All of them."""
        return self.missing | self.stale | self.extra | self.draft

    def comparison(self, *, is_mended: bool = False) -> Comparison:
        """How many they are."""
        return Comparison(
            missing=len(self.missing),
            stale=len(self.stale),
            extra=len(self.extra),
            draft=len(self.draft),
            is_mended=is_mended,
            made_at=time(),
        )

    def __str__(self) -> str:
        return str(self.comparison())


def find_drift(index: Engine, between: Callable[[], None] = lambda: None) -> Drift:
    """Compare by id and by the digest of all that the index keeps of a unit.

    `between` is called after each batch, and may write. What differs is looked at a second time, as it may have been changed
    meanwhile; what waits in the outbox is on its way and is not counted.
    """
    wanted: dict[str, str] = {}
    for some in batches(published_ids(), BATCH):
        wanted |= digests_of(some)
        between()
    suspects = differing(wanted, index.digests())
    wanted = {id: digest for some in batches(suspects, BATCH) for id, digest in digests_of(some).items()}
    present = {id: digest for id, digest in index.digests().items() if id in suspects}
    waiting = set(Change.objects.filter(attempts=0).values_list("unit", flat=True)) if suspects else set()
    return sorted_out(wanted, present, differing(wanted, present) - waiting)


def differing(wanted: dict[str, str], present: dict[str, str]) -> set[str]:
    """The ids that are not the same in both."""
    return {id for id in wanted.keys() | present.keys() if wanted.get(id) != present.get(id)}


def sorted_out(wanted: dict[str, str], present: dict[str, str], ids: Set[str]) -> Drift:
    """In which way each of the ids differs."""
    unwanted = ids - wanted.keys()
    drafts = unwanted & known(unwanted)
    return Drift(
        missing=frozenset(ids - present.keys()),
        stale=frozenset(ids & wanted.keys() & present.keys()),
        extra=frozenset(unwanted - drafts),
        draft=frozenset(drafts),
    )


def known(ids: Iterable[str]) -> set[str]:
    """Those of the ids that the database has, published or not."""
    return {
        id
        for some in batches(ids, BATCH)
        for kind in (Section, Source)
        for id in kind.objects.filter(public_id__in=some).values_list("public_id", flat=True)
    }


def digests_of(ids: list[str]) -> dict[str, str]:
    """What the index is to say of these units; nothing of those that are not published."""
    return {record.id: record.digest for record in published_records(ids)}


def mend(index: Engine, drift: Drift) -> None:
    """Bring the units that differ into the state of the database."""
    for some in batches(drift.ids, MENDED):
        index.refresh(some, published_records)


def check(index: Engine, *, repair: bool, between: Callable[[], None] = lambda: None) -> Drift:
    """Compare, mend if that is asked for, and keep the numbers for those who ask how the index is."""
    drift = find_drift(index, between)
    keep(DRIFT, drift.comparison())
    if drift and repair:
        mend(index, drift)
        keep(DRIFT, drift.comparison(is_mended=True))
    return drift


def batches(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    """The ids, so many at a time."""
    rest = iter(ids)
    while some := list(islice(rest, size)):
        yield some
