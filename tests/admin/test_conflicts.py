"""Two editors and one record: nothing is overwritten that an editor has not seen."""

import threading

import pytest
from django.test import Client

from documents.models import Collection, Imprint, Picture, Report, Section, Source, State
from tests.admin.forms import address, errors, fields, opened
from tests.pictures.drawing import photo


@pytest.fixture
def editor(admin_client):
    return admin_client


@pytest.fixture
def other(django_user_model):
    user = django_user_model.objects.create_superuser("kowalska", password="password")
    client = Client()
    client.force_login(user)
    return client


def send(client, record, form, **changes):
    return client.post(address(record), form | changes)


def test_what_somebody_else_saved_is_not_overwritten(editor, other, shelf):
    source = shelf.source(body="One.\n\nTwo.")
    mine, theirs = opened(editor, address(source)), opened(other, address(source))
    assert send(other, source, theirs, body="One.\n\nTwo and a half.").status_code == 302
    response = send(editor, source, mine, body="One and a bit.\n\nTwo.")
    source.refresh_from_db()
    assert (response.status_code, source.body) == (200, "One.\n\nTwo and a half.")


def test_the_page_says_who_saved_and_shows_both_versions(editor, other, shelf):
    source = shelf.source(body="One.\n\nTwo.", title="A memo")
    mine, theirs = opened(editor, address(source)), opened(other, address(source))
    send(other, source, theirs, body="One.\n\nTwo and a half.", title="A note")
    page = send(editor, source, mine, body="One and a bit.\n\nTwo.").content.decode()
    assert "kowalska saved this record on" in page and "(UTC), after you had opened it." in page
    meanwhile, rest = page.split("What you changed")
    assert "A <del>" in meanwhile and "put in: </span>and a half" in meanwhile
    mine, effect = rest.split("What changes when you save your version now")
    assert "put in: </span>and a bit" in mine and "and a half" not in mine
    assert "put in: </span>and a bit" in effect and "taken out: </span>and a half" in effect
    assert "One and a bit.\n\nTwo.</textarea>" in effect


def test_saving_again_puts_ones_own_version_in_place_of_the_other(editor, other, shelf):
    source = shelf.source(body="One.")
    mine, theirs = opened(editor, address(source)), opened(other, address(source))
    send(other, source, theirs, body="Theirs.")
    again = fields(send(editor, source, mine, body="Mine."))
    assert send(editor, source, again).status_code == 302
    assert [revision.body for revision in source.revisions.all()] == ["Mine.", "Theirs.", "One."]


def test_a_third_version_is_refused_again(editor, other, shelf):
    source = shelf.source(body="One.")
    mine = opened(editor, address(source))
    send(other, source, opened(other, address(source)), body="Second.")
    again = fields(send(editor, source, mine, body="Mine."))
    send(other, source, opened(other, address(source)), body="Third.")
    assert "Nothing was saved" in errors(send(editor, source, again))


def test_ones_own_other_tab_is_another_version_too(editor, shelf):
    source = shelf.source(body="One.")
    first, second = opened(editor, address(source)), opened(editor, address(source))
    send(editor, source, first, body="First tab.")
    assert "Nothing was saved" in errors(send(editor, source, second, body="Second tab."))


def test_a_form_that_says_no_version_saves_nothing(editor, shelf):
    source = shelf.source(body="One.")
    form = opened(editor, address(source))
    for version in ("", "x", ".".join(["0" * 64, "0" * 64, "0", "0"]), "\0"):
        assert send(editor, source, form | {"version": version}, body="Two.").status_code == 200
    source.refresh_from_db()
    assert source.body == "One."


def test_saving_twice_in_a_row_is_no_conflict(editor, shelf):
    source = shelf.source(body="One.")
    assert send(editor, source, opened(editor, address(source)), body="Two.").status_code == 302
    assert send(editor, source, opened(editor, address(source)), body="Three.").status_code == 302


