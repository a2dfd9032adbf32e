from pathlib import Path

from django.template import Context, Template

from documents.drawing.strip import BARS, HEIGHT, STEP, WIDTH, Bar, Strip, bars
from documents.templatetags import drawings


def test_a_bar_stands_where_its_match_lies():
    assert [bar.x for bar in bars([0.0, 0.5, 0.99])] == [0, BARS // 2 * STEP, (BARS - 1) * STEP]


def test_more_matches_make_a_higher_bar_up_to_the_top():
    one, three, many = (bars([0.2] * count)[0] for count in (1, 3, 50))
    assert one.height < three.height < many.height == HEIGHT
    assert many.y == 0


def test_the_end_of_a_text_is_in_the_drawing():
    (bar,) = bars([1.0])
    assert bar.x < WIDTH


def test_without_matches_there_is_nothing_to_draw():
    assert bars([]) == []


def test_the_order_does_not_matter():
    assert bars([0.9, 0.1]) == bars([0.1, 0.9]) == [Bar(12, 9, 7), Bar(108, 9, 7)]


def test_the_template_knows_no_size_of_its_own(monkeypatch):
    drawn = Strip([Bar(1, 2, 3)], bar_width=4, width=50, height=60, line=59.5)
    monkeypatch.setitem(drawings.register.filters, "strip", lambda places: drawn)
    shown = Template(Path("templates/documents/_strip.html").read_text()).render(Context())
    assert 'viewBox="0 0 50 60"' in shown and 'd="M0 59.5h50"' in shown
    assert '<rect x="1" y="2" width="4" height="3"/>' in shown
