from datetime import timedelta

from django.db import models
from django.utils import timezone

LONGEST_WAIT = timedelta(minutes=5)
MOST_KEYS = 1000  # in one query: databases limit the number of parameters


class ChangeQuerySet(models.QuerySet):
    def note_report(self, report):
        """Queue all sections of a report and what they cite: they show its title, date and publisher."""
        sections = report.editions.values_list("sections__public_id", flat=True)
        cited = report.editions.values_list("sections__citations__cited__public_id", flat=True)
        self.note({*sections, *cited} - {None})

    def note(self, ids):
        """Queue the units with these public ids for the index."""
        self.bulk_create(Change(unit=id) for id in sorted(ids))

    def forget(self, keys):
        """Delete the changes with these primary keys: the index has them."""
        for start in range(0, len(keys), MOST_KEYS):
            self.filter(pk__in=keys[start : start + MOST_KEYS]).delete()

    def due(self, now=None):
        """Changes whose turn it is: new ones, and failed ones that have waited long enough."""
        return self.filter(due_at__lte=now or timezone.now()).order_by("pk")

    def failed(self):
        return self.filter(attempts__gt=0)


class Change(models.Model):
    """The outbox: a unit that the index has yet to look at. Written in the transaction of the change.

    It says which unit, not what happened to it: the indexer reads the unit as it is by then, and
    takes it out of the index where it is not published or no longer there.
    """

    unit = models.CharField(max_length=16, db_index=True, help_text="Public id of the section or source.")
    made_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)

    objects = ChangeQuerySet.as_manager()

    def __str__(self):
        return f"Change of {self.unit}"

    def put_back(self, error):
        """Keep the change for a later try, after 1, 2, 4 … seconds, five minutes at the most."""
        self.attempts += 1
        self.error = error
        self.due_at = timezone.now() + min(timedelta(seconds=2 ** min(self.attempts - 1, 16)), LONGEST_WAIT)
        self.save()
