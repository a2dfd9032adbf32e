from haystack import indexes

from benchmarks.stock.models import Unit


class UnitIndex(indexes.SearchIndex, indexes.Indexable):
    """One document field, which is all that Haystack searches by itself, and three facets."""

    text = indexes.CharField(document=True)
    kind = indexes.CharField(model_attr="kind", faceted=True)
    publisher = indexes.CharField(model_attr="publisher", faceted=True)
    year = indexes.CharField(model_attr="year", faceted=True)

    def get_model(self):
        return Unit

    def prepare_text(self, unit):
        return f"{unit.title}\n{unit.heading}\n{unit.body}"
