"""What the site says of itself."""

from documents.models import Collection, State


def test_it_gives_the_address_of_the_settings(client, db, settings):
    settings.CONTACT = "editors@example.org"
    assert '<a href="mailto:editors@example.org">' in client.get("/about/").content.decode()


def test_without_an_address_it_says_so(client, db, settings):
    settings.CONTACT = ""
    page = client.get("/about/").content.decode()
    assert "the setting <code>CONTACT</code>" in page
    assert "best put to its publisher" in page


def test_it_tells_of_published_collections_only(client, shelf):
    shelf.report()
    Collection.objects.create(slug="other", name="Other shelf", about="Secret words.")
    page = client.get("/about/").content.decode()
    assert "Shelf" in page
    assert "Secret words." not in page


def test_a_collection_cites_its_published_sources(client, shelf):
    shelf.report()
    shelf.source("S1", title="The order of May")
    shelf.source("S2", state=State.DRAFT)
    Collection.objects.update(about="Ordered [@S1], not [@S2].")
    page = client.get("/about/").content.decode()
    assert '<a class="cite" href="/sources/s1/" title="The order of May">S1</a>' in page
    assert '<span class="dangling">S2</span>' in page


def test_texts_of_several_collections_share_no_id(client, shelf):
    shelf.report()
    other = Collection.objects.create(slug="other", name="Other shelf")
    shelf.collection = other
    shelf.report("beach")
    Collection.objects.update(about="Begins. {page 3} Goes on.")
    page = client.get("/about/").content.decode()
    assert page.count('id="page-3"') == page.count('id="page-3-2"') == 1


def test_reading_sets_no_cookie(client, shelf, index):
    for address in ("/", "/search/?q=x", "/about/", "/sources/", "/help/search/"):
        assert not client.get(address).cookies, address
