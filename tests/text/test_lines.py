import pytest

from documents.text.lines import line_of_citation, line_of_picture


@pytest.mark.parametrize(
    ("text", "line"),
    [("One.\n\n[@S12]\n[@S1]", 4), ("[@S1-2]\n[@S2; @S1, p. 3]", 2), ("See [@S1.]", 1), ("None.\nNone.", 1)],
)
def test_the_line_that_first_cites_a_key(text, line):
    assert line_of_citation(text, "S1") == line


@pytest.mark.parametrize(
    ("text", "line"),
    [("One.\n![](map.2)\n![A map](map)", 3), ("![][m]\n\n[m]: <map>", 3), ("A map.\nmap", 1)],
)
def test_the_line_that_first_names_a_picture(text, line):
    assert line_of_picture(text, "map") == line
