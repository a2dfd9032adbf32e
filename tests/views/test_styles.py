"""The one file of styles that every page of readers names."""

import re

from django.conf import settings

from documents.views import styles


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
    assert files == {*styles.ON_SCREEN, styles.ON_PAPER}


def test_a_browser_keeps_it_until_it_changes(client, db):
    assert "immutable" in client.get(address(client))["Cache-Control"]


def test_a_page_of_an_older_version_gets_the_present_styles(client, db):
    response = client.get("/styles-0123456789ab.css")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-cache"
    assert response.content == client.get(address(client)).content


def test_while_one_works_on_them_they_are_read_anew(client, db, settings, tmp_path, monkeypatch):
    for name in (*styles.ON_SCREEN, styles.ON_PAPER):
        (tmp_path / f"{name}.css").write_text("a {}\n")
    monkeypatch.setattr(styles, "FOLDER", tmp_path)
    settings.DEBUG = True
    assert client.get(address(client)).content.startswith(b"a {}")
