import pytest
from haystack import connections
from haystack.inputs import Clean, Exact, Not, Raw
from haystack.query import SQ, SearchQuerySet

from documents.models import Section, Source
from documents.search.whoosh.store import Store
from documents.search_indexes import SourceIndex


@pytest.fixture
def filled(shelf, index):
    """Three sources and a section in the index."""
    shelf.source("S1", title="Tide", body="The café tide rose.", kind="memo", date="2018", author="Jane Doe")
    shelf.source("S2", title="Tides", body="A tide fell. AT&T said so.", kind="court filing", date="2017")
    shelf.source("S3", title="Moon", body="The tides of the moon.", kind="memo")
    shelf.section(title="Findings", body="The harbor had one tide.")
    index()


def titles(found):
    return sorted(result.object.title for result in found)


def test_all_is_every_unit(filled):
    assert titles(SearchQuerySet()) == ["Findings", "Moon", "Tide", "Tides"]
    assert SearchQuerySet().count() == 4


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tide -moon -harbor", ["Tide", "Tides"]),
        ('"tide rose"', ["Tide"]),
        ("moon | harbor", ["Findings", "Moon"]),
        ("kind:memo tide", ["Moon", "Tide"]),
        ("=tides", ["Moon", "Tides"]),
        ("AT&T", ["Tides"]),
        ("mo*n | harb?r", ["Findings", "Moon"]),
        ("mooon~", ["Moon"]),
        ('"rose tide"~1', ["Tide"]),
        ("date:2017.. tide NOT date:2018", ["Tides"]),
        ("", ["Findings", "Moon", "Tide", "Tides"]),
        ("django_ct:documents.section", []),
    ],
)
def test_auto_query_takes_our_query_language(filled, query, expected):
    assert titles(SearchQuerySet().auto_query(query)) == expected


def test_a_field_is_filtered(filled):
    assert titles(SearchQuerySet().filter(kind="court filing")) == ["Tides"]
    assert titles(SearchQuerySet().filter(title="tide")) == ["Tide", "Tides"]
    assert titles(SearchQuerySet().filter(title__exact="tide")) == ["Tide"]
    assert titles(SearchQuerySet().filter(author=Exact("jane doe"))) == ["Tide"]
    assert titles(SearchQuerySet().filter(kind__in=["memo", "court filing"])) == ["Moon", "Tide", "Tides"]


def test_in_a_filter_nothing_is_an_operator(filled):
    assert titles(SearchQuerySet().filter(content="rose -tide")) == ["Tide"]
    everything = ["Findings", "Moon", "Tide", "Tides"]
    assert titles(SearchQuerySet().filter(content="")) == everything
    assert titles(SearchQuerySet().filter(kind="—")) == everything


def test_one_of_no_values_is_nothing(filled):
    assert titles(SearchQuerySet().filter(kind__in=[])) == []
    assert titles(SearchQuerySet().filter(kind__in=["—"])) == []
    assert titles(SearchQuerySet().filter(SQ(kind__in=[]) | SQ(content="moon"))) == ["Moon"]
    assert SearchQuerySet().exclude(kind__in=[]).count() == 4


def test_not_excludes(filled):
    assert titles(SearchQuerySet().filter(content=Not("tide"))) == []
    assert titles(SearchQuerySet().filter(content=Not("moon"))) == ["Findings", "Tide", "Tides"]
    assert titles(SearchQuerySet().filter(title__exact=Not("tide"))) == ["Findings", "Moon", "Tides"]
    assert titles(SearchQuerySet().filter(content=Clean("moon"))) == ["Moon"]


def test_filters_combine(filled):
    tide = SearchQuerySet().filter(content="tide")
    assert titles(tide.exclude(kind="memo").exclude(content="harbor")) == ["Tides"]
    assert titles(tide.filter(SQ(content="moon") | SQ(content="harbor"))) == ["Findings", "Moon"]
    assert titles(SearchQuerySet().filter(content="moon") | SearchQuerySet().filter(content="harbor")) == [
        "Findings",
        "Moon",
    ]
    assert titles(tide.filter(~SQ(content="moon"), kind="memo")) == ["Tide"]


def test_models_narrow(filled):
    assert titles(SearchQuerySet().models(Section).auto_query("tide")) == ["Findings"]
    assert SearchQuerySet().models(Section, Source).count() == 4


def test_facets_count_values(filled):
    facets = SearchQuerySet().auto_query("tide").facet("kind").facet("year").facet_counts()
    assert dict(facets["fields"]["kind"]) == {"memo": 2, "court filing": 1, "report section": 1}
    assert dict(facets["fields"]["year"]) == {"2017": 1, "2018": 1}


def test_dates_order_and_the_unknown_stand_last(filled):
    sources = SearchQuerySet().models(Source)
    assert [result.object.title for result in sources.order_by("date")] == ["Tides", "Tide", "Moon"]
    assert [result.object.title for result in sources.order_by("-date")] == ["Tide", "Tides", "Moon"]
    assert sources.latest("date").object.title == "Tide"


