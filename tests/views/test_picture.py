"""The address of a picture: who sees it, and what is said with it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.utils import timezone

from documents.models import Imprint, Picture, PreviewLink, State
from documents.models.picture import stored
from documents.pictures import accept
from documents.views.pictures import Picturing, shown_imprint
from tests.pictures.drawing import photo


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def keep(unit, kind="PNG"):
    return Picture.objects.keep(unit, key="map", alt="A map.", data=photo(kind))


@pytest.fixture
def shown(shelf):
    return keep(shelf.section("![](map)"))


@pytest.fixture
def hidden(shelf):
    return keep(shelf.section(state=State.DRAFT))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_of_a_published_text_is_served(client, shelf, kind):
    picture = keep(shelf.source(body="![](map)"), kind)
    response = client.get(f"/pictures/{picture.name}")
    with picture.file.open() as file:
        assert response.content == file.read()
    assert response["Content-Type"] == f"image/{kind.lower()}"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "public, max-age=604800, immutable"
    assert "Cookie" not in response.get("Vary", "")


def test_a_browser_that_has_it_is_not_sent_it_again(client, shown):
    response = client.get(f"/pictures/{shown.name}", headers={"If-None-Match": f'"{shown.name}"'})
    assert (response.status_code, response.content) == (304, b"")
    assert response["Cache-Control"].startswith("public")


def test_a_picture_can_only_be_read(client, shown):
    assert client.post(f"/pictures/{shown.name}").status_code == 405
    assert client.head(f"/pictures/{shown.name}")["Content-Type"] == "image/png"


@pytest.mark.parametrize("name", ["0.png", "..", "..%2fsecret-key", "%00", "x" * 300])
def test_another_name_is_missing(client, shown, name):
    assert client.get(f"/pictures/{name}").status_code == 404


def test_the_type_is_that_of_the_content_and_of_nothing_else(client, shown):
    with open(default_storage.path(shown.file.name), "wb") as file:
        file.write(b"<script>alert(1)</script>")
    assert client.get(f"/pictures/{shown.name}").status_code == 404


def test_a_file_that_is_gone_is_missing(client, shown):
    default_storage.delete(shown.file.name)
    assert client.get(f"/pictures/{shown.name}").status_code == 404


def test_a_picture_of_a_draft_is_missing(client, hidden):
    assert client.get(f"/pictures/{hidden.name}").status_code == 404


def test_a_picture_that_its_text_does_not_show_is_missing(client, admin_client, shelf):
    picture = keep(shelf.section("Words."))
    assert client.get(f"/pictures/{picture.name}").status_code == 404
    assert admin_client.get(f"/pictures/{picture.name}")["Cache-Control"] == "private, no-store"
    token = link(picture.owner).token
    assert client.get(f"/pictures/{picture.name}?preview={token}").status_code == 200


def test_an_editor_sees_a_picture_of_a_draft(admin_client, hidden):
    response = admin_client.get(f"/pictures/{hidden.name}")
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize(
    ("staff", "permission", "status"),
    [
        (True, "view_section", 200),
        (True, "change_section", 200),
        (True, "view_source", 404),
        (False, "view_section", 404),
    ],
)
def test_only_who_may_see_the_draft_sees_its_picture(
    client, django_user_model, hidden, staff, permission, status
):
    user = django_user_model.objects.create_user("ed", is_staff=staff)
    user.user_permissions.add(Permission.objects.get(codename=permission))
    client.force_login(user)
    response = client.get(f"/pictures/{hidden.name}")
    assert response.status_code == status


def link(unit, days=1):
    values = {"token": f"t{days}", "expires_at": timezone.now() + timedelta(days=days)}
    return PreviewLink.objects.create(section=unit, **values)


def test_a_preview_shows_the_pictures_of_its_text(client, hidden):
    response = client.get(f"/pictures/{hidden.name}?preview={link(hidden.owner).token}")
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")


def test_a_preview_that_has_ended_or_is_of_another_text_shows_nothing(client, shelf, hidden):
    ended, other = link(hidden.owner, -1), link(shelf.section(), 2)
    for token in (ended.token, other.token, "", "x"):
        assert client.get(f"/pictures/{hidden.name}?preview={token}").status_code == 404


def test_the_picture_of_the_site_is_everybody_s(client, db):
    file = stored(accept(photo("JPEG", turned=6)))
    imprint = Imprint.objects.create(pk=1, picture=file, picture_alt="The harbor.")
    href, alt, *size = shown_imprint(imprint)
    assert (alt, size) == ("The harbor.", [40, 60])
    assert client.get(href)["Content-Type"] == "image/jpeg"


def test_a_site_without_a_picture_shows_none(db):
    assert shown_imprint(Imprint()) is None
    assert shown_imprint(Imprint(picture="pictures/gone.png")) is None


def test_a_text_finds_its_pictures_by_their_keys(shown, django_assert_num_queries):
    picturing = Picturing(shown.owner)
    with django_assert_num_queries(1):
        assert picturing("map") == (f"/pictures/{shown.name}", "A map.", 60, 40)
        assert picturing("plan") is None


def test_a_preview_hands_its_token_on(hidden):
    assert Picturing(hidden.owner, "a b")("map").href == f"/pictures/{hidden.name}?preview=a+b"
