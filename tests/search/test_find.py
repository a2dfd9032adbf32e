import pytest

from documents.models import Change, Section, Source, Synonym
from documents.query.grammar import parse
from documents.search import find as module
from documents.search.engine import TooSlow
from documents.search.find import UNMARKED, deadline, expanded, find, find_groups, marks, marks_of


def search(words, **filters):
    return find(parse(words), {name: (value,) for name, value in filters.items()})


def test_a_hit_lands_on_the_block_that_says_it(shelf, index):
    section = shelf.section(body="First.\n\nThe pilots were warned.\n\nLast.")
    index()
    (hit,) = search("warned").hits
    assert hit.block == section.blocks.living()[1].id
    assert hit.url == "/reports/harbor/part-1/?q=warned&match=1#match-1"


@pytest.mark.parametrize("words", ["sand", "authority"], ids=["text", "record"])
def test_a_link_leads_to_the_match_wherever_it_is(shelf, index, words):
    shelf.source("S1", title="Tides", body="Low.\n\nSand.", publisher="Port Authority")
    index()
    assert search(words).hits[0].url == f"/sources/s1/?q={words}&match=1#match-1"


def test_a_link_to_a_later_match_leads_there(shelf, index):
    shelf.section(title="Tides", body="A tide.\n\nSand and a tide.")
    index()
    assert search("tide sand").hits[0].url.endswith("&match=3#match-3")


def test_without_a_match_below_the_title_a_link_leads_to_the_page(shelf, index):
    shelf.source("S1", title="Tides", body="Low.", kind="memo")
    index()
    assert search("kind:memo").hits[0].url == "/sources/s1/?q=kind%3Amemo"
    assert search("tides").hits[0].url == "/sources/s1/?q=tides"


def test_a_snippet_marks_what_matched_and_nothing_else(shelf, index):
    shelf.section(body="The land and the children of the harbor.")
    index()
    (hit,) = search("land child").hits
    assert [text for text, marked in hit.fragments[0].pieces if marked] == ["land", "children"]
    assert hit.matches == 2


def test_markup_in_a_body_stays_text(shelf, index):
    shelf.section(body="A `<script>alert(1)</script>` separation.")
    index()
    (hit,) = search("separation").hits
    assert "<script>alert(1)</script>" in str(hit.fragments[0])


def test_a_hit_in_the_title_alone_shows_how_the_text_begins(shelf, index):
    shelf.section(title="Pilots", body="The harbor was closed.")
    index()
    (hit,) = search("pilots").hits
    assert hit.title.pieces == (("Pilots", True),)
    assert str(hit.fragments[0]) == "The harbor was closed."


def test_the_record_is_searched_by_plain_words(shelf, index):
    shelf.source(publisher="Port Authority", identifiers="PA-21-028")
    index()
    assert [search(words).count for words in ("authority", "21-028", "PA 21 028", "number:21-028")] == [1] * 4
    assert search("title:authority").count == 0


def test_facets_count_truly_and_ignore_their_own_filter(shelf, index):
    shelf.source("S1", body="Tide.", kind="memo", date="2018")
    shelf.source("S2", body="Tide.", kind="poll", date="2018-06-01")
    shelf.source("S3", body="Tide.", kind="poll", date="2017-12/2018-01")
    index()
    facets = {
        facet.name: {v.value: v.count for v in facet.values} for facet in search("tide", kind="poll").facets
    }
    assert facets["kind"] == {"memo": 1, "poll": 2}
    assert facets["year"] == {"2017": 1, "2018": 2}


def test_values_of_a_facet_are_alternatives_and_facets_all_hold(shelf, index):
    shelf.source("S1", body="Tide.", kind="memo", date="2018")
    shelf.source("S2", body="Tide.", kind="poll", date="2018")
    shelf.source("S3", body="Tide.", kind="poll", date="2019")
    index()
    query = parse("tide")
    assert find(query, {"kind": ("memo", "poll")}).count == 3
    assert find(query, {"kind": ("memo", "poll"), "year": ("2018",)}).count == 2


