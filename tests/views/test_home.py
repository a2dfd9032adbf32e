"""The first page."""

from documents.models import Collection, State


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
    assert "<title>Shelf – Reportsite</title>" in page
    assert page.index("All about") < page.index('id="q"')


def test_the_box_stands_before_a_long_text_on_what_it_is_about(client, shelf):
    shelf.collection.about = "All about the harbor. " * 12
    shelf.collection.save()
    shelf.section()
    page = client.get("/").content.decode()
    assert page.count('id="q"') == 1 and page.index('id="q"') < page.index("All about")


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


def test_reports_of_one_collection_stand_under_what_it_is_about(client, shelf):
    shelf.collection.about = "All about the *harbor*."
    shelf.collection.save()
    shelf.report()
    shelf.report("beach")
    page = client.get("/").content.decode()
    assert "<h1>Shelf</h1>" in page and "All about the harbor." in page


def test_reports_of_several_collections_stand_under_the_name_of_each(client, shelf):
    shelf.report(title="Harbor review")
    shelf.collection = Collection.objects.create(slug="other", name="Attic", about="About the attic.")
    shelf.report("roof", title="Roof review")
    page = client.get("/").content.decode()
    assert "<h1>Reportsite</h1>" in page
    places = ["Attic</h3>", "About the attic.", "Roof review", "Shelf</h3>", "Harbor review"]
    assert sorted(places, key=page.index) == places


def test_the_latest_corrections_are_told(client, shelf):
    section = shelf.section("The tide was low.", title="Findings")
    section.body, section.correction = "The tide was high.", "It was high: a slip of <ours>."
    section.save()
    page = client.get("/").content.decode()
    assert "Latest corrections" in page
    assert "It was high: a slip of &lt;ours&gt;." in page


def test_without_corrections_nothing_is_said_of_them(client, shelf):
    shelf.section()
    assert "Latest corrections" not in client.get("/").content.decode()


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
    with django_assert_num_queries(6):
        client.get("/")
