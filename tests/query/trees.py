"""Random trees in normal form, small enough for the limits of the grammar."""

from hypothesis import strategies as st

from documents.query.fields import FIELDS
from documents.query.tree import Phrase, Tree, Word, conjunction, disjunction, negation, within
from documents.text.words import words, written

FEW = ("family", "families", "zero", "tolerance", "title", "or", "re", "entry", "reentry", "1325", "中", "a")
ANY = "aAéÉöß1½²中กน้ำ'’.-_/&%§,:()\"“”|= \u00ad\u0301\u0130"


def few_words(most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(FEW), min_size=1, max_size=most).map(tuple)


def any_words(split) -> st.SearchStrategy[tuple[str, ...]]:
    """Whatever the analysis makes of a short text."""
    return st.text(st.sampled_from(ANY) | st.characters(), min_size=1, max_size=8).map(split).filter(bool)


def leaves(*, wild: bool) -> st.SearchStrategy[Tree]:
    if not wild:
        return few_words().map(Word) | few_words(2).map(Phrase) | st.builds(Word, few_words(1), st.just(True))
    return (
        any_words(words).map(Word)
        | any_words(words).map(Phrase)
        | st.builds(Word, any_words(written), st.just(True))
    )


def trees(*, wild: bool = False) -> st.SearchStrategy[Tree]:
    """Trees through the constructors; `wild` ones have words from all over Unicode."""

    def branches(parts: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        several = st.lists(parts, max_size=4)
        return (
            several.map(conjunction)
            | several.map(disjunction)
            | parts.map(negation)
            | st.builds(within, st.sampled_from(sorted(FIELDS)), parts)
        )

    return st.recursive(leaves(wild=wild), branches, max_leaves=8)
