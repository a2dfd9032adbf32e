"""Where a document comes from, as the rows of a list. What is not known is a row as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import get_language_info

from documents.models import Report, Source
from documents.search.find import Marks
from documents.views.reading import spans_in


class Value(NamedTuple):
    """One value, with the spans to mark in it and a remark in words."""

    text: str
    spans: Sequence[tuple[int, int]] = ()
    remark: str = ""


@dataclass
class Row:
    """A label and its values; none is “not recorded”."""

    label: str
    values: list[Value]


def provenance_of_source(source: Source, marks: Marks) -> list[Row]:
    return [
        Row("Kind", _one(capfirst(source.kind))),
        Row("Author", _one(source.author, spans_in(marks, "author"))),
        Row("Publisher", _one(source.publisher, spans_in(marks, "publisher"))),
        Row("Date", _one(source.date.display if source.date else "", remark=source.date_note)),
        Row("Identifiers", _identifiers(source, marks)),
        *_addresses(source),
        Row("Retrieved", _one(source.retrieved_on.isoformat() if source.retrieved_on else "")),
        Row("SHA-256", _one(source.sha256)),
        Row("Rights", _one(source.rights)),
        Row("Language", _one(language(source.language))),
        Row("How the text was made", _one(source.made)),
    ]


def provenance_of_report(report: Report) -> list[Row]:
    return [
        Row("Number", _one(report.number)),
        Row("Publisher", _one(report.publisher)),
        Row("Issued", _one(report.issued.display if report.issued else "")),
        Row("Revised", _one(report.revised.display if report.revised else "")),
        *_addresses(report),
        Row("Rights", _one(report.rights)),
        Row("Language", _one(language(report.language))),
    ]


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


def _identifiers(source: Source, marks: Marks) -> list[Value]:
    identifiers = enumerate(source.identifier_list)
    return [Value(text, spans_in(marks, "number", place)) for place, text in identifiers]


def _one(text: str, spans: Sequence[tuple[int, int]] = (), remark: str = "") -> list[Value]:
    return [Value(text, spans, remark)] if text or remark else []
