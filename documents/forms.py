"""What readers may send. A form cleans every parameter of its page and always has an answer.

A value that makes no sense is left out, and `notices` says so: no address that somebody typed is an error.
"""

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django import forms
from django.db.models import F
from django.http import QueryDict

from documents.query.grammar import Query, parse

LAST_PAGE = 100
PER_PAGE = 10
MOST_VALUES = 20  # of one filter

# The word in the address → how `search.find` calls it.
SORTS = {"relevance": "relevance", "newest": "-date", "oldest": "date"}

YEAR = re.compile(r"[0-9]{4}")


class Typed(forms.Field):
    """A line as somebody typed it; there is no wrong one."""

    def to_python(self, value: str | None) -> str:
        return " ".join((value or "").replace("\0", " ").split())


class Values(forms.Field):
    """Several values of one parameter, each once, in the order in which they were sent."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: list[str] | None) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(str.strip, value or ()))))

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
        "max_value": f"Pages are shown up to number {LAST_PAGE}. This is the first.",
    }

    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=LAST_PAGE, initial=1, required=False)


class Choice(forms.ChoiceField):
    """One word out of a few, the first of which goes without saying."""

    default_error_messages = {"invalid_choice": "There is no order “%(value)s”. This is the usual one."}

    def __init__(self, words: list[str]) -> None:
        super().__init__(choices=[(word, word) for word in words], initial=words[0], required=False)


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

    def changed(self, **changes: Any) -> Self:
        """The form of that address."""
        return type(self)(QueryDict(self.parameters(**changes).removeprefix("?")))

    def toggled(self, name: str, value: str) -> str:
        """The same, with one value of a filter put in or taken out."""
        chosen = self.values[name]
        others = tuple(other for other in chosen if other != value)
        return self.parameters(**{name: others if value in chosen else (*chosen, value)})

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        """Each order: its word, its address, whether it is the present one."""
        words = [word for word, _ in self.fields["sort"].choices]
        return [(word, self.parameters(sort=word), word == self.values["sort"]) for word in words]


class QueryForm(ReaderForm):
    """What is marked on the page of a section or a source."""

    q = Typed(required=False)

    @cached_property
    def query(self) -> Query:
        return parse(self.values["q"] or "")


class SearchForm(QueryForm):
    """A whole search: the query, the filters, the order and the page."""

    kind = Values(required=False)
    publisher = Values(required=False)
    year = Values(required=False)
    report = Values(required=False)
    sort = Choice(list(SORTS))
    page = PageNumber()

    FILTERS = ("kind", "publisher", "year", "report")

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
    def is_empty(self) -> bool:
        """Whether nothing is asked yet."""
        return not self.values["q"] and not self.filters

    @property
    def order(self) -> str:
        """The order, as `search.find` calls it."""
        return SORTS[self.values["sort"]]

    @property
    def is_grouped(self) -> bool:
        """By relevance a report's sections stand together; by date, or in one report, each alone."""
        return self.order == "relevance" and len(self.filters.get("report", ())) != 1

    @property
    def start(self) -> int:
        return (self.values["page"] - 1) * PER_PAGE

    @property
    def unfiltered(self) -> str:
        """The address of the search without its filters."""
        return self.parameters(**dict.fromkeys(self.FILTERS, ()))


class SourcesForm(ReaderForm):
    """The list of sources: which kinds, in what order."""

    kind = Values(required=False)
    sort = Choice(["date", "title", "kind"])
    page = PageNumber()

    def sorted(self, sources):
        match self.values["sort"]:
            case "title":
                return sources.order_by("title", "pk")
            case "kind":
                return sources.order_by("kind", F("date_start").asc(nulls_last=True), "title")
            case _:
                return sources.by_date()
