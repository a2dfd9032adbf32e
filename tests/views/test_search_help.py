"""The help page is made of the search's own tables."""

from html import unescape

from documents.query.fields import FIELDS
from documents.query.grammar import LIMITS, OPERATORS


def test_every_operator_field_and_limit_is_on_it(client, db):
    page = unescape(client.get("/help/search/").content.decode())
    for operator in OPERATORS:
        assert f"<code>{operator.typed}</code>" in page
        assert operator.meaning in page
    for name in FIELDS:
        assert f"<code>{name}:</code>" in page
    for limit in LIMITS.values():
        assert f"{limit.most} {limit.what}" in page


def test_every_example_runs_as_it_is_written(client, shelf, index):
    for operator in OPERATORS:
        response = client.get("/search/", {"q": operator.example})
        assert response.status_code == 200
        assert not response.context["found"].query.repairs, operator.example
