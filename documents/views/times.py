"""What was published before and after a source."""

from django.db.models import Q

from documents.models import Source


def earlier_and_later(source: Source) -> tuple[Source | None, Source | None]:
    """Its neighbours among the published sources of the collection by date, then by title; none without a date."""
    if source.date_start is None:
        return None, None
    dated = source.collection.sources.published().exclude(date_start=None).exclude(pk=source.pk)
    dated = dated.defer("body").order_by("date_start", "title", "pk")
    return dated.filter(_beyond("lt", source)).last(), dated.filter(_beyond("gt", source)).first()


def _beyond(side: str, source: Source) -> Q:
    """What lies on one `side` of a source in this order: lt or gt."""
    same_day = Q(date_start=source.date_start)
    same_title = same_day & Q(title=source.title)
    return (
        Q(**{f"date_start__{side}": source.date_start})
        | same_day & Q(**{f"title__{side}": source.title})
        | same_title & Q(**{f"pk__{side}": source.pk})
    )
