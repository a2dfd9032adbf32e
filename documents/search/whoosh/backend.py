"""Haystack's face: what `SearchQuerySet`, `update_index` and third-party code of Haystack's can do with our engine.

The query string that Haystack carries about is our canonical form, parsed by our grammar: nothing of what a reader types
reaches Whoosh. What we cannot do raises NotImplementedError and says what to use; nothing is left out in silence.
"""

from collections.abc import Callable, Iterable, Iterator, Set
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.db.models import Model
from haystack import inputs
from haystack.backends import BaseEngine, BaseSearchBackend, BaseSearchQuery, SearchNode, log_query
from haystack.models import SearchResult
from haystack.utils import get_model_ct

from documents.query.fields import FIELDS
from documents.query.grammar import parse
from documents.query.tree import Everything, Phrase, Tree, Word, conjunction, disjunction, negation, within
from documents.search.engine import IndexMissing, Record, Request, Sort
from documents.search.whoosh.engine import WhooshEngine, engine_at
from documents.text.words import words

FACETS = (*(field.name for field in FIELDS.values() if field.facet), "year")
SORTS: dict[tuple[str, ...], Sort] = {(): "relevance", ("date",): "date", ("-date",): "-date"}
STORED = {"id", "pk", "score", "app_label", "model_name", "django_ct", "django_id"}
TEXTS = {inputs.Clean, inputs.Exact, inputs.PythonData}  # wrapped values that are read as the bare ones
CONTENT = {"content", "text"}  # Haystack's names for all that plain words look in
NOTHING = conjunction([Word(("nothing",)), negation(Word(("nothing",)))])  # what no unit can match

FIND = "use documents.search.find.find"
INSTEAD = {
    "add_boost": "weights of zones stand in documents.query.fields",
    "more_like_this": "there is nothing like it yet",
    "add_stats_query": f"for counts {FIND}, whose facets are exact",
    "add_highlight": f"{FIND}, whose hits have snippets with what matched",
    "add_within": "units have no place on a map",
    "add_dwithin": "units have no place on a map",
    "add_distance": "units have no place on a map",
    "add_date_facet": "use facet('year')",
    "add_query_facet": "use count() of a query of its own",
    "add_narrow_query": "use filter() on a field, or auto_query('field:value')",
    "raw_search": "use auto_query(), which takes the whole query language",
    "set_spelling_query": "there are no spelling suggestions yet",
    "get_spelling_suggestion": "there are no spelling suggestions yet",
    "clean": "autocomplete() has no index of its own; use auto_query()",
}


class ReportsiteBackend(BaseSearchBackend):
    """Reads and writes the index folder that the connection's PATH names."""

    @property
    def engine(self) -> WhooshEngine:
        """Looked up at each use, so that a connection that was opened before a change of settings follows it."""
        return engine_at(Path(str(settings.HAYSTACK_CONNECTIONS[self.connection_alias]["PATH"])))

    def setup(self) -> None:
        """Make an empty index if there is none."""
        try:
            self.engine.state()
        except IndexMissing:
            self.engine.rebuild(())

    def update(self, index: Any, iterable: Iterable[Any], commit: bool = True) -> None:
        """Index those of the objects that the index class shows, and take out the others."""
        self.setup()

        def read(ids: Set[str]) -> Iterator[Record]:
            """Their newest state: the objects that we were given may be older than what another process has indexed."""
            shown = index.index_queryset(using=self.connection_alias)
            return map(index.record, shown.filter(public_id__in=ids))

        self.engine.refresh([instance.public_id for instance in iterable], read)

    def remove(self, obj_or_string: Model | str, commit: bool = True) -> None:
        """Take out one unit, named by itself or as "documents.source.12"."""
        if isinstance(obj_or_string, str):
            model, _, pk = obj_or_string.rpartition(".")
        else:
            model, pk = get_model_ct(type(obj_or_string)), str(obj_or_string.pk)
        self.engine.update((), self._ids(model, {int(pk)}))

    def clear(self, models: Iterable[type[Model]] | None = None, commit: bool = True) -> None:
        """Take out all units, or all of some models."""
        if models is None:
            self.engine.rebuild(())
        else:
            for model in models:
                self.engine.update((), self._ids(get_model_ct(model), None))

    def _ids(self, model: str, pks: set[int] | None) -> list[str]:
        units = self.engine.units()
        return [id for id, (of, pk) in units.items() if of == model and (pks is None or pk in pks)]

    @log_query  # type: ignore[untyped-decorator]
    def search(
        self,
        query_string: str,
        *,
        sort_by: Iterable[str] = (),
        start_offset: int = 0,
        end_offset: int | None = None,
        facets: Iterable[str] = (),
        models: Iterable[type[Model]] = (),
        fields: Iterable[str] = (),
        result_class: type[SearchResult] = SearchResult,
        **others: Any,
    ) -> dict[str, Any]:
        """Haystack's dictionary of results, hits and facets for a query in our language."""
        refuse_others(others, fields)
        query = parse(query_string)
        if query.limits:
            raise ValueError(f"This query cannot be searched as a whole. {' '.join(query.limits)}")
        result = self.engine.run(
            Request(
                query.tree,
                models=tuple(sorted(get_model_ct(model) for model in models)),
                sort=sort_of(sort_by),
                start=start_offset,
                limit=None if end_offset is None else max(0, end_offset - start_offset),
            )
        )
        return {
            "results": [
                result_class(*hit.model.split("."), hit.pk, hit.score, id=hit.id) for hit in result.hits
            ],
            "hits": result.count,
            "facets": {"fields": {name: list(result.facets.get(name, {}).items()) for name in facets}},
        }


