"""Rows that belong to a section or to a source: two columns, of which exactly one is filled."""

from django.db import models

OWNED_BY_ONE = models.Q(section__isnull=False, source__isnull=True) | models.Q(
    section__isnull=True, source__isnull=False
)


def column(unit):
    """The column that names this unit: `section` or `source`."""
    return unit._meta.model_name


class Owned(models.Model):
    section = models.ForeignKey(
        "documents.Section", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    source = models.ForeignKey(
        "documents.Source", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )

    class Meta:
        abstract = True

    @property
    def owner(self):
        return self.section or self.source
