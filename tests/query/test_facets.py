"""Facets: counted here as a plain scan would count."""

from hypothesis import given
from hypothesis import strategies as st

from documents.query.facets import FACETS, count, facets, passes, years_of
from documents.text.periods import Period

NAMES = st.sampled_from(list(FACETS))
VALUES = st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True).map(tuple)
DOCUMENTS = st.lists(st.dictionaries(NAMES, VALUES), max_size=12)
FILTERS = st.dictionaries(NAMES, VALUES, max_size=3)


@given(DOCUMENTS, FILTERS)
def test_a_count_is_the_number_of_documents_that_the_value_would_leave(documents, filters):
    counted = count(documents, filters)
    for name in FACETS:
        for value in "abc":
            alone = filters | {name: (value,)}
            assert counted[name][value] == sum(passes(document, alone) for document in documents)


def test_values_of_a_facet_are_alternatives_and_facets_all_hold():
    document = {"kind": ("memo",), "year": ("2017", "2018")}
    assert passes(document, {"kind": ("memo", "poll"), "year": ("2018",)})
    assert not passes(document, {"kind": ("memo",), "year": ("2019",)})
    assert not passes(document, {"publisher": ("DOJ",)})


def values(name, counted, filters=None, labels=None):
    return next(facet for facet in facets({name: counted}, filters or {}, labels or {}) if facet.name == name)


def test_the_most_frequent_come_first_and_years_in_order():
    assert [v.value for v in values("kind", {"memo": 1, "poll": 3}).values] == ["poll", "memo"]
    assert [v.value for v in values("year", {"2019": 1, "2017": 9}).values] == ["2017", "2019"]


def test_a_chosen_value_stays_where_nothing_is_left_of_it():
    (value,) = values("kind", {}, {"kind": ("song",)}).values
    assert (value.value, value.count, value.chosen) == ("song", 0, True)


def test_a_report_is_called_by_its_label():
    assert values("report", {"harbor": 2}, labels={"harbor": "H-1"}).values[0].label == "H-1"


def test_all_others_are_called_by_their_value_and_facets_by_their_name():
    labels = {"harbor": "H-1", "memo": "never"}
    assert values("report", {"tide": 1}, labels=labels).values[0].label == "tide"
    assert values("kind", {"memo": 1}, labels=labels).values[0].label == "memo"
    assert [values(name, {}).label for name in FACETS] == list(FACETS.values())


def test_where_nothing_is_counted_a_share_is_nothing():
    assert [value.share for value in values("kind", {}, {"kind": ("song",)}).values] == [0]


def test_a_share_is_of_the_greatest_count():
    assert [value.share for value in values("year", {"2017": 1, "2018": 4}).values] == [25, 100]


def test_a_single_value_narrows_nothing_unless_it_is_chosen():
    assert not values("kind", {"memo": 3}).narrows
    assert values("kind", {"memo": 3}, {"kind": ("memo",)}).narrows
    assert values("kind", {"memo": 3, "poll": 1}).narrows


def test_the_rest_stands_open_when_a_chosen_value_is_in_it():
    counted = {f"kind {number}": 20 - number for number in range(10)}
    facet = values("kind", counted, {"kind": ("kind 9",)})
    assert (len(facet.first), len(facet.rest), facet.is_unfolded) == (8, 2, True)
    assert not values("kind", counted, {"kind": ("kind 1",)}).is_unfolded


def test_a_date_of_a_thousand_years_has_two():
    assert years_of(Period.parse("1000/1999")) == ("1000", "1999")
    assert len(years_of(Period.parse("1900/1999"))) == 100
    assert years_of(Period.parse("2017-12/2018-01")) == ("2017", "2018")
    assert years_of(None) == ()


def test_years_have_four_digits():
    assert years_of(Period.parse("0987/0988")) == ("0987", "0988")
