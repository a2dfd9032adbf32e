from django.db import models, transaction

from documents.models.fields import PeriodField, PublicIdField
from documents.models.report import Report


class EditionQuerySet(models.QuerySet):
    """Bulk changes note the same rows in the outbox as single ones do."""

    @transaction.atomic
    def update(self, **values):
        editions = list(self.select_related("report"))
        changed = super().update(**values)
        for edition in editions:
            edition.report.follow_up()
        return changed

    update.alters_data = True

    @transaction.atomic
    def delete(self):
        """Delete edition by edition, so that every section leaves the index as well."""
        editions = list(self)
        for edition in editions:
            edition.delete()
        return len(editions), {"documents.Edition": len(editions)}

    delete.alters_data = True


class Edition(models.Model):
    """One issue of a report's text. The current one is shown and searched."""

    public_id = PublicIdField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="editions")
    slug = models.SlugField()
    label = models.CharField(max_length=100)
    date = PeriodField()
    position = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["report", "position"]
        constraints = [
            models.UniqueConstraint(fields=["report", "slug"], name="edition_slug_once_in_report"),
            models.UniqueConstraint(
                fields=["report"], condition=models.Q(current=True), name="one_current_edition"
            ),
        ]

    def __str__(self):
        return f"{self.report}, {self.label}"

    @transaction.atomic
    def save(self, *args, **options):
        """Save, and queue the report's sections: only those of its current edition are searched."""
        super().save(*args, **options)
        self.report.follow_up()

    @transaction.atomic
    def delete(self, *args, **options):
        self.sections.all().delete()
        return super().delete(*args, **options)