def test_slices_need_not_begin_at_a_page(shelf, index):
    for number in range(25):
        shelf.source(f"S{number}", body="tide")
    index()
    everything = [result.pk for result in SearchQuerySet().auto_query("tide")]
    assert len(set(everything)) == 25
    assert [result.pk for result in SearchQuerySet().auto_query("tide")[3:17]] == everything[3:17]
    assert SearchQuerySet().auto_query("tide")[24].pk == everything[24]
    assert SearchQuerySet().auto_query("tide")[30:40] == []


def test_load_all_reads_a_models_objects_at_once(filled, django_assert_num_queries):
    found = SearchQuerySet().models(Source).load_all()
    list(found)
    with django_assert_num_queries(0):
        assert titles(found) == ["Moon", "Tide", "Tides"]


def test_a_result_is_named_by_its_public_id(filled):
    (result,) = SearchQuerySet().auto_query("moon")
    assert result.id == Source.objects.get(title="Moon").public_id
    assert result.score > 0
    assert list(SearchQuerySet().auto_query("moon").values_list("id", flat=True)) == [result.id]


@pytest.mark.parametrize(
    "ask",
    [
        lambda: SearchQuerySet().boost("tide", 2),
        lambda: SearchQuerySet().more_like_this(Source()),
        lambda: SearchQuerySet().highlight(),
        lambda: SearchQuerySet().narrow("kind:memo"),
        lambda: SearchQuerySet().raw_search("kind:memo").count(),
        lambda: SearchQuerySet().filter(content=Raw("tide")).count(),
        lambda: SearchQuerySet().date_facet("date", None, None, "year"),
        lambda: SearchQuerySet().query_facet("kind", "memo"),
        lambda: SearchQuerySet().facet("title"),
        lambda: SearchQuerySet().facet("kind", limit=3),
        lambda: SearchQuerySet().stats("year"),
        lambda: SearchQuerySet().spelling_suggestion(),
        lambda: SearchQuerySet().set_spelling_query("tide"),
        lambda: SearchQuerySet().autocomplete(content="ti"),
        lambda: SearchQuerySet().within("place", None, None),
        lambda: SearchQuerySet().dwithin("place", None, None),
        lambda: SearchQuerySet().distance("place", None),
        lambda: SearchQuerySet().filter(year="2018").count(),
        lambda: SearchQuerySet().filter(date="2018").count(),
        lambda: SearchQuerySet().filter(date__gte="2018").count(),
        lambda: SearchQuerySet().filter(kind__exact="memo").count(),
        lambda: SearchQuerySet().filter(publisher=Exact("Office")).count(),
        lambda: SearchQuerySet().filter(kind__in=[Not("memo")]).count(),
        lambda: SearchQuerySet().filter(title__startswith="ti").count(),
        lambda: SearchQuerySet().filter(django_ct="documents.source").count(),
        lambda: SearchQuerySet().order_by("title").count(),
        lambda: SearchQuerySet().order_by("date", "-date").count(),
        lambda: list(SearchQuerySet().values("title")),
    ],
)
def test_what_is_not_supported_says_what_to_use(filled, ask):
    with pytest.raises(
        NotImplementedError, match=r"use|there|is no|stored|ordered|map|weights|autocomplete|options"
    ):
        ask()


def test_a_query_that_is_too_long_is_refused_and_not_cut(filled):
    long = SearchQuerySet()
    for number in range(60):
        long = long.filter(content=f"word{number}")
    with pytest.raises(ValueError, match="as a whole"):
        long.count()


def backend():
    return connections["default"].get_backend()


def test_update_indexes_what_the_index_class_shows_and_takes_out_the_rest(filled):
    moon = Source.objects.get(title="Moon")
    draft = Source.objects.get(title="Tide")
    Source.objects.filter(pk=moon.pk).update(title="Full moon")
    Source.objects.filter(pk=draft.pk).withdraw()
    backend().update(SourceIndex(), [moon, draft])
    assert SearchQuerySet().filter(title="full").count() == 1
    assert SearchQuerySet().models(Source).count() == 2


def test_update_reads_the_objects_when_nobody_else_can_write(filled, monkeypatch):
    moon = Source.objects.get(title="Moon")

    def waiting(store, number):
        """Another process changes the object while we wait for the lock."""
        Source.objects.filter(pk=moon.pk).update(title="Full moon")

    monkeypatch.setattr(Store, "_wait_for", waiting)
    backend().update(SourceIndex(), [moon])
    assert SearchQuerySet().filter(title="full").count() == 1


def test_update_makes_the_index_that_is_missing(filled, settings, tmp_path):
    settings.HAYSTACK_CONNECTIONS = {
        "default": settings.HAYSTACK_CONNECTIONS["default"] | {"PATH": tmp_path / "new"}
    }
    backend().update(SourceIndex(), list(Source.objects.all()))
    assert SearchQuerySet().count() == 3
    backend().engine.close()


def test_remove_takes_an_object_or_its_name(filled):
    moon, tide = Source.objects.get(title="Moon"), Source.objects.get(title="Tide")
    backend().remove(moon)
    backend().remove(f"documents.source.{tide.pk}")
    assert titles(SearchQuerySet()) == ["Findings", "Tides"]


def test_clear_takes_out_a_model_or_all(filled):
    backend().clear([Section])
    assert SearchQuerySet().count() == 3
    backend().clear()
    assert SearchQuerySet().count() == 0
