from django.conf import settings
from django.db import models

from documents.models.owner import OWNED_BY_ONE, Owned, column
from documents.models.state import State

PENDING = "pending"


class RevisionQuerySet(models.QuerySet):
    def saved(self):
        """Without changes that were kept but not published: the unit never said what they say."""
        return self.exclude(state=PENDING)

    def write(self, unit, ids):
        """Keep what `unit` says now; `ids` are those of its blocks."""
        return self._write(unit, state=unit.state, blocks=list(ids), correction=unit.correction)

    def set_aside(self, unit):
        """Keep what `unit` would say, without its saying so yet."""
        return self._write(unit, state=PENDING)

    def _write(self, unit, **values):
        last = unit.revisions.first()
        return self.create(
            number=last.number + 1 if last else 1,
            author=unit.editor,
            body=unit.body,
            record=unit.record,
            **{column(unit): unit},
            **values,
        )


class Revision(Owned):
    """A unit as it was saved. It is the only history: differences, restoring and purging read it."""

    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    state = models.CharField(
        max_length=20,
        choices=[*State.choices, (PENDING, "Changes not published")],
        default=State.DRAFT,
        help_text="Of the unit as it was saved.",
    )
    body = models.TextField(blank=True)
    blocks = models.JSONField(default=list, help_text="The ids of the body's blocks, in order.")
    record = models.JSONField(default=dict, help_text="The unit's other columns, each as a string.")
    correction = models.TextField(blank=True, help_text="What was corrected and why; empty: no correction.")

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=OWNED_BY_ONE, name="revision_owned_by_one"),
            models.UniqueConstraint(fields=["section", "number"], name="revision_once_in_section"),
            models.UniqueConstraint(fields=["source", "number"], name="revision_once_in_source"),
        ]

    def __str__(self):
        return f"Revision {self.number} of {self.owner}"

    def says_otherwise(self, unit):
        """Whether `unit`, whose body is the same, is not what this revision kept of it."""
        return self.record != unit.record or self.state != unit.state
