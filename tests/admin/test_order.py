import re

import pytest

from documents.models import Change, Section, State


@pytest.fixture
def report(shelf):
    """Chapters A and C, with B in A."""
    report = shelf.report()
    for slug, level in (("a", 1), ("b", 2), ("c", 1)):
        shelf.section(slug=slug, title=slug.upper(), level=level, report=report)
    return report


@pytest.fixture
def address(report):
    return f"/admin/documents/report/edition/{report.current_edition.pk}/order/"


def key(slug):
    return Section.objects.get(slug=slug).pk


def seen(client, address):
    return re.search(r'name="seen" value="([^"]*)"', client.get(address).content.decode())[1]


def move(client, address, text, **values):
    return client.post(address, {"seen": seen(client, address), "move": text} | values, follow=True)


def order():
    return [(section.slug, section.level) for section in Section.objects.order_by("position")]


def test_a_section_is_moved_with_its_parts(admin_client, address):
    move(admin_client, address, f"up {key('c')}")
    assert order() == [("c", 1), ("a", 1), ("b", 2)]
    assert list(Section.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3]


def test_a_level_is_changed_and_kept_in_the_history(admin_client, address, admin_user):
    move(admin_client, address, f"higher {key('b')}")
    assert order() == [("a", 1), ("b", 1), ("c", 1)]
    revision = Section.objects.get(slug="b").revisions.first()
    assert (revision.author, revision.record["level"]) == (admin_user, "1")


def test_a_section_is_dragged(admin_client, address):
    move(admin_client, address, f"drag {key('c')} {key('b')}")
    assert order() == [("a", 1), ("c", 1), ("b", 2)]
    move(admin_client, address, f"drag {key('a')} 0")
    assert order() == [("c", 1), ("b", 2), ("a", 1)]


def test_the_index_and_the_neighbours_follow(admin_client, client, address):
    Change.objects.all().delete()
    move(admin_client, address, f"up {key('c')}")
    assert Change.objects.count() == 3
    page = client.get("/reports/harbor/c/").content.decode()
    assert 'rel="next"' in page and 'rel="prev"' not in page


def test_a_drag_over_many_sections_asks_little(
    admin_client, shelf, report, address, django_assert_max_num_queries
):
    shelf.source("S1")
    for _ in range(40):
        shelf.section("[@S1]", report=report)
    before, last = seen(admin_client, address), Section.objects.order_by("position").last()
    Change.objects.all().delete()
    with django_assert_max_num_queries(20):
        admin_client.post(address, {"seen": before, "move": f"drag {last.pk} {key('a')}"})
    assert order()[:2] == [(last.slug, 1), ("a", 1)]
    assert Change.objects.count() == 43 + 1  # each section, and what they cite, once


def test_the_focus_stays_on_the_button(admin_client, address):
    page = move(admin_client, address, f"deeper {key('c')}").content.decode()
    assert re.search(rf'value="deeper {key("c")}"[^>]* autofocus', page)
    page = move(admin_client, address, f"up {key('c')}").content.decode()
    assert re.search(rf'value="up {key("c")}"[^>]* autofocus', page)


def test_where_a_button_has_no_use_any_more_its_opposite_has_the_focus(admin_client, address):
    page = move(admin_client, address, f"up {key('c')}").content.decode()
    assert re.search(rf'value="down {key("c")}"[^>]* autofocus', page)
    assert re.search(rf'value="up {key("c")}"[^>]* disabled>', page)


@pytest.mark.parametrize("meanwhile", ["moved", "added", "deleted"])
def test_nothing_is_lost_of_what_somebody_else_did(admin_client, shelf, report, address, meanwhile):
    before = seen(admin_client, address)
    match meanwhile:
        case "moved":
            move(admin_client, address, f"up {key('c')}")
        case "added":
            shelf.section(slug="d", report=report)
        case "deleted":
            Section.objects.get(slug="b").delete()
    stands = order()
    page = move(admin_client, address, f"down {key('a')}", seen=before).content.decode()
    assert "Nothing was moved: somebody has changed the sections meanwhile." in page
    assert order() == stands


@pytest.mark.parametrize("text", ["", "up", "up x", "up 99999", "fly 1", "drag", "drag 1", "drag 1 x"])
def test_nonsense_moves_nothing(admin_client, address, text):
    page = move(admin_client, address, text.replace("1", str(key("a")), 1)).content.decode()
    assert "Nothing was moved" in page
    assert order() == [("a", 1), ("b", 2), ("c", 1)]


def test_an_edition_without_sections(admin_client, shelf):
    address = f"/admin/documents/report/edition/{shelf.report().current_edition.pk}/order/"
    page = admin_client.get(address).content.decode()
    assert "There is no section yet." in page and "Add a section" in page


def test_a_missing_edition(admin_client, db):
    assert admin_client.get("/admin/documents/report/edition/9/order/").status_code == 404


def test_hostile_titles_are_escaped(admin_client, shelf, report, address):
    shelf.section(title="<script>alert(1)</script>", report=report)
    assert "<script>alert" not in admin_client.get(address).content.decode()


def test_only_who_may_change_sections_may_order_them(client, address, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert client.get(address).status_code == client.post(address).status_code == 403


def test_the_states_are_said_and_the_report_leads_here(admin_client, shelf, report, address):
    shelf.section(slug="d", title="Last", state=State.DRAFT, report=report)
    page = admin_client.get(f"/admin/documents/report/{report.pk}/change/").content.decode()
    assert address in page and "Last" in page and "Draft" in page
    assert f"/admin/documents/section/add/?edition={report.current_edition.pk}" in page
    assert address in admin_client.get(f"/admin/documents/section/{key('b')}/change/").content.decode()
    assert "level 1. Draft." in admin_client.get(address).content.decode()


def test_a_page_of_many_sections_asks_no_more(
    admin_client, shelf, report, address, django_assert_num_queries
):
    admin_client.get(address)
    with django_assert_num_queries(6):
        admin_client.get(address)
    for _ in range(5):
        shelf.section(report=report)
    with django_assert_num_queries(6):
        admin_client.get(address)
