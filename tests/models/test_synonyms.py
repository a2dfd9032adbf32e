"""Sets of names: what a set takes, and what it says to a search."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from documents.models import Change, Collection, Synonym

DOJ = "DOJ\nDepartment of Justice"

pytestmark = pytest.mark.django_db


def refusal(names, searched=""):
    """What is said of a set that is refused, as one text."""
    with pytest.raises(ValidationError) as raised:
        Synonym(names=names, searched=searched).full_clean()
    assert set(raised.value.message_dict) <= {"names", "searched"}
    return " ".join(raised.value.messages)


def saved(names, searched=""):
    synonym = Synonym(names=names, searched=searched)
    synonym.full_clean()
    synonym.save()
    return synonym


def test_names_are_kept_one_a_line_and_each_once():
    synonym = saved("  DOJ \r\n\r\nDepartment  of Justice\r\nDOJ\n")
    assert synonym.names == DOJ


def test_a_set_is_paired_with_itself_and_one_way_names_are_not():
    saved(DOJ)
    saved("UAC", "unaccompanied\nunaccompanied child")
    assert Synonym.objects.pairs() == (
        (("DOJ", "Department of Justice"), ("DOJ", "Department of Justice")),
        (("UAC",), ("unaccompanied", "unaccompanied child")),
    )


def test_all_sets_are_read_in_one_query(django_assert_num_queries):
    for number in range(5):
        saved(f"A{number}\nB{number}")
    with django_assert_num_queries(1):
        assert len(Synonym.objects.pairs()) == 5


@pytest.mark.parametrize(
    ("names", "searched", "said"),
    [
        ("DOJ", "", "Write at least two names"),
        ("DOJ\nD.O.J.\ndoj", "", "To the search “DOJ”, “D.O.J.”, “doj” are one name."),
        ("UAC", "U.A.C.", "This is the name above again."),
        ("DOJ\n***", "", "“***” has no letter and no figure"),
        ("DOJ", "…", "“…” has no letter and no figure"),
        ("\n".join(f"Name {number}" for number in range(21)), "", "These are 21 names; there may be 20."),
        (f"DOJ\n{'very ' * 12}long", "", "is too long: a name has 12 words"),
        (f"DOJ\n{'x' * 201}", "", "and 200 characters at most"),
        ("", "", "This field cannot be blank."),
    ],
)
def test_what_no_search_could_use_is_refused(names, searched, said):
    assert said in refusal(names, searched)


def test_as_many_and_as_long_as_may_be():
    kept = saved("\n".join(f"Name {number}" for number in range(20)), f"{'very ' * 11}long\n{'x' * 200}")
    assert Synonym.objects.get() == kept


def test_a_name_in_two_sets_is_known_whatever_its_spelling():
    one, other = saved(DOJ), saved("D.O.J.\nDaughters of Job")
    saved("USMS\nMarshals Service")
    assert list(Synonym.objects.sharing(one)) == [(other, ["DOJ"])]


def test_what_only_stands_at_the_end_of_a_way_is_not_asked_for():
    one = saved(DOJ)
    saved("Main Justice", "DOJ")
    assert list(Synonym.objects.sharing(one)) == []


def test_a_name_without_words_is_one_mistake():
    said = refusal("!!!\nok")
    assert "“!!!” has no letter" in said and "are one name" not in said


def test_a_set_says_what_finds_what():
    assert str(saved(DOJ)) == "DOJ = Department of Justice"
    assert str(saved("UAC\nUC", "unaccompanied\nalone")) == "UAC or UC → unaccompanied, alone"


def test_nothing_is_indexed_again(shelf):
    shelf.source(body="The DOJ.")
    Change.objects.all().delete()
    saved(DOJ)
    assert not Change.objects.exists()


def test_a_key_is_given_once_in_a_collection_and_sets_without_one_stand_side_by_side(shelf):
    Synonym.objects.create(names=DOJ)
    Synonym.objects.create(names=DOJ)
    Synonym.objects.create(names=DOJ, key="doj", collection=shelf.collection)
    with pytest.raises(IntegrityError), transaction.atomic():
        Synonym.objects.create(names=DOJ, key="doj", collection=shelf.collection)


def test_the_sets_of_a_collection_outlive_it():
    collection = Collection.objects.create(slug="mill", name="Mill")
    Synonym.objects.create(names=DOJ, key="doj", collection=collection)
    collection.delete()
    assert Synonym.objects.get().collection is None
