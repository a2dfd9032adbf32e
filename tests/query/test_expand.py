from documents.query.expand import Sequence, Slot, expand, wanted
from documents.query.grammar import parse
from documents.query.tree import And, Everything, Field, Not, Or

FAMILIES = {"family": {"family", "families"}, "entry": {"entries"}, "reentry": {"reentries"}}


def expanded(typed):
    return expand(parse(typed).tree, lambda word: frozenset(FAMILIES.get(word, ())))


def sequence(*slots):
    return Sequence(tuple(Slot(forms[0], frozenset(forms)) for forms in slots))


FAMILY = sequence(("family", "families"))
X = sequence(("x",))


def test_a_word_stands_for_its_family_and_always_for_itself():
    assert expanded("family") == FAMILY
    assert expanded("entry") == sequence(("entry", "entries"))
    assert expanded("x") == X


def test_exact_words_and_phrases_stand_for_themselves():
    assert expanded("=family") == sequence(("family",))
    assert expanded('"family entry"') == sequence(("family",), ("entry",))


def test_a_hyphenated_word_is_also_looked_for_as_one():
    apart = sequence(("re",), ("entry", "entries"))
    assert expanded("re-entry") == Or((apart, sequence(("reentry", "reentries"))))


def test_an_exact_hyphenated_word_has_no_other_forms_joined_or_apart():
    assert expanded("=re-entry") == Or((sequence(("re",), ("entry",)), sequence(("reentry",))))


def test_a_number_with_hyphens_is_a_sequence_only():
    assert expanded("21-028") == sequence(("21",), ("028",))


def test_branches_stay_as_they_are():
    assert expanded("family (x | -title:x)") == And((FAMILY, Or((X, Not(Field("title", X))))))
    assert expanded("") == Everything()


def test_sequences_are_numbered_by_the_words_and_phrases_of_the_query():
    tree = expanded('x re-entry (-"a b" | title:y)')
    assert [each.part for each in wanted(tree)] == [0, 1, 1, 3]  # 2 is excluded
