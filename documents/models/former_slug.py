from django.db import models
from django.utils import timezone


class FormerSlugQuerySet(models.QuerySet):
    def follow(self, record):
        """Called before `record` is saved: keep the slug that it gives up, forget the one that it takes back."""
        saved = type(record).objects.filter(pk=record.pk).only("slug", "public_id", "published_at").first()
        if saved is not None and saved.slug != record.slug:
            self.give_up(saved)
            self.of(record).filter(slug=record.slug).delete()

    def give_up(self, record):
        """Keep the slug of a record that gets another one, if somebody may know it: a draft's is nobody's business.

        The public id is only lent, while slugs are exchanged.
        """
        if record.published_at is not None and record.slug != record.public_id:
            now = {"given_up_at": timezone.now()}
            self.update_or_create(slug=record.slug, **{record._meta.model_name: record}, defaults=now)

    def of(self, record):
        return self.filter(**{record._meta.model_name: record})


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

    objects = FormerSlugQuerySet.as_manager()

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
