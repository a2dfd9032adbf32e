"""A whole report on one page, in parts where it is long."""

import re
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Block, Section, State
from documents.text.cuts import ids
from documents.views import parts
from documents.views.parts import Piece, Pieces

ALL = "/reports/harbor/all/"


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(parts, "PIECES", Pieces(parts.REMEMBERED))


def page_of(client, address=ALL):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def pages_of(client):
    first = page_of(client)
    number = int(found[1]) if (found := re.search(r"Part 1 of (\d+)", first)) else 1
    return [first, *(page_of(client, f"{ALL}?part={part}") for part in range(2, number + 1))]


def words(number, marked=False):
    note = f"[^{number}]" if marked else ""
    return f"Paragraph {number} of the harbor’s long story & what the “pilots” said of it. " * 6 + note


def body_of(size, times=1):
    """Marked paragraphs, a table with a row for each of them, and notes that share a note."""
    marked = range(0, size, 7)
    text = "\n\n".join(f"{{page {n}}} {words(n, n in marked) * times}" for n in range(size))
    rows = "\n".join(f"| {n} | Families counted in the harbor |" for n in range(size))
    notes = "\n\n".join(f"[^{n}]: Note {n}.[^again]" for n in marked)
    table = f"| Year | Families |\n|---|---|\n{rows}\n{{caption: Counted}}"
    return f"# Origins\n\n{text}\n\n{table}\n\n{notes}\n\n[^again]: Marked in notes."


@pytest.fixture
def long(shelf, index, monkeypatch):
    """A report in a dozen parts, small ones for this test: some sections have the same page numbers and notes."""
    monkeypatch.setattr(parts, "ROOM", parts.HEADING + 15_000)
    report = shelf.report(title="The “long” review & its <story> " * 12)
    for section, size in enumerate((10, 130, 4, 25, 1, 1, 30)):
        shelf.section(body_of(size), title=f"Section {section} “&”", report=report, level=1 + section % 3)
    return report


def test_sections_stand_one_after_the_other_under_one_heading(client, shelf, index):
    report = shelf.report()
    shelf.section("# Origins\n\nThe pilots were warned.", title="How it began", report=report)
    shelf.section("## Later\n\nNobody heard.", title="What followed", number="2", level=2)
    shelf.section("Secret.", title="Hidden", state=State.DRAFT)
    page = page_of(client)
    headings = re.findall(r"<h(\d)[^>]*>(?:<a [^>]*>)?([^<]*?)(?:&nbsp;| )?<", page)
    assert headings == [
        ("1", "Harbor review"),
        ("2", "How it began"),
        ("3", "Origins"),
        ("3", "2 What followed"),
        ("5", "Later"),
    ]
    assert "Hidden" not in page and "Secret" not in page
    assert '<a href="#section-part-2" lang="en" dir="ltr">2 What followed</a>' in page
    assert "Part 1 of" not in page


def test_a_report_without_sections_says_so(client, shelf):
    shelf.report()
    assert "No section is published yet." in page_of(client)


def test_a_draft_is_missing(client, shelf):
    shelf.report(state=State.DRAFT)
    assert client.get(ALL).status_code == 404


def test_markup_is_shown_as_text(client, shelf, index):
    script = "<script>alert(1)</script>"
    report = shelf.report(title=script)
    shelf.section(f"{script} [x](javascript:alert(1))\n\n{{page {script}}} A", title=script, report=report)
    for address in (ALL, f"{ALL}?at={script}", f"{ALL}?part={script}"):
        page = page_of(client, address)
        assert script not in page and 'href="javascript' not in page


def test_it_is_left_out_of_search_engines_in_favour_of_the_sections(client, shelf):
    shelf.section()
    assert '<meta name="robots" content="noindex,follow">' in page_of(client)


def test_every_part_of_three_megabytes_is_small_enough_and_holds_each_id_once(client, shelf, index):
    report = shelf.report(title="The “long” review & its <story> " * 12)
    for section, size in enumerate((10, 460, 3, 260, 40, 1, 80)):
        shelf.section(body_of(size, times=8), title=f"Section {section} “&”" * 20, report=report)
    assert sum(len(section.body) for section in Section.objects.all()) > 3_000_000
    pages = pages_of(client)
    assert len(pages) > 10
    assert max(len(page.encode()) for page in pages) <= 300_000
    own = {*Block.objects.living().values_list("pk", flat=True), *(f"page-{number}" for number in range(460))}
    placed = Counter(name for page in pages for name in ids(page))
    assert {placed[name] for name in own} == {1}


