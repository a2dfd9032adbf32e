from django.db import models, transaction
from django.urls import reverse

from documents.models.change import Change
from documents.models.citation import Citation
from documents.models.collection import Collection
from documents.models.fields import (
    LANGUAGE,
    AddressField,
    PeriodField,
    PublicIdField,
    PublishAtField,
    refuse,
)
from documents.models.publishing import problems, sifted
from documents.models.state import State
from documents.text.languages import direction


class ReportQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=State.PUBLISHED)

    @transaction.atomic
    def update(self, **values):
        reports = list(self)
        changed = super().update(**values)
        for report in reports:
            Change.objects.note_report(report)
        return changed

    update.alters_data = True

    @transaction.atomic
    def delete(self):
        """Delete report by report, so that every section leaves the index as well."""
        reports = list(self)
        for report in reports:
            report.delete()
        return len(reports), {"documents.Report": len(reports)}

    delete.alters_data = True

    def drafts(self):
        return self.filter(state=State.DRAFT)

    @transaction.atomic
    def publish(self):
        """Publish what may be published; return what may not, as (report, reason) pairs.

        It is the report alone that is looked at: its sections are published on their own.
        """
        chosen, refused = sifted(self.drafts().select_related("collection"), self.model.publishing_problems)
        self.filter(pk__in=[report.pk for report in chosen]).update(state=State.PUBLISHED)
        return refused

    publish.alters_data = True

    def withdraw(self):
        """Withdraw the reports. Nothing is refused: no text cites a report."""
        self.published().update(state=State.DRAFT)
        return []

    withdraw.alters_data = True


class Report(models.Model):
    """An official report: what is said of it as a whole. Its text stands in an edition's sections."""

    public_id = PublicIdField()
    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="reports")
    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=500)
    number = models.CharField(max_length=100, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=35, default="en", validators=[LANGUAGE])
    rights = models.TextField(blank=True)
    official_url = AddressField("official address")
    official_url_checked = models.BooleanField("official address checked", default=True)
    archived_url = AddressField("archived address")
    about = models.TextField(blank=True, help_text="In Markdown. Shown above the outline.")
    issued = PeriodField(help_text="2018, April 2018 or April 6, 2018.")
    revised = PeriodField(help_text="2018, April 2018 or April 6, 2018.")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    publish_at = PublishAtField()
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return f"{self.number}: {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("documents:report", args=[self.slug])

    @property
    def direction(self):
        return direction(self.language)

    @property
    def current_edition(self):
        return self.editions.get(current=True)

    def publishing_problems(self, together=()):
        """Why the report must not be published: mistakes in what is said about it."""
        return problems(self.about, self.collection, self.collection.citable_keys())

    def clean(self):
        super().clean()
        if self.collection_id:
            refuse(self._mistakes())

    def _mistakes(self):
        if self.state == State.PUBLISHED:
            yield from (("about", problem) for problem in self.publishing_problems())
        if self._changes_collection() and Citation.objects.filter(section__edition__report=self).exists():
            yield "collection", "Its sections cite sources of its present collection. Change those first."

    def _changes_collection(self):
        return Report.objects.filter(pk=self.pk).exclude(collection=self.collection).exists()

    @transaction.atomic
    def save(self, *args, **options):
        """Save, give a new report its first edition, and queue its sections for the index."""
        super().save(*args, **options)
        if not self.editions.exists():
            self.editions.create(slug="first", label="First edition", date=self.issued, current=True)
        Change.objects.note_report(self)

    @transaction.atomic
    def delete(self, *args, **options):
        for edition in self.editions.all():
            edition.delete()
        return super().delete(*args, **options)
