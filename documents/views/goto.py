"""“Go to”: what typed references lead to, and short addresses of reports and their printed pages.

Nobody is taken anywhere by a search: the page of results offers the way. Only what everybody may see is found.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import NamedTuple, assert_never

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from documents.models import Collection, Report, Section, Source
from documents.query.references import (
    NameReference,
    NoteReference,
    PageReference,
    Reference,
    SectionReference,
    TitleReference,
    pages,
    references,
)
from documents.text.markdown import Body, Page, parse
from documents.text.words import words
from documents.views.former import bearer
from documents.views.reading import ids_of
from documents.views.withdrawn import tombstone

MOST = 5  # offers: a reference that fits more places says too little
TURN = r"\{\s*page\s+"


class Offer(NamedTuple):
    """A place: its name, in which text it is, the languages of both are those of that text, and its address."""

    name: str
    title: str
    address: str
    unit: Report | Section | Source


class Place(NamedTuple):
    """A printed page in a unit, with the unit's parsed text."""

    unit: Section | Source
    body: Body
    page: Page

    def address(self, last: str = "") -> str:
        """Where the page begins; with `last`, all blocks up to the end of that page, if it ends in the same text."""
        return f"{self.unit.get_absolute_url()}{self._range(last) if last else ''}#{self.page.anchor}"

    def _range(self, last: str) -> str:
        behind = self.body.pages[self.body.pages.index(self.page) :]
        number = next((number for number, page in enumerate(behind) if same(page.label, last)), None)
        kept = [block.text for block in self.unit.text_blocks] == [block.text for block in self.body.blocks]
        if number is None or not kept or self.page.block >= len(self.body.blocks):
            return ""
        turn = behind[number + 1] if number + 1 < len(behind) else None
        end = self._last_before(turn)
        ids = ids_of(self.body, self.unit)
        return f"?range={ids[self.page.block]}-{ids[max(end, self.page.block)]}"

    def _last_before(self, turn: Page | None) -> int:
        """The number of the last block that stands, or begins, before a turn; notes stand behind all pages."""
        end = min((note.block for note in self.body.notes), default=len(self.body.blocks))
        if turn is None or turn.block >= end:
            return end - 1
        begins_with_it = same(self.body.blocks[turn.block].page, turn.label)
        return turn.block - 1 if begins_with_it else turn.block


# Offers on the page of results


def offers(typed: str) -> list[Offer]:
    """Where what is typed leads, if it is a reference to something published: each address once."""
    found = chain.from_iterable(map(offers_for, references(typed)))
    each = {offer.address: offer for offer in islice(found, MOST * 2)}
    return told_apart(list(each.values())[:MOST])


def told_apart(found: list[Offer]) -> list[Offer]:
    """The same offers, numbered where a text has several places of one name."""
    names = [(offer.name, offer.title) for offer in found]
    return [
        offer._replace(name=f"{offer.name} ({names[:place].count(name) + 1} of {names.count(name)})")
        if names.count(name) > 1
        else offer
        for place, (offer, name) in enumerate(zip(found, names, strict=True))
    ]


def offers_for(reference: Reference) -> Iterator[Offer]:
    match reference:
        case PageReference(first, last, work):
            for place in places(units_of(work), first):
                address = place.address(last)
                named = f"pages {first}–{last}" if "?range=" in address else f"page {place.page.label}"
                yield offer(named, place.unit, address)
        case SectionReference(number, work):
            for units in sections_of(work):
                for section in units.filter(number__iregex=rf"^{re.escape(number)}\.?$"):
                    yield offer(f"section {section.number}", section)
        case NoteReference(label, work):
            yield from notes(units_of(work), label)
        case NameReference(name):
            for report in reports_called(name):
                yield offer(f"report {report.number}" if report.number else "the report", report)
            for source in sources_called(name):
                yield offer(f"source {source.key}", source)
            for section in sections_called(name):
                yield offer(f"section {section.key}", section)
        case TitleReference(title):
            for unit in titled(title):
                yield offer("the section" if isinstance(unit, Section) else f"source {unit.key}", unit)
        case _:
            assert_never(reference)


def offer(named: str, unit: Report | Section | Source, address: str = "") -> Offer:
    title = unit.title
    if isinstance(unit, Section):
        title = f"{unit.report.number or unit.report.title}: {unit.heading}"
    return Offer(named, title, address or unit.get_absolute_url(), unit)


def notes(units: Iterable, label: str) -> Iterator[Offer]:
    for unit in having(units, f"{label}]:", rf"\[\^([^\]\n]*-)?{re.escape(label)}\]:"):
        body = parse(unit.body)
        ids = ids_of(body, unit)
        for note in body.notes:
            if same(note.label, label) and note.block < len(ids):
                yield offer(f"note {note.label}", unit, f"{unit.get_absolute_url()}#{ids[note.block]}")


# What there is


def places(units: Iterable, label: str) -> Iterator[Place]:
    """Where a printed page begins; a label that repeats is at several places."""
    for unit in having(units, label, rf"{TURN}{re.escape(label)}\s*\}}"):
        body = parse(unit.body)
        yield from (Place(unit, body, page) for page in body.pages if same(page.label, label))


