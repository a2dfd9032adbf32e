"""What was corrected, for readers: the list of all corrections, and those under a text."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Revision, State
from documents.views import corrections as views
from documents.views.corrections import PER_PAGE


def page_of(client, address="/corrections/"):
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(
        r'<span class="unseen visually-hidden" lang="en">(.*?) </span>', r"(\1)", response.content.decode()
    )


def correct(unit, body, words="A slip of the pen.", **values):
    """Save another body, as an editor who says that it corrects a mistake."""
    for name, value in {"body": body, "correction": words, **values}.items():
        setattr(unit, name, value)
    unit.save()
    unit.correction = ""
    return unit.revisions.first()


def test_a_correction_is_shown_with_the_words_before_and_after(client, shelf):
    section = shelf.section(title="Findings", body="Stays as it is.\n\nThe pilots were *worned* [@S1].")
    correct(section, "Stays as it is.\n\nThe pilots were *warned* [@S1].", "A misprint.")
    page = page_of(client)
    assert '<a href="/reports/harbor/part-1/" lang="en" dir="ltr">Findings</a>' in page
    assert "<p>A misprint.</p>" in page
    assert "The pilots were <del>(taken out:)worned</del> <ins>(put in:)warned</ins> [S1]." in page
    assert "Stays as it is" not in page


def test_a_corrected_record_is_shown_as_well(client, shelf):
    source = shelf.source(publisher="Port Authorty")
    correct(source, "", publisher="Port Authority")
    page = page_of(client)
    assert "Publisher: <bdi>Port <del>(taken out:)Authorty</del> <ins>(put in:)Authority</ins></bdi>" in page


def test_a_section_is_called_by_its_number_and_title(client, shelf):
    section = shelf.section(title="The east bearings", number="3.2.1", body="One.")
    correct(section, "Two.")
    assert ">3.2.1 The east bearings</a></h2>" in page_of(client)


def test_a_changed_figure_does_not_run_into_the_other(client, shelf):
    source = shelf.source(body="| Year | Gullies |\n|--|--|\n| 2011 | 6 |")
    correct(source, "| Year | Gullies |\n|--|--|\n| 2011 | 5 |")
    assert "<del>(taken out:)6</del> <ins>(put in:)5</ins>" in page_of(client)


def test_the_latest_stands_first_and_who_made_it_is_not_said(client, shelf, django_user_model):
    source = shelf.source(body="One.", title="A memo")
    source.editor = django_user_model.objects.create(username="kowalska")
    correct(source, "Two.", "First words.")
    correct(source, "Three.", "Second words.")
    page = page_of(client)
    assert page.index("Second words.") < page.index("First words.")
    assert "kowalska" not in page


def test_a_save_that_corrects_nothing_is_not_listed(client, shelf):
    source = shelf.source(body="One.")
    source.body = "Two."
    source.save()
    assert "No published text was corrected yet." in page_of(client)


@pytest.mark.parametrize("before", [State.DRAFT, State.SCHEDULED])
def test_what_was_no_public_text_before_is_not_shown(client, shelf, before):
    source = shelf.source(body="Words of a draft.", state=before)
    correct(source, "Public words.", state=State.PUBLISHED)
    assert "draft" not in page_of(client)


def test_a_correction_of_a_text_that_was_withdrawn_is_not_shown(client, shelf):
    source = shelf.source(body="One.")
    correct(source, "Two.", "A reason.")
    type(source).objects.withdraw()
    assert "A reason." not in page_of(client)


def test_a_correction_in_a_report_that_was_withdrawn_is_not_shown(client, shelf):
    section = shelf.section(body="One.")
    correct(section, "Two.", "A reason.")
    section.report.state = State.DRAFT
    section.report.save()
    assert "A reason." not in page_of(client)


def test_changes_that_are_kept_and_not_published_are_not_shown(client, shelf):
    source = shelf.source(body="One.")
    source.body, source.correction = "Secret words.", "A reason."
    source.revisions.set_aside(source)
    assert "A reason." not in page_of(client)


def test_changes_that_were_kept_are_not_the_text_before(client, shelf):
    source = shelf.source(body="The pilots were worned.")
    source.body = "Secret words."
    source.revisions.set_aside(source)
    correct(source, "The pilots were warned.")
    page = page_of(client)
    assert "worned" in page and "Secret" not in page


def test_words_are_escaped(client, shelf):
    source = shelf.source(title="<i>A</i>", body="`<script>` one")
    correct(source, "`<script>` <b>two", "<script>alert()</script>")
    page = page_of(client)
    assert "<script>alert" not in page and "<b>two" not in page and "<i>A" not in page
    assert "&lt;script&gt;alert()" in page


def test_what_only_changed_its_marks_says_so(client, shelf):
    source = shelf.source(body="A *word*.")
    correct(source, "A **word**.")
    assert "The words are the same" in page_of(client)


def test_a_long_correction_shows_some_passages_and_counts_the_others(client, shelf):
    source = shelf.source(body="\n\n".join(f"Paragraph {number} was here." for number in range(30)))
    correct(source, "\n\n".join(f"Paragraph {number} is here." for number in range(30)))
    page = page_of(client)
    assert page.count('class="passage"') == 8
    assert "22 more passages of this text changed." in page


def test_corrections_of_one_report(client, shelf):
    correct(shelf.section(title="Ours", body="One."), "Two.")
    correct(shelf.section(title="Theirs", body="One.", report=shelf.report("mill", number="M-1")), "Two.")
    page = page_of(client, "/corrections/?report=mill")
    assert "Theirs" in page and "Ours" not in page
    assert '<a rel="nofollow" href="?report=harbor">H-1</a> <span class="count">1</span>' in page


def test_a_report_without_corrections_and_one_that_is_not_there(client, shelf):
    shelf.report()
    for slug in ("harbor", "nowhere", "%00"):
        assert "No text of this report was corrected." in page_of(client, f"/corrections/?report={slug}")


@pytest.mark.parametrize(
    "parameters", ["?page=99", "?page=x", "?at=x", "?at=999999999", "?report=" + "a" * 3000]
)
def test_an_address_that_makes_no_sense_has_an_answer(client, shelf, parameters):
    assert "<h1>Corrections</h1>" in page_of(client, f"/corrections/{parameters}")


def test_a_correction_is_found_on_its_page(client, shelf):
    source = shelf.source(body="0")
    first = correct(source, "1")
    for number in range(2, 14):
        correct(source, str(number))
    assert first.get_absolute_url() == f"/corrections/?at={first.pk}#correction-{first.pk}"
    response = client.get(f"/corrections/?at={first.pk}")
    assert response.url == f"/corrections/?page=2#correction-{first.pk}"
    assert f'id="correction-{first.pk}"' in page_of(client, "/corrections/?page=2")
    last = source.revisions.first()
    assert client.get(last.get_absolute_url()).url == f"/corrections/#correction-{last.pk}"


def test_a_correction_is_found_among_those_of_its_report(client, shelf):
    first = correct(shelf.section(body="One."), "Two.")
    for number in range(11):
        correct(shelf.section(body="One.", report=shelf.report(f"mill-{number}")), "Two.")
    response = client.get(f"/corrections/?report=harbor&at={first.pk}")
    assert response.url == f"/corrections/?report=harbor#correction-{first.pk}"


def test_every_page_of_the_corrections_can_be_asked_for(client, shelf, monkeypatch):
    monkeypatch.setattr(views, "PER_PAGE", 1)
    source = shelf.source(body="0")
    first = correct(source, "1")
    before = source.revisions.get(number=1)
    Revision.objects.bulk_create(
        Revision(source=source, number=number, state=State.PUBLISHED, correction="Again.", before=before)
        for number in range(3, 105)
    )
    address = client.get(f"/corrections/?at={first.pk}").url
    assert address.startswith("/corrections/?page=103#")
    assert f'id="correction-{first.pk}"' in page_of(client, address)


def test_a_correction_that_is_not_public_has_no_page(client, shelf):
    source = shelf.source(body="One.")
    hidden = correct(source, "Two.")
    type(source).objects.withdraw()
    assert f"correction-{hidden.pk}" not in page_of(client, f"/corrections/?at={hidden.pk}")


def test_many_corrections_cost_no_more_queries(client, shelf, django_assert_num_queries):
    for number in range(12):
        correct(shelf.section(title=f"Part {number}", body="One."), "Two.")
        correct(shelf.source(f"S{number}", body="One."), "Two.")
    with django_assert_num_queries(5 + PER_PAGE):  # the texts of each correction that was not shown before
        client.get("/corrections/")
    with django_assert_num_queries(5):
        client.get("/corrections/")


def test_no_list_loads_the_texts(client, shelf):
    section = shelf.section(body="One.")
    correct(section, "Two.")
    client.get("/corrections/")
    for address in ("/", "/corrections/"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        asked = " ".join(query["sql"].split(" FROM ")[0] for query in queries)
        assert '"documents_revision"."correction"' in asked
        assert '"body"' not in asked and '"blocks"' not in asked


def test_what_was_corrected_before_the_report_was_published_is_not_shown(client, shelf):
    report = shelf.report(state=State.DRAFT)
    section = shelf.section("A name that nobody may read.", report=report)
    correct(section, "Somebody.", "Taken out in time.")
    report.state = State.PUBLISHED
    report.save()
    assert "nobody may read" not in page_of(client) and "Taken out in time." not in page_of(client)
    section.refresh_from_db()
    correct(section, "Nobody.", "A later one.")
    assert "A later one." in page_of(client)


def test_what_was_kept_before_states_were_is_not_shown(client, shelf):
    source = shelf.source(body="Words of a draft, perhaps.")
    source.revisions.update(state="not recorded")
    correct(source, "Two.", "A reason.")
    assert "A reason." not in page_of(client)


def test_a_correction_of_a_record_that_was_not_kept_says_so(client, shelf):
    source = shelf.source(body="One.", title="A memo")
    source.revisions.update(record={})
    correct(source, "One.", title="A note")
    page = page_of(client)
    assert "what was said of it before, such as its title, was not kept" in page
    assert "The words are the same" not in page


def test_the_corrections_of_a_text_stand_under_it(client, shelf, index):
    section = shelf.section(body="One.")
    revision = correct(section, "Two.", "A <b>slip.")
    page = page_of(client, "/reports/harbor/part-1/")
    assert "Corrections to this text" in page
    assert f'<a href="/corrections/?at={revision.pk}#correction-{revision.pk}">' in page
    assert "A &lt;b&gt;slip." in page


def test_a_source_without_corrections_says_nothing_of_them(client, shelf, index):
    shelf.source(body="One.")
    assert "Corrections to this text" not in page_of(client, "/sources/s1/")