def test_sections_of_a_report_stand_together_three_at_most(shelf, index):
    for number in range(5):
        shelf.section(title=f"Part {number}", body="Tide. " * (number + 1))
    shelf.source(body="A tide in one source.")
    index()
    found = find_groups(parse("tide"), {})
    report = next(group for group in found.groups if group.report)
    assert (found.count, found.group_count) == (6, 2)
    assert (len(report.hits), report.count, report.more) == (3, 5, 2)


def test_by_date_the_unknown_come_last(shelf, index):
    shelf.source("S1", "Tide.", title="late", date="2019")
    shelf.source("S2", "Tide.", title="early", date="2017-05")
    shelf.source("S3", "Tide.", title="unknown")
    index()
    query = parse("tide")
    assert [hit.unit.title for hit in find(query, {}, sort="date").hits] == ["early", "late", "unknown"]
    assert [hit.unit.title for hit in find(query, {}, sort="-date").hits] == ["late", "early", "unknown"]


def test_a_search_that_takes_too_long_says_so():
    with pytest.raises(TooSlow, match="fewer or rarer"):
        deadline(seconds=-1)()


def over(seconds=0):
    """A clock by which there is no time."""
    return deadline(seconds=-1)


@pytest.mark.parametrize("words", ["tide", "ti*", "tode~", '"the tide"', "date:2018"])
def test_whatever_is_asked_ends_when_the_time_is_over(shelf, index, monkeypatch, words):
    index()
    monkeypatch.setattr(module, "deadline", over)
    for ask in (find, find_groups):
        with pytest.raises(TooSlow):
            ask(parse(words), {})


def test_words_are_not_looked_up_when_the_time_is_over(shelf, index):
    index()
    with pytest.raises(TooSlow):
        expanded(parse("tid*"), check=over())


def test_hits_are_shown_without_marks_when_the_time_is_over(shelf, index):
    shelf.source("S1", title="Tides", body="Low.\n\nTide.")
    index()
    found = search("tide")
    found.check = over()
    assert found.limits == ()
    (hit,) = found.hits
    assert (str(hit.fragments[0]), hit.matches, hit.url) == ("Low.", 0, "/sources/s1/?q=tide")
    assert (found.count, found.unmarked, found.limits) == (1, 1, (UNMARKED,))


def test_a_page_is_not_marked_when_the_time_is_over(shelf, index, monkeypatch):
    unit = shelf.source("S1", body="Tide.")
    index()
    tree = expanded(parse("tide")).tree
    monkeypatch.setattr(module, "deadline", over)
    with pytest.raises(TooSlow):
        marks_of(tree, unit)


def test_what_reports_are_called_is_asked_once_for_all_hits(shelf, index, django_assert_num_queries):
    for number in range(3):
        shelf.source(f"S{number}", body="Tide.")
        shelf.section(body=f"Text [@S{number}].")
    index()
    found = search("tide report:harbor")
    with django_assert_num_queries(4):  # the sources and their blocks, who cites them, and those reports
        assert [hit.matches for hit in found.hits] == [1, 1, 1]


def test_a_hit_withdrawn_a_moment_ago_is_not_shown_and_is_queued(shelf, index):
    section = shelf.section(body="Tide.")
    index()
    Section.objects.filter(pk=section.pk).withdraw()
    Change.objects.all().delete()
    for _ in range(2):
        found = search("tide")
        assert (found.hits, found.withdrawn) == ([], 1)
    assert Change.objects.get().unit == section.public_id


@pytest.mark.parametrize("words", ["", "   ", "-absent"])
def test_queries_that_ask_for_everything_mark_nothing(shelf, index, words):
    shelf.section(body="Tide.")
    index()
    (hit,) = search(words).hits
    assert hit.matches == 0


def test_families_are_english_only(shelf, index):
    shelf.source("S1", body="The children came.")
    shelf.source("S2", body="The children came.", language="es")
    index()
    assert search("child").count == 1
    assert search("children").count == 2


def test_the_page_marks_what_the_list_counted(shelf, index):
    shelf.section(title="Tide tables", body="# Tides\n\nA tide.\n\n| a | b |\n|---|---|\n| tide | no |")
    index()
    (hit,) = search("tide").hits
    unit = Section.objects.with_report().get()
    assert marks(parse("tide"), unit).count == hit.matches == 4


