"""axe-core finds nothing on any page, in light and dark, on a phone and on a wide screen."""

from pathlib import Path

import pytest

from documents.models import Synonym

# axe-core 4.14.1, Copyright (c) 2015-2026 Deque Systems, Inc., Mozilla Public License 2.0: its own file says so too.
AXE = (Path(__file__).parent / "axe.min.js").read_text()
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
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(browser, site, theme, device):
    Synonym.objects.create(names="quay\nharbor")
    page = browser.new_context(color_scheme=theme, **device).new_page()
    found = {}
    for address in ADDRESSES:
        page.goto(site + address)
        for fold in page.locator("details").all():
            fold.evaluate("fold => { fold.open = true }")
        page.evaluate(AXE)
        violations = page.evaluate("axe.run().then(({ violations }) => violations)")
        if violations:
            found[address] = [
                f"{rule['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
                for rule in violations
                for node in rule["nodes"]
            ]
    page.context.close()
    assert found == {}


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
