"""The list of sources."""

from documents.models import State


def stock(shelf):
    shelf.source("S1", title="Cheese", kind="memo", date="2018-05-01")
    shelf.source("S2", title="Bread", kind="poll", date="2017")
    shelf.source("S3", title="Apples", kind="memo")


def places(page):
    return sorted(("Apples", "Bread", "Cheese"), key=page.index)


def test_they_stand_by_date_those_without_one_last(client, shelf):
    stock(shelf)
    assert places(client.get("/sources/").content.decode()) == ["Bread", "Cheese", "Apples"]


def test_they_can_stand_by_title_or_kind(client, shelf):
    stock(shelf)
    assert places(client.get("/sources/?sort=title").content.decode()) == ["Apples", "Bread", "Cheese"]
    assert places(client.get("/sources/?sort=kind").content.decode()) == ["Cheese", "Apples", "Bread"]


def test_kinds_are_counted_and_chosen(client, shelf):
    stock(shelf)
    page = client.get("/sources/?kind=poll").content.decode()
    assert "Bread" in page and "Cheese" not in page
    assert (
        '<a rel="nofollow" href="/sources/?kind=memo&amp;kind=poll">memo</a> <span class="count">2</span>'
        in page
    )


def test_kinds_stand_in_order_whatever_their_capitals(client, shelf):
    shelf.source("S1", kind="memo")
    shelf.source("S2", kind="UN statement")
    page = client.get("/sources/").content.decode()
    assert page.index(">memo</a>") < page.index(">UN statement</a>")


def test_an_unknown_kind_shows_the_way_back(client, shelf):
    stock(shelf)
    page = client.get("/sources/?kind=song").content.decode()
    assert "No published source passes these filters." in page
    assert '<a href="/sources/">Show all 3</a>' in page
    assert "<strong>0 sources</strong> of 3" in page


def test_a_wrong_order_is_the_usual_one(client, shelf):
    stock(shelf)
    page = client.get("/sources/?sort=-pk").content.decode()
    assert "There is no order “-pk”." in page
    assert places(page) == ["Bread", "Cheese", "Apples"]


def test_drafts_are_not_listed(client, shelf):
    shelf.source(title="Bread", kind="secret kind", state=State.DRAFT)
    page = client.get("/sources/").content.decode()
    assert "Bread" not in page and "secret kind" not in page
    assert "No source is published yet." in page


def test_by_title_marks_and_capitals_do_not_count(client, shelf):
    for number, title in enumerate(["zebra", "“Bread”", "apples"]):
        shelf.source(f"S{number}", title=title)
    page = client.get("/sources/?sort=title").content.decode()
    assert page.index("apples") < page.index("Bread") < page.index("zebra")


def test_the_newest_can_come_first(client, shelf):
    stock(shelf)
    assert places(client.get("/sources/?sort=newest").content.decode()) == ["Cheese", "Bread", "Apples"]


def test_values_of_a_facet_are_alternatives_and_facets_all_hold(client, shelf):
    shelf.source("S1", title="Bread", kind="memo", publisher="DOJ", date="2017/2018")
    shelf.source("S2", title="Cheese", kind="poll", publisher="DOJ", date="2018-05-01")
    shelf.source("S3", title="Apples", kind="poll", publisher="GAO", date="2019")
    page = client.get("/sources/?kind=memo&kind=poll&publisher=DOJ&year=2018").content.decode()
    assert "<strong>2 sources</strong> of 3" in page
    assert "Apples" not in page
    page = client.get("/sources/?publisher=GAO&year=2018").content.decode()
    assert "<strong>0 sources</strong> of 3" in page


def test_a_count_ignores_the_filter_of_its_own_facet(client, shelf):
    shelf.source("S1", kind="memo", date="2017")
    shelf.source("S2", kind="poll", date="2018")
    shelf.source("S3", kind="poll", date="2019")
    page = client.get("/sources/?kind=poll").content.decode()
    assert (
        '<a rel="nofollow" href="/sources/?kind=memo&amp;kind=poll">memo</a> <span class="count">1</span>'
        in page
    )
    assert 'year=2018">2018</a>' in page and 'year=2017">2017</a>' not in page


def test_a_source_stands_under_the_reports_that_cite_it(client, shelf):
    shelf.source("S1", title="Bread")
    shelf.source("S2", title="Cheese")
    shelf.section("[@S1] and [@S1].", report=shelf.report("harbor", number="H-1"))
    shelf.section("[@S1] [@S2]", report=shelf.report("beach", number="B-1"))
    shelf.section("[@S2]", report=shelf.report("secret", number="X-1", state=State.DRAFT))
    page = client.get("/sources/?report=harbor").content.decode()
    assert "Bread" in page and "Cheese" not in page
    assert '<span class="whole">B-1</span></a> <span class="count">2</span>' in page
    assert "X-1" not in page


def test_a_filter_that_is_on_can_be_taken_off(client, shelf):
    stock(shelf)
    page = client.get("/sources/?kind=memo&year=2018&sort=title").content.decode()
    assert '<a href="/sources/?year=2018&amp;sort=title"><span class="unseen">Remove the filter' in page
    assert '<a href="/sources/?sort=title">Clear all filters</a>' in page


def test_a_wrong_value_is_left_out_with_a_word(client, shelf):
    stock(shelf)
    page = client.get("/sources/?year=soon&page=x").content.decode()
    assert "“soon” is not a year" in page and "The page number was not understood." in page
    assert "<strong>3 sources</strong>" in page


def test_a_hundred_stand_on_a_page_and_the_next_has_the_rest(client, shelf):
    for number in range(103):
        shelf.source(f"S{number}", title=f"Memo {number:03}")
    page = client.get("/sources/?sort=title").content.decode()
    assert "<strong>103 sources</strong>, 1 to 100 on this page" in page
    assert '<a href="/sources/?sort=title&amp;page=2" rel="next">' in page
    page = client.get("/sources/?sort=title&page=2").content.decode()
    assert "Memo 102" in page and "Memo 099" not in page
    assert "There is no page 9 of this list." in client.get("/sources/?page=9").content.decode()


def test_an_address_that_was_given_out_before_leads_to_the_same_list(client, shelf):
    stock(shelf)
    page = client.get("/sources/?kind=memo&sort=title&page=1").content.decode()
    assert page.index("Apples") < page.index("Cheese") and "Bread" not in page
    assert places(client.get("/sources/?sort=date").content.decode()) == ["Bread", "Cheese", "Apples"]


def test_markup_in_a_record_or_an_address_is_shown_as_text(client, shelf):
    script = "<script>alert(1)</script>"
    shelf.source(title=script, kind=script, publisher=script)
    page = client.get("/sources/", {"kind": script, "report": script, "sort": script}).content.decode()
    assert script not in page and "&lt;script&gt;" in page


def test_the_number_of_questions_to_the_database_is_fixed(client, shelf, django_assert_num_queries):
    for number in range(12):
        shelf.source(f"S{number}")
    shelf.section(" ".join(f"[@S{number}]" for number in range(12)))
    with django_assert_num_queries(4):
        client.get("/sources/")
    with django_assert_num_queries(4):
        client.get("/sources/?kind=memo&report=harbor&sort=kind")
