"""What may become public, and what has to stay so: rules that all records with a text share."""

from documents.text.markdown import parse


def cited_keys(text):
    return {citation.key for citation in parse(text).citations}


def shown_keys(text):
    return {image.key for image in parse(text).images}


def problems(text, collection, citable, pictures=None):
    """Why a text must not be public: its mistakes, and what it cites and shows beside what there is.

    `citable` are the keys of sources and `pictures` those of pictures; None where a text has no pictures of its own.
    """
    body = parse(text)
    found = [f"Line {problem.line}: {problem.message}" for problem in body.problems]
    found += [
        shown_in_vain(key, pictures) for key in sorted({one.key for one in body.images} - (pictures or set()))
    ]
    cited = {citation.key for citation in body.citations}
    return found + [cited_in_vain(key, collection) for key in sorted(cited - citable)]


def cited_in_vain(key, collection):
    return (
        f"[@{key}] cites no published source of the collection “{collection}”. "
        "Add or publish the source, or correct the key."
    )


def shown_in_vain(key, pictures):
    if pictures is None:
        return f"Only sections and sources have pictures. Take ![…]({key}) out."
    return f"![…]({key}) shows no picture that is kept with this text. Add the picture, or correct the key."


def keys_of(records, collection):
    """The keys of those of the records that are sources of the collection."""
    sources = (record for record in records if record._meta.model_name == "source")
    return {source.key for source in sources if source.collection_id == collection.pk}


def sifted(records, problems_of):
    """Which records can be changed together, and (record, reason) for each that cannot.

    `problems_of` is asked about a record and those that are changed with it. A record that is refused may be
    the reason why another is, so the rest are asked again until nobody has a problem.
    """
    chosen, refused = list(records), {}
    while wrong := {record: " ".join(found) for record in chosen if (found := problems_of(record, chosen))}:
        refused |= wrong
        chosen = [record for record in chosen if record not in wrong]
    return chosen, list(refused.items())