@pytest.mark.parametrize("words", ["kind:memo tide", "report:harbor tide", "(kind:memo | kind:poll) tide"])
def test_a_field_that_is_not_shown_leaves_the_marks_of_the_rest(shelf, index, words):
    shelf.source("S1", body="Low.\n\nA tide.", kind="memo")
    shelf.section(body="See [@S1].")
    index()
    (hit,) = search(words).hits
    assert (hit.matches, hit.block) == (1, hit.unit.text_blocks[1].id)
    assert marks(parse(words), hit.unit).count == 1


def test_a_date_of_a_thousand_years_has_two_years(shelf, index):
    shelf.source(body="Tide.", date="1000/1999")
    index()
    facets = {facet.name: [v.value for v in facet.values] for facet in search("tide").facets}
    assert facets["year"] == ["1000", "1999"]


def test_forms_of_excluded_words_were_not_searched(shelf, index):
    shelf.section(body="Families prosecuted.")
    index()
    assert search("family -prosecute").forms == {"family": ["families"]}


@pytest.mark.parametrize("words", ["tide", '"tide table"', "tide | sand", "tide -sand", "title:tide", "port"])
def test_every_match_has_its_place(shelf, index, words):
    shelf.section(
        title="Tide tables", body="# Tides\n\nA tide.\n\n| a | b |\n|---|---|\n| tide table | sand |"
    )
    shelf.source("S1", title="Sand", body="A tide, a tide table, a port.", publisher="Port Authority")
    index()
    for hit in search(words).hits:
        assert len(hit.places) == hit.matches > 0
        assert list(hit.places) == sorted(hit.places)
        assert all(0 <= place < 1 for place in hit.places)
        assert hit.where.startswith("in ")


def test_a_hit_names_the_printed_page_it_lands_on(shelf, index):
    shelf.section(body="{page 4}\n\nSand.\n\n{page 5}\n\nA tide.")
    index()
    (hit,) = search("tide").hits
    assert (hit.page, hit.where) == ("5", "in passage 2 of 2")


# Synonyms

DOJ = "DOJ\nDepartment of Justice\nJustice Department"
TEXTS = {
    "short": "A memo of the DOJ.",
    "full": "The Department of Justice wrote a memo.",
    "turned": "Justice Department lawyers left.",
    "apart": "The justice of a department.",
    "uac": "A UAC was alone.",
    "child": "An unaccompanied child came.",
}


@pytest.fixture
def texts(shelf, index):
    """A source for each text, with two sets: one of equal names, one that leads one way."""
    for number, (title, body) in enumerate(TEXTS.items(), 1):
        shelf.source(f"S{number}", title=title, body=body)
    index()
    Synonym.objects.create(names=DOJ)
    Synonym.objects.create(names="UAC", searched="unaccompanied child")


def titles(words, **options):
    return {hit.unit.title for hit in find(parse(words), {}, **options).hits}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("DOJ", {"short", "full", "turned"}),
        ("D.O.J.'s", {"short", "full", "turned"}),
        ("justice department", {"short", "full", "turned", "apart"}),  # all of the words, or another name
        ("department of justice memo", {"short", "full"}),
        ("memo of department of justice", {"short", "full"}),
        ("uac", {"uac", "child"}),
        ("unaccompanied child", {"child"}),
        ('"DOJ"', {"short"}),
        ("=doj", {"short"}),
        ('"department of justice"', {"full"}),
        ("doj -memo", {"turned"}),
        ("memo -doj", set()),
        ("title:doj", set()),
    ],
)
def test_a_name_finds_what_has_the_other_names(texts, words, expected):
    assert titles(words) == expected


def test_without_synonyms_a_name_finds_itself(texts):
    assert titles("DOJ", synonyms=False) == {"short"}
    assert titles("department of justice", synonyms=False) == {"full", "apart"}


@pytest.mark.parametrize("name", DOJ.splitlines())
def test_a_name_finds_as_much_as_any_of_the_names_does(texts, name):
    any_of = " | ".join([f"({name})", *(f'"{other}"' for other in DOJ.splitlines())])
    assert titles(name) == titles(any_of, synonyms=False)
    assert find_groups(parse(name), {}).count == find(parse(name), {}).count == len(titles(name))


def test_what_is_saved_counts_with_the_next_search(texts):
    assert titles("alone") == {"uac"}
    synonym = Synonym.objects.create(names="alone\nunaccompanied")
    assert titles("alone") == {"uac", "child"}
    synonym.delete()
    assert titles("alone") == {"uac"}


