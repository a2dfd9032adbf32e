import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from documents.text.bodies import LONGEST
from reportsite import settings
from reportsite.address import site_url


def test_a_form_has_room_for_the_longest_text_in_the_widest_letters():
    assert len("𝄞".encode()) * LONGEST < settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://Reports.example.org/", "https://reports.example.org"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        (" https://[::1]:8443 ", "https://[::1]:8443"),
    ],
)
def test_the_sites_address_is_a_scheme_and_a_host(written, meant):
    assert site_url(written) == meant


@pytest.mark.parametrize(
    "written", ["www.example.org", "https://", "ftp://example.org", "https://example.org/base"]
)
def test_any_other_address_is_refused_with_an_example(written):
    with pytest.raises(ImproperlyConfigured, match=r"https://reports\.example\.org"):
        site_url(written)


def test_every_variable_that_is_read_is_explained():
    source = Path(settings.__file__).read_text()
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', source))
    explained = set(re.findall(r"\b[A-Z_]{4,}\b", settings.__doc__))
    assert read <= explained
