from django.db import models

from documents.models.owner import OWNED_BY_ONE, Owned, column
from documents.models.state import State


class CitationQuerySet(models.QuerySet):
    def dangling(self):
        return self.filter(cited=None)

    def published(self):
        """Citations in published texts, also in those of a report that is a draft."""
        return self.filter(models.Q(section__state=State.PUBLISHED) | models.Q(source__state=State.PUBLISHED))

    def within(self, sections):
        """Citations that stand in one of these sections, in the order of reading."""
        return (
            self.filter(section__in=sections)
            .select_related("section__edition__report")
            .order_by("section__edition__report__title", "section__position", "position")
        )

    def write(self, unit, citations, ids):
        """Replace what `unit` cites by the citations of its body; `ids` are those of its blocks."""
        unit.citations.all().delete()
        cited = unit.collection.sources.filter(key__in={citation.key for citation in citations})
        sources = {source.key: source for source in cited.only("key")}
        self.bulk_create(
            Citation(
                key=citation.key,
                locator=citation.locator,
                sentence=citation.sentence,
                page=citation.page,
                position=position,
                block_id=ids[citation.block],
                cited=sources.get(citation.key),
                **{column(unit): unit},
            )
            for position, citation in enumerate(citations)
        )

    def attach(self, source):
        """Let what cited the key of `source` in vain until now cite it."""
        waiting = self.dangling().filter(key=source.key)
        waiting.filter(section__edition__report__collection=source.collection).update(cited=source)
        waiting.filter(source__collection=source.collection).update(cited=source)


class Citation(Owned):
    """A place in a text that cites a source. Derived from the text on save, never edited apart from it."""

    block = models.ForeignKey("documents.Block", on_delete=models.CASCADE, related_name="citations")
    # A source is kept as long as a text cites it that is not deleted with it.
    cited = models.ForeignKey(
        "documents.Source", null=True, on_delete=models.RESTRICT, related_name="cited_by"
    )
    key = models.CharField(max_length=40)
    locator = models.TextField(blank=True, help_text="Where in the source: p. 3, § 2.1.")
    sentence = models.TextField(blank=True)
    page = models.CharField(max_length=20, blank=True, help_text="The printed page on which it stands.")
    position = models.PositiveIntegerField()

    objects = CitationQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.CheckConstraint(condition=OWNED_BY_ONE, name="citation_owned_by_one")]

    def __str__(self):
        return f"[@{self.key}, {self.locator}]" if self.locator else f"[@{self.key}]"

    def get_absolute_url(self):
        """The passage that cites."""
        return f"{self.owner.get_absolute_url()}#{self.block_id}"