def test_an_answer_says_what_was_searched_as_well(texts):
    found = find(parse("doj memo"), {})
    assert found.also == (("doj", ("Department of Justice", "Justice Department")),)
    assert find(parse("doj memo"), {}, synonyms=False).also == ()


def test_forms_are_those_of_the_words_that_were_asked_for(shelf, index):
    shelf.source(body="Two departments of justice and one memo, or several memos.")
    index()
    Synonym.objects.create(names=DOJ)
    assert find(parse("doj memo"), {}).forms == {"memo": ["memos"]}
    assert find(parse("doj department"), {}).forms == {"department": ["departments"]}


@pytest.mark.parametrize("synonyms", [True, False])
@pytest.mark.parametrize("words", ["doj", "department of justice memo", '"doj"', "uac"])
def test_a_page_marks_what_the_list_counted_with_synonyms_and_without(texts, words, synonyms):
    for hit in find(parse(words), {}, synonyms=synonyms).hits:
        unit = Source.objects.with_text().get(pk=hit.unit.pk)
        assert marks(parse(words), unit, synonyms=synonyms).count == hit.matches > 0


def test_another_name_is_marked_whole(texts):
    (hit,) = [hit for hit in find(parse("doj"), {}).hits if hit.unit.title == "full"]
    assert [text for text, marked in hit.fragments[0].pieces if marked] == ["Department of Justice"]


def test_a_link_keeps_that_synonyms_are_off(texts):
    (hit,) = find(parse("doj"), {}, synonyms=False).hits
    assert hit.url == "/sources/s1/?q=doj&syn=0&match=1#match-1"


def test_synonyms_are_one_question_to_the_database(texts, django_assert_num_queries):
    with django_assert_num_queries(1):
        find(parse("doj uac memo"), {}, limit=0)
    for words, synonyms in (("doj", False), ("", True)):
        with django_assert_num_queries(0):
            find(parse(words), {}, limit=0, synonyms=synonyms)


def test_the_limit_of_an_expansion_is_told(shelf, index):
    shelf.source(body=" ".join(f"tide{number}" for number in range(1100)))
    index()
    (limit,) = find(parse("tide*"), {}).limits
    assert "tide*" in limit and "1100" in limit


def test_parts_of_a_query_that_stand_in_two_passages_are_both_shown(client, shelf, index):
    shelf.section(body="Sand, and low.\n\nA tide.\n\nNothing.")
    index()
    (hit,) = search("tide sand").hits
    assert [str(piece) for piece in hit.fragments] == ["Sand, and low.", "A tide."]
    assert hit.url.endswith("match=1#match-1")
    page = client.get("/search/?q=tide+sand").content.decode()
    assert "<mark>Sand</mark>, and low. … A <mark>tide</mark>. </p>" in page


def test_a_date_is_asked_of_a_unit_and_not_of_its_texts(shelf, index):
    shelf.source("S1", body="A tide of 2018.", date="2018-06")
    shelf.source("S2", body="A tide of 2018.", date="2019")
    index()
    (hit,) = search("date:2018 tide").hits
    assert (hit.unit.key, hit.matches) == ("S1", 1)


@pytest.mark.parametrize("title", ["Health AND Safety", "Smith & Co", "Terms § 4", "Tide OR Sand", "a/b | c"])
def test_who_types_a_title_finds_its_unit_first(shelf, index, title):
    shelf.source("S1", title=title, body="Something else.", date="2020")
    shelf.source("S2", title="More", body=f"{title} " * 9, date="2018")
    index()
    assert [hit.unit.key for hit in find(parse(title), {}).hits] == ["S1", "S2"]
    assert [hit.unit.key for hit in find_groups(parse(title), {}).hits] == ["S1", "S2"]


def test_a_small_word_is_marked_beside_another_in_results_and_on_pages(shelf, index):
    shelf.source("S1", title="A list of sand", body="Of all, the tide of sand.\n\nA list of it.")
    index()
    (hit,) = search("tide of").hits
    assert hit.matches == marks(parse("tide of"), hit.unit).count == 2
    assert marks(parse("of"), hit.unit).count == 4
