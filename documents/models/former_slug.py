from django.db import models


class FormerSlug(models.Model):
    """A slug that a report, a section or a source had: its old address leads to the new one."""

    slug = models.SlugField(max_length=100)
    report = models.ForeignKey(
        "documents.Report", null=True, on_delete=models.CASCADE, related_name="former_slugs"
    )
    section = models.ForeignKey(
        "documents.Section", null=True, on_delete=models.CASCADE, related_name="former_slugs"
    )
    source = models.ForeignKey(
        "documents.Source", null=True, on_delete=models.CASCADE, related_name="former_slugs"
    )
    given_up_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-given_up_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(report__isnull=False, section=None, source=None)
                | models.Q(report=None, section__isnull=False, source=None)
                | models.Q(report=None, section=None, source__isnull=False),
                name="former_slug_of_one",
            ),
            models.UniqueConstraint(fields=["report", "slug"], name="former_slug_once_of_report"),
            models.UniqueConstraint(fields=["section", "slug"], name="former_slug_once_of_section"),
            models.UniqueConstraint(fields=["source", "slug"], name="former_slug_once_of_source"),
        ]

    def __str__(self):
        return self.slug
