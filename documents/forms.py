"""What readers may send. A form cleans every parameter of its page and always has an answer.

A value that makes no sense is left out, and `notices` says so: no address that somebody typed is an error.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from documents.query.facets import FACETS
from documents.query.grammar import Query, parse
from documents.text.periods import Period

LAST_PAGE = 100
PER_PAGE = 10
MOST_VALUES = 20  # of one filter

# The word in the address → how `search.find` calls it.
SORTS = {"relevance": "relevance", "newest": "-date", "oldest": "date"}

# The word in the address → what the page calls it. The first goes without saying.
SOURCE_SORTS = {"date": "oldest", "newest": "newest", "title": "title", "kind": "kind"}

# The word in the address → what the list of all matches calls it.
ORDERS = {"place": "place", "before": "word before", "after": "word after"}

OFF = "0"

YEAR = re.compile(r"(?!0000)[0-9]{4}")


class Typed(forms.Field):
    """A line as somebody typed it; there is no wrong one."""

    def to_python(self, value: str | None) -> str:
        return " ".join((value or "").replace("\0", " ").split())


class Values(forms.Field):
    """Several values of one parameter, each once and in one order: in whichever they were sent, it is one search."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> tuple[str, ...]:
        return tuple(sorted({*filter(None, map(str.strip, value or ()))}))

    def validate(self, value: tuple[str, ...]) -> None:
        if len(value) > MOST_VALUES:
            raise forms.ValidationError(
                f"A filter takes {MOST_VALUES} values at most; one with {len(value)} was left out.",
                code="many",
            )


class PageNumber(forms.IntegerField):
    """Counted from 1; a search that needs more than a hundred pages needs another word."""

    default_error_messages = {
        "invalid": "The page number was not understood. This is the first page.",
        "min_value": "Pages are counted from 1. This is the first page.",
        "max_value": "Pages are shown up to number %(limit_value)s. This is the first.",
    }

    def __init__(self, last: int = LAST_PAGE) -> None:
        super().__init__(min_value=1, max_value=last, initial=1, required=False)


class MatchNumber(forms.Field):
    """Which match one stands on. The page knows how many there are: a number out of range is the nearest."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: str | None) -> int | None:
        if not re.fullmatch(r"-?[0-9]{1,9}", value or ""):
            return None
        return max(1, int(value or ""))


NOWHERE = "-"


class Range(forms.Field):
    """The ids of the first and the last block of a range: `a1b2-c3d4`. What cannot be one is a range that is nowhere."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: str | None) -> str:
        if not value:
            return ""
        return value if re.fullmatch(r"[a-z0-9]{1,16}-[a-z0-9]{1,16}", value) else NOWHERE


