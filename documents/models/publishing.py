"""What may become public, and what has to stay so: rules that all records with a text share."""

from documents.text.markdown import parse


def cited_keys(text):
    return {citation.key for citation in parse(text).citations}


def problems(text, collection, citable):
    """Why a text must not be public: the mistakes in it, and what it cites beside the keys in `citable`."""
    body = parse(text)
    found = [f"Line {problem.line}: {problem.message}" for problem in body.problems]
    found += [f"The site keeps no pictures yet: take ![…]({picture.key}) out." for picture in body.images]
    in_vain = [
        f"[@{key}] cites no published source of the collection “{collection}”. "
        "Add or publish the source, or correct the key."
        for key in sorted({citation.key for citation in body.citations} - citable)
    ]
    return found + in_vain


def sifted(records, problems_of):
    """Which records can be changed together, and (record, reason) for each that cannot.

    `problems_of` is asked about a record and those that are changed with it. A record that is refused may be
    the reason why another is, so the rest are asked again until nobody has a problem.
    """
    chosen, refused = list(records), {}
    while wrong := {record: found[0] for record in chosen if (found := problems_of(record, chosen))}:
        refused |= wrong
        chosen = [record for record in chosen if record not in wrong]
    return chosen, list(refused.items())
