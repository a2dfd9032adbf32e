"""What Haystack is told of our models. What the index keeps of a unit is in documents.search.units."""

from haystack import indexes

from documents.models import Section, Source
from documents.search import units


class SectionIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True)

    def get_model(self):
        return Section

    def index_queryset(self, using=None):
        return Section.objects.published().with_report().with_text()

    def record(self, section):
        return units.record(section, [section.report])


class SourceIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True)

    def get_model(self):
        return Source

    def index_queryset(self, using=None):
        return Source.objects.published().with_text()

    def record(self, source):
        return units.record(source, units.reports_of([source])[source.public_id])
