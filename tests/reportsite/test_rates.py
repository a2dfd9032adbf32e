"""How often one address may ask."""

import pytest
from django.urls import reverse

from reportsite import rates
from reportsite.address import networks

READER = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture(autouse=True)
def counted(index, db, monkeypatch):
    """Counters of this test's own, and a window that does not end while it runs."""
    rates.counter.cache_clear()
    monkeypatch.setattr(rates, "RATE_OF", {key: few(rate) for key, rate in rates.RATE_OF.items()})
    yield
    rates.counter.cache_clear()


def few(rate):
    return rates.Rate(rate.name, 3, rate.pages, rate.method)


def ask(client, address="/search/?q=tide", times=4, **sent):
    for _ in range(times):
        response = client.get(address, **(READER | sent))
    return response


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/search/?q=tide", "searches"),
        ("/r/H-1/", "searches"),
        ("/search/matches/?q=tide", "lists of all matches"),
        ("/search/matches.csv?q=tide", "lists of all matches"),
        ("/suggest/?q=ti", "suggestions"),
    ],
)
def test_who_asks_too_often_is_told_to_wait(client, address, name):
    assert ask(client, address, 3).status_code != 429
    response = ask(client, address, 1)
    page = response.content.decode()
    assert response.status_code == 429 and 1 <= int(response["Retry-After"]) <= 60
    assert f"more than 3 {name} within a minute" in page and '<header class="masthead">' in page
    assert response["Cache-Control"] == "no-store" and "noindex" in page


def test_a_head_request_counts_as_well(client):
    for _ in range(4):
        response = client.head("/search/?q=tide", **READER)
    assert response.status_code == 429


def test_pages_are_read_without_a_limit(client):
    assert ask(client, "/reports/", 10).status_code == 200


def test_others_are_not_held_up(client):
    ask(client)
    assert ask(client, times=1, REMOTE_ADDR="198.51.100.7").status_code == 200


def test_what_is_counted_apart_is_not_held_up(client):
    ask(client)
    assert ask(client, "/suggest/?q=ti", 1).status_code == 200


def test_neighbours_in_a_network_of_64_bits_count_together(client):
    for number in range(4):
        response = ask(client, times=1, REMOTE_ADDR=f"2001:db8:1:2::{number}")
    assert response.status_code == 429
    assert ask(client, times=1, REMOTE_ADDR="2001:db8:1:3::1").status_code == 200


def test_a_forged_header_wins_nothing(client):
    for number in range(4):
        response = ask(client, times=1, HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert response.status_code == 429


def test_behind_a_proxy_each_reader_has_a_count_of_his_own(client, settings):
    settings.TRUSTED_PROXIES = networks(["127.0.0.1"])
    behind = {"REMOTE_ADDR": "127.0.0.1"}
    assert ask(client, HTTP_X_FORWARDED_FOR="192.0.2.1, 203.0.113.9", **behind).status_code == 429
    assert ask(client, times=1, HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.1", **behind).status_code == 200


def test_this_machine_is_not_limited(client):
    assert ask(client, REMOTE_ADDR="127.0.0.1").status_code == 200


def test_a_proxy_that_names_nobody_is(client):
    assert ask(client, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_PROTO="https").status_code == 429


def test_it_can_be_switched_off(client, settings):
    settings.RATE_LIMITS = False
    assert ask(client).status_code == 200


def test_the_time_is_over_some_time(client, monkeypatch):
    ask(client)
    now = rates.time.time()
    monkeypatch.setattr(rates.time, "time", lambda: now + 61)
    assert ask(client, times=1).status_code == 200


def test_attempts_to_sign_in_are_counted_whatever_the_name(client):
    for number in range(4):
        response = client.post("/admin/login/", {"username": f"u{number}", "password": "x"}, **READER)
    assert response.status_code == 429
    assert client.get("/admin/login/", **READER).status_code == 200


def test_every_page_of_the_table_is_one():
    for rate in rates.RATES:
        for page in rate.pages:
            reverse(page, args=["1"] * (page.count("number") + page.count("page_by")))


def test_the_manual_has_the_numbers(settings):
    manual = (settings.BASE_DIR / "docs/deploy.md").read_text()
    for rate in rates.RATES:
        assert f"| {rate.name} | {rate.a_minute} |" in manual
