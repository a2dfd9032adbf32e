"""What everybody could read and no longer may: which records that are, and which states may follow which."""

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from documents.models.state import State

# A record that is scheduled to be published again is withdrawn until then.
GONE = Q(withdrawn_at__isnull=False) & ~Q(state=State.PUBLISHED)


def is_gone(record):
    """Whether the record was withdrawn and is not published again."""
    return record.withdrawn_at is not None and record.state != State.PUBLISHED


def after_withdrawing(record):
    """The state of a record that is withdrawn now: what nobody could read is a draft again."""
    was_read = record.state == State.PUBLISHED and record.published_at is not None
    return State.WITHDRAWN if was_read or is_gone(record) else State.DRAFT


def settle(record):
    """Called before a record is saved: what belongs to another state than its present one is forgotten.

    True where it is withdrawn by this save.
    """
    if record.state != State.SCHEDULED:
        record.publish_at = None
    if record.state in (State.DRAFT, State.PUBLISHED):
        record.withdrawn_at, record.withdrawn_reason = None, ""
    if record.state == State.WITHDRAWN and record.withdrawn_at is None:
        record.withdrawn_at = timezone.now()
        return True
    return False


def settled(state):
    """The columns that a query sets with a state: what `settle` does to one record."""
    now = timezone.now()
    lifted = {"withdrawn_at": None, "withdrawn_reason": ""}
    match state:
        case State.PUBLISHED:
            return {"published_at": Coalesce("published_at", now), **lifted}
        case State.DRAFT:
            return lifted
        case State.WITHDRAWN:
            return {"withdrawn_at": Coalesce("withdrawn_at", now)}
        case _:
            return {}


def steps(saved):
    """The states that a record may have after the next save; `saved` is how it is saved, None if it is not yet."""
    usual = [State.DRAFT, State.SCHEDULED, State.PUBLISHED]
    if saved and is_gone(saved):
        return [State.WITHDRAWN, State.SCHEDULED, State.PUBLISHED]
    if saved is None or saved.published_at is None:
        return usual
    if saved.state == State.PUBLISHED:
        return [State.PUBLISHED, State.WITHDRAWN]
    return [*usual, State.WITHDRAWN]  # a draft that was public before there were withdrawn records


def withdrawing_mistakes(record):
    """Yield (field, message) for a state that may not follow the saved one, and a reason without effect."""
    columns = ("state", "published_at", "withdrawn_at", "withdrawn_reason")
    saved = type(record)._base_manager.filter(pk=record.pk).only(*columns).first()
    possible = steps(saved)
    if record.state not in possible:
        offered = ", ".join(f"“{state.label}”" for state in possible)
        why = "Everybody could read it, and links lead to it. " if State.DRAFT not in possible else ""
        yield "state", f"{why}Choose one of {offered}."
    elif record.withdrawn_reason and record.state == State.PUBLISHED and saved.state == State.PUBLISHED:
        yield (
            "withdrawn_reason",
            "A reason counts where the state is “Withdrawn”. Choose that, or leave it empty.",
        )
