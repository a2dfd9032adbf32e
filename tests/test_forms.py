"""What readers may send."""

import pytest
from django.http import QueryDict

from documents.forms import ReadingForm, SearchForm
from documents.query.fields import FIELDS


def form(parameters):
    return SearchForm(QueryDict(parameters))


def test_equal_searches_have_equal_addresses():
    one, two = form("year=2018&q=tide&page=1&kind="), form("q=+tide+&sort=relevance&year=2018&year=2018")
    assert one.parameters() == two.parameters() == "?q=tide&year=2018"


def test_a_change_leads_to_the_first_page():
    assert form("q=tide&page=3").parameters(sort="newest") == "?q=tide&sort=newest"


def test_a_value_is_put_in_and_taken_out():
    assert form("kind=memo").toggled("kind", "poll") == "?kind=memo&kind=poll"
    assert form("kind=memo&kind=poll").toggled("kind", "memo") == "?kind=poll"


def test_the_present_address_has_all_that_the_page_follows_from():
    assert form("kind=memo&page=3&q=tide&other=1").present == "?q=tide&kind=memo&page=3"
    assert form("page=1&sort=relevance").present == ""


def test_every_facet_is_a_filter():
    assert {name for name, field in FIELDS.items() if field.facet} | {"year"} == set(SearchForm.FILTERS)


def test_good_years_count_beside_wrong_ones():
    wrong = form("year=2018&year=soon")
    assert wrong.filters == {"year": ("2018",)}
    assert wrong.notices == ["“soon” is not a year and was left out. Write it as in 2018."]


def test_groups_stand_by_relevance_over_several_reports_only():
    assert form("q=a").is_grouped
    assert form("q=a&report=x&report=y").is_grouped
    assert not form("q=a&report=x").is_grouped
    assert not form("q=a&sort=oldest").is_grouped


def test_a_pasted_sentence_is_one_line():
    assert form("q=zero%0A++tolerance").values["q"] == "zero tolerance"


@pytest.mark.parametrize("kind", [SearchForm, ReadingForm])
def test_synonyms_are_on_unless_the_address_says_0(kind):
    assert kind(QueryDict("q=doj")).synonyms and kind(QueryDict("q=doj&syn=1")).synonyms
    off = kind(QueryDict("q=doj&syn=0&match=2&page=3"))
    assert not off.synonyms
    assert off.parameters(match=None) == off.without_synonyms.partition("&match")[0] == "?q=doj&syn=0"
    assert off.with_synonyms.partition("&match")[0] == "?q=doj"


def test_that_synonyms_are_off_stays_on_the_way_between_list_and_page():
    assert form("q=doj&syn=0&kind=memo").toggled("kind", "poll") == "?q=doj&syn=0&kind=memo&kind=poll"
    page = ReadingForm(QueryDict("q=doj&syn=0&match=2&range=a-b"))
    assert page.search == "?q=doj&syn=0"
    assert page.range_alone == "?range=a-b"
