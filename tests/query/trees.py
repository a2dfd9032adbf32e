"""Random trees in normal form, small enough for the limits of the grammar."""

from hypothesis import strategies as st

from documents.query.chunks import pattern, spelt
from documents.query.fields import TEXT_FIELDS
from documents.query.limits import LIMITS
from documents.query.notes import Notes
from documents.query.tree import (
    Dates,
    Fuzzy,
    Near,
    Pattern,
    Phrase,
    Tree,
    Word,
    conjunction,
    disjunction,
    negation,
    within,
)
from documents.text.words import words, written

FEW = (
    "family",
    "families",
    "zero",
    "tolerance",
    "title",
    "or",
    "re",
    "entry",
    "reentry",
    "1325",
    "中",
    "a",
    "per",
    "cent",
)
SHAPES = ("fam*", "*tolerance", "z?ro", "re*", "*entr*", "13?*", "?a")
DAYS = ("", "2017", "2018", "2018-04", "2018-06", "2018-06-20", "2019-01-31")
ANY = "aAéÉöß1½²中กน้ำ'’.-_/&%§,:()\"“”|= \u00ad\u0301\u0130*?~\u01c0\u093f"


def few_words(most: int = 3, *, least: int = 1) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(FEW), min_size=least, max_size=most).map(tuple)


def any_words(split) -> st.SearchStrategy[tuple[str, ...]]:
    """Whatever the analysis makes of a short text."""
    return st.text(st.sampled_from(ANY) | st.characters(), min_size=1, max_size=8).map(split).filter(bool)


distances = st.integers(0, LIMITS["distance"].most)
changes = st.integers(1, LIMITS["changes"].most)
dates = st.builds(Dates, st.sampled_from(DAYS), st.sampled_from(DAYS)).filter(
    lambda dates: str(dates) != "date:" and dates.ordinals[0] <= dates.ordinals[1]
)
patterns = st.lists(st.sampled_from(FEW + SHAPES), min_size=1, max_size=3).map(tuple).map(pattern)


def leaves(*, wild: bool) -> st.SearchStrategy[Tree]:
    if not wild:
        return (
            few_words().map(Word)
            | few_words(2).map(Phrase)
            | st.builds(Word, few_words(1), st.just(True))
            | patterns
            | st.builds(Fuzzy, st.sampled_from(FEW), changes)
            | st.builds(Near, few_words(least=2), distances)
            | dates
        )
    return (
        any_words(words).map(Word)
        | any_words(words).map(Phrase)
        | st.builds(Word, any_words(written), st.just(True))
        | st.text(st.sampled_from(ANY) | st.characters(), min_size=1, max_size=8).map(shape).filter(bool)
        | st.builds(Fuzzy, any_words(words).map(lambda found: found[0]), changes)
        | st.builds(Near, any_words(words).filter(lambda found: len(found) > 1), distances)
    )


def shape(text):
    """What a text with signs in it stands for, if it is a pattern."""
    leaf = spelt(f"{text}*a", Notes())
    return leaf if isinstance(leaf, Pattern) else None


def trees(*, wild: bool = False) -> st.SearchStrategy[Tree]:
    """Trees through the constructors; `wild` ones have words from all over Unicode."""

    def branches(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        several = st.lists(parts, max_size=4)
        return (
            several.map(conjunction)
            | several.map(disjunction)
            | parts.map(negation)
            | st.builds(within, st.sampled_from(TEXT_FIELDS), parts)
        )

    return st.recursive(leaves(wild=wild), branches, max_leaves=8)
