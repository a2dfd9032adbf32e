"""When a scheduled record is published, and how that is said."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from documents.models.state import State


def on_the_clock(moment):
    """Date and time as the site's clock shows them, with the time zone: June 3, 2026, 09:00 (Europe/Paris)."""
    return f"{date_format(timezone.localtime(moment), 'F j, Y, H:i')} ({settings.TIME_ZONE})"


def standing(record):
    """The state of a record in words, with the time at which a scheduled one is published."""
    if record.state == State.SCHEDULED and record.publish_at:
        scheduled = f"cheduled for {on_the_clock(record.publish_at)}"
        return f"Withdrawn, s{scheduled}" if record.withdrawn_at else f"S{scheduled}"
    if record.state == State.WITHDRAWN and record.withdrawn_at:
        return f"Withdrawn on {on_the_clock(record.withdrawn_at)}"
    return record.get_state_display()


def scheduling_mistakes(record):
    """Yield (field, message) for a time that is missing, past or without effect.

    A time that stays as it was is no mistake: a record that may not be published at its time waits,
    and can be mended meanwhile.
    """
    if record.state == State.SCHEDULED and record.publish_at is None:
        yield "publish_at", "Say when: a scheduled record needs a date and a time."
    if record.publish_at is None or not _is_new(record):
        return
    if record.state != State.SCHEDULED:
        yield (
            "publish_at",
            "A time counts where the state is “Scheduled”. Choose that, or leave the time empty.",
        )
    elif record.publish_at <= timezone.now():
        yield (
            "publish_at",
            f"It is {on_the_clock(timezone.now())} already. Choose a later time, or publish it now.",
        )


def _is_new(record):
    """Whether the time is another one than the saved one. A form knows no fractions of a second."""
    saved = type(record).objects.filter(pk=record.pk).values_list("publish_at", flat=True).first()
    return saved is None or saved.replace(microsecond=0) != record.publish_at.replace(microsecond=0)
