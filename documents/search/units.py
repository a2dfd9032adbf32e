"""A section or a source as the index and the marks see it."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any

from documents.models import Citation, Report, Section, Source
from documents.query.facets import years_of
from documents.query.spans import Passage
from documents.search.engine import Record
from documents.text.periods import Period

Unit = Section | Source

SECTION_KIND = "report section"
BATCH = 200  # units read and looked up at a time


def published_units(ids: Iterable[str] | None = None) -> Iterator[Unit]:
    """Published units, all or those with these public ids, with the blocks that `passages` reads."""
    for units in (Section.objects.published().with_report(), Source.objects.published()):
        chosen = units if ids is None else units.filter(public_id__in=list(ids))
        yield from chosen.with_text().iterator(chunk_size=BATCH)


def published_records(ids: Iterable[str] | None = None) -> Iterator[Record]:
    """What the index is to hold of the units with these public ids, or of all; nothing of those not published."""
    units = published_units(ids)
    while batch := list(islice(units, BATCH)):
        reports = reports_of(batch)
        yield from (record(unit, reports[unit.public_id]) for unit in batch)


def published_ids() -> list[str]:
    """The public ids of all published units."""
    kinds = (Section.objects.published(), Source.objects.published())
    return [id for units in kinds for id in units.values_list("public_id", flat=True)]


def passages(unit: Unit) -> list[Passage]:
    """The texts of a unit that are searched by plain words and marked, in the order in which a page shows them.

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


def field_passages(unit: Unit, reports: Iterable[Report]) -> list[Passage]:
    """The texts of a unit that only a field looks in: its kind, and what its reports are called."""
    names = [text for report in reports for text in (report.slug, report.number, report.title) if text]
    return [Passage("kind", kind_of(unit)), *(Passage("report", name) for name in names)]


def date_of(unit: Unit) -> Period | None:
    """A section is as old as its report."""
    period: Period | None = unit.report.issued if isinstance(unit, Section) else unit.date
    return period


def days_of(unit: Unit) -> tuple[int, int]:
    """The first and the last day of its date, as proleptic ordinals, 0 if it is not known."""
    period = date_of(unit)
    return (period.start.toordinal(), period.end.toordinal()) if period else (0, 0)


def kind_of(unit: Unit) -> str:
    return SECTION_KIND if isinstance(unit, Section) else unit.kind


def publisher_of(unit: Unit) -> str:
    return unit.report.publisher if isinstance(unit, Section) else unit.publisher


def reports_of(units: Iterable[Unit]) -> dict[str, list[Report]]:
    """By public id: the report a section belongs to, the reports whose published sections cite a source."""
    under: dict[str, list[Report]] = {}
    sources = {}
    for unit in units:
        under[unit.public_id] = [unit.report] if isinstance(unit, Section) else []
        if isinstance(unit, Source):
            sources[unit.pk] = unit.public_id
    citations = Citation.objects.filter(cited__in=list(sources), section__in=Section.objects.published())
    pairs = set(citations.values_list("cited", "section__edition__report")) if sources else set()
    reports = Report.objects.in_bulk({report for _, report in pairs}) if pairs else {}
    for source, report in pairs:
        under[sources[source]].append(reports[report])
    return {id: sorted(found, key=lambda report: report.slug) for id, found in under.items()}


def record(unit: Unit, reports: list[Report]) -> Record:
    """What the index keeps of a published unit that is found under these reports."""
    period = date_of(unit)
    zones: dict[str, tuple[str, ...]] = {}
    for passage in [*passages(unit), *field_passages(unit, reports)]:
        zones[passage.zone] = (*zones.get(passage.zone, ()), passage.text)
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
            "year": years_of(period),
            "report": tuple(report.slug for report in reports),
        },
        "start": days_of(unit)[0],
        "end": days_of(unit)[1],
        "position": unit.position if isinstance(unit, Section) else 0,
    }
    return Record(**values, digest=sha256(repr(sorted(values.items())).encode()).hexdigest())
