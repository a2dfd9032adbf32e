from documents.models import Block, Section
from documents.models.unit import save_together


def ids(unit):
    return [block.id for block in unit.blocks.living()]


def test_a_paragraph_keeps_its_id_when_another_is_put_before_it(shelf):
    section = shelf.section(body="The harbor was closed in winter.")
    (first,) = ids(section)
    section.body = "A new beginning stands here now.\n\nThe harbor was closed in winter."
    section.save()
    assert ids(section)[1] == first != ids(section)[0]


def test_an_id_is_not_given_again(shelf):
    section = shelf.section(body="The harbor was closed in winter.")
    (first,) = ids(section)
    for body in ("", "The harbor was closed in winter."):
        section.body = body
        section.save()
    assert first not in ids(section)
    assert Block.objects.get(id=first).retired_at is not None


def test_a_retired_block_keeps_no_words(shelf):
    section = shelf.section(body="A word to take away.")
    (first,) = ids(section)
    section.body = ""
    section.save()
    assert Block.objects.get(id=first).text == ""


def test_a_block_that_moves_to_another_section_keeps_its_id(shelf):
    one, two = shelf.section(body="The harbor was closed in winter.\n\nStays."), shelf.section(body="Other.")
    moving = ids(one)[0]
    one.body, two.body = "Stays.", "Other.\n\nThe harbor was closed in winter."
    save_together([one, two])
    assert moving in ids(two)
    assert moving not in ids(one)


def test_the_ids_of_a_deleted_section_stay_taken(shelf):
    section = shelf.section(body="The harbor was closed in winter.")
    (first,) = ids(section)
    Section.objects.all().delete()
    assert Block.objects.filter(id=first, section=None).exists()


def test_a_revision_is_written_when_the_unit_says_something_new_and_only_then(shelf, django_user_model):
    section = shelf.section(body="One.")
    section.save()
    section.title = "Another title"
    section.save()
    section.editor = django_user_model.objects.create(username="ed")
    section.body = "Two."
    section.save()
    kept = [(r.number, r.body, r.record["title"], r.author) for r in section.revisions.all()]
    assert kept == [
        (3, "Two.", "Another title", section.editor),
        (2, "One.", "Another title", None),
        (1, "One.", "Findings", None),
    ]


def test_withdrawing_is_kept_in_the_history(shelf):
    section = shelf.section(body="One.")
    Section.objects.all().withdraw()
    assert [revision.state for revision in section.revisions.all()] == ["withdrawn", "published"]


def test_the_page_of_a_citation_is_that_on_which_it_stands(shelf):
    shelf.source("S1")
    section = shelf.section(body="{page 4} Words before {page 5} and a claim [@S1].")
    assert section.citations.get().page == "5"
    assert section.revisions.first().blocks == ids(section)


def test_citations_know_their_sentence_and_their_block(shelf):
    source = shelf.source("S1")
    section = shelf.section(body="First. The harbor was closed [@S1, p. 3]. Last.")
    citation = section.citations.get()
    assert (citation.cited, citation.locator) == (source, "p. 3")
    assert citation.sentence == "The harbor was closed."
    assert citation.get_absolute_url() == f"{section.get_absolute_url()}#{ids(section)[0]}"


def test_line_ends_of_a_browser_and_blank_lines_are_no_change(shelf):
    section = shelf.section(body="    code\n\nOne.")
    section.body = "\r\n    code\r\n\r\nOne.\r\n"
    section.save()
    assert section.revisions.count() == 1
    assert section.body == Section.objects.get().body == "    code\n\nOne."
