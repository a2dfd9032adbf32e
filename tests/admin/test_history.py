"""The history of a text in the admin."""

import re

import pytest
from django.contrib.auth.models import Permission

from documents.models import Section, Source, State
from tests.admin.forms import address, fields, opened


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture
def source(shelf):
    """A source that was saved three times, the last time without publishing."""
    source = shelf.source(body="One.\n\nStays.", title="A memo", state=State.DRAFT)
    source.body, source.state = "One and a half.\n\nStays.", State.PUBLISHED
    source.save()
    source.body = "Two.\n\nStays."
    source.revisions.set_aside(source)
    source.refresh_from_db()
    return source


def page_of(client, place):
    response = client.get(place)
    assert response.status_code == 200
    return re.sub(r">\s+<", "><", response.content.decode())


def history(unit, rest=""):
    return f"/admin/documents/{unit._meta.model_name}/{unit.pk}/history/{rest}"


def test_every_revision_is_listed_with_who_when_and_how_much(editor, source, admin_user):
    source.editor, source.correction = admin_user, "A slip."
    source.body = "One and three quarters.\n\nStays."
    source.save()
    page = page_of(editor, history(source))
    rows = re.findall(r"<tr><td>.*?</tr>", page)
    assert [re.search(r"/history/(\d+)/", row)[1] for row in rows] == ["4", "3", "2", "1"]
    assert "<td>admin</td>" in rows[0] and "correction" in rows[0] and "(UTC)" in rows[0]
    assert "Changes not published" in rows[1] and "no editor" in rows[1]
    assert "</span>+3 " in rows[2] and "</span>−0" in rows[2] and "Published" in rows[2]
    assert "first revision" in rows[3]


def test_a_revision_shows_what_it_changed_and_what_changed_since(editor, source):
    page = page_of(editor, history(source, "1/"))
    made, since = page.split("What has changed from it to the present text")
    assert "It is the first revision that is kept." in made
    assert "put in: </span>and a half</ins>" in since
    page = page_of(editor, history(source, "2/"))
    made, since = page.split("What has changed from it to the present text")
    assert "State: from Draft to Published." in made and "put in: </span>and a half</ins>" in made
    assert "1 paragraph as it was" in made
    assert "Nothing: the present text says the same." in since


def test_changes_of_other_columns_are_shown(editor, shelf):
    source = shelf.source(title="A memo", publisher="Port")
    source.title, source.official_url_checked = "A note", False
    source.save()
    page = page_of(editor, history(source, "2/"))
    assert '<th scope="row">Title</th>' in page and "taken out: </span>memo" in page
    assert '<th scope="row">Official address checked</th>' in page and "taken out: </span>yes" in page
    assert "Publisher" not in page


def test_any_two_are_compared_the_older_first(editor, source):
    for chosen in ("?older=1&newer=3", "?older=3&newer=1"):
        page = page_of(editor, history(source, f"difference/{chosen}"))
        assert "From revision 1 to 3" in page and "put in: </span>Two" in page


@pytest.mark.parametrize("chosen", ["", "?older=x&newer=1", "?older=1"])
def test_two_have_to_be_chosen(editor, source, chosen):
    page = editor.get(history(source, f"difference/{chosen}"), follow=True).content.decode()
    assert "Choose two revisions to compare." in page


@pytest.mark.parametrize("rest", ["9/", "difference/?older=1&newer=9", "0/"])
def test_a_revision_that_is_not_there_is_missing(editor, source, rest):
    assert editor.get(history(source, rest)).status_code == 404


def test_a_text_that_is_not_there_has_no_history(editor, db):
    for rest in ("", "1/", "difference/?older=1&newer=2"):
        assert editor.get(f"/admin/documents/source/99/history/{rest}").status_code == 404


def test_restoring_fills_the_form_and_saves_nothing(editor, source):
    response = editor.get(f"{address(source)}?revision=1")
    assert fields(response)["body"] == "One.\n\nStays."
    assert "This form shows revision 1" in response.content.decode()
    source.refresh_from_db()
    assert source.body == "One and a half.\n\nStays."


def test_a_restored_revision_is_saved_as_the_latest(editor, source):
    where = f"{address(source)}?revision=1"
    assert editor.post(where, opened(editor, where)).status_code == 302
    source.refresh_from_db()
    assert (source.body, source.state) == ("One.\n\nStays.", "published")
    assert source.revisions.first().number == 4
    assert source.revisions.pending().count() == 1


