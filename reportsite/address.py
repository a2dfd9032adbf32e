"""The address that readers use, as an operator writes it."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def site_url(text: str) -> str:
    """The address without a slash at its end, in small letters; anything but a scheme and a host is refused."""
    parts = urlsplit(text.strip().rstrip("/").lower())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.geturl().count("/") > 2:
        raise ImproperlyConfigured(f"SITE_URL is {text!r}. Write it as https://reports.example.org")
    return parts.geturl()
