"""What is suggested while somebody types: titles, headings, names, numbers and phrases of published texts alone.

A table is made of the database as it is then, and answers from memory. It may be a little behind; so each suggestion
names where it stands, and `still_said` asks the database about the few that are to be shown.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import datetime
from heapq import nsmallest
from itertools import chain
from typing import Any, NamedTuple, Self

from django.utils import timezone

from documents.models import Block, Citation, Report, Section, Source
from documents.search.phrases import frequent_phrases
from documents.text.redactions import has_boxes
from documents.text.words import words

SHOWN = 8
TAKEN = 3 * SHOWN  # candidates: some may have been withdrawn since the table was made
LONGEST_TYPED = 100  # characters that are read
LONGEST = 200  # characters of a suggestion
MOST = 100_000  # suggestions in a table
SAMPLE_UNITS = 300  # whose texts are read for phrases,
SAMPLE = 600_000  # and characters of them

# What a suggestion is called, in the order in which kinds are shown.
KINDS = ("report", "title", "section", "number", "publisher", "author", "phrase", "heading")
UNITS: dict[str, Any] = {"section": Section, "source": Source}

NUMBER = re.compile(r"\w[\w ./,#-]*")  # without signs that mean something in a query

Where = tuple[str, int]  # report, section or source, and its primary key


class Suggestion(NamedTuple):
    """A text to suggest, its kind, how often it is said, and some of the records that say it."""

    text: str
    kind: str
    frequency: int
    said_by: tuple[Where, ...]

    @property
    def query(self) -> str:
        """The search for it. A number alone is one that “Go to” understands; all else is for just these words."""
        if self.kind == "number" and NUMBER.fullmatch(self.text):
            return self.text
        plain = " ".join(
            re.sub('["\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02]', " ", self.text).split()
        )
        return f'report:"{plain}"' if self.kind == "report" else f'"{plain}"'


class Suggestions:
    """Everything that may be suggested, the best first, and where each word stands in it."""

    def __init__(self, suggestions: Iterable[Suggestion], made_at: datetime) -> None:
        self.made_at = made_at
        self.all = sorted(suggestions, key=_rank)[:MOST]
        spoken = [words(suggestion.text) for suggestion in self.all]
        postings: defaultdict[str, list[int]] = defaultdict(list)
        for number, said in enumerate(spoken):
            for word in dict.fromkeys(said):
                postings[word].append(number)
        self.words = sorted(postings)
        self.postings = [postings[word] for word in self.words]
        beginnings = sorted((" ".join(said), number) for number, said in enumerate(spoken))
        self.beginnings = [beginning for beginning, _ in beginnings]
        self.beginning_with = [number for _, number in beginnings]

    @classmethod
    def published(cls) -> Self:
        """The table of what is published now."""
        now = timezone.now()
        return cls(_merged(chain(_names(), _phrases())), now)

    def matching(
        self, typed: str, most: int = TAKEN, *, within: Set[Where] | None = None
    ) -> list[Suggestion]:
        """Those with all typed words, the last of which may be unfinished: first those that begin with it.

        With `within`, only those that one of these says.
        """
        wanted = words(typed[:LONGEST_TYPED])
        if not wanted:
            return []
        beginning = " ".join(wanted)
        beginning_with = self.beginning_with[_starting(self.beginnings, beginning)]
        found = dict.fromkeys(nsmallest(most, self._said(beginning_with, within)))
        if len(found) < most:
            found |= dict.fromkeys(nsmallest(most, self._said(self._having(wanted), within)))
        return [self.all[number] for number in found][:most]

    def _said(self, numbers: Iterable[int], within: Set[Where] | None) -> Iterable[int]:
        if within is None:
            return numbers
        return (number for number in numbers if not within.isdisjoint(self.all[number].said_by))

    def _having(self, wanted: Sequence[str]) -> Iterable[int]:
        *whole, last = wanted
        numbers = set(chain.from_iterable(self.postings[_starting(self.words, last)]))
        for word in whole:
            place = bisect_left(self.words, word)
            numbers.intersection_update(
                self.postings[place] if self.words[place : place + 1] == [word] else ()
            )
        return numbers


def within_reports(slugs: Iterable[str]) -> Set[Where]:
    """What a search of these reports looks through: they, their sections, and the sources that these cite."""
    reports = Report.objects.published().filter(slug__in=list(slugs))
    sections = Section.objects.published().filter(edition__report__in=reports)
    cited = Citation.objects.filter(section__in=sections, cited__isnull=False)
    return {
        *(("report", pk) for pk in reports.values_list("pk", flat=True)),
        *(("section", pk) for pk in sections.values_list("pk", flat=True)),
        *(("source", pk) for pk in cited.values_list("cited", flat=True)),
    }


def still_said(suggestions: Sequence[Suggestion], made_at: datetime) -> list[Suggestion]:
    """Those that something says which is published, and was not changed since the table was made."""
    asked: defaultdict[str, set[int]] = defaultdict(set)
    for kind, key in chain.from_iterable(suggestion.said_by for suggestion in suggestions):
        asked[kind].add(key)
    saying: set[Where] = set()
    for kind, model in UNITS.items():
        if asked[kind]:
            unchanged = model.objects.published().filter(pk__in=asked[kind], changed_at__lte=made_at)
            saying |= {(kind, key) for key in unchanged.values_list("pk", flat=True)}
    reports = Report.objects.published().filter(pk__in=asked["report"]) if asked["report"] else ()
    said = {("report", report.pk): {report.title, report.number, report.publisher} for report in reports}
    return [
        suggestion
        for suggestion in suggestions
        if any(where in saying or suggestion.text in said.get(where, ()) for where in suggestion.said_by)
    ]


def _rank(suggestion: Suggestion) -> tuple[int, int, str]:
    return KINDS.index(suggestion.kind), -suggestion.frequency, suggestion.text


def _starting(ordered: list[str], beginning: str) -> slice:
    """Where those stand that start so."""
    return slice(bisect_left(ordered, beginning), bisect_left(ordered, beginning + "\U0010ffff"))


def _merged(said: Iterable[Suggestion]) -> Iterator[Suggestion]:
    """Each text once, as the first kind that it is."""
    groups: defaultdict[tuple[str, ...], list[Suggestion]] = defaultdict(list)
    for suggestion in said:
        text = " ".join(suggestion.text.split())
        spoken = words(text)
        if spoken and len(text) <= LONGEST and not has_boxes(text):
            groups[spoken].append(suggestion._replace(text=text))
    for group in groups.values():
        best = min(group, key=_rank)
        where = tuple(dict.fromkeys(chain.from_iterable(one.said_by for one in group)))[:8]
        yield best._replace(frequency=sum(one.frequency for one in group), said_by=where)


def _names() -> Iterator[Suggestion]:
    """Titles, headings, numbers and names of what is published."""
    reports = Report.objects.published()
    for key, *texts in reports.values_list("pk", "number", "publisher"):
        yield from _said("report", key, *zip(("number", "publisher"), texts, strict=True))
    searched = reports.filter(editions__in=Section.objects.published().values("edition")).distinct()
    for key, title in searched.values_list("pk", "title"):
        yield from _said("report", key, ("report", title))
    for key, title in Section.objects.published().values_list("pk", "title").iterator():
        yield from _said("section", key, ("section", title))
    columns = ("pk", "title", "identifiers", "publisher", "author")
    for key, title, identifiers, publisher, author in (
        Source.objects.published().values_list(*columns).iterator()
    ):
        numbers = [("number", line) for line in identifiers.splitlines()]
        yield from _said(
            "source", key, ("title", title), *numbers, ("publisher", publisher), ("author", author)
        )
    headings = Block.objects.living().filter(kind="heading").order_by()
    for kind, model in UNITS.items():
        shown = headings.filter(**{f"{kind}__in": model.objects.published()}).values_list(
            f"{kind}_id", "text"
        )
        for key, heading in shown.iterator():
            yield from _said(kind, key, ("heading", heading))


def _said(kind: str, key: int, *texts: tuple[str, str]) -> Iterator[Suggestion]:
    for name, text in texts:
        if text:
            yield Suggestion(text, name, 1, ((kind, key),))


def _phrases() -> Iterator[Suggestion]:
    """Phrases that stand in several published texts; of many texts a part is read, evenly spread."""
    where: list[Where] = []
    texts: list[tuple[int, str]] = []
    for kind, key, text in _sampled():
        texts.append((len(where), text))
        where.append((kind, key))
    for phrase in frequent_phrases(texts):
        said_by = tuple(where[number] for number in phrase.texts)
        yield Suggestion(phrase.text, "phrase", phrase.frequency, said_by)


def _sampled() -> Iterator[tuple[str, int, str]]:
    """Units with their plain texts: not more than `SAMPLE_UNITS`, nor than `SAMPLE` characters of them."""
    published = {
        kind: list(model.objects.published().values_list("pk", flat=True)) for kind, model in UNITS.items()
    }
    step = 1 + sum(map(len, published.values())) // SAMPLE_UNITS
    left = SAMPLE
    for kind, keys in published.items():
        texts: defaultdict[int, list[str]] = defaultdict(list)
        blocks = Block.objects.living().filter(**{f"{kind}__in": keys[::step]}).order_by()
        for key, text in blocks.values_list(f"{kind}_id", "text").iterator():
            if left <= 0:
                break
            texts[key].append(text)
            left -= len(text)
        yield from ((kind, key, "\n".join(text)) for key, text in texts.items())