def having(units: Iterable, part: str, pattern: str) -> Iterator[Section | Source]:
    """The units in whose Markdown the pattern stands; what it means there, their parsed text says.

    Every text is read for it. `part` must stand in each that has the pattern: SQLite looks for it in half the time, and
    asks Python for few. It knows no capitals but A to Z.
    """
    likely = Q(body__icontains=part) if part.isascii() else Q()
    return chain.from_iterable(
        found.filter(likely, body__iregex=pattern).with_text()[:MOST] for found in units
    )


def units_of(work: str) -> Iterator:
    """The sections and the sources in which a place is looked for, as QuerySets."""
    yield from sections_of(work)
    if not work:
        yield Source.objects.published().order_by("pk")
    elif sources := sources_called(work):
        yield Source.objects.published().filter(pk__in=[source.pk for source in sources])


def sections_of(work: str) -> Iterator:
    published = Section.objects.published().with_report().order_by("edition", "position")
    if not work:
        yield published
    elif reports := reports_called(work):
        yield published.filter(edition__report__in=reports)


def reports_called(name: str, among: QuerySet[Report] | None = None) -> list[Report]:
    """The reports with this number or slug; where there is none, those with it but for letters before: OIG-21-028.

    They are looked for `among` the published ones where nothing else is said.
    """
    wanted = words(re.sub(r"^report\s+", "", name, flags=re.IGNORECASE))
    if not wanted:
        return []
    reports = Report.objects.published() if among is None else among
    names = ("slug", "number", "title", "language", "state", "withdrawn_at", "withdrawn_reason")
    known = list(reports.only(*names))
    exact = [report for report in known if wanted in (words(report.number), words(report.slug))]
    bare = without_letters(wanted)
    return exact or [report for report in known if bare and without_letters(words(report.number)) == bare]


def without_letters(name: tuple[str, ...]) -> tuple[str, ...]:
    """A number without the letters of the office before it."""
    first = next((place for place, word in enumerate(name) if not word.isalpha()), len(name))
    return name[first:]


def sources_called(name: str) -> list[Source]:
    """The sources with this key, slug or identifier."""
    spellings = {name, name.lower(), name.upper()}
    named = Q(collection__in=Collection.objects.values("pk"), key__in=spellings) | Q(slug__in=spellings)
    published = Source.objects.published().defer("body")
    wanted = words(name)
    listed = [
        source
        for source in (published.filter(identifiers__icontains=wanted[-1]) if has_digit(name) else ())
        if wanted in map(words, source.identifier_list)
    ]
    return list(dict.fromkeys([*published.filter(named), *listed]))


def sections_called(name: str) -> list[Section]:
    """The sections with this key."""
    if not has_digit(name):  # there is no index of these, and any word may be a key
        return []
    return list(Section.objects.published().with_report().defer("body").filter(key__iexact=name)[:MOST])


def titled(title: str) -> Iterator[Section | Source]:
    """The units with this title, which has a NOT in it."""
    for published in (Section.objects.published().with_report(), Source.objects.published()):
        for unit in published.filter(title__icontains="NOT").defer("body"):
            if words(unit.title) == words(title):
                yield unit


def has_digit(name: str) -> bool:
    return any(character.isdigit() for character in name) and bool(words(name))


def same(label: str, other: str) -> bool:
    return label.casefold() == other.casefold()


# Short addresses


@require_safe
def report_by_number(request, number):
    report = report_called(number)
    return tombstone(request, report) if report.is_gone else redirect(report)


@require_safe
def page_by_number(request, number, page):
    """A printed page, or from one to another. What does not exist is told what does."""
    report = report_called(number)
    if report.is_gone:
        return tombstone(request, report)
    sections = Section.objects.published().of(report).with_report().order_by("position")
    gone = Section.objects.gone().of(report).with_report().order_by("position")
    for reference in pages(page):
        if place := next(places([sections], reference.first), None):
            return redirect(place.address(reference.last))
    for reference in pages(page):
        if place := next(places([gone], reference.first), None):
            return tombstone(request, place.unit)
    context = {"report": report, "wanted": page, "ends": ends(sections)}
    return render(request, "documents/no_page.html", context, status=404)


def report_called(number: str) -> Report:
    """The report with a number, a slug, or a slug that it had; a withdrawn one where no other is called so."""
    if found := reports_called(number):
        return found[0]
    if report := bearer(Report.objects.known(), number):
        return report
    if found := reports_called(number, Report.objects.gone()):
        return found[0]
    raise Http404


def ends(sections) -> tuple[str, str] | None:
    """The labels of the first and the last printed page of a report, if any is known."""
    numbered = sections.filter(body__iregex=TURN)
    first = labels(numbered)
    return (first[0], labels(numbered.reverse())[-1]) if first else None


def labels(sections) -> list[str]:
    """The pages of the first section that has any."""
    return next(filter(None, ([page.label for page in parse(one.body).pages] for one in sections)), [])
