import random
from dataclasses import replace

from django.db.models import QuerySet

from documents.models import Change, Source, State
from documents.search.condition import DRIFT, Comparison, read
from documents.search.drift import Drift, check, find_drift
from documents.search.engines import engine
from documents.search.units import published_records, record
from tests.search import records

OF_EACH = 10  # faults of each of five kinds


def behind_the_outbox(ids, **values):
    """Change sources as nobody should: the outbox does not hear of it."""
    QuerySet(Source).filter(public_id__in=ids).update(**values)


def sources(shelf, number, **values):
    return [shelf.source(f"S{one}", body="Tide.", **values).public_id for one in range(number)]


def fill(shelf, index):
    ids = sources(shelf, 2)
    index()
    return ids


def test_an_index_that_follows_has_no_drift(shelf, index):
    fill(shelf, index)
    assert not find_drift(engine())


def test_fifty_planted_faults_are_all_found(shelf, index, record_figure):
    ids = sources(shelf, 6 * OF_EACH)
    index()
    random.Random(20261124).shuffle(ids)
    lost, altered, changed, *drafts = (set(ids[start::6]) for start in range(5))
    kept = {one.id: one for one in published_records()}
    engine().update(
        [
            *(replace(kept[id], digest="another") for id in altered),
            *(records.record(number) for number in range(OF_EACH)),
        ],
        lost,
    )
    behind_the_outbox(changed, title="Another title")
    hidden = set(drafts[0])
    behind_the_outbox(hidden, state=State.DRAFT)
    foreign = {f"u{number}" for number in range(OF_EACH)}
    found = find_drift(engine())
    assert found == Drift(
        frozenset(lost), frozenset(altered | changed), frozenset(foreign), frozenset(hidden)
    )
    record_figure("planted faults of the index that are found", f"{len(found.ids)} of {5 * OF_EACH}")


def test_a_draft_that_somebody_put_into_the_index_is_found(shelf, index):
    fill(shelf, index)
    draft = shelf.source("S9", state=State.DRAFT)
    index()
    engine().update([record(draft, [])])
    assert find_drift(engine()).draft == {draft.public_id}


def test_what_waits_in_the_outbox_is_no_drift(shelf, index):
    fill(shelf, index)
    shelf.source("S9")
    assert not find_drift(engine())


def test_what_failed_is_drift(shelf, index):
    fill(shelf, index)
    late = shelf.source("S9")
    Change.objects.get(unit=late.public_id).put_back("No space left on device")
    assert find_drift(engine()).missing == {late.public_id}


def test_what_is_changed_while_it_is_compared_is_no_drift(shelf, index):
    one, other = fill(shelf, index)

    def meanwhile():
        Source.objects.get(public_id=one).delete()
        source = Source.objects.get(public_id=other)
        source.title = "Another title"
        source.save()
        shelf.source("S9")
        index()

    calls = iter([meanwhile])
    assert not find_drift(engine(), between=lambda: next(calls, lambda: None)())


def test_a_check_keeps_its_numbers_and_a_repair_mends(shelf, index):
    gone, _ = fill(shelf, index)
    engine().update([], [gone])
    check(engine(), repair=False)
    kept = read(Comparison, DRIFT)
    assert (kept.missing, kept.differing, kept.is_mended) == (1, 1, False)
    check(engine(), repair=True)
    assert read(Comparison, DRIFT).is_mended and not find_drift(engine())
