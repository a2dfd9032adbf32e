"""What the site says of itself."""

from documents.models import Collection


def test_it_gives_the_address_of_the_settings(client, db, settings):
    settings.CONTACT = "editors@example.org"
    assert '<a href="mailto:editors@example.org">' in client.get("/about/").content.decode()


def test_without_an_address_it_says_so(client, db, settings):
    settings.CONTACT = ""
    assert "have not given an address" in client.get("/about/").content.decode()


def test_it_tells_of_published_collections_only(client, shelf):
    shelf.report()
    Collection.objects.create(slug="other", name="Other shelf", about="Secret words.")
    page = client.get("/about/").content.decode()
    assert "Shelf" in page
    assert "Secret words." not in page


def test_reading_sets_no_cookie(client, shelf, index):
    for address in ("/", "/search/?q=x", "/about/", "/sources/", "/help/search/"):
        assert not client.get(address).cookies, address
