"""The headers of safety are on every answer: each address of the URLconf, each kind of error, files, redirects."""

import runpy

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, URLPattern, get_resolver, include, path, resolve

from reportsite.headers import EXCEPTIONS, HEADERS

# What the observatory's best score was measured with, to the letter (Permissions-Policy is ours).
WANTED = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


def test_the_table_has_what_is_wanted():
    assert HEADERS.items() >= WANTED.items()


def test_what_differs_is_this_and_no_more():
    assert EXCEPTIONS == {
        "documents:picture": {"Content-Security-Policy": "default-src 'none'; sandbox"},
        "documents:preview": {"Referrer-Policy": "no-referrer"},
    }


def addresses(patterns=None, prefix=""):
    """One address of every pattern of the URLconf."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        route = prefix + str(pattern.pattern).replace("^", "").replace("$", "").replace(r"\Z", "")
        if isinstance(pattern, URLPattern):
            for name, converter in pattern.pattern.converters.items():
                kind = type(converter).__name__.removesuffix("Converter").lower()
                route = route.replace(f"<{kind}:{name}>", "1")
            yield "/" + route
        else:
            yield from addresses(pattern.url_patterns, route)


def assert_safe(response, address):
    try:
        name = resolve(address).view_name
    except Resolver404:
        name = ""
    for header, value in (HEADERS | EXCEPTIONS.get(name, {})).items():
        assert response.get(header) == value, (address, header)


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_has_them(admin_client, client, index, method):
    asked = sorted(set(addresses()))
    assert {"/", "/search/", "/admin/", "/admin/documents/section/add/", "/reports/1/1/"} <= set(asked)
    for address in asked:
        for somebody in (client, admin_client):
            assert_safe(getattr(somebody, method)(address), address)


def broken(error):
    def view(request):
        raise error

    return view


class urls:
    """A site on which everything goes wrong."""

    handler400 = "documents.views.errors.refused"
    handler403 = "documents.admin.unsaved.forbidden"
    handler404 = "documents.views.errors.missing"
    handler500 = "documents.views.errors.broken"
    urlpatterns = [
        path("400/", broken(BadRequest())),
        path("403/", broken(PermissionDenied())),
        path("405/", lambda request: HttpResponse(status=405)),
        path("410/", lambda request: HttpResponse(status=410)),
        path("413/", broken(RequestDataTooBig())),
        path("429/", lambda request: HttpResponse(status=429)),
        path("500/", broken(ValueError())),
        path("503/", broken(OperationalError())),
        path("", include("reportsite.urls")),
    ]


@pytest.mark.parametrize("status", [400, 403, 404, 405, 410, 413, 429, 500, 503])
def test_every_error_has_them(db, settings, status):
    settings.ROOT_URLCONF = urls
    response = Client(raise_request_exception=False).get(f"/{status}/")
    assert response.status_code == status
    assert_safe(response, f"/{status}/")


def test_a_host_that_is_not_ours_gets_them(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert_safe(response, "/")


def test_files_have_them(settings):
    file = settings.STATIC_ROOT / "css/page.css"
    file.parent.mkdir(exist_ok=True)
    file.write_text("p {}")
    try:
        response = Client().head("/static/css/page.css")
    finally:
        file.unlink()
    assert response.status_code == 200
    assert_safe(response, "/static/css/page.css")


@pytest.fixture
def https(settings, monkeypatch):
    """The settings of a site at an https address."""
    monkeypatch.setenv("SITE_URL", "https://reports.example.org")
    for name, value in runpy.run_path(str(settings.BASE_DIR / "reportsite/settings.py")).items():
        if name.startswith(("SECURE_", "SESSION_", "CSRF_", "STAFF_", "HTTPS", "SITE_URL", "ALLOWED_HOSTS")):
            setattr(settings, name, value)


def test_a_redirect_to_https_has_them(https, client):
    response = client.get("/about/", headers={"host": "reports.example.org"})
    assert (response.status_code, response.url) == (301, "https://reports.example.org/about/")
    assert_safe(response, "/about/")


def test_an_https_site_asks_for_https_in_future(https, db):
    response = Client(headers={"host": "reports.example.org"}).get("/about/", secure=True)
    assert response["Strict-Transport-Security"] == "max-age=63072000"


def test_cookies_of_an_https_site_are_its_alone(https, admin_user):
    client = Client(headers={"host": "reports.example.org"})
    client.get("/admin/login/", secure=True)
    client.post("/admin/login/", {"username": "admin", "password": "password"}, secure=True)
    assert set(client.cookies) == {"__Host-csrftoken", "__Host-sessionid"}
    for cookie in client.cookies.values():
        assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax"
        assert cookie["path"] == "/" and not cookie["domain"]


def test_a_form_of_another_address_is_refused(https, admin_user):
    client = Client(headers={"host": "reports.example.org"}, enforce_csrf_checks=True)
    page = client.get("/admin/login/", secure=True)
    sent = {"csrfmiddlewaretoken": page.context["csrf_token"], "username": "admin", "password": "password"}
    for origin, status in (("https://evil.example", 403), ("https://reports.example.org", 302)):
        response = client.post("/admin/login/", sent, secure=True, headers={"origin": origin})
        assert response.status_code == status


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_programs_of_this_machine_ask_without_https(https, db, client, address):
    assert client.get(address, headers={"host": "127.0.0.1"}).status_code != 301


def test_a_local_site_ties_nothing_to_https(client, admin_user):
    client.post("/admin/login/", {"username": "admin", "password": "password"})
    response = client.get("/admin/")
    assert set(client.cookies) == {"sessionid"} or set(client.cookies) == {"sessionid", "csrftoken"}
    assert not client.cookies["sessionid"]["secure"] and "Strict-Transport-Security" not in response


@pytest.mark.parametrize("address", ["/admin/", "/admin/login/", "/admin/documents/section/"])
def test_what_editors_see_is_kept_nowhere(admin_client, client, address):
    for somebody in (admin_client, client):
        assert "no-store" in somebody.get(address)["Cache-Control"]
