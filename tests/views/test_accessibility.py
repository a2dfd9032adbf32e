"""The accessibility statement."""


def test_it_says_what_is_done_and_whom_to_write_to(client, db, settings):
    settings.CONTACT = "desk@example.org"
    page = client.get("/accessibility/").content.decode()
    assert "What is known not to work" in page
    assert '<a href="mailto:desk@example.org">' in page
    assert "there are no shortcuts" in page  # until a script draws the switch


def test_the_help_page_leads_to_the_switch(client, db):
    assert 'href="/accessibility/#keys"' in client.get("/help/search/").content.decode()
    assert 'id="keys"' in client.get("/accessibility/").content.decode()
