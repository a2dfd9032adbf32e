"""Where index and database differ, and how that is put right."""

from dataclasses import dataclass

from documents.search.engine import Engine
from documents.search.units import published_records


@dataclass(frozen=True, slots=True)
class Drift:
    """Public ids of units that the index lacks, has in an older state, or has though they are not published."""

    missing: frozenset[str]
    stale: frozenset[str]
    extra: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.extra)

    def __str__(self) -> str:
        return f"{len(self.missing)} missing, {len(self.stale)} stale, {len(self.extra)} extra"


def find_drift(index: Engine) -> Drift:
    """Compare by id and by the digest of all that the index keeps of a unit."""
    wanted = {record.id: record.digest for record in published_records()}
    present = index.digests()
    return Drift(
        missing=frozenset(wanted.keys() - present.keys()),
        stale=frozenset(id for id in wanted.keys() & present.keys() if wanted[id] != present[id]),
        extra=frozenset(present.keys() - wanted.keys()),
    )


def mend(index: Engine, drift: Drift) -> None:
    """Bring the units that differ into the state of the database."""
    index.refresh(drift.missing | drift.stale | drift.extra, published_records)