def test_what_a_program_saves_meanwhile_is_not_overwritten(editor, shelf):
    section = shelf.section(body="One.")
    form = opened(editor, address(section))
    section.body = "Loaded anew."
    section.save()
    page = send(editor, section, form, body="Mine.").content.decode()
    assert "Somebody, or a program such as that which loads folders, saved this record on" in page
    assert Section.objects.get().body == "Loaded anew."


def test_publishing_at_its_time_is_another_version(editor, shelf):
    source = shelf.source(body="One.", state=State.DRAFT)
    form = opened(editor, address(source))
    Source.objects.publish()
    response = send(editor, source, form, title="Other")
    assert "Nothing was saved" in errors(response)
    assert Source.objects.get().state == State.PUBLISHED


@pytest.mark.parametrize("model", [Collection, Report])
def test_records_without_a_history_are_not_overwritten_either(editor, other, shelf, model):
    report = shelf.report(about="About it.")
    record = report if model is Report else shelf.collection
    mine, theirs = opened(editor, address(record)), opened(other, address(record))
    send(other, record, theirs, about="Theirs.")
    response = send(editor, record, mine, about="Mine.")
    page = response.content.decode()
    assert "Nothing was saved" in errors(response) and "kowalska saved this record on" in page
    assert "taken out: </span>Theirs" in page and "put in: </span>Mine" in page
    again = fields(response)
    assert send(editor, record, again).status_code == 302
    record.refresh_from_db()
    assert record.about == "Mine."


def test_the_imprint_is_not_overwritten(editor, other, db):
    imprint = Imprint.objects.create(pk=1, name="Port")
    mine = opened(editor, address(imprint))
    send(other, imprint, opened(other, address(imprint)), name="Theirs")
    assert "Nothing was saved" in errors(send(editor, imprint, mine, name="Mine"))


def test_a_value_that_makes_no_sense_is_refused_beside_the_conflict(editor, other, shelf):
    source = shelf.source(body="One.")
    mine = opened(editor, address(source))
    send(other, source, opened(other, address(source)), body="Theirs.")
    response = send(editor, source, mine, body="Mine.", date="03/04/2018")
    assert "Nothing was saved" in errors(response) and "2018-03-04" in errors(response)


def test_what_was_written_in_a_deleted_record_is_shown(editor, other, shelf):
    source = shelf.source(body="One.", state=State.DRAFT)
    form = opened(editor, address(source))
    other.post(f"/admin/documents/source/{source.pk}/delete/", {"post": "yes"})
    assert not Source.objects.exists()
    written = {"correction": "A misprint.", "pictures-0-alt": "A map."}
    response = send(editor, source, form, body="A day's <b>work.", **written)
    page = response.content.decode()
    assert response.status_code == 410
    assert "\nA misprint.</textarea>" in page and "\nA map.</textarea>" in page
    assert "kowalska deleted “A memo” on" in page
    assert "A day&#x27;s &lt;b&gt;work.</textarea>" in page


