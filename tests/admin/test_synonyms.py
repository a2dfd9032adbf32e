"""Sets of names as editors keep them."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User

from documents.models import Synonym
from tests.admin.forms import address, errors, opened

ADD = "/admin/documents/synonym/add/"
LIST = "/admin/documents/synonym/"
DOJ = "DOJ\nDepartment of Justice"


def set_of(names=DOJ, searched=""):
    return Synonym.objects.create(names=names, searched=searched)


def messages(response):
    return [str(message) for message in response.context["messages"]]


def test_an_empty_list_says_what_belongs_there(admin_client):
    page = admin_client.get(LIST).content.decode()
    assert "who searches for DOJ also finds Department of Justice" in page
    assert f'<a href="{ADD}">Add the first set of synonyms</a>' in page


def test_a_set_is_added_and_counts_with_the_next_search(admin_client, client, shelf, index):
    shelf.source(title="Letter", body="The Department of Justice wrote.")
    index()
    assert "Letter" not in client.get("/search/?q=doj").content.decode()
    admin_client.post(ADD, {"names": "DOJ\r\nDepartment of Justice", "searched": ""})
    assert Synonym.objects.get().names == DOJ
    assert "Letter" in client.get("/search/?q=doj").content.decode()


def test_the_list_says_what_finds_what(admin_client):
    set_of(), set_of("UAC", "unaccompanied")
    page = admin_client.get(LIST).content.decode()
    assert "DOJ, Department of Justice</a>" in page and ">finds all of them<" in page
    assert "also finds unaccompanied, but not the other way round" in page


def test_sets_are_looked_for_by_any_of_their_names(admin_client):
    set_of(), set_of("UAC", "unaccompanied")
    for typed, found in (("justice", "DOJ"), ("unaccom", "UAC")):
        (synonym,) = admin_client.get(LIST, {"q": typed}).context["cl"].result_list
        assert synonym.names.startswith(found)


@pytest.mark.parametrize(
    ("names", "said"), [("DOJ", "Write at least two names"), ("DOJ\n***", "“***” has no letter")]
)
def test_what_no_search_could_use_is_refused_at_its_field(admin_client, names, said):
    assert said in errors(admin_client.post(ADD, {"names": names, "searched": ""}))
    assert not Synonym.objects.exists()


def test_the_form_shows_how_many_texts_have_each_name(admin_client, shelf, index):
    shelf.source("S1", body="The DOJ."), shelf.source("S2", body="The DOJ and the Departments of Justice.")
    index()
    synonym = set_of("DOJ\nDepartment of Justice\nMain Justice")
    page = admin_client.get(address(synonym)).content.decode()
    assert '<bdi>DOJ</bdi>: <a href="/search/?q=doj&amp;syn=0">in 2 sections or sources</a>' in page
    assert (
        '<bdi>Department of Justice</bdi>: <a href="/search/?q=department-of-justice&amp;syn=0">in 1 ' in page
    )
    assert '<bdi>Main Justice</bdi>: <span class="quiet">in no published text</span>' in page


def test_the_search_of_a_name_finds_as_many_as_the_form_says(admin_client, client, shelf, index):
    shelf.source("S1", body="Department of Justice."), shelf.source("S2", body="The justice of a department.")
    index()
    set_of()
    page = client.get("/search/?q=department-of-justice&syn=0")
    assert page.context["found"].count == 1


def test_a_name_of_signs_is_not_counted(admin_client, shelf, index):
    page = admin_client.post(ADD, {"names": "DOJ\n***", "searched": ""}).content.decode()
    assert "How many sections and sources have each name is shown here once the set is saved." in page
    synonym = set_of("DOJ\n***")  # past the form
    assert "***</bdi>" not in admin_client.get(address(synonym)).content.decode()


def test_while_the_search_is_down_a_set_can_be_edited(admin_client, settings, tmp_path):
    settings.HAYSTACK_CONNECTIONS = {
        "default": settings.HAYSTACK_CONNECTIONS["default"] | {"PATH": tmp_path / "nothing"}
    }
    synonym = set_of()
    assert "The search cannot count them just now" in admin_client.get(address(synonym)).content.decode()


def test_a_name_in_two_sets_is_told_with_a_link_and_allowed(admin_client):
    other = set_of()
    response = admin_client.post(ADD, {"names": "D.O.J.\nMain Justice", "searched": ""}, follow=True)
    assert Synonym.objects.count() == 2
    told = "".join(messages(response))
    assert "“D.O.J.” is also in the set" in told and f'<a href="{address(other)}">DOJ = Department' in told


def test_hostile_names_are_escaped_in_form_list_and_message(admin_client, shelf, index):
    names = "<script>alert(1)</script>\nalert"
    synonym = set_of(names)
    page = admin_client.post(ADD, {"names": names, "searched": ""}, follow=True).content.decode()
    assert "is also in the set" in page or "are also in the set" in page
    for text in (page, *(admin_client.get(where).content.decode() for where in (LIST, address(synonym)))):
        assert "<script>alert" not in text and "&lt;script&gt;alert" in text


def test_two_editors_do_not_overwrite_each_other(admin_client, shelf, index):
    synonym = set_of()
    form = opened(admin_client, address(synonym))
    Synonym.objects.update(names="DOJ\nMain Justice")
    response = admin_client.post(address(synonym), form | {"names": "DOJ\nJustice"})
    assert "Nothing was saved" in response.content.decode()
    assert Synonym.objects.get().names == "DOJ\nMain Justice"


def test_who_changed_a_set_is_kept(admin_client, shelf, index):
    synonym = set_of()
    admin_client.post(address(synonym), opened(admin_client, address(synonym)) | {"names": "DOJ\nJustice"})
    assert LogEntry.objects.get().get_change_message() == "Changed Names."
    assert "Changed Names." in admin_client.get(f"{LIST}{synonym.pk}/history/").content.decode()


def test_who_may_only_look_changes_nothing(client, shelf, index):
    editor = User.objects.create_user("editor", is_staff=True)
    editor.user_permissions.add(Permission.objects.get(codename="view_synonym"))
    client.force_login(editor)
    synonym = set_of()
    assert "Department of Justice" in client.get(address(synonym)).content.decode()
    assert client.post(address(synonym), {"names": "DOJ\nJustice", "searched": ""}).status_code == 403
    assert Synonym.objects.get().names == DOJ


def test_the_list_costs_the_same_for_many_sets(admin_client, django_assert_num_queries):
    for number in range(3):
        set_of(f"A{number}\nB{number}")
    admin_client.get(LIST)
    with django_assert_num_queries(8):
        admin_client.get(LIST)
    for number in range(3, 30):
        set_of(f"A{number}\nB{number}")
    with django_assert_num_queries(8):
        admin_client.get(LIST)
