"""The time zone in which editors read and write times, as an operator writes it."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured


def time_zone(text: str) -> str:
    """The name of a time zone; anything else is refused with an example."""
    name = text.strip()
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone, no name at all, a folder of names
        raise ImproperlyConfigured(f"TIME_ZONE is {text!r}. Write it as Europe/Paris or UTC.") from None
    return name
