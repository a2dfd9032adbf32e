from django.conf import settings
from django.db import models

from documents.models.owner import OWNED_BY_ONE, Owned, column


class RevisionQuerySet(models.QuerySet):
    def write(self, unit, ids):
        last = unit.revisions.first()
        return self.create(
            number=last.number + 1 if last else 1,
            author=unit.editor,
            body=unit.body,
            blocks=list(ids),
            **{column(unit): unit},
        )


class Revision(Owned):
    """A body as it was saved. It is the only history: differences, restoring and purging read it."""

    number = models.PositiveIntegerField()
    made_at = models.DateTimeField(auto_now_add=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    body = models.TextField(blank=True)
    blocks = models.JSONField(default=list, help_text="The ids of the body's blocks, in order.")

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
