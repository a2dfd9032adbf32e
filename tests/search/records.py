"""Records to index, with as little said as possible."""

import json

from documents.search.engine import Record
from documents.search.whoosh.checksums import digest


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


def newer_pointer():
    """What CURRENT says of an index that a newer version of the program made."""
    facts = json.dumps({"version": 999, "analysis": 1, "generation": "000001-00000000"})
    return f"{facts}\n{digest(facts.encode())}\n"
