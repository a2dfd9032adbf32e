"""What the site says of itself."""

from documents.models import Collection, Imprint, State


def test_it_gives_the_address_of_the_settings(client, db, settings):
    settings.CONTACT = "editors@example.org"
    assert (
        '<a href="mailto:editors@example.org">editors@example.org</a>.</p>'
        in client.get("/about/").content.decode()
    )


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


def test_it_says_who_keeps_the_site(client, db):
    assert "Who keeps this site" not in client.get("/about/").content.decode()
    Imprint.objects.create(pk=1, text="The *harbor* desk. <script>alert(1)</script> [@S1]")
    page = client.get("/about/").content.decode()
    assert "The <em>harbor</em> desk. &lt;script&gt;alert(1)" in page
    assert '<span class="dangling">S1</span>' in page


def test_a_collection_called_imprint_shares_no_id_with_the_imprint(client, shelf):
    shelf.report()
    Collection.objects.update(slug="imprint", about="Begins.")
    Imprint.objects.create(pk=1, text="The desk.")
    page = client.get("/about/").content.decode()
    assert page.count('id="imprint-0"') == page.count('id="collection-imprint-0"') == 1


def test_texts_of_several_collections_share_no_id(client, shelf):
    shelf.report()
    other = Collection.objects.create(slug="other", name="Other shelf")
    shelf.collection = other
    shelf.report("beach")
    Collection.objects.update(about="Begins. {page 3} Goes on.")
    page = client.get("/about/").content.decode()
    assert page.count('id="page-3"') == page.count('id="page-3-2"') == 1
