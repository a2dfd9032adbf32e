"""Every pair of colours that stands on another is legible, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static/css/properties.css").read_text()
USUAL = CSS.split("@media")[0]
COLOURS = {
    name: (light, dark or light)
    for name, light, dark in re.findall(r"--([\w-]+): (?:light-dark\()?(#\w{6})(?:, (#\w{6})\))?;", USUAL)
}
PAIRS = (
    *(("ink", ground) for ground in ("paper", "sheet", "note", "warn")),
    *(("quiet", ground) for ground in ("paper", "sheet", "note")),
    *(("link", ground) for ground in ("paper", "note", "warn")),
    *(("visited", ground) for ground in ("paper", "note", "warn")),
    *(("mark-ink", "mark"), ("current-ink", "current"), ("paper", "link"), ("paper", "ink")),
)


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, two):
    darker, lighter = sorted((luminance(one), luminance(two)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_scale_runs_from_1_to_21():
    assert contrast("#777777", "#777777") == 1
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_are_legible(words, ground, theme):
    assert contrast(COLOURS[words][theme], COLOURS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_the_edge_of_a_field_is_seen(theme):
    assert contrast(COLOURS["edge"][theme], COLOURS["sheet"][theme]) >= 3


def test_all_styles_together_are_small():
    files = (Path(__file__).parents[2] / "static/css").glob("*.css")
    assert sum(len(file.read_bytes()) for file in files) < 30_000
