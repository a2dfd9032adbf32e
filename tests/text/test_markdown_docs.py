"""docs/text-format.md is held to the code: after each `markdown` example comes the HTML that it gives."""

import re
from pathlib import Path

import pytest

from documents.text.markdown import Link, Shown, parse, render

PAGE = (Path(__file__).parents[2] / "docs" / "text-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(
    r"^```markdown\n(.*?)^```\n\ngives\n\n```html\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE
)


@pytest.mark.parametrize(
    ("source", "expected"), EXAMPLES, ids=[source.split("\n")[0] for source, _ in EXAMPLES]
)
def test_an_example_gives_what_the_page_says(source, expected):
    body = parse(source)
    page = render(
        body,
        [f"b{number}" for number in range(len(body.blocks))],
        cite=lambda citation: Link(f"/sources/{citation.key}/", citation.key),
        image=lambda key: Shown(f"/pictures/{key}.png", "", 640, 400),
    )
    noteless = re.sub(r' id="b\d+"', "", page) if not body.notes else page.replace(' id="b0"', "")
    assert body.problems == ()
    assert re.sub(r'&nbsp;<a class="anchor".*?</a>', "", noteless) == expected


def test_no_example_is_left_out():
    assert len(EXAMPLES) == PAGE.count("```markdown") == PAGE.count("```html") >= 8


def test_every_mark_of_the_page_is_one_that_is_read():
    marks = re.findall(r"^\| `(\{[^`]*\})` \|", PAGE, re.MULTILINE)
    assert len(marks) >= 5
    assert all(parse(mark + "\n\n![a](b)").problems == () for mark in marks)
