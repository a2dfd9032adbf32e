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


def of_report(report: Report, site: str, *, is_summary: bool) -> SafeString:
    """A report; where its sections are in our words, a page of ours that is based on it."""
    if is_summary:
        return _script(_ours(report, report.title, _original_report(report), site))
    return _script(
        _report(report)
        | {
            "dateModified": _date(report.revised),
            "inLanguage": report.language,
            "sameAs": _web(report.official_url),
            "archivedAt": _web(report.archived_url),
        }
    )


def of_section(section: Section, reading: Reading, site: str) -> SafeString:
    """A section: part of its report, or where it is in our words, based on it."""
    said = {"description": _shortened(reading.opening), "citation": _citations(reading)}
    if section.is_summary:
        return _script(_ours(section, section.heading, _original_report(section.report), site) | said)
    return _script(
        {
            "@type": "CreativeWork",
            "name": section.heading,
            "url": _address(section.get_absolute_url()),
            "inLanguage": section.language,
            "isPartOf": _report(section.report),
        }
        | said
    )


def of_source(source: Source, reading: Reading, site: str) -> SafeString:
    """A source, or where its page has our words about it, a page of ours that is based on it."""
    said = {"description": _shortened(reading.opening), "citation": _citations(reading)}
    if source.is_summary:
        original = _original_source(source) | _record(source) | {"archivedAt": _web(source.archived_url)}
        return _script(_ours(source, source.title, original, site) | said)
    addresses = {
        "inLanguage": source.language,
        "sameAs": _web(source.official_url),
        "archivedAt": _web(source.archived_url),
    }
    return _script(_source(source) | _record(source) | addresses | said)


def _ours(page: Report | Section | Source, name: str, original: Thing, site: str) -> Thing:
    """Our words about a document. Nothing that is said of the document is said of the page itself."""
    return {
        "@type": "CreativeWork",
        "name": name,
        "url": _address(page.get_absolute_url()),
        "inLanguage": page.language,
        "publisher": _organization(site),
        "isBasedOn": original,
    }


def _report(report: Report) -> Thing:
    return {
        "@type": "Report",
        "name": report.title,
        "url": _address(report.get_absolute_url()),
        "reportNumber": report.number,
        "publisher": _organization(report.publisher),
        "datePublished": _date(report.issued),
    }


def _original_report(report: Report) -> Thing:
    """The report as it was issued, which is not here: its address is the official one, or none."""
    return _report(report) | {
        "url": _web(report.official_url),
        "dateModified": _date(report.revised),
        "archivedAt": _web(report.archived_url),
    }


def _source(source: Source) -> Thing:
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "url": _address(source.get_absolute_url()),
        "datePublished": _date(source.date),
    }


def _original_source(source: Source) -> Thing:
    return _source(source) | {"url": _web(source.official_url)}


def _record(source: Source) -> Thing:
    return {
        "genre": source.kind,
        "author": _author(source),
        "publisher": _organization(source.publisher),
        "identifier": source.identifier_list,
    }


def _author(source: Source) -> Thing | str | None:
    """An office where the record shows that it is one, else the words of the record.

    schema.org wants a Person or an Organization, and takes words for either. The record does not say which: “William
    Kandel”, “House Judiciary majority” and “Secretary Kirstjen Nielsen” stand in the same column, so that either type
    would be false for many. Who also is the publisher is an organization.
    """
    return _organization(source.author) if source.author == source.publisher else source.author


def _citations(reading: Reading) -> list[Thing]:
    """The documents that are cited: where our page of one has a summary, not that page but the document itself."""
    cited = reading.sources[:MOST_CITATIONS]
    return [_said(_original_source(source) if source.is_summary else _source(source)) for source in cited]


def _organization(name: str) -> Thing | None:
    return {"@type": "Organization", "name": name} if name else None


def _date(period: Period | None) -> str:
    """As precise as it is known; of a range, which schema.org has no form for, the first day."""
    if period is None:
        return ""
    return period.start.isoformat() if period.precision == "range" else str(period)


def _shortened(text: str) -> str:
    return text if len(text) <= 300 else f"{text[:300].rpartition(' ')[0]} …"


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _web(address: str) -> str:
    """The address if a browser may follow it, or nothing."""
    return address if address.startswith(("https://", "http://")) else ""


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
