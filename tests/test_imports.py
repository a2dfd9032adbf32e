"""Who may import whom. The table reads: this room may import those, and nothing else of the project."""

import ast
from functools import cache
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(file for room in ("documents", "reportsite") for file in (ROOT / room).rglob("*.py"))

PURE = {"text", "query", "drawing", "pictures", "passages", "citing"}
SEARCH = {"search", "search.condition", "search.find", "search.engine", "search.engines"}
READING = {
    *PURE,
    "models",
    "forms",
    "search.condition",
    "search.find",
    "search.engine",
    "search.stepping",
    "search.matches",
    "search.examples",
    "search.relaxing",
    "search.suggestions",
    "search.turns",
}
MAY_IMPORT = {
    "text": set(),
    "query": {"text"},
    "drawing": {"text"},
    "pictures": set(),
    "passages": {"text"},
    "citing": {"text"},
    "models": {"text", "pictures", "passages", "citing"},
    "migrations": {"models", "text"},
    "search.engine": {"query", "text"},
    "search.whoosh": {"search.engine", "query", "text"},
    "search.engines": {"search.engine", "search.whoosh"},
    "search.find": {"search", "search.turns", "search.engine", "search.engines", "models", "query", "text"},
    "search.condition": {"search.engine", "search.engines"},
    "search.relaxing": SEARCH | {"query", "text"},
    "search.stepping": SEARCH | {"query"},
    "search.examples": SEARCH | {"query", "text"},
    "search.phrases": set(),
    "search.turns": {"search.engine"},
    "search.suggestions": {"search", "search.phrases", "models", "text"},
    "search.matches": SEARCH | {"models", "query", "text"},
    "search": {"search.condition", "search.engine", "search.engines", "models", "query", "text"},
    "search_indexes": {"search", "models", "text"},
    "forms": {"query", "text", "models"},
    "views": READING,
    "feeds": READING,
    "sitemaps": READING,
    "api": READING,
    "templatetags": {*PURE, "models"},
    "urls": {"views", "feeds", "sitemaps", "api"},
    "importing": {"models", "text", "pictures"},
    "exporting": {*PURE, "models"},
    "admin": {*READING, "importing", "views"},  # a text is previewed by what its page shows
    "checks": {*PURE, *SEARCH, "models"},
    "apps": {"checks"},
    "keeping": {*SEARCH, "models", "text"},
    "management": {*PURE, *SEARCH, "models", "importing", "exporting", "keeping"},
}
HAYSTACK = {"search", "search.whoosh", "search_indexes"}
HAYSTACK_COMMANDS = {"update_index", "rebuild_index", "clear_index"}


class Import(NamedTuple):
    module: str
    line: int
    inside: bool  # of a function


@cache  # every rule looks at every file
def imports(source, package):
    """What a module of `package` imports, in full names: `from . import a` in `p.q` is `p.q.a`."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    inside = {node for function in functions for node in ast.walk(function)}
    return [
        Import(module, node.lineno, node in inside)
        for node in ast.walk(tree)
        for module in imported(node, package)
    ]


def imported(node, package):
    match node:
        case ast.Import(names):
            return [alias.name for alias in names]
        case ast.ImportFrom(module, names, level):
            above = package.split(".")[: len(package.split(".")) - level + 1] if level else []
            start = ".".join([*above, *filter(None, [module])])
            return [f"{start}.{alias.name}" for alias in names]
        case _:
            return []


def room(module):
    """The entry of the table that a module of `documents` belongs to, the longest name first."""
    inner = module.removeprefix("documents.")
    fitting = [name for name in MAY_IMPORT if f"{inner}.".startswith(f"{name}.")]
    return max(fitting, key=len, default=None)


def module_of(file):
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def package_of(file):
    return ".".join(file.relative_to(ROOT).parent.parts)


def found(rule):
    """Every import of the project that breaks the rule, as lines to go to."""
    return [
        f"{file.relative_to(ROOT)}:{one.line} imports {one.module}"
        for file in FILES
        for one in imports(file.read_text(), package_of(file))
        if rule(module_of(file), one)
    ]


def is_of(module, package):
    return f"{module}.".startswith(f"{package}.")


def test_every_module_has_a_room():
    modules = [module_of(file) for file in FILES if is_of(module_of(file), "documents")]
    assert [module for module in modules if not room(module)] == ["documents"]


def test_a_room_imports_only_what_the_table_says():
    def breaks(module, one):
        if not (is_of(module, "documents") and is_of(one.module, "documents")):
            return False
        here, there = room(module), room(one.module)
        return there != here and there not in MAY_IMPORT.get(here, set())

    assert found(breaks) == []


def test_pure_rooms_import_neither_django_nor_an_engine():
    def breaks(module, one):
        outside = one.module.partition(".")[0]
        return room(module) in PURE and outside in {"django", "haystack", "whoosh"}

    assert found(breaks) == []


def test_whoosh_is_imported_in_its_room_only():
    assert found(lambda module, one: is_of(one.module, "whoosh") and room(module) != "search.whoosh") == []


def test_haystack_is_imported_by_its_face_only():
    def breaks(module, one):
        replaces_its_own = module.rpartition(".")[2] in HAYSTACK_COMMANDS
        return is_of(one.module, "haystack") and room(module) not in HAYSTACK and not replaces_its_own

    assert found(breaks) == []


def test_nothing_imports_the_wiring():
    def breaks(module, one):
        return is_of(one.module, "reportsite") and not is_of(module, "reportsite")

    assert found(breaks) == []


def test_no_import_is_inside_a_function():
    assert found(lambda module, one: one.inside) == []


def test_imports_are_found_wherever_they_stand():
    source = """
        import whoosh.index as index
        from ..models import Section
        from . import words
        if TYPE_CHECKING:
            from documents.search.find import find
        class Late:
            def load(self):
                import haystack
    """
    assert imports(dedent(source), "documents.text") == [
        Import("whoosh.index", 2, False),
        Import("documents.models.Section", 3, False),
        Import("documents.text.words", 4, False),
        Import("documents.search.find.find", 6, False),
        Import("haystack", 9, True),
    ]


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("documents.text.markdown.pieces", "text"),
        ("documents.textual", None),
        ("documents.search.find.find", "search.find"),
        ("documents.search.indexer", "search"),
        ("documents.search.whoosh.store", "search.whoosh"),
        ("documents.search_indexes", "search_indexes"),
    ],
)
def test_a_module_belongs_to_the_longest_room_that_holds_it(module, expected):
    assert room(module) == expected
