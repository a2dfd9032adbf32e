from django.db import models
from django.urls import reverse

from documents.models.citation import Citation
from documents.models.collection import Collection
from documents.models.fields import KEY, LANGUAGE, SHA256, AddressField, PeriodField
from documents.models.publishing import cited_keys, keys_of
from documents.models.state import State
from documents.models.unit import Unit, UnitQuerySet


class SourceQuerySet(UnitQuerySet):
    def published(self):
        return self.filter(state=State.PUBLISHED)

    def by_date(self):
        """Oldest first, those without a date last."""
        return self.order_by(models.F("date_start").asc(nulls_last=True), "title")

    def with_citation_count(self):
        return self.annotate(citation_count=models.Count("cited_by", distinct=True))


class Source(Unit):
    """A document around a report: a memo, a ruling, an article. Its body is its text or our summary."""

    collection = models.ForeignKey(Collection, on_delete=models.PROTECT, related_name="sources")
    key = models.CharField(
        max_length=40, validators=[KEY], help_text="Its name in citations, such as S18: [@S18]."
    )
    slug = models.SlugField(max_length=100, unique=True, help_text="The last part of its address.")
    kind = models.CharField(max_length=80, help_text="Memo, court ruling, news article …")
    title_is_description = models.BooleanField(
        default=False, help_text="The title describes the document; its own title is not recorded."
    )
    author = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    date = PeriodField(help_text="2018, April 2018, April 6, 2018 or 2018-05-04/2018-05-06.")
    date_start = models.DateField(null=True, editable=False)
    date_end = models.DateField(null=True, editable=False)
    date_note = models.CharField(max_length=300, blank=True)
    identifiers = models.TextField(blank=True, help_text="Numbers and codes, one a line.")
    official_url = AddressField("official address")
    official_url_checked = models.BooleanField("official address checked", default=True)
    archived_url = AddressField("archived address")
    retrieved_on = models.DateField(null=True, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, validators=[SHA256])
    rights = models.TextField(blank=True)
    language = models.CharField(max_length=35, default="en", validators=[LANGUAGE])
    made = models.TextField("how the text was made", blank=True)

    RECORD = (
        *("title", "title_is_description", "slug", "key", "kind", "nature", "author", "publisher", "date"),
        *("date_note", "identifiers", "official_url", "official_url_checked", "archived_url"),
        *("retrieved_on", "sha256", "rights", "language", "made"),
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["collection", "key"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "key"], name="source_key_once_in_collection"),
        ]
        indexes = [models.Index(fields=["publish_at"], name="source_publish_at")]  # asked often

    def get_absolute_url(self):
        return reverse("documents:source", args=[self.slug])

    @property
    def is_placed(self):
        return self.collection_id is not None

    @property
    def identifier_list(self):
        return [line.strip() for line in self.identifiers.splitlines() if line.strip()]

    def texts_that_cite(self):
        """Sections and sources, drafts too and each once; itself apart."""
        citations = self.cited_by.select_related("section", "source")
        return [text for text in dict.fromkeys(citation.owner for citation in citations) if text != self]

    def citable_keys(self, together):
        """A source may cite itself and what is published together with it."""
        return super().citable_keys(together) | keys_of([self, *together], self.collection)

    def public_texts_that_cite(self):
        """Sections and sources, each once, and the records whose `about` cites this source."""
        citations = self.cited_by.published().select_related("section", "source")
        records = (self.collection, *self.collection.reports.published())
        return [
            *dict.fromkeys(citation.owner for citation in citations),
            *(record for record in records if self.key in cited_keys(record.about)),
        ]

    def mistakes(self):
        yield from super().mistakes()
        if self.pk is None:
            return
        if self.cited_by.exclude(key=self.key).exists():
            yield "key", "Texts cite this source by its present key. Change those first."
        if self._changes_collection() and (self.citations.exists() or self.cited_by.exists()):
            yield "collection", "It cites or is cited in its present collection. Change those texts first."

    def _changes_collection(self):
        return Source.objects.filter(pk=self.pk).exclude(collection=self.collection).exists()

    def has_the_key_of_another(self):
        sources = self.collection.sources.exclude(pk=self.pk).filter(key__iexact=self.key)
        sections = self.collection.reports.filter(editions__sections__key__iexact=self.key)
        return sources.exists() or sections.exists()

    def save_row(self, **options):
        self.date = self._meta.get_field("date").to_python(self.date)
        self.date_start = self.date.start if self.date else None
        self.date_end = self.date.end if self.date else None
        super().save_row(**options)
        Citation.objects.attach(self)
