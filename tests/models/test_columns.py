import pytest

from documents.models import Section, Source
from documents.models.columns import label, shown


def test_a_column_is_called_as_in_the_form():
    assert label(Source, "official_url_checked") == "Official address checked"


@pytest.mark.parametrize(
    ("name", "stored", "expected"),
    [
        ("title", "A memo", "A memo"),
        ("state", "published", "Published"),
        ("nature", "summary", "Our summary"),
        ("title_is_description", "True", "yes"),
        ("official_url_checked", "False", "no"),
        ("date", "2018-04", "April 2018"),
        ("date", "", ""),
        ("publish_at", "2026-06-03T09:00:00+00:00", "June 3, 2026, 09:00 (UTC)"),
        ("publish_at", "", ""),
    ],
)
def test_what_is_stored_is_read_in_words(name, stored, expected):
    assert shown(Source, name, stored) == expected


def test_another_record_is_read_by_its_name(shelf):
    edition = shelf.report().current_edition
    assert shown(Section, "edition", str(edition.pk)) == "H-1: Harbor review, First edition"
    assert shown(Section, "edition", "99") == "99"
