"""The synonyms of a collection folder: what is read, saved, left alone and refused."""

import pytest

from documents.importing.outline import Mistakes
from documents.importing.saving import load
from documents.models import Collection, Report, Source, Synonym
from tests.importing.folder import COLLECTION, Folder

DOJ = """
[[synonym]]
key = "doj"
names = ["DOJ", "Department of Justice"]
"""
UAC = """
[[synonym]]
key = "uac"
names = ["UAC"]
searched = ["unaccompanied"]
"""
FIRST = COLLECTION.count("\n") + 2  # the line of the first [[synonym]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def write(folder, *tables):
    folder.write("collection.toml", COLLECTION + "".join(tables))


def verdicts(outcome):
    return {verdict: names for (kind, verdict), names in outcome.names.items() if kind == "synonym" and names}


def rows():
    return [(one.key, one.names, one.searched, one.collection.slug) for one in Synonym.objects.order_by("pk")]


def test_sets_are_loaded_with_the_collection(folder):
    write(folder, DOJ, UAC)
    assert verdicts(load(folder.path)) == {"added": ["doj", "uac"]}
    assert rows() == [
        ("doj", "DOJ\nDepartment of Justice", "", "mill"),
        ("uac", "UAC", "unaccompanied", "mill"),
    ]


def test_the_same_folder_again_changes_nothing(folder):
    write(folder, DOJ)
    load(folder.path)
    before = list(Synonym.objects.values())
    assert verdicts(load(folder.path)) == {"unchanged": ["doj"]}
    assert list(Synonym.objects.values()) == before


def test_a_set_that_changed_in_the_folder_is_changed(folder):
    write(folder, DOJ)
    load(folder.path)
    write(folder, DOJ.replace('"]', '", "Justice Department"]'))
    assert verdicts(load(folder.path)) == {"changed": ["doj"]}
    assert Synonym.objects.get().names.endswith("\nJustice Department")


def test_a_set_that_was_edited_on_the_site_is_left_alone_unless_it_is_named(folder):
    write(folder, DOJ)
    load(folder.path)
    Synonym.objects.update(names="DOJ\nMain Justice")
    outcome = load(folder.path)
    assert verdicts(outcome) == {"left alone": ["doj"]} and "--overwrite doj" in outcome.summary()
    assert Synonym.objects.get().names == "DOJ\nMain Justice"
    assert verdicts(load(folder.path, overwrite=["doj"])) == {"changed": ["doj"]}


def test_an_editor_s_own_set_is_no_business_of_a_load(folder):
    own = Synonym.objects.create(names="DOJ\nMain Justice")
    write(folder, DOJ)
    load(folder.path)
    own.refresh_from_db()
    assert own.names == "DOJ\nMain Justice" and Synonym.objects.count() == 2


def test_a_set_that_is_gone_from_the_folder_stays_and_is_listed(folder):
    write(folder, DOJ, UAC)
    load(folder.path)
    write(folder, UAC)
    assert load(folder.path).gone == ["doj"]
    assert Synonym.objects.count() == 2


@pytest.mark.parametrize("names", ["DOJ\nDepartment of Justice", "DOJ\nMain Justice"])
def test_sets_that_outlived_their_collection_are_the_folder_s_again(folder, names):
    write(folder, DOJ)
    load(folder.path)
    Synonym.objects.update(names=names)
    for model in (Report, Source, Collection):
        model.objects.all().delete()
    load(folder.path)
    assert rows() == [("doj", names, "", "mill")]


def test_a_set_that_another_collection_left_behind_is_not_taken(folder):
    Synonym.objects.create(key="doj", names="Dojo\nHall", loaded_digest="x")
    write(folder, DOJ)
    assert verdicts(load(folder.path)) == {"added": ["doj"]}
    assert Synonym.objects.get(collection=None).names == "Dojo\nHall"


def test_a_dry_run_saves_no_set(folder):
    write(folder, DOJ)
    assert verdicts(load(folder.path, dry_run=True)) == {"added": ["doj"]}
    assert not Synonym.objects.exists()


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        (DOJ.replace('key = "doj"\n', ""), 0, "key: This is missing. Add: key = …"),
        (DOJ.replace('key = "doj"', 'key = "d o j"'), 1, "key: “d o j” cannot be cited."),
        (DOJ.replace("names", "name"), 2, "name: There is no such field. Is it names?"),
        (DOJ.replace('["DOJ", "Department of Justice"]', '"DOJ"'), 2, "names: Write a list of texts"),
        (DOJ.replace(', "Department of Justice"', ""), 2, "names: Write at least two names"),
        (DOJ.replace("Department of Justice", "***"), 2, "names: “***” has no letter"),
        (DOJ.replace("Department of Justice", "D.O.J."), 2, "names: To the search “DOJ”, “D.O.J.” are"),
        (UAC.replace("unaccompanied", "u.a.c."), 3, "searched: This is the name above again."),
        (UAC.replace("unaccompanied", "…"), 3, "searched: “…” has no letter"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_nothing_is_saved(folder, table, line, message):
    write(folder, table)
    with pytest.raises(Mistakes) as raised:
        load(folder.path)
    told = [one for one in raised.value.mistakes if one.message.startswith(message)]
    assert [(one.file, one.line) for one in told] == [("collection.toml", FIRST + line)]
    assert not Synonym.objects.exists()


def test_a_key_is_given_once_in_the_folder(folder):
    write(folder, DOJ, UAC.replace("uac", "S1"))
    with pytest.raises(Mistakes, match=r":\d+: key: “S1” is taken already"):
        load(folder.path)
    write(folder, DOJ, DOJ)
    with pytest.raises(Mistakes, match="key: “doj” is taken already"):
        load(folder.path)


def test_what_is_no_table_is_told(folder):
    folder.write("collection.toml", 'synonym = "DOJ"\n' + COLLECTION)
    with pytest.raises(Mistakes, match=r"collection.toml:1: synonym: Write a \[\[synonym\]\] table"):
        load(folder.path)


def test_tables_on_one_line_are_read(folder):
    folder.write(
        "collection.toml",
        'synonym = [{key = "doj", names = ["DOJ", "Department of Justice"]}]\n' + COLLECTION,
    )
    load(folder.path)
    assert Synonym.objects.get().key == "doj"
