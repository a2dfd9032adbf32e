"""Who asks: the address of a request's sender, as far as it can be believed."""

import re
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings

HOUSEHOLD = 64  # bits of an IPv6 address that one line has; the rest its machines choose as they like
PORT = re.compile(r"\[(.+)\](?::\d+)?|([\d.]+):\d+")  # some proxies add one: [2001:db8::1]:443, 192.0.2.1:443
HEADERS = (
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_FORWARDED",
    "HTTP_VIA",
)


def client(request) -> str:
    """The address for which requests and failed logins are counted; "" where the server names none.

    Of an IPv6 address it is the network of 64 bits, written as its first address.
    """
    address = sender(request)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, HOUSEHOLD), strict=False).network_address)
    return str(address or "")


def sender(request):
    """The last hop that is not a proxy of ours. What stands left of it in the header anybody can have written."""
    address = read(request.META.get("REMOTE_ADDR", ""))
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while hops and is_trusted(address):
        hop = read(hops.pop())
        if hop is None:  # what a proxy of ours hands on without an address counts as its own
            break
        address = hop
    return address


def is_trusted(address):
    return any(address in network for network in settings.TRUSTED_PROXIES) if address else False


def is_this_machine(request):
    """Whether a program of this very machine asks, and no proxy for somebody else."""
    address = read(request.META.get("REMOTE_ADDR", ""))
    return bool(address and address.is_loopback) and not any(request.META.get(name) for name in HEADERS)


def read(text):
    """The address in a text, with or without a port; None where there is none."""
    text = text.strip()
    if match := PORT.fullmatch(text):
        text = match[1] or match[2]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
