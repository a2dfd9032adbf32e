"""Which table or figure a caption belongs to."""

from collections.abc import Callable

from documents.text.markdown.drafts import Draft, Spot
from documents.text.markdown.pieces import Begin, End, Leaf, Text, Turn


def attach_captions(spots: list[Spot], report: Callable[[str, int], None]) -> None:
    """Give each caption to the table or figure below it, else above it, that has none yet.

    Between two that have none it goes to the one it touches without an empty line; when it touches both or
    neither, to the one below, and that is reported. One that finds nothing becomes a paragraph.
    """
    for number, spot in enumerate(spots):
        if spot.frame is not None or spot.draft is None:
            continue
        below = _neighbour(spots, number, 1)
        above = _neighbour(spots, number, -1)
        chosen = below or above
        if below is not None and above is not None:
            touches_above, touches_below = above.last == spot.first, below.first == spot.last
            if touches_above and not touches_below:
                chosen = above
            elif touches_above == touches_below:
                report(
                    "This caption stands between two tables or figures; it was given to the one below. "
                    "Leave no empty line between a caption and its table.",
                    spot.first + 1,
                )
        if chosen is None or chosen.draft is None:
            report("No table or figure stands next to this caption; it is shown as text.", spot.first + 1)
            spot.frame = Leaf(-1)
            spot.draft = Draft("paragraph", [Text("{caption: "), *spot.draft.pieces, Text("}")])
        else:
            chosen.draft.pieces += spot.draft.pieces
            chosen.draft.captioned = True
    spots[:] = [spot for spot in spots if spot.frame is not None]


def _neighbour(spots: list[Spot], number: int, step: int) -> Spot | None:
    """The table or figure next to a caption, if it has no caption yet; page turns between do not count."""
    number += step
    while 0 <= number < len(spots) and isinstance(spots[number].frame, Turn):
        number += step
    if not 0 <= number < len(spots):
        return None
    spot = spots[number]
    if spot.draft is None or spot.draft.captioned:
        return None
    match spot.frame:
        case Begin("table") if step > 0:
            return spot
        case End("table") if step < 0:
            return spot
        case Leaf() if spot.draft.kind == "figure":
            return spot
    return None
