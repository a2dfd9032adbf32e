"""Whose request it is: a forged header changes nothing."""

import pytest
from django.test import RequestFactory

from reportsite.address import networks
from reportsite.clients import client, is_this_machine


@pytest.fixture(autouse=True)
def proxies(settings):
    settings.TRUSTED_PROXIES = networks(["127.0.0.1", "10.0.0.0/8", "::1"])


def asked(address, forwarded=None):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


@pytest.mark.parametrize(
    ("address", "forwarded", "counted"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "192.0.2.1", "203.0.113.9"),  # no proxy of ours: forged
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "192.0.2.1, 203.0.113.9", "203.0.113.9"),  # the reader forged what stands left
        ("127.0.0.1", "203.0.113.9, 10.1.2.3", "203.0.113.9"),  # two proxies of ours
        ("127.0.0.1", "127.0.0.1, 203.0.113.9", "203.0.113.9"),  # nor is it ours because he says so
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),  # somebody in our own network
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9, nonsense\\r\\n", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9:5123", "203.0.113.9"),
        ("127.0.0.1", "[2001:db8:1:2:3::4]:443", "2001:db8:1:2::"),
        ("2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", None, "2001:db8:1:2::"),  # the same line
        ("2001:db8:1:3::1", None, "2001:db8:1:3::"),
        ("::ffff:203.0.113.9", None, "203.0.113.9"),
        ("", None, ""),
    ],
)
def test_the_address_that_counts(address, forwarded, counted):
    assert client(asked(address, forwarded)) == counted


def test_without_a_proxy_of_ours_no_header_is_believed(settings):
    settings.TRUSTED_PROXIES = []
    assert client(asked("127.0.0.1", "203.0.113.9")) == "127.0.0.1"


@pytest.mark.parametrize(
    ("address", "headers", "is_it"),
    [
        ("127.0.0.1", {}, True),
        ("::1", {}, True),
        ("203.0.113.9", {}, False),
        ("10.1.2.3", {}, False),
        ("", {}, False),
        ("127.0.0.1", {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),
        ("127.0.0.1", {"HTTP_X_FORWARDED_PROTO": "https"}, False),  # a proxy that names nobody
    ],
)
def test_a_program_of_this_machine(address, headers, is_it):
    assert is_this_machine(RequestFactory().get("/", REMOTE_ADDR=address, **headers)) is is_it
