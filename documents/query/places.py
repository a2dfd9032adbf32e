"""Where in a unit its matches lie: as numbers to draw, and in words."""

from collections.abc import Sequence

from documents.query.snippets import LANDING
from documents.query.spans import Passage, Span

MOST_NAMED = 4  # passages that are still told one by one


def places(passages: Sequence[Passage], spans: Sequence[Sequence[Span]]) -> tuple[float, ...]:
    """The place of each match in the texts of a unit, by characters: 0 is the beginning, 1 the end."""
    length = sum(len(passage.text) for passage in passages)
    found, before = [], 0
    for passage, here in zip(passages, spans, strict=True):
        found += [(before + span.start) / length for span in here]
        before += len(passage.text)
    return tuple(found)


def where(passages: Sequence[Passage], spans: Sequence[Sequence[Span]]) -> str:
    """The same in words: “in the title and passages 3, 14 and 40 of 62”; nothing where nothing matches.

    A passage is a heading, a paragraph, a list item, a table row or a note of the text.
    """
    zones = {passage.zone for passage, here in zip(passages, spans, strict=True) if here}
    text = [bool(here) for passage, here in zip(passages, spans, strict=True) if passage.zone in LANDING]
    numbers = [number for number, is_matched in enumerate(text, start=1) if is_matched]
    parts = [
        "the title" if "title" in zones else "",
        _numbered(numbers, len(text)) if numbers else "",
        "the record" if zones - LANDING - {"title"} else "",
    ]
    said = _listed([part for part in parts if part])
    return f"in {said}" if said else ""


def _numbered(numbers: Sequence[int], all_of_them: int) -> str:
    if all_of_them == 1:
        return "the text"
    if len(numbers) == all_of_them:
        return f"all {all_of_them} passages"
    if len(numbers) > MOST_NAMED:
        return f"{len(numbers)} of {all_of_them} passages, from {numbers[0]} to {numbers[-1]}"
    noun = "passage" if len(numbers) == 1 else "passages"
    return f"{noun} {_listed([str(number) for number in numbers])} of {all_of_them}"


def _listed(words: Sequence[str]) -> str:
    """“3”, “3 and 14”, “3, 14 and 40”."""
    *first, last = words or [""]
    return f"{', '.join(first)} and {last}" if first else last