class Switch(forms.Field):
    """What is on unless the address says 0, which is its value then."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: str | None) -> str:
        return OFF if (value or "").strip() == OFF else ""


class Choice(forms.ChoiceField):
    """One word out of a few, the first of which goes without saying; `labels` are what pages call them."""

    default_error_messages = {"invalid_choice": "There is no order “%(value)s”. This is the usual one."}

    def __init__(self, labels: Mapping[str, str]) -> None:
        super().__init__(choices=list(labels.items()), initial=next(iter(labels)), required=False)


class ReaderForm(forms.Form):
    """A form that is filled by an address. `values` has a value for every field, whatever was sent."""

    def __init__(self, sent: QueryDict) -> None:
        super().__init__(sent)
        self.notices: list[str] = [message for messages in self.errors.values() for message in messages]

    @cached_property
    def values(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data.get(name) or field.initial or () for name, field in self.fields.items()
        }

    def parameters(self, **changes: Any) -> str:
        """The parameters of the address of this page with some of them changed, from the first page on.

        They stand in the order of the fields, without those that go without saying, so that equal pages
        have equal addresses.
        """
        values = self.values | {"page": 1} | changes
        said = [
            (name, values[name])
            for name, field in self.fields.items()
            if values[name] and values[name] != field.initial
        ]
        return f"?{urlencode(said, doseq=True)}" if said else ""

    @property
    def present(self) -> str:
        """The parameters of the address of this page as it is, for paper."""
        return self.parameters(page=self.values.get("page"))

    def changed(self, **changes: Any) -> Self:
        """The form of that address."""
        return type(self)(QueryDict(self.parameters(**changes).removeprefix("?")))

    def toggled(self, name: str, value: str) -> str:
        """The same, with one value of a filter put in or taken out."""
        chosen = self.values[name]
        return self.parameters(**{name: tuple(sorted({*chosen} ^ {value}))})

    @property
    def is_narrowed(self) -> bool:
        """Whether this is but a choice or another order of a page: one for readers, which programs are asked to leave."""
        return bool(self.parameters())

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """Each order: what it is called, its address, whether it is the present one."""
        return self.choices("sort")

    def choices(self, name: str) -> list[tuple[str, str, bool]]:
        """Each choice of a field: what it is called, its address, whether it is the present one."""
        choices = self.fields[name].choices
        return [
            (label, self.parameters(**{name: word}), word == self.values[name]) for word, label in choices
        ]


class QueryForm(ReaderForm):
    """What is marked on the page of a section or a source."""

    q = Typed(required=False)
    syn = Switch()

    @cached_property
    def query(self) -> Query:
        return parse(self.values["q"] or "")

    @property
    def synonyms(self) -> bool:
        """Whether other names are searched, too."""
        return self.values["syn"] != OFF

    @property
    def with_synonyms(self) -> str:
        return self.parameters(syn="")

    @property
    def without_synonyms(self) -> str:
        return self.parameters(syn=OFF)

    @property
    def quoted(self) -> str:
        """The query in quotation marks, or as it is where it has its own."""
        query = self.values["q"] or ""
        return query if set(query) & set('"“”') else f"“{query}”"


class SuggestForm(QueryForm):
    """What is typed into a box, and the reports that it searches, if not all."""

    report = Values(required=False)


class FilteredForm(ReaderForm):
    """What a list is narrowed to: values of one filter are alternatives, filters must all hold."""

    kind = Values(required=False)
    publisher = Values(required=False)
    year = Values(required=False)
    report = Values(required=False)

    FILTERS = tuple(FACETS)

    def clean_year(self) -> tuple[str, ...]:
        years = self.cleaned_data["year"]
        good = tuple(year for year in years if YEAR.fullmatch(year))
        if wrong := [year for year in years if year not in good]:
            self.add_error(None, f"“{wrong[0]}” is not a year and was left out. Write it as in 2018.")
        return good

    @cached_property
    def filters(self) -> Mapping[str, tuple[str, ...]]:
        return {name: self.values[name] for name in self.FILTERS if self.values[name]}

    @property
    def unfiltered(self) -> str:
        """The address of the same without its filters."""
        return self.parameters(**dict.fromkeys(self.FILTERS, ()))

    @property
    def filters_alone(self) -> str:
        """The parameters for another page that is narrowed to the same."""
        return f"?{urlencode(self.filters, doseq=True)}" if self.filters else ""


class ResultsForm(FilteredForm, QueryForm):
    """Which results, and in which order: what every page of one search has in its address."""

    sort = Choice({word: word for word in SORTS})

    SEARCH = frozenset({"q", "syn", *FilteredForm.FILTERS, "sort"})

    @property
    def order(self) -> str:
        """The order, as `search.find` calls it."""
        return SORTS[self.values["sort"]]

    @property
    def is_grouped(self) -> bool:
        """By relevance a report's sections stand together; by date, or in one report, each alone."""
        return self.order == "relevance" and len(self.filters.get("report", ())) != 1

    @cached_property
    def search(self) -> str:
        """The parameters of the search alone."""
        return self.parameters(**dict.fromkeys(self.fields.keys() - self.SEARCH))

    def landing(self, match: int) -> str:
        """What follows the address of a unit's page that marks the search, and stands on a match if its number is given.

        The anchor is that match, which must be in view: it may stand far down in a long block, or in the record.
        """
        if not self.values["q"]:
            return ""
        return f"{self.search}&match={match}#match-{match}" if match else self.search

    def on_list(self, page: int, id: str) -> str:
        """What follows the address of the results for the page of the list that has the hit with this id."""
        if page > LAST_PAGE:
            return self.search
        return f"{self.search}&page={page}#{id}" if page > 1 else f"{self.search}#{id}"


class SearchForm(ResultsForm):
    """A whole search: the query, the filters, the order and the page."""

    page = PageNumber()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked yet."""
        return not self.values["q"] and not self.filters

    @property
    def start(self) -> int:
        return (self.values["page"] - 1) * PER_PAGE


class ReadingForm(ResultsForm):
    """What the page of a section or a source shows: the matches of a query, the one stood on, a range of blocks.

    With the search that led there the page knows its place in the results. `cited` is the page of the list where a
    source is cited.
    """

    match = MatchNumber()
    range = Range()
    cited = PageNumber()

    is_narrowed = False  # it is the page of the document, whatever is marked there

    @property
    def without_range(self) -> str:
        return self.parameters(range=None)

    @property
    def range_alone(self) -> str:
        """The parameters of the passage, without the search that led there."""
        return self.parameters(**dict.fromkeys(self.fields.keys() - {"range"}))


class MatchesForm(ResultsForm):
    """The list of all matches: those of which results, in which order, and the page."""

    order = Choice(ORDERS)
    page = PageNumber()

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        return self.choices("order")


class SourcesForm(FilteredForm):
    """The list of sources: the filters, the order and the page."""

    sort = Choice(SOURCE_SORTS)
    page = PageNumber()


class TimelineForm(FilteredForm):
    """The timeline: the filters. With years chosen it shows the time from the first to the last of them."""

    @property
    def window(self) -> Period | None:
        if not self.values["year"]:
            return None
        return Period.parse(f"{min(self.values['year'])}/{max(self.values['year'])}")


class PartNumber(forms.IntegerField):
    """Which part of a long report. The page knows how many there are: a number beyond the last is the last."""

    default_error_messages = {
        "invalid": "The number of the part was not understood. This is the first one.",
        "min_value": "Parts are counted from 1. This is the first one.",
        "max_value": "There are not so many parts. This is the first one.",
    }

    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=1_000_000, initial=1, required=False)


class WholeForm(ReaderForm):
    """A report on one page: its part, and the page or paragraph that is looked for."""

    part = PartNumber()
    at = Typed(required=False)

    is_narrowed = False


class CorrectionNumber(forms.Field):
    """Which correction is looked for; one that makes no sense is none."""

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: str | None) -> int | None:
        return int(value or "") if re.fullmatch(r"[0-9]{1,9}", value or "") else None


class CorrectionsForm(ReaderForm):
    """The corrections: of which reports, which page, and the one that is looked for."""

    report = Values(required=False)
    at = CorrectionNumber()
    page = PageNumber(last=1_000_000)  # the list has an end of its own, and every correction a place in it
