"""How it is with the search, in sentences for the first page of the admin."""

from collections.abc import Iterator

from documents.models.schedule import on_the_clock
from documents.search.condition import Comparison, Condition


def sentences() -> list[str]:
    """What an editor has to know of the index. What could not be brought into it is listed with what waits."""
    condition = Condition.now()
    return [*of_answers(condition), *of_comparison(condition.comparison)]


def of_answers(condition: Condition) -> Iterator[str]:
    if condition.state:
        yield f"{condition.state.units:,} sections and sources can be found."
    else:
        yield f"Nothing can be found now. {condition.trouble}"
    if condition.rebuild:
        yield f"The index is being made anew: {condition.rebuild} sections and sources are done."
    elif condition.failure and not condition.state:
        yield (
            f"It could not be made anew: {condition.failure.why}. "
            f"The next try: {on_the_clock(condition.failure.next_time)}."
        )
    elif not condition.state:
        yield "While a server runs, it makes the index anew by itself."


def of_comparison(comparison: Comparison | None) -> Iterator[str]:
    if comparison is None:
        return
    when = f"Index and texts were compared on {on_the_clock(comparison.time)}"
    if not comparison.differing:
        yield f"{when}: nothing differed."
    elif comparison.is_mended:
        yield f"{when}: {comparison}. That was put right."
    else:
        yield f"{when}: {comparison}. To put that right: manage.py check_index --repair"
