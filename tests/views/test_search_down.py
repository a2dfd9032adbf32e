"""What readers get while there is no sound index."""

from documents.search import condition
from documents.search.condition import FAILURE, Failure, announced, keep, rebuild_at_work
from tests.search.records import newer_pointer


def test_what_is_missing_is_made_again(client, db, index, tmp_path):
    (tmp_path / "index" / "CURRENT").unlink()
    page = client.get("/search/?q=tide").content.decode()
    assert "is missing or damaged, and is made again by itself" in page


def test_what_a_newer_program_made_is_for_the_operator(client, db, index, tmp_path):
    (tmp_path / "index" / "CURRENT").write_text(newer_pointer())
    response = client.get("/search/?q=tide")
    assert response.status_code == 503 and "is of another version" in response.content.decode()


def test_while_the_index_is_made_anew_the_page_says_how_far_that_is(client, db, index, tmp_path, monkeypatch):
    monkeypatch.setattr(condition, "OFTEN", 0)
    (tmp_path / "index" / "CURRENT").unlink()
    for address in ("/search/?q=tide", "/search/matches/?q=tide", "/search/matches.csv?q=tide"):
        with announced(400) as announce:
            announce(100)
            began = rebuild_at_work().began
            with monkeypatch.context() as patch:
                patch.setattr(condition.time, "time", lambda began=began: began + 20)
                response = client.get(address)
        assert (response.status_code, response["Retry-After"]) == (503, "60")
        assert (
            "100 of 400 sections and sources are done, about 60 seconds are left" in response.content.decode()
        )


def test_a_rebuild_that_failed_is_said(client, db, index, tmp_path):
    (tmp_path / "index" / "CURRENT").unlink()
    keep(FAILURE, Failure("No space left in /srv", 0))
    page = client.get("/search/?q=tide").content.decode()
    assert "could not be made again yet. That is tried again by itself" in page and "/srv" not in page


def test_while_there_is_no_index_texts_are_read_without_marks(client, shelf, index, tmp_path):
    shelf.section(body="The tide turned.")
    (tmp_path / "index" / "CURRENT").unlink()
    response = client.get("/reports/harbor/part-1/?q=tide")
    assert response.status_code == 200 and "<mark" not in response.content.decode()
