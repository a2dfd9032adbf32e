"""Addresses as an operator writes them: that of the site, and those of the machines that speak for others."""

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def site_url(text: str) -> str:
    """The address without a slash at its end, in small letters; anything but a scheme and a host is refused."""
    parts = urlsplit(text.strip().rstrip("/").lower())
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.geturl().count("/") > 2:
        raise ImproperlyConfigured(f"SITE_URL is {text!r}. Write it as https://reports.example.org")
    return parts.geturl()


def is_of_this_machine(host: str) -> bool:
    """Whether a name or number leads nowhere but to the machine itself."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def networks(texts: list[str]) -> list:
    """Addresses and networks, such as 127.0.0.1 or 10.0.0.0/8; anything else is refused with an example."""
    try:
        return [ip_network(text.strip()) for text in texts if text.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"TRUSTED_PROXIES: {error}. Write addresses or networks, as in 127.0.0.1,10.0.0.0/8"
        ) from None