def refuse_others(others: dict[str, Any], fields: Iterable[str]) -> None:
    """Raise for what Haystack asks of a backend and ours does not do."""
    for name, value in others.items():
        if value:
            raise NotImplementedError(f"{name}: this engine does not have it; {FIND}.")
    for name in fields:
        if name not in STORED:
            raise NotImplementedError(
                f"{name} is not stored in the index; use load_all() and the objects themselves."
            )


def sort_of(names: Iterable[str]) -> Sort:
    """The engine's order for Haystack's list of fields."""
    wanted = tuple(names)
    if wanted not in SORTS:
        raise NotImplementedError(f"order_by{wanted}: units are ordered by relevance, 'date' or '-date'.")
    return SORTS[wanted]


class ReportsiteQuery(BaseSearchQuery):
    """Builds our tree out of Haystack's filters."""

    def build_query(self) -> str:
        """The canonical form of the filters; empty if all units are asked for."""
        return str(tree_of(self.query_filter))

    def add_field_facet(self, field: str, **options: Any) -> None:
        """Ask for the counts of a facet."""
        if field not in FACETS:
            raise NotImplementedError(f"{field} is no facet; there are {', '.join(FACETS)}.")
        if options:
            raise NotImplementedError(f"facet({field!r}) takes no options; {FIND}.")
        self.facets[field] = {}


def refusal(name: str) -> Callable[..., NoReturn]:
    """A stand-in for a method of Haystack's that we do not have."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError(f"{name.removeprefix('add_')} is not supported: {INSTEAD[name]}.")

    return refuse


for method in INSTEAD:
    setattr(ReportsiteQuery, method, refusal(method))


def tree_of(node: SearchNode) -> Tree:
    """Haystack's tree of filters as ours."""
    parts = [tree_of(child) if isinstance(child, SearchNode) else part_of(*child) for child in node.children]
    tree = disjunction(parts) if node.connector == SearchNode.OR else conjunction(parts)
    return negation(tree) if node.negated else tree


def part_of(expression: str, value: object) -> Tree:
    """One filter, such as kind="memo" or author__exact="Jane Doe"."""
    field, lookup = SearchNode().split_expression(expression)
    tree = tree_of_value(field, lookup, value)
    if field in CONTENT:
        return tree
    if field in FIELDS and not FIELDS[field].zones:
        raise NotImplementedError(
            f"{field}: it is no text; use auto_query('{field}:2018') or auto_query('{field}:2018-04..2018-06')."
        )
    if field in FIELDS:
        return within(field, tree)
    raise NotImplementedError(f"{field} is no field; there are content, {', '.join(FIELDS)}.")


def tree_of_value(field: str, lookup: str, value: object) -> Tree:
    """What is looked for in a field.

    A plain value is words, each of which counts in all its forms; in a field of keywords it is a phrase, as it is for
    `exact` and for each value of `in`. A phrase is literal, but more may stand beside it: `kind="memo"` also finds the
    kind "internal memo". A facet's whole value is no matter of words, so `exact` is refused there.
    """
    match lookup, value:
        case "content" | "exact", inputs.Not():
            return negation(tree_of_value(field, lookup, value.query_string))
        case "content" | "exact", inputs.AutoQuery():
            return parse(str(value)).tree
        case "content" | "exact", inputs.BaseInput() if type(value) not in TEXTS:
            raise NotImplementedError(f"{value!r}: {INSTEAD['raw_search']}.")
        case "in", list() | tuple() | set() | frozenset() if not any(map(is_input, value)):
            phrases = [literal(text) for text in sorted(map(str, value)) if words(text)]
            return disjunction(phrases) if phrases else NOTHING
        case ("exact", _) | ("content", inputs.Exact()):
            if field in FACETS:
                raise NotImplementedError(
                    f"{field}: whole values are facets; {FIND} with filters, or filter({field}=…) for a phrase in it."
                )
            return literal(str(value))
        case "content", _:
            is_keyword = field in FIELDS and FIELDS[field].kind != "text"
            return literal(str(value)) if is_keyword else conjunction(plain(str(value)))
        case _:
            raise NotImplementedError(
                f"{field}__{lookup}: there are no lookups but exact and in of plain values."
            )


def is_input(value: object) -> bool:
    """Whether it is a value that says how it is to be read."""
    return isinstance(value, inputs.BaseInput)


def literal(text: str) -> Tree:
    """The text as a phrase; a text without words asks for nothing."""
    found = words(text)
    return Phrase(found) if found else Everything()


def plain(text: str) -> Iterator[Tree]:
    """The words of a text in which nothing is an operator."""
    for chunk in text.split():
        if parts := words(chunk):
            yield Word(parts)


class ReportsiteEngine(BaseEngine):
    """What HAYSTACK_CONNECTIONS names as ENGINE."""

    backend = ReportsiteBackend
    query = ReportsiteQuery
