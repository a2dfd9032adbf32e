"""Small words such as “of” stand everywhere: as matches they count where they stand beside another word of the query.

That is how they are read: in “Department of Justice”, not in every “of” of a page. A unit in which nothing else of the
query is shown keeps them all, so that what was found is always marked.
"""

from collections.abc import Iterator, Set
from collections.abc import Sequence as Row

from documents.query.expand import Expanded, Sequence, wanted
from documents.query.spans import Passage, Span

SMALL_WORDS = frozenset(
    """
    a about after all also an and any are as at be been before but by can did do does during for from had has have he
    her his how if in into is it its no not of off on or our out over she so such than that the their them then there
    these they this those to under until up upon was we were what when where which while who whom whose why will with
    would you your
    al como con das de del des der du el en et la las le les los para por que un una und von y
    """.split()
)


def beside_others(tree: Expanded, passages: Row[Passage], found: Row[Row[Span]]) -> list[list[Span]]:
    """The matches in each passage without the small words that stand alone, if others are left."""
    small = _small_parts(tree)
    if not small or all(_all_small(spans, small) for spans in found):
        return [list(spans) for spans in found]
    return [
        [span for run in _runs(passage.text, spans) if not _all_small(run, small) for span in run]
        for passage, spans in zip(passages, found, strict=True)
    ]


def _small_parts(tree: Expanded) -> set[int]:
    """The parts of the query that are a small word, whatever other names they have."""
    parts: dict[int, bool] = {}
    for leaf in wanted(tree):
        is_small = isinstance(leaf, Sequence) and len(leaf.slots) == 1 and leaf.slots[0].word in SMALL_WORDS
        parts[leaf.part] = is_small and parts.get(leaf.part, True)
    return {part for part, is_small in parts.items() if is_small}


def _all_small(run: Row[Span], small: Set[int]) -> bool:
    return all(part in small for span in run for part in span.parts)


def _runs(text: str, spans: Row[Span]) -> Iterator[list[Span]]:
    """The matches, those together between which nothing but a space or a hyphen stands."""
    run: list[Span] = []
    end = 0
    for span in spans:
        if run and text[end : span.start].strip(" \n-"):
            yield run
            run = []
        run.append(span)
        end = max(end, span.end)
    if run:
        yield run
