"""The page of a section."""

from documents.models import State


def page_of(client, address="/reports/harbor/part-1/"):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_every_block_has_its_id_and_a_link_to_itself(client, shelf, index):
    section = shelf.section(body="# Origins\n\nThe pilots were warned.")
    page = page_of(client)
    for block in section.blocks.living():
        assert f'id="{block.id}"' in page
        assert f'href="#{block.id}"' in page


def test_matches_are_marked_and_counted(client, shelf, index):
    shelf.section(title="Pilots", body="The pilots were warned.\n\nA pilot was not.")
    index()
    page = page_of(client, "/reports/harbor/part-1/?q=pilot")
    assert "<h1><mark>Pilots</mark></h1>" in page
    assert '<mark class="current" id="match">pilots</mark>' in page
    assert "<strong>3 matches</strong> of “pilot”" in page


def test_a_query_that_matches_nothing_here_says_so(client, shelf, index):
    shelf.section(body="The pilots were warned.")
    index()
    page = page_of(client, "/reports/harbor/part-1/?q=harvest")
    assert "No match of “harvest” on this page" in page
    assert "<mark" not in page


def test_without_a_query_there_is_no_match_bar(client, shelf, index):
    shelf.section(body="The pilots were warned.")
    assert "match-bar" not in page_of(client)


def test_the_page_is_read_while_there_is_no_index(client, shelf, settings, tmp_path):
    settings.HAYSTACK_CONNECTIONS = {"default": {"PATH": tmp_path / "nothing"}}
    shelf.section(body="The pilots were warned.")
    page = page_of(client, "/reports/harbor/part-1/?q=pilots")
    assert "The pilots were warned." in page
    assert "Nothing can be marked on this page just now." in page


def test_a_text_whose_blocks_were_not_kept_is_read_without_marks(client, shelf, index, caplog):
    section = shelf.section(body="The pilots were warned.\n\nNobody heard the pilots.")
    index()
    lost, kept = section.blocks.living()
    section.blocks.filter(pk=lost.pk).retire()
    page = page_of(client, "/reports/harbor/part-1/?q=pilots")
    assert '<p id="passage-1">The pilots were warned.' in page
    assert f'<p id="{kept.pk}">Nobody heard the pilots.' in page
    assert "<mark" not in page and "Nothing can be marked" in page
    assert "The blocks kept of part-1" in caplog.text


def test_the_outline_shows_where_one_is(client, shelf, index):
    shelf.section(title="Before", level=1)
    shelf.section(title="Here", level=2, number="1.1")
    shelf.section(title="Hidden", state=State.DRAFT)
    shelf.section(title="After", level=1)
    page = page_of(client, "/reports/harbor/part-2/")
    assert '<a href="/reports/harbor/part-2/" aria-current="page" lang="en" dir="ltr">1.1 Here</a>' in page
    assert '<li><a href="/reports/harbor/part-1/"><bdi>Before</bdi></a></li>' in page  # in the breadcrumbs
    assert '<a href="/reports/harbor/part-1/" rel="prev">' in page
    assert '<a href="/reports/harbor/part-4/" rel="next">' in page
    assert "Hidden" not in page


def test_a_citation_leads_to_its_source(client, shelf, index):
    shelf.source("S1", title="The order of May")
    shelf.section(body="It was ordered [@S1, p. 3].")
    page = page_of(client)
    assert '<a class="cite" href="/sources/s1/" title="The order of May">S1, p. 3</a>' in page
    assert '<h2 id="cited">Sources cited here</h2>' in page


def test_a_citation_of_a_draft_is_plain_text(client, shelf, index):
    shelf.source("S1", title="The order of May", state=State.DRAFT)
    shelf.section(body="It was ordered [@S1].")
    page = page_of(client)
    assert '<span class="dangling">S1</span>' in page
    assert "The order of May" not in page
    assert "/sources/s1/" not in page


def test_a_summary_says_so_and_leads_to_the_official_text(client, shelf, index):
    report = shelf.report(official_url="https://example.org/21-028.pdf", official_url_checked=False)
    shelf.section(report=report, nature="summary", body="In our words.")
    page = page_of(client)
    assert "<strong>Summary</strong> by this project, not the official text." in page
    assert (
        '<a href="https://example.org/21-028.pdf" rel="external">Official text</a> (address not checked)'
        in page
    )


def test_official_text_says_so(client, shelf, index):
    shelf.section(body="As issued.", nature="official")
    assert "<strong>Official text</strong>" in page_of(client)


def test_language_and_direction_stand_on_the_article(client, shelf, index):
    shelf.section(report=shelf.report(language="ar"), body="نص")
    assert '<article lang="ar" dir="rtl">' in page_of(client)


def test_what_others_see_of_the_page(client, shelf, index):
    shelf.section(title="Findings", body='The "pilots" were warned.')
    page = page_of(client, "/reports/harbor/part-1/?q=pilots")
    assert "<title>Findings – H-1 – Reportsite</title>" in page
    assert '<meta name="description" content="The &quot;pilots&quot; were warned.">' in page
    assert 'rel="canonical" href="http://127.0.0.1:8000/reports/harbor/part-1/"' in page
    assert '<meta property="og:type" content="article">' in page


def test_drafts_and_other_reports_are_missing(client, shelf, index):
    shelf.section(state=State.DRAFT)
    shelf.report("other")
    shelf.section(report=shelf.report("secret", state=State.DRAFT))
    for address in (
        "/reports/harbor/part-1/",
        "/reports/other/part-1/",
        "/reports/secret/part-1/",
        "/reports/none/x/",
    ):
        assert client.get(address).status_code == 404


def test_the_number_of_questions_to_the_database_is_fixed(client, shelf, index, django_assert_num_queries):
    for number in range(5):
        shelf.source(f"S{number}")
    shelf.section(body="One [@S1] two [@S2].\n\nThree [@S3].")
    for _ in range(4):
        shelf.section()
    index()
    with django_assert_num_queries(5):
        client.get("/reports/harbor/part-1/?q=two")
