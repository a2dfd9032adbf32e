"""Every pair of colours that stands on another is legible, in light and in dark."""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "static/css/properties.css").read_text()
PLAIN, BOTH = CSS.split("@supports (color: light-dark(#000, #fff))")


def plain(css):
    return dict(re.findall(r"--([\w-]+): (#\w{6});", css))


def both(css):
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", css)
    return {name: (light, dark) for name, light, dark in found}


LIGHT = plain(PLAIN.split("@media")[0])
COLOURS = {name: (light, light) for name, light in LIGHT.items()} | both(BOTH.split("@media")[0])
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


def test_browsers_without_light_dark_have_the_light_colours():
    assert len(LIGHT) == 14 and len(both(BOTH)) == 13
    assert {name: light for name, (light, _) in COLOURS.items()} == LIGHT
    more = both(BOTH.split("@media (prefers-contrast: more)")[1])
    assert plain(PLAIN.split("@media (prefers-contrast: more)")[1]) == {
        name: light for name, (light, _) in more.items()
    }
    assert "light-dark(" not in PLAIN and "color-scheme: light;" in PLAIN


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
