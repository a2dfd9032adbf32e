"""axe-core finds nothing on any page, in light and dark, on a phone and on a wide screen."""

import pytest

from documents.models import Synonym
from tests.browser.axe import AXE, findings

ADDRESSES = (
    *("/", "/search/", "/search/?q=families", "/search/?q=harbor&sort=newest&kind=order", "/search/?q=zebra"),
    *("/search/?q=(tide&year=x", "/reports/", "/reports/harbor/", "/reports/harbor/part-1/?q=warned+pilots"),
    *("/reports/harbor/part-2/", "/sources/", "/sources/s1/?q=port", "/sources/s2/", "/about/"),
    *("/timeline/", "/timeline/?kind=song", "/sources/?kind=song"),
    *(
        "/search/?q=pilats+plover+families",
        "/search/?q=families&kind=song",
        "/search/?q=s1",
        "/search/?q=quay",
    ),
    *(
        "/search/?q=quay&syn=0",
        "/search/matches/?q=quay+families",
        "/search/matches/?q=(families&order=before",
    ),
    *("/search/matches/", "/search/matches/?q=zebra", "/sources/s2/?q=asked&match=1"),
    *("/help/search/", "/nowhere/", "/reports/harbor/all/", "/privacy/", "/accessibility/"),
)


PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1280, "height": 900}}


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing(browser, site, device):
    Synonym.objects.create(names="quay\nharbor")
    page = browser.new_context(**device).new_page()
    found = {}
    for address in ADDRESSES:
        page.goto(site + address)
        if breaches := list(findings(page)):
            found[address] = breaches
    page.context.close()
    assert found == {}


@pytest.mark.parametrize("background", ["light-dark(white, #333)", "light-dark(#ccc, black)"])
def test_a_fault_of_one_theme_is_found(page, background):
    page.set_content(
        f"<!doctype html><html lang=en><title>A</title><style>:root {{ color-scheme: light dark }} "
        f"h1 {{ color: #777; background: {background} }}</style><main><h1>Faint</h1></main>"
    )
    [(rule, example)] = findings(page)
    assert rule == "color-contrast" and example.startswith("dark" if "white" in background else "light")


def test_what_stands_in_the_margin_is_for_the_eye_alone(browser, site):
    """The same links stand in the text: they are neither heard nor walked through twice."""
    page = browser.new_context(**DESK).new_page()
    page.goto(site + "/reports/harbor/part-1/")
    margin = page.locator(".margin").first
    assert margin.is_visible() and page.get_by_role("link", name="The order of May", exact=True).count() == 0
    page.evaluate(AXE)
    rule = {"runOnly": ["aria-hidden-focus"]}
    found = page.evaluate(
        "rule => axe.run(rule).then(({ violations, passes }) => [violations, passes])", rule
    )
    page.context.close()
    assert found[0] == [] and ".margin" in str(found[1])