def test_who_may_not_change_is_not_told_what_was_deleted(client, shelf, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    response = client.post("/admin/documents/source/99/change/", {"body": "One."})
    assert response.status_code == 403 and "deleted" not in response.content.decode()


def test_words_of_the_other_version_are_escaped(editor, other, shelf):
    source = shelf.source(body="One.")
    mine = opened(editor, address(source))
    send(other, source, opened(other, address(source)), body="`<script>`", title="<b>x")
    page = send(editor, source, mine, body="`<img>`").content.decode()
    assert "<b>x" not in page and "`<script>`" not in page and "`<img>`" not in page


@pytest.fixture
def pictured(shelf, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    source = shelf.source(body="One. ![](map)")
    Picture.objects.keep(source, key="map", alt="A map.", data=photo())
    return source


def test_the_pictures_of_somebody_else_are_not_overwritten(editor, other, pictured):
    mine, theirs = (opened(client, address(pictured)) for client in (editor, other))
    send(other, pictured, theirs, **{"pictures-0-alt": "A <b>map of the port."})
    response = send(editor, pictured, mine, body="Two. ![](map)")
    page = response.content.decode()
    assert "Nothing was saved" in errors(response) and "kowalska saved this record on" in page
    assert "Its pictures were changed meanwhile" in page
    assert "<bdi>map</bdi> (“<bdi>A &lt;b&gt;map of the port.</bdi>”)." in page
    assert pictured.pictures.get().alt == "A <b>map of the port."


def test_a_picture_that_was_replaced_is_another_version(editor, pictured):
    form = opened(editor, address(pictured))
    Picture.objects.keep(pictured, key="map", alt="A map.", data=photo("JPEG"))
    response = send(editor, pictured, form, title="Other")
    assert "Its pictures were changed meanwhile" in response.content.decode()
    assert send(editor, pictured, fields(response)).status_code == 302


def test_pictures_that_are_as_they_were_are_not_spoken_of(editor, other, pictured):
    mine = opened(editor, address(pictured))
    send(other, pictured, opened(other, address(pictured)), title="Theirs")
    page = send(editor, pictured, mine, title="Mine").content.decode()
    assert "Nothing was saved" in page and "Its pictures were changed" not in page


@pytest.mark.parametrize(("action", "state"), [("publish", State.DRAFT), ("withdraw", State.PUBLISHED)])
def test_a_list_changes_no_state_of_what_was_saved_after_it_was_drawn(editor, shelf, action, state):
    source = shelf.source(state=state)
    drawn_at = editor.get("/admin/documents/source/").context["action_form"]["drawn_at"].value()
    source.save()
    chosen = {"action": action, "_selected_action": [source.pk], "drawn_at": drawn_at}
    editor.post("/admin/documents/source/", chosen, follow=True)
    assert Source.objects.get().state == state


def test_publishing_from_a_list_leaves_what_was_saved_after_it_was_drawn(editor, shelf):
    seen, changed = (shelf.source(key, title=key, state=State.DRAFT) for key in ("S1", "S2"))
    drawn_at = editor.get("/admin/documents/source/").context["action_form"]["drawn_at"].value()
    changed.save()
    chosen = {"action": "publish", "_selected_action": [seen.pk, changed.pk], "drawn_at": drawn_at}
    page = editor.post("/admin/documents/source/", chosen, follow=True).content.decode()
    assert list(Source.objects.published()) == [seen]
    assert "“S2” was left as it is: it was saved on" in page


def test_of_many_that_were_saved_meanwhile_the_first_are_named(editor, shelf):
    chosen = [shelf.source(f"S{n}", title="<i>", state=State.DRAFT).pk for n in range(12)]
    sent = {"action": "publish", "_selected_action": chosen, "drawn_at": "2018-01-01T00:00:00+00:00"}
    response = editor.post("/admin/documents/source/", sent, follow=True)
    left, published = map(str, response.context["messages"])
    assert left.count("“&lt;i&gt;” was left as it is") == 10 and left.endswith("<br>And 2 more.")
    assert published == "0 records were published."


@pytest.mark.parametrize(
    "drawn_at", ["", "x", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:00", "\0"]
)
def test_a_list_that_does_not_say_when_it_was_drawn_publishes(editor, shelf, drawn_at):
    source = shelf.source(state=State.DRAFT)
    chosen = {"action": "publish", "_selected_action": [source.pk], "drawn_at": drawn_at}
    assert editor.post("/admin/documents/source/", chosen, follow=True).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_is_refused(editor, other, shelf):
    source = shelf.source(body="One.")
    forms = {client: opened(client, address(source)) for client in (editor, other)}
    start, answers = threading.Barrier(2), []

    def save(client, body):
        start.wait()
        answers.append(send(client, source, forms[client], body=body).status_code)

    threads = [threading.Thread(target=save, args=pair) for pair in ((editor, "Mine."), (other, "Theirs."))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 302]
    assert source.revisions.count() == 2
