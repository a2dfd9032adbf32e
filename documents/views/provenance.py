"""Where a document comes from, as the rows of a list. What is not known is a row as well."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import get_language_info

from documents.models import Report, Source
from documents.views.reading import Reading


class Value(NamedTuple):
    """One value, as it is shown, where something is marked in it, and a remark in words."""

    text: str
    shown: str = ""
    remark: str = ""


@dataclass
class Row:
    """A label and its values; none is “not recorded”."""

    label: str
    values: list[Value]


@dataclass
class Provenance:
    """The rows that say something, and in one line what is not recorded."""

    rows: list[Row]

    @property
    def recorded(self) -> list[Row]:
        return [row for row in self.rows if row.values]

    @property
    def missing(self) -> str:
        labels = (row.label for row in self.rows if not row.values)
        return ", ".join(label if label.isupper() else label[0].lower() + label[1:] for label in labels)


def provenance_of_source(source: Source, reading: Reading) -> Provenance:
    rows = [
        Row("Kind", _one(capfirst(source.kind))),
        Row("Author", _one(source.author, reading.record("author", source.author))),
        Row("Publisher", _one(source.publisher, reading.record("publisher", source.publisher))),
        Row("Date", _one(source.date.display if source.date else "", remark=source.date_note)),
        Row("Identifiers", _identifiers(source, reading)),
        *_addresses(source),
        Row("Retrieved", _one(source.retrieved_on.isoformat() if source.retrieved_on else "")),
        Row("SHA-256", _one(source.sha256)),
        Row("Rights", _one(source.rights)),
        Row("Language", _one(language(source.language))),
        Row("How the text was made", _one(source.made)),
    ]
    return Provenance(rows)


def provenance_of_report(report: Report) -> Provenance:
    rows = [
        Row("Number", _one(report.number)),
        Row("Publisher", _one(report.publisher)),
        Row("Issued", _one(report.issued.display if report.issued else "")),
        Row("Revised", _one(report.revised.display if report.revised else "")),
        *_addresses(report),
        Row("Official PDF", _one(report.pdf_url, remark=_first_page(report))),
        Row("Rights", _one(report.rights)),
        Row("Language", _one(language(report.language))),
    ]
    return Provenance(rows)


def language(tag: str) -> str:
    """The English name of a language, or its tag where Django has none."""
    try:
        return get_language_info(tag.lower())["name"]
    except KeyError:
        return tag


def _addresses(document: Report | Source) -> list[Row]:
    is_unchecked = document.official_url and not document.official_url_checked
    remark = "address not checked" if is_unchecked else ""
    return [
        Row("Official address", _one(document.official_url, remark=remark)),
        Row("Archived address", _one(document.archived_url)),
    ]


def _first_page(report: Report) -> str:
    """Where the pages begin that are counted from 1; without the PDF it says nothing."""
    is_known = report.pdf_url and report.pdf_first_page
    return f"printed page 1 is page {report.pdf_first_page} of the PDF" if is_known else ""


def _identifiers(source: Source, reading: Reading) -> list[Value]:
    identifiers = enumerate(source.identifier_list)
    return [Value(text, reading.record("number", text, place)) for place, text in identifiers]


def _one(text: str, shown: str = "", remark: str = "") -> list[Value]:
    return [Value(text, shown or text, remark)] if text or remark else []
