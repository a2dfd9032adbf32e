import re

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from documents.models import PreviewLink, Revision, State


@pytest.fixture
def section(shelf):
    return shelf.section("Soon.", title="Tides", state=State.DRAFT)


@pytest.fixture
def address(section):
    return f"/admin/documents/section/{section.pk}/previews/"


def test_a_link_is_made_for_some_days(admin_client, client, address, admin_user):
    page = admin_client.post(address, {"days": 3}, follow=True).content.decode()
    link = PreviewLink.objects.get()
    assert (link.expires_at - timezone.now()).days == 2 and link.made_by == admin_user
    assert f"http://testserver/preview/{link.token}/" in page and "Made by admin" in page
    assert "Soon." in client.get(link.get_absolute_url()).content.decode()


def test_seven_days_are_offered(admin_client, address):
    assert re.search(r'name="days" value="7"', admin_client.get(address).content.decode())


@pytest.mark.parametrize("days", ["", "0", "-1", "91", "x", "1e9"])
def test_other_numbers_are_refused(admin_client, address, days):
    page = admin_client.post(address, {"days": days}).content.decode()
    assert "errorlist" in page and not PreviewLink.objects.exists()


def test_a_link_is_ended(admin_client, client, address, section):
    link = PreviewLink.objects.make(section, by=None)
    page = admin_client.post(f"{address}{link.pk}/end/", follow=True).content.decode()
    assert "The preview link has ended." in page and "There is none." in page
    assert client.get(link.get_absolute_url()).status_code == 404


def test_a_link_of_another_text_is_not_ended_here(admin_client, shelf, address):
    link = PreviewLink.objects.make(shelf.source("S1", state=State.DRAFT), by=None)
    admin_client.post(f"{address}{link.pk}/end/")
    assert PreviewLink.objects.live().exists()


def test_looking_ends_nothing(admin_client, address, section):
    link = PreviewLink.objects.make(section, by=None)
    assert admin_client.get(f"{address}{link.pk}/end/").status_code == 405
    assert PreviewLink.objects.exists()


def test_the_form_lists_the_links_and_leads_here(admin_client, address, section):
    link = PreviewLink.objects.make(section, by=None)
    page = admin_client.get(f"/admin/documents/section/{section.pk}/change/").content.decode()
    assert link.get_absolute_url() in page and address in page


def test_who_only_looks_at_the_text_is_handed_no_link(client, section, django_user_model):
    link = PreviewLink.objects.make(section, by=None)
    user = django_user_model.objects.create_user("reader", is_staff=True)
    codenames = ["view_section", "view_report"]
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    for record in (section, section.report):
        page = client.get(f"/admin/documents/{record._meta.model_name}/{record.pk}/change/").content.decode()
        assert "Tides" in page and link.token not in page
        assert "/previews/" not in page and "/order/" not in page and "Add a section" not in page


def test_what_everybody_sees_needs_no_link(admin_client, shelf):
    source = shelf.source("S1")
    page = admin_client.get(f"/admin/documents/source/{source.pk}/previews/").content.decode()
    assert "Everybody can see this text" in page and 'name="days"' not in page
    Revision.objects.set_aside(source)
    page = admin_client.get(f"/admin/documents/source/{source.pk}/previews/").content.decode()
    assert 'name="days"' in page


def test_a_missing_text(admin_client, db):
    assert admin_client.get("/admin/documents/source/9/previews/").status_code == 404


def test_only_who_may_change_the_text_may_show_it(client, address, section, django_user_model):
    link = PreviewLink.objects.make(section, by=None)
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.get(address).status_code == client.post(f"{address}{link.pk}/end/").status_code == 403
