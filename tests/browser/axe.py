"""axe-core in a page: what it finds in the light theme, and in the dark one of what depends on the theme."""

from pathlib import Path

from tests.proofs import PROVING

# axe-core 4.14.1, Copyright (c) 2015-2026 Deque Systems, Inc., Mozilla Public License 2.0: its own file says so too.
AXE = (Path(__file__).parent / "axe.min.js").read_text()
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}  # the themes differ in colours alone
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true })"
SETTLE = "document.getAnimations().forEach((fade) => fade.finish())"  # or colours between the themes are seen
RUN = """([part, options]) => axe.run(part || document, { ...options, resultTypes: ["violations"] })
    .then(({ violations }) => violations.map(
        ({ id, nodes: [node] }) => [id, `${node.html.slice(0, 200)} ${node.failureSummary.slice(0, 200)}`]
    ))"""


def findings(page, *parts):
    """The rules that the page breaks, or these parts of it, each with an example and the theme."""
    page.evaluate(UNFOLD)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    for theme, rules in (("dark", {} if PROVING else COLOURS), ("light", {})):
        page.emulate_media(color_scheme=theme)
        page.evaluate(SETTLE)
        for part in parts or [None]:
            for rule, example in page.evaluate(RUN, [part, rules]):
                yield rule, f"{theme}: {example}"
