"""Records to index, with as little said as possible."""

from documents.search.engine import Record


def record(number=1, body="", **values):
    """A section `u<number>` with this body; `title`, `author`… are its other zones, the rest fields of a record."""
    zones = {zone: (values.pop(zone),) for zone in ("title", "heading", "author", "number") if zone in values}
    known = {
        "id": f"u{number}",
        "model": "documents.section",
        "pk": number,
        "group": "g1",
        "language": "en",
        "zones": {"body": (body,), **zones},
        "facets": {},
        "start": 0,
        "end": 0,
        "position": number,
        "digest": f"{body} {zones} {values}",
    }
    return Record(**(known | values))
