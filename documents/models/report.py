from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from documents.models.change import Change
from documents.models.citation import Citation
from documents.models.collection import Collection
from documents.models.fields import (
    LANGUAGE,
    AddressField,
    PeriodField,
    PublicIdField,
    PublishAtField,
    WithdrawnAtField,
    WithdrawnReasonField,
    refuse,
)
from documents.models.former_slug import FormerSlug
from documents.models.preview_link import PreviewLink
from documents.models.publishing import keys_of, problems, sifted
from documents.models.schedule import scheduling_mistakes, standing
from documents.models.state import State
from documents.models.withdrawal import (
    GONE,
    after_withdrawing,
    is_gone,
    settle,
    settled,
    withdrawing_mistakes,
)
from documents.text.languages import direction


class ReportQuerySet(models.QuerySet):
    def published(self):
        return self.filter(state=State.PUBLISHED)

    def gone(self):
        """What everybody could read and may not any more."""
        return self.filter(GONE)

    def known(self):
        """What everybody may know to be here, or to have been here."""
        return self.published() | self.gone()

    @transaction.atomic
    def update(self, **values):
        reports = list(self)
        if "slug" in values:
            for report in reports:
                FormerSlug.objects.give_up(report)
        changed = super().update(**settled(values.get("state")) | values)
        for report in reports:
            report.follow_up()
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

    def scheduled(self):
        return self.filter(state=State.SCHEDULED)

    def due(self, now):
        """Scheduled reports whose time has come."""
        return self.scheduled().filter(publish_at__lte=now)

    @transaction.atomic
    def publish(self, by=None):
        """Publish what may be published; return what may not, as (report, reason) pairs.

        It is the report alone that is looked at: its sections are published on their own.
        Who did it (`by`) is kept of units only: a report has no history.
        """
        unpublished = self.exclude(state=State.PUBLISHED).select_related("collection")
        chosen, refused = sifted(unpublished, self.model.publishing_problems)
        keys = [report.pk for report in chosen]
        self.model.objects.filter(pk__in=keys).update(state=State.PUBLISHED, publish_at=None)
        return refused

    publish.alters_data = True

    def publish_due(self, now):
        """Publish what is due and may be published; return what has to wait, as (report, reason) pairs."""
        return self.due(now).publish()

    publish_due.alters_data = True

    @transaction.atomic
    def withdraw(self, by=None, reason=""):
        """Take what everybody could read out of sight, with all sections, and make drafts again of the rest.

        `reason` is for readers.
        """
        for report in self.filter(state__in=[State.PUBLISHED, State.SCHEDULED]):
            report.state = after_withdrawing(report)
            report.withdrawn_reason = reason or report.withdrawn_reason
            report.save()

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
    pdf_url = AddressField("address of the official PDF")
    pdf_first_page = models.PositiveIntegerField(
        "page 1 in the PDF",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="The page of the PDF, counted from its first sheet, on which printed page 1 stands.",
    )
    about = models.TextField(blank=True, help_text="In Markdown. Shown above the outline.")
    issued = PeriodField(help_text="2018, April 2018 or April 6, 2018.")
    revised = PeriodField(help_text="2018, April 2018 or April 6, 2018.")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    publish_at = PublishAtField()
    # For the first time: whether somebody may know its address.
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_at = WithdrawnAtField()
    withdrawn_reason = WithdrawnReasonField()
    loaded_digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        indexes = [models.Index(fields=["publish_at"], name="report_publish_at")]  # asked often
        # Of all records: who has it decides what readers see (documents/admin/roles.py).
        permissions = [("publish", "Can publish, and change what is not a draft")]

    def __str__(self):
        return f"{self.number}: {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("documents:report", args=[self.slug])

    @property
    def direction(self):
        return direction(self.language)

    @property
    def standing(self):
        return standing(self)

    @property
    def is_public(self):
        """Whether everybody may see it."""
        return self.state == State.PUBLISHED

    @property
    def is_gone(self):
        """Whether everybody could read it and may not any more."""
        return is_gone(self)

    @property
    def current_edition(self):
        return self.editions.get(current=True)

    def publishing_problems(self, together=()):
        """Why the report must not be published: mistakes in what is said about it."""
        citable = self.collection.citable_keys() | keys_of(together, self.collection)
        return problems(self.about, self.collection, citable)

    def clean(self):
        super().clean()
        if self.collection_id:
            refuse(self._mistakes())

    def _mistakes(self):
        yield from scheduling_mistakes(self)
        yield from withdrawing_mistakes(self)
        if self.state == State.PUBLISHED:
            yield from (("about", problem) for problem in self.publishing_problems())
        if self._changes_collection() and Citation.objects.filter(section__edition__report=self).exists():
            yield "collection", "Its sections cite sources of its present collection. Change those first."

    def _changes_collection(self):
        return Report.objects.filter(pk=self.pk).exclude(collection=self.collection).exists()

    @transaction.atomic
    def save(self, *args, **options):
        """Save, give a new report its first edition, and queue its sections for the index."""
        FormerSlug.objects.follow(self)
        is_withdrawn_now = settle(self)
        if self.is_public and self.published_at is None:
            self.published_at = timezone.now()
        super().save(*args, **options)
        if is_withdrawn_now:
            # Whoever has a link would read on.
            PreviewLink.objects.filter(section__edition__report=self).delete()
        if not self.editions.exists():
            self.editions.create(slug="first", label="First edition", date=self.issued, current=True)
        self.follow_up()

    def follow_up(self):
        """Date the sections that can be read since this change, and queue all of them for the index."""
        for edition in self.editions.filter(current=True):
            edition.sections.date_public()
        Change.objects.note_report(self)

    @transaction.atomic
    def delete(self, *args, **options):
        for edition in self.editions.all():
            edition.delete()
        return super().delete(*args, **options)
