"""A section or a source as the index and the marks see it."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from documents.models import Report, Section, Source
from documents.query.spans import Passage
from documents.search.engine import Record
from documents.text.periods import Period

Unit = Section | Source

SECTION_KIND = "report section"


def published_units(ids: Iterable[str] | None = None) -> Iterator[Unit]:
    """Published units, all or those with these public ids, with the blocks that `passages` reads."""
    for units in (Section.objects.published().with_report(), Source.objects.published()):
        chosen = units if ids is None else units.filter(public_id__in=list(ids))
        yield from chosen.with_text().iterator(chunk_size=200)


def passages(unit: Unit) -> list[Passage]:
    """The texts of a unit that are searched and marked, in the order in which a page shows them.

    The title comes first, then one passage a block, then the record: author, publisher, numbers.
    """
    blocks = [
        Passage("heading" if block.kind == "heading" else "body", block.text) for block in unit.text_blocks
    ]
    return [Passage("title", unit.title), *blocks, *_record_passages(unit)]


def _record_passages(unit: Unit) -> list[Passage]:
    match unit:
        case Section():
            values = [("publisher", unit.report.publisher), ("number", unit.number)]
        case Source():
            values = [("author", unit.author), ("publisher", unit.publisher)]
            values += [("number", identifier) for identifier in unit.identifier_list]
    return [Passage(zone, text) for zone, text in values if text]


def date_of(unit: Unit) -> Period | None:
    """A section is as old as its report."""
    period: Period | None = unit.report.issued if isinstance(unit, Section) else unit.date
    return period


def kind_of(unit: Unit) -> str:
    return SECTION_KIND if isinstance(unit, Section) else unit.kind


def publisher_of(unit: Unit) -> str:
    return unit.report.publisher if isinstance(unit, Section) else unit.publisher


def reports_of(unit: Unit) -> list[Report]:
    """The report a section belongs to; the reports whose published sections cite a source."""
    if isinstance(unit, Section):
        return [unit.report]
    citing = Section.objects.published().filter(citations__cited=unit)
    return list(Report.objects.filter(editions__sections__in=citing).distinct().order_by("slug"))


def record(unit: Unit) -> Record:
    """What the index keeps of a published unit."""
    reports = reports_of(unit)
    period = date_of(unit)
    zones: dict[str, tuple[str, ...]] = {}
    for passage in passages(unit):
        zones[passage.zone] = (*zones.get(passage.zone, ()), passage.text)
    zones["kind"] = (kind_of(unit),)
    zones["report"] = tuple(filter(None, (text for r in reports for text in (r.slug, r.number, r.title))))
    publisher = publisher_of(unit)
    values: dict[str, Any] = {
        "id": unit.public_id,
        "model": unit._meta.label_lower,
        "pk": unit.pk,
        "group": unit.report.public_id if isinstance(unit, Section) else unit.public_id,
        "language": unit.language,
        "zones": zones,
        "facets": {
            "kind": (kind_of(unit),),
            "publisher": (publisher,) if publisher else (),
            "year": tuple(str(year) for year in period.years) if period else (),
            "report": tuple(report.slug for report in reports),
        },
        "start": period.start.toordinal() if period else 0,
        "end": period.end.toordinal() if period else 0,
        "position": unit.position if isinstance(unit, Section) else 0,
    }
    return Record(**values, digest=sha256(repr(sorted(values.items())).encode()).hexdigest())