def test_no_id_stands_twice_on_a_page_and_every_link_lands(client, long):
    pages = pages_of(client)
    on = [ids(page) for page in pages]
    for number, (page, names) in enumerate(zip(pages, on, strict=True), 1):
        assert len(set(names)) == len(names)
        for part, name in re.findall(r'href="(?:\?part=(\d+))?#([^"]+)"', page):
            assert name in on[int(part or number) - 1], (number, part, name)
        labels = re.findall(r'<(?:section|div)[^>]* aria-label="([^"]*)"', page)
        assert len(set(labels)) == len(labels)


def test_every_id_of_every_section_page_is_brought_to_its_part(client, shelf, index, long):
    section = Section.objects.get(slug="part-2")
    for name in ids(page_of(client, section.get_absolute_url()).split('class="prose')[1])[::40]:
        answer = client.get(ALL, {"at": name})
        assert answer.status_code in (301, 302) and answer.url.endswith(f"#{name}")
        assert f' id="{name}"' in page_of(client, answer.url)


def test_a_printed_page_is_gone_to_by_its_number(client, long):
    assert client.get(f"{ALL}?at=3").url == f"{ALL}#page-3"
    assert re.fullmatch(rf"{ALL}\?part=\d#page-129", client.get(f"{ALL}?at=p.+129").url)


@pytest.mark.parametrize("typed", ["3", "p.3", "p. 3", "P. 3", "p 3", "pp. 3", "Page 3", "page-3", "#page-3"])
def test_a_printed_page_is_understood_however_it_is_written(client, shelf, index, typed):
    shelf.section("{page 3}\n\nOne.")
    assert client.get(ALL, {"at": typed}).url == f"{ALL}#page-3"


def test_a_page_whose_name_begins_like_the_word_is_found(client, shelf, index):
    shelf.section("{page P-3}\n\nOne.\n\n{page pl}\n\nTwo.")
    assert client.get(ALL, {"at": "P-3"}).url == f"{ALL}#page-P-3"
    assert client.get(ALL, {"at": "p. pl"}).url == f"{ALL}#page-pl"


def test_what_is_nowhere_is_said(client, shelf, index):
    shelf.section("One.")
    page = page_of(client, f"{ALL}?at=page-43")
    assert "There is no page or paragraph “<bdi>page-43</bdi>” in this report." in page


def test_a_part_that_is_not_there_is_the_nearest(client, shelf):
    shelf.section("One.")
    assert "One." in page_of(client, f"{ALL}?part=99")
    assert "The number of the part was not understood" in page_of(client, f"{ALL}?part=x")
    assert "Parts are counted from 1" in page_of(client, f"{ALL}?part=-1")


def test_a_table_larger_than_a_part_keeps_its_head(client, shelf, index, monkeypatch):
    monkeypatch.setattr(parts, "ROOM", parts.HEADING + 15_000)
    rows = "\n".join(f"| {n} | {'Families counted ' * 20} |" for n in range(60))
    shelf.section(f"| Year | What |\n|---|---|\n{rows}", report=shelf.report())
    pages = pages_of(client)
    assert len(pages) > 1
    assert all('<th scope="col">Year</th>' in page for page in pages)


def test_a_note_marked_in_two_parts_leads_to_the_first(client, shelf, index, monkeypatch):
    monkeypatch.setattr(parts, "ROOM", parts.HEADING + 15_000)
    text = "\n\n".join(words(number) for number in range(40))
    shelf.section(f"First.[^1]\n\n{text}\n\nAgain.[^1]\n\n[^1]: The note.", report=shelf.report())
    note = Block.objects.get(kind="note").pk
    first, last = pages_of(client)
    assert "(continued)" in last and "(continued)" not in first
    assert f'<li id="{note}">' in first and f'href="?part=2#mark-{note}-2"' in first
    assert f'<a id="mark-{note}-2" href="?part=1#{note}"' in last


def test_a_picture_is_shown(client, shelf, index):
    section = shelf.section("![Map](map)")
    picture = section.pictures.create(key="map", name="abc.png", alt="A map", width=20, height=10)
    assert f'src="{picture.get_absolute_url()}"' in page_of(client)


def test_a_changed_source_is_shown_as_it_is_now(client, shelf, index):
    source = shelf.source("S1", title="The order of May")
    shelf.section("Ordered [@S1].")
    assert 'title="The order of May"' in page_of(client)
    source.title = "The order of June"
    source.save()
    assert 'title="The order of June"' in page_of(client)


def test_an_edited_section_is_made_anew_and_no_other(client, shelf, index, monkeypatch):
    sections = [shelf.section(f"Number {number}.", title=f"Section {number}") for number in range(3)]
    page_of(client)
    sections[1].body = "Edited."
    sections[1].save()
    made = []
    parse = parts.parse
    monkeypatch.setattr(parts, "parse", lambda body: made.append(body) or parse(body))
    assert "Edited." in page_of(client)
    assert made == ["Edited."]