def test_restoring_brings_the_record_back_as_well(editor, shelf):
    source = shelf.source(title="A memo", date="2018-04", official_url_checked=False)
    source.title, source.date, source.official_url_checked = "A note", "2019", True
    source.save()
    where = f"{address(source)}?revision=1"
    editor.post(where, opened(editor, where))
    source.refresh_from_db()
    assert (source.title, str(source.date), source.official_url_checked) == ("A memo", "2018-04", False)


@pytest.mark.parametrize("number", ["x", "99", "-1", "9" * 40, "1%00"])
def test_a_form_opens_with_what_is_saved_where_there_is_no_such_revision(editor, source, number):
    page = editor.get(f"{address(source)}?revision={number}")
    assert fields(page)["body"] == "One and a half.\n\nStays."


def test_a_text_whose_history_began_before_records_were_kept(editor, shelf):
    source = shelf.source(body="One.", title="A memo")
    source.revisions.update(record={})
    source.body = "Two."
    source.save()
    page = page_of(editor, history(source, "2/"))
    assert "taken out: </span>One" in page and "Title" not in page
    assert fields(editor.get(f"{address(source)}?revision=1"))["title"] == "A memo"


def test_that_a_former_record_was_not_kept_is_said(editor, shelf):
    source = shelf.source(body="One.", title="A memo")
    source.revisions.update(record={}, state="not recorded")
    source.title = "A note"
    source.save()
    told = "What revision 1 said beside its text, such as the title, was not kept."
    assert told in page_of(editor, history(source, "2/"))
    assert told in page_of(editor, history(source, "difference/?older=1&newer=2"))
    rows = page_of(editor, history(source))
    assert "former title and other fields not kept" in rows and "<td>Not recorded</td>" in rows


def test_a_text_without_a_history_says_so(editor, source):
    source.revisions.all().delete()
    assert "Nothing is kept of this text yet" in page_of(editor, history(source))


def test_what_the_log_of_the_admin_has_is_there_too(editor, source):
    editor.post(history(source, "3/discard/"))
    assert "Discarded the changes kept in revision 3." in page_of(editor, history(source))


def test_words_are_escaped(editor, shelf):
    source = shelf.source(title="<b>A", body="`<script>`")
    source.title, source.body = "<i>B", "`<script>` <b>"
    source.save()
    for rest in ("", "2/", "difference/?older=1&newer=2"):
        page = page_of(editor, history(source, rest))
        assert "<script>`" not in page and "<b>A" not in page and "<i>B" not in page


def test_who_may_only_look_can_neither_restore_nor_discard(client, source, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    client.force_login(reader)
    assert client.get(history(source)).status_code == 403
    reader.user_permissions.add(Permission.objects.get(codename="view_source"))
    assert "Restore" not in page_of(client, history(source, "1/"))
    assert client.post(history(source, "3/discard/")).status_code == 403
    page = page_of(client, address(source))
    assert "Continue with them" not in page and "This corrects a mistake" not in page


def test_strangers_see_nothing(client, source):
    for rest in ("", "1/", "difference/?older=1&newer=2"):
        assert "/admin/login/" in client.get(history(source, rest)).url


@pytest.mark.parametrize("count", [3, 60])
def test_a_long_history_costs_no_more_queries(editor, shelf, django_assert_num_queries, count):
    section = shelf.section(body="0")
    for number in range(1, count):
        section.body = str(number)
        section.save()
    editor.get(history(section))  # what Django asks once and remembers
    with django_assert_num_queries(8 if count == 3 else 9):  # one more for the revision before the page
        page = page_of(editor, history(section))
    assert (("Page 1 of 3" in page), Section.objects.count()) == (count == 60, 1)


def test_a_page_of_the_history_knows_the_revision_before_it(editor, shelf):
    section = shelf.section(body="word")
    for number in range(1, 30):
        section.body = "word " * (number + 1)
        section.save()
    last = re.findall(r"<tr><td>.*?</tr>", page_of(editor, history(section)))[-1]
    assert "/history/6/" in last and "</span>+1 " in last
    assert Source.objects.count() == 0
