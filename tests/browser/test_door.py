"""Signing in with a code, in a real browser: nothing is blocked, axe finds nothing, the picture can be seen."""

import pytest
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from tests.admin.door import PASSWORD, ada, shown, two_steps  # noqa: F401
from tests.admin.test_second_step import device_of
from tests.browser.test_admin import WATCH, findings

pytestmark = pytest.mark.usefixtures("two_steps")


def test_the_way_in(page, live_server, ada, complaints):  # noqa: F811
    page.add_init_script(WATCH)
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    picture = page.get_by_role("img", name="QR code of the key below")
    expect(picture).to_be_visible()
    assert picture.bounding_box()["width"] >= 200
    shows(page, complaints)
    page.get_by_label("The six digits").fill(shown(device_of(page.content())))
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".codes li")).to_have_count(10)
    shows(page, complaints)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", name="What waits")).to_be_visible()
    page.get_by_role("link", name="Codes").click()
    expect(page.get_by_text("You have 10 recovery codes left")).to_be_visible()
    shows(page, complaints)
    page.get_by_role("link", name="Back").click()
    page.get_by_role("button", name="Log out").click()
    again(page, live_server)
    shows(page, complaints)
    page.get_by_role("button", name="Sign in as somebody else").click()
    assert TOTPDevice.objects.get().user == ada and complaints == []


def again(page, live_server):
    page.goto(f"{live_server.url}/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_label("Code from your authenticator app")).to_be_focused()


def shows(page, complaints):
    """Nothing was blocked on this page, and axe finds nothing."""
    assert complaints == []
    assert list(findings(page)) == []
    complaints.clear()  # axe measures with styles of its own, which are blocked
