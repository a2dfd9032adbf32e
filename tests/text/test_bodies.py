from hypothesis import given
from hypothesis import strategies as st

from documents.text.bodies import tidy


def test_line_ends_are_plain():
    assert tidy("One\r\n\r\nTwo\rThree") == "One\n\nTwo\nThree"


def test_blank_lines_around_a_text_go_and_the_indentation_of_its_first_line_stays():
    assert tidy("\n \n    code\n\n") == "    code"


def test_a_line_break_at_the_end_of_a_line_stays():
    assert tidy("One  \r\nTwo  ") == "One  \nTwo"


@given(st.text(alphabet="a \t\r\n\x0c\u2028\u00a0"))
def test_what_is_tidy_stays_as_it_is(body):
    assert tidy(tidy(body)) == tidy(body)
