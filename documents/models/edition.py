from django.db import models, transaction

from documents.models.fields import PeriodField, PublicIdField
from documents.models.report import Report


class Edition(models.Model):
    """One issue of a report's text. The current one is shown and searched."""

    public_id = PublicIdField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="editions")
    slug = models.SlugField()
    label = models.CharField(max_length=100)
    date = PeriodField()
    position = models.PositiveIntegerField(default=1)
    current = models.BooleanField(default=False)

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
    def delete(self, *args, **options):
        self.sections.all().delete()
        return super().delete(*args, **options)
