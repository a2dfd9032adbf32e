"""Publishes what is due. The indexer's thread asks at each of its looks, so one process of a site does it."""

import logging
import time
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from documents.models import Report, Section, Source

log = logging.getLogger(__name__)

KINDS: tuple[Any, ...] = (Source, Section, Report)  # what is cited comes before what cites it
SETBACK = 3  # seconds between two tries to publish what has to wait


def due(now: datetime) -> set[Any]:
    """The keys of what is due: kind and primary key."""
    return {(kind, key) for kind in KINDS for key in kind.objects.due(now).values_list("pk", flat=True)}


@transaction.atomic
def publish_due(now: datetime) -> dict[Any, str]:
    """Publish together what is due, and return why the rest has to wait, by record."""
    return {record: reason for kind in KINDS for record, reason in kind.objects.publish_due(now)}


class Timetable:
    """Remembers what had to wait, and why: that is tried again and again, but said only when it is news."""

    def __init__(self) -> None:
        self.waiting: dict[Any, str] = {}
        self.tried = 0.0

    def look(self) -> None:
        now = timezone.now()
        found = due(now)
        if not found or (found <= self.waiting.keys() and time.monotonic() < self.tried + SETBACK):
            return
        refused = publish_due(now)
        for record, reason in refused.items():
            if self.waiting.get(key(record)) != reason:
                log.warning("“%s” is due and was not published. %s", record, reason)
        self.waiting = {key(record): reason for record, reason in refused.items()}
        self.tried = time.monotonic()


def key(record: Any) -> tuple[Any, Any]:
    return type(record), record.pk
