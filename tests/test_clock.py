import pytest
from django.core.exceptions import ImproperlyConfigured

from reportsite.clock import time_zone


@pytest.mark.parametrize("name", ["UTC", "Europe/Paris", " Asia/Tokyo "])
def test_a_time_zone_is_named(name):
    assert time_zone(name) == name.strip()


@pytest.mark.parametrize("name", ["Paris", "Europe", "../etc/passwd", "/etc/passwd", "+02:00", "a\0b"])
def test_any_other_is_refused_with_an_example(name):
    with pytest.raises(ImproperlyConfigured, match="Europe/Paris"):
        time_zone(name)
