"""What a page shows, in the words of schema.org, for programs that read pages: JSON-LD."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from documents.models import Report, Section, Source
from documents.text.periods import Period
from documents.views.reading import Reading

Thing = dict[str, Any]

MOST_CITATIONS = 50  # a page is not made heavy by what few read
# No text can end the script that it stands in.
ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def of_site(name: str) -> SafeString:
    """The site and how it is searched."""
    template = f"{_address(reverse('documents:search'))}?q={{words}}"
    return _script(
        {
            "@type": "WebSite",
            "name": str(name),
            "url": _address("/"),
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": template},
                "query-input": "required name=words",
            },
        }
    )


def of_report(report: Report) -> SafeString:
    return _script(
        _report(report)
        | {
            "dateModified": _date(report.revised),
            "inLanguage": report.language,
            "sameAs": report.official_url,
            "archivedAt": report.archived_url,
        }
    )


def of_section(section: Section, reading: Reading) -> SafeString:
    """A section: part of its report, or where it is in our words, based on it."""
    report = _report(section.report)
    relation = {"isPartOf": report, "isBasedOn": report if section.is_summary else None}
    return _script(
        {
            "@type": "CreativeWork",
            "name": section.heading,
            "url": _address(section.get_absolute_url()),
            "inLanguage": section.language,
            "description": _shortened(reading.opening),
            "citation": _citations(reading),
        }
        | relation
    )


def of_source(source: Source, reading: Reading) -> SafeString:
    return _script(
        _source(source)
        | {
            "genre": source.kind,
            "author": _named("Thing", source.author),
            "publisher": _named("Organization", source.publisher),
            "identifier": source.identifier_list,
            "inLanguage": source.language,
            "description": _shortened(reading.opening),
            "sameAs": source.official_url,
            "archivedAt": source.archived_url,
            "citation": _citations(reading),
        }
    )


def _report(report: Report) -> Thing:
    return {
        "@type": "Report",
        "name": report.title,
        "url": _address(report.get_absolute_url()),
        "reportNumber": report.number,
        "publisher": _named("Organization", report.publisher),
        "datePublished": _date(report.issued),
    }


def _source(source: Source) -> Thing:
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "url": _address(source.get_absolute_url()),
        "datePublished": _date(source.date),
    }


def _citations(reading: Reading) -> list[Thing]:
    return [_said(_source(source)) for source in reading.sources[:MOST_CITATIONS]]


def _named(kind: str, name: str) -> Thing | None:
    return {"@type": kind, "name": name} if name else None


def _date(period: Period | None) -> str:
    """As precise as it is known; of a range, which schema.org has no form for, the first day."""
    if period is None:
        return ""
    return period.start.isoformat() if period.precision == "range" else str(period)


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:300].rpartition(' ')[0]} …"


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _said(thing: Thing) -> Thing:
    """Without what is not known, at any depth."""
    return {
        name: _said(value) if isinstance(value, dict) else value for name, value in thing.items() if value
    }


def _script(thing: Thing) -> SafeString:
    """Data, which a browser does not run: a strict policy lets it stand in a page."""
    said = json.dumps({"@context": "https://schema.org"} | _said(thing), ensure_ascii=False)
    data = mark_safe(said.translate(ESCAPES))  # noqa: S308
    return format_html('<script type="application/ld+json">{}</script>', data)
