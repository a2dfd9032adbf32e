"""The first page."""

from documents.models import State


def test_with_one_report_it_is_its_home(client, shelf):
    shelf.collection.about = "All about the *harbor*.\n\nMore of it."
    shelf.collection.save()
    shelf.section(title="Findings")
    shelf.source(title="The order of May", date="2018-05")
    page = client.get("/").content.decode()
    assert "<h1>Shelf</h1>" in page
    assert "All about the harbor." in page
    assert "More of it." not in page
    assert "Findings" in page and "The order of May" in page
    assert "<title>Reportsite</title>" in page


def test_a_number_in_the_heading_is_not_broken(client, shelf):
    shelf.collection.name = "Report 21-028"
    shelf.collection.save()
    shelf.section()
    assert '<h1>Report <span class="whole">21-028</span></h1>' in client.get("/").content.decode()


def test_with_several_reports_it_lists_them(client, shelf):
    shelf.report(title="Harbor review")
    shelf.report("beach", title="Beach review")
    page = client.get("/").content.decode()
    assert "2 reports and their sources" in page
    assert "Harbor review" in page and "Beach review" in page


def test_an_empty_site_says_how_to_begin(client, shelf):
    shelf.report(state=State.DRAFT)
    page = client.get("/").content.decode()
    assert "Nothing is published here yet." in page
    assert '<a href="/admin/">open the admin</a>' in page


def test_the_newest_sources_come_first(client, shelf):
    shelf.section()
    for number in range(1, 9):
        shelf.source(f"S{number}", title=f"Memo {number}", date=f"2018-0{number}")
    page = client.get("/").content.decode()
    assert page.index("Memo 8") < page.index("Memo 3")
    assert "Memo 2" not in page


def test_the_number_of_questions_to_the_database_is_fixed(client, shelf, django_assert_num_queries):
    for number in range(6):
        shelf.section()
        shelf.source(f"S{number}", date="2018")
    with django_assert_num_queries(4):
        client.get("/")
