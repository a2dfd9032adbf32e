from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from documents.models.edition import Edition
from documents.models.fields import KEY, LEVEL
from documents.models.publishing import keys_of
from documents.models.state import State
from documents.models.unit import Unit, UnitQuerySet, save_together
from documents.models.withdrawal import GONE

# Addresses below a report that are not sections: architecture.md §4.
RESERVED_SLUGS = frozenset({"all", "editions", "cite", "tables", "file"})


def not_reserved(slug):
    if slug in RESERVED_SLUGS:
        raise ValidationError(f"“{slug}” is an address of the site itself. Choose another.")


ADDRESS_LASTS = (
    "The section was published in another report or edition, and links lead to it there. "
    "Leave it where it is, and copy its text to a new section here instead."
)


class Rearranged(Exception):
    """Raised when the sections do not stand any more as they were seen."""


class SectionQuerySet(UnitQuerySet):
    def published(self):
        """What everybody may see: published sections of the current edition of published reports."""
        return self.filter(
            state=State.PUBLISHED,
            edition__current=True,
            edition__report__state=State.PUBLISHED,
        )

    def gone(self):
        """What everybody could read in its report, until it was withdrawn or its report was."""
        within = models.Q(edition__report__withdrawn_at__isnull=False)
        within &= ~models.Q(edition__report__state=State.PUBLISHED)
        with_its_report = within & models.Q(state=State.PUBLISHED, published_at__isnull=False)
        return self.filter(GONE | with_its_report, edition__current=True)

    def of(self, report):
        return self.filter(edition__report=report, edition__current=True)

    def with_report(self):
        return self.select_related("edition__report__collection")

    def in_order(self):
        """As they are read, without their texts."""
        return self.defer("body").order_by("edition", "position", "pk")

    def date_public(self):
        """Say of those that everybody can read, and could not before, that it is so from now on."""
        models.QuerySet.update(self.published().filter(published_at=None), published_at=timezone.now())

    @transaction.atomic
    def arrange(self, seen, wanted, by=None):
        """Give these sections of one edition the order and the levels of `wanted`: (primary key, level) of each.

        `seen` is the order that the editor had before the eyes. Raises Rearranged, and changes nothing, where
        the sections do not stand so any more.
        """
        present = {section.pk: section for section in self.order_by("position", "pk")}
        stand = [(section.pk, section.level) for section in present.values()]
        if stand != seen or sorted(present) != sorted(key for key, _ in wanted):
            raise Rearranged
        moved, shifted = [], []
        for position, (key, level) in enumerate(wanted, 1):
            section = present[key]
            if section.position != position:
                section.position = position
                moved.append(section)
            if section.level != level:
                section.level, section.editor = level, by
                shifted.append(section)
        models.QuerySet.bulk_update(self, moved, ["position"])  # nothing is derived from a position
        save_together(shifted)


class Section(Unit):
    """A part of a report, with a page of its own."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(
        max_length=40, blank=True, validators=[KEY], help_text="Its name in the collection, such as R3."
    )
    slug = models.SlugField(
        max_length=100, validators=[not_reserved], help_text="The last part of its address."
    )
    number = models.CharField(max_length=40, blank=True, help_text="As printed, such as 2.1.")
    position = models.PositiveIntegerField(
        blank=True, help_text="Its place in the edition: sections are read in this order. Empty: at the end."
    )
    level = models.PositiveSmallIntegerField(
        default=1, validators=LEVEL, help_text="1 for a chapter, 2 for a section in it …"
    )

    RECORD = ("title", "slug", "key", "number", "level", "nature")

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "slug"], name="section_slug_once_in_edition"),
        ]
        indexes = [models.Index(fields=["publish_at"], name="section_publish_at")]  # asked often

    def get_absolute_url(self):
        return reverse("documents:section", args=[self.report.slug, self.slug])

    @property
    def is_placed(self):
        return self.edition_id is not None

    @property
    def report(self):
        return self.edition.report

    @property
    def collection(self):
        return self.report.collection

    @property
    def language(self):
        return self.report.language

    @property
    def heading(self):
        """Number and title, as an outline shows them."""
        return f"{self.number} {self.title}" if self.number else self.title

    def citable_keys(self, together):
        """A section may cite the sources that are published together with it."""
        return super().citable_keys(together) | keys_of(together, self.collection)

    def save_row(self, **options):
        if self.position is None:
            last = self.edition.sections.aggregate(last=models.Max("position", default=0))["last"]
            self.position = last + 1
        super().save_row(**options)

    def mistakes(self):
        yield from super().mistakes()
        if self._others().filter(slug=self.slug).exists():
            yield "slug", f"Another section of this edition has the address “{self.slug}”."
        if self._leaves_its_address():
            yield "edition", ADDRESS_LASTS
        if self._changes_collection() and self.citations.exists():
            yield "edition", "The section cites sources of its present collection. Change those first."

    def _others(self):
        return self.edition.sections.exclude(pk=self.pk)

    def _leaves_its_address(self):
        """Whether it is to stand under another report or edition than that in which everybody could read it."""
        present = Section.objects.filter(pk=self.pk).exclude(published_at=None)
        return present.exclude(edition=self.edition_id).exists()

    def _changes_collection(self):
        present = Section.objects.filter(pk=self.pk)
        return present.exclude(edition__report__collection=self.collection).exists()

    def has_the_key_of_another(self):
        """Whether its key is taken. Other editions of the same report may have the section as well."""
        reports = self.collection.reports.exclude(pk=self.report.pk)
        return (
            self._others().filter(key__iexact=self.key).exists()
            or reports.filter(editions__sections__key__iexact=self.key).exists()
            or self.collection.sources.filter(key__iexact=self.key).exists()
        )
