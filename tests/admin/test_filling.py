"""What the form of a record has in it at first, and how often it names a mistake."""

import re
from pathlib import Path

import pytest

from documents.admin.marks import ROWS
from documents.models import Collection, Source, State
from tests.admin.forms import address, errors, fields, opened


@pytest.mark.parametrize("kind", ["report", "source"])
def test_the_only_collection_is_chosen(admin_client, shelf, kind):
    page = admin_client.get(f"/admin/documents/{kind}/add/")
    assert fields(page)["collection"] == shelf.collection.pk
    Collection.objects.create(slug="other", name="Other")
    assert "collection" not in opened(admin_client, f"/admin/documents/{kind}/add/")


@pytest.mark.parametrize("kind", ["report", "source"])
def test_no_new_record_says_that_its_address_was_checked(admin_client, shelf, kind):
    assert "official_url_checked" not in opened(admin_client, f"/admin/documents/{kind}/add/")


def test_what_was_checked_stays_so(admin_client, shelf):
    assert Source().official_url_checked
    assert opened(admin_client, address(shelf.source()))["official_url_checked"] == "on"


@pytest.mark.parametrize(("day", "time"), [("2027-03-28", "02:30"), ("soon", "09:00")])
def test_a_time_that_cannot_be_read_is_not_said_to_be_missing(admin_client, shelf, settings, day, time):
    settings.TIME_ZONE = "Europe/Paris"  # where that night has no half past two
    source = shelf.source(state=State.DRAFT)
    sent = opened(admin_client, address(source)) | {
        "state": "scheduled",
        "publish_at_0": day,
        "publish_at_1": time,
    }
    said = admin_client.post(address(source), sent)
    assert len(said.context["adminform"].form.errors["publish_at"]) == 1 and "Say when" not in errors(said)


def test_times_are_told_with_their_time_zone(admin_client, shelf, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    page = admin_client.get(address(shelf.source())).content.decode()
    for name in ("first_published", "last_changed"):
        assert "(Asia/Tokyo)" in re.search(rf'field-{name}">.*?</div>\s*</div>', page, re.DOTALL)[0]


def test_how_to_write_stands_under_the_text(admin_client, shelf):
    page = admin_client.get(address(shelf.section())).content.decode()
    assert "<summary>How to write</summary>" in page
    assert "<td><code>{page 43}</code></td><td>a page turn, exactly where the page begins</td>" in page
    assert "<code>*words*</code>, <code>**words**</code>, <code>`words`</code>" in page
    assert "<code>&gt; words</code>" in page


def test_how_to_write_says_what_the_text_format_says():
    lines = Path("docs/text-format.md").read_text().splitlines()
    start = lines.index("| You write | You get |") + 2
    assert [f"| {write} | {get} |" for write, get in ROWS] == lines[start : lines.index("", start)]