def test_texts_that_nobody_asked_for_are_forgotten():
    pieces = Pieces(most=250)
    for key in range(3):
        pieces.keep(key, "as it is", [Piece(100, "", b"x" * 100)])
    assert pieces.get(0, "as it is") is None
    assert pieces.get(2, "as it is") and pieces.get(2, "as it was") is None
    assert pieces.size == 200


def test_a_report_larger_than_what_is_kept_is_shown(client, shelf, index, monkeypatch):
    monkeypatch.setattr(parts, "PIECES", Pieces(most=1))
    for number in range(3):
        shelf.section(f"Number {number}.", title=f"Section {number}")
    for _ in range(2):
        page = page_of(client)
        assert all(f"Number {number}." in page for number in range(3))


def test_a_section_withdrawn_while_the_page_is_made_is_left_out(client, shelf, index, monkeypatch):
    shelf.section("Stays.", title="Chapter")
    gone = shelf.section("Goes.", title="Withdrawn")
    versions = parts._versions

    def withdraw(*asked):
        gone.state = State.DRAFT
        gone.save()
        return versions(*asked)

    monkeypatch.setattr(parts, "_versions", withdraw)
    page = page_of(client)
    assert "Stays." in page
    assert "Goes." not in page and "Withdrawn" not in page


def test_a_text_forgotten_while_others_are_made_is_still_shown(client, shelf, index, monkeypatch):
    kept = shelf.section("Kept.")
    page_of(client)
    shelf.section("New.")
    made = parts._made

    def edited_meanwhile(*asked):
        parts.PIECES.keep(kept.pk, "newer", [])
        return made(*asked)

    monkeypatch.setattr(parts, "_made", edited_meanwhile)
    page = page_of(client)
    assert "Kept." in page and "New." in page


def test_official_text_and_summaries_are_told_apart(client, shelf, index):
    report = shelf.report()
    shelf.section("As issued.", report=report)
    shelf.section("In our words.", nature="summary")
    page = page_of(client)
    assert page.count("<strong>Official text</strong>") == page.count("<strong>Summary</strong>") == 1


def test_a_part_that_begins_within_a_chapter_says_in_which(client, shelf, index, monkeypatch):
    monkeypatch.setattr(parts, "ROOM", parts.HEADING + 15_000)
    shelf.section(body_of(20), title="Chapter", report=shelf.report())
    shelf.section(body_of(20), title="Within", level=2)
    last = pages_of(client)[-1].split("<article")[1]
    headings = re.findall(r"<h(\d)[^>]*><a [^>]*>(\w+)</a>( <span)?", last)
    assert headings[:2] == [
        ("2", "Chapter", " <span"),
        ("3", "Within", " <span"),
    ]


def test_the_number_of_questions_is_fixed_once_the_texts_are_made(
    client, shelf, index, django_assert_num_queries
):
    for number in range(5):
        shelf.source(f"S{number}")
        shelf.section(f"One [@S{number}].")
    with CaptureQueriesContext(connection) as asked:
        page_of(client)
    assert len(asked) <= 12
    with django_assert_num_queries(7):
        page_of(client)


def test_the_sources_cited_in_a_part_are_listed_at_its_end_by_their_keys(client, shelf, index, monkeypatch):
    monkeypatch.setattr(parts, "ROOM", parts.HEADING + 8_000)
    for key in ("S1", "S2", "S10", "S11"):
        shelf.source(key)
    shelf.source("S3", state=State.DRAFT)
    shelf.section(f"One [@S10; @S2; @S3].\n\n{body_of(30)}\n\nLast [@S11].", report=shelf.report())
    listed = [
        re.findall('<span class="key">(.*?)</span>', page.partition('class="cited"')[2])
        for page in pages_of(client)
    ]
    assert listed[0] == ["S2", "S10"] and listed[-1] == ["S11"] and len(listed) > 2
    assert not any(listed[1:-1])


def test_a_part_is_small_enough_with_its_sources(client, shelf, index):
    for number in range(400):
        shelf.source(f"S{number}", title="A memo with a very long title, " * 8)
    text = "\n\n".join(f"{words(number)} [@S{number}]" for number in range(400))
    shelf.section(text, report=shelf.report())
    pages = pages_of(client)
    assert max(len(page.encode()) for page in pages) <= 300_000
    assert all(
        page.count('class="key"') == len({*re.findall('class="cite" href="([^"]*)"', page)}) for page in pages
    )


def test_a_text_whose_blocks_were_not_kept_is_shown(client, shelf, index):
    section = shelf.section("The pilots were warned.\n\nNobody heard the pilots.")
    section.blocks.filter(pk=section.blocks.living()[0].pk).retire()
    for address in (ALL, section.get_absolute_url()):
        assert f'id="passage-{section.pk}-1"' in page_of(client, address)


def test_the_report_leads_there(client, shelf):
    shelf.section()
    assert f'href="{ALL}"' in page_of(client, "/reports/harbor/")
