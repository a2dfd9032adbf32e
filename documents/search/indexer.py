"""Brings the changes of the database into the index, one batch at a time or all anew. Who does it, and when: `loop`."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import DatabaseError

from documents.models import Change
from documents.search import units
from documents.search.condition import DRIFT, FAILURE, announced, forget
from documents.search.engine import (
    Engine,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexNewer,
    IndexOutdated,
    Record,
    SearchTrouble,
)
from documents.search.engines import engine

log = logging.getLogger(__name__)

BATCH = 500  # changes taken in one commit
UNSOUND = (IndexMissing, IndexDamaged, IndexOutdated)  # a rebuild mends these


class Stopped(Exception):
    """Raised by a `progress` that ends a rebuild: nothing is changed by it."""


@dataclass(frozen=True, slots=True)
class Drained:
    """How many changes reached the index, and how many were put back for a later try."""

    done: int = 0
    failed: int = 0


def drain(index: Engine | None = None) -> Drained:
    """Bring one batch of due changes into the index."""
    return take(index or engine(), list(Change.objects.due()[:BATCH]))


def take(index: Engine, changes: list[Change]) -> Drained:
    """Bring these changes into the index, all in one commit.

    The units are read after the changes, and while nobody else can write: what is saved in between has a
    newer change of its own. A write that fails keeps its changes, with the error and the time of the next try. Where
    there is no sound index they wait as they are, and its error is raised.
    """
    if not changes:
        return Drained()
    ids = {change.unit for change in changes}
    try:
        index.refresh(ids, units.published_records)
    except IndexLocked:
        return Drained()  # a rebuild is writing: the changes wait as they are
    except (DatabaseError, IndexNewer, *UNSOUND):
        raise  # nothing is wrong with the unit
    except (SearchTrouble, OSError) as error:
        log.error("The index could not be written, %d changes wait: %s", len(changes), error)
        return put_back(changes, error)
    except Exception as error:  # a mistake of ours that some unit brings to light must not hold up the others
        if len(ids) > 1:
            return each_alone(index, changes)
        log.exception("%s cannot be indexed", changes[0].unit)
        return put_back(changes, error)
    Change.objects.forget([change.pk for change in changes])
    return Drained(done=len(changes))


def each_alone(index: Engine, changes: list[Change]) -> Drained:
    """Take the changes unit by unit."""
    by_unit: dict[str, list[Change]] = {}
    for change in changes:
        by_unit.setdefault(change.unit, []).append(change)
    taken = [take(index, own) for own in by_unit.values()]
    return Drained(sum(one.done for one in taken), sum(one.failed for one in taken))


def put_back(changes: list[Change], error: Exception) -> Drained:
    for change in changes:
        change.put_back(str(error))
    return Drained(failed=len(changes))


def rebuild(index: Engine, progress: Callable[[int], None] | None = None) -> int:
    """Build the index anew from all published units; returns their number.

    The changes that were waiting when it began are in it. Later ones wait in the outbox: the writer's lock is held.
    """
    covered = list(Change.objects.values_list("pk", flat=True))
    with announced(len(units.published_ids())) as announce:

        def report(done: int) -> None:
            announce(done)
            if progress:
                progress(done)

        try:
            count = index.rebuild(units.published_records(), report)
        except (DatabaseError, SearchTrouble, OSError, Stopped):
            raise
        except Exception:  # a mistake of ours that some unit brings to light: the others are found without it
            log.exception("The index is made anew unit by unit, as one cannot be indexed")
            count = index.rebuild(sound_records(), report)
    Change.objects.forget(covered)
    forget(FAILURE)
    forget(DRIFT)
    return count


def sound_records() -> Iterator[Record]:
    """The records of all published units that can be indexed. The others are kept as failed changes."""
    for id in units.published_ids():
        try:
            yield from units.published_records([id])
        except DatabaseError:
            raise
        except Exception as error:
            log.exception("%s cannot be indexed", id)
            Change(unit=id).put_back(str(error) or repr(error))


def drain_all(index: Engine | None = None) -> int:
    """Drain until nothing is due. Returns the number of changes that reached the index."""
    done = 0
    while (drained := drain(index)).done:
        done += drained.done
    return done
