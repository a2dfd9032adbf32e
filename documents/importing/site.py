"""What the site has of the records that a folder names."""

from collections.abc import Mapping, Set
from itertools import chain
from typing import Any

from django.db.models import Model, Q

from documents.importing.fields import Pictures, Value, stored
from documents.importing.outline import Outline, Record
from documents.models import Collection, Picture, Report, Section, Source, Synonym

MODELS: Mapping[str, type[Any]] = {
    "collection": Collection,
    "report": Report,
    "section": Section,
    "source": Source,
    "synonym": Synonym,
}


def values(kind: str, row: Any) -> dict[str, Value]:
    """The present values of a row, to compare with those of a record."""
    return {field.name: getattr(row, field.name) for field in stored(kind)}


def outlived(outline: Outline) -> dict[str, Synonym]:
    """The sets that are left of a deleted collection and were the folder's: they have a key and a name of its sets."""
    records = {record.name: record for record in outline.synonyms if record.whole}
    left = Synonym.objects.filter(collection=None, key__in=list(records)).order_by("-pk")
    names = {one.key: Synonym(names=str(records[one.key].values["names"])).keys for one in left}
    return {one.key: one for one in left if one.keys.keys() & names[one.key].keys()}


class Site:
    """The rows of the folder's collection; none where the site does not have it yet."""

    def __init__(self, outline: Outline):
        slug = outline.collection.values.get("slug") if outline.collection else None
        self.collection = Collection.objects.filter(slug=slug).first()
        mine = [self.collection] if self.collection else []
        self.reports = {report.slug: report for report in Report.objects.filter(collection__in=mine)}
        self.sources = {source.key: source for source in Source.objects.filter(collection__in=mine)}
        self.synonyms = outlived(outline) | {
            one.key: one for one in Synonym.objects.filter(collection__in=mine)
        }
        self.sections: dict[str, dict[str, Section]] = {slug: {} for slug in self.reports}
        present = Section.objects.filter(edition__current=True, edition__report__in=self.reports.values())
        for section in present.with_report().order_by("position", "pk"):
            self.sections[section.report.slug][section.key or section.public_id] = section

        owned = Q(section__edition__report__in=self.reports.values()) | Q(source__in=self.sources.values())
        self.pictures: dict[tuple[str, int], dict[str, tuple[str, str]]] = {}
        for picture in Picture.objects.filter(owned):
            owner = ("section", picture.section_id) if picture.section_id else ("source", picture.source_id)
            self.pictures.setdefault(owner, {})[picture.key] = (picture.sha256, picture.alt)

    def pictures_of(self, row: Any) -> Pictures:
        """The pictures of a row, as a record tells of its own."""
        return self.pictures.get((row._meta.model_name, row.pk), {})

    def row(self, record: Record) -> Any:
        """The row of a record, None if there is none."""
        match record.kind:
            case "collection":
                return self.collection
            case "report":
                return self.reports.get(record.name)
            case "section":
                return self.sections.get(str(record.values.get("report")), {}).get(record.name)
            case "synonym":
                return self.synonyms.get(record.name)
            case _:
                return self.sources.get(record.name)

    def gone(self, named: Set[Model]) -> list[str]:
        """The names of rows that were loaded once and are not among those that the folder names.

        A section is named with its report, “mill-review: R2”: another report may have been given its text.
        """
        sections = (
            (f"{report}: {key}", row) for report, rows in self.sections.items() for key, row in rows.items()
        )
        rows = chain(self.reports.items(), sections, self.sources.items(), self.synonyms.items())
        return [name for name, row in rows if row.loaded_digest and row not in named]
