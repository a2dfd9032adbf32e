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
    assert '<a href="/sources/?kind=poll&amp;kind=memo">memo</a> <span class="count">2</span>' in page


def test_kinds_stand_in_order_whatever_their_capitals(client, shelf):
    shelf.source("S1", kind="memo")
    shelf.source("S2", kind="UN statement")
    page = client.get("/sources/").content.decode()
    assert page.index(">memo</a>") < page.index(">UN statement</a>")


def test_an_unknown_kind_shows_the_way_back(client, shelf):
    stock(shelf)
    assert "No published source is of this kind." in client.get("/sources/?kind=song").content.decode()


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


def test_the_number_of_questions_to_the_database_is_fixed(client, shelf, django_assert_num_queries):
    for number in range(12):
        shelf.source(f"S{number}")
    with django_assert_num_queries(4):
        client.get("/sources/")
