"""The one file of styles and the one of scripts that every page of readers names."""

import re

from django.conf import settings

from documents.views import bundles


def address(client):
    [found] = re.findall(r'<link rel="stylesheet" href="([^"]*)">', client.get("/privacy/").content.decode())
    return found


def test_all_styles_are_in_it_and_those_for_paper_hold_on_paper_only(client, db):
    text = client.get(address(client)).content.decode()
    on_screen, _, on_paper = text.partition("@media print {\n/* On paper")
    assert "--paper: light-dark" in on_screen and "11pt" not in on_screen
    assert "font-size: 11pt" in on_paper


def test_no_file_is_forgotten():
    files = {file.stem for file in (settings.BASE_DIR / "static/css").glob("*.css")}
    assert files == {*bundles.ON_SCREEN, bundles.ON_PAPER}
    scripts = {file.stem for file in (settings.BASE_DIR / "static/js").glob("*.js")}
    assert scripts == {*bundles.BEHAVIOURS}


def test_every_page_names_the_one_file_of_scripts(client, db):
    page = client.get("/privacy/").content.decode()
    [named] = re.findall('<script[^>]*src="([^"]*)"', page)
    response = client.get(named)
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    code = response.content.decode()
    assert code.startswith("{\n// Single keys") and "[data-print]" in code


def test_no_script_needs_another():
    code = bundles.read_scripts()
    assert not re.search("^(import|export) ", code, re.MULTILINE)


def test_a_browser_keeps_it_until_it_changes(client, db):
    assert "immutable" in client.get(address(client))["Cache-Control"]


def test_a_page_of_an_older_version_gets_the_present_styles(client, db):
    response = client.get("/styles-0123456789ab.css")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-cache"
    assert response.content == client.get(address(client)).content


def test_only_while_one_works_on_them_they_are_read_anew(settings, tmp_path):
    bundle = bundles.Bundle("styles", "text/css", (tmp_path / "one.css").read_text)
    (tmp_path / "one.css").write_text("a {}")
    settings.DEBUG = True
    before = bundle.file
    (tmp_path / "one.css").write_text("b {}")
    assert (before.text, bundle.file.text) == ("a {}", "b {}")
    settings.DEBUG = False
    assert bundle.file.text == "b {}"
    (tmp_path / "one.css").write_text("c {}")
    assert bundle.file.text == "b {}"
