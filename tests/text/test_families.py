import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.families import keys
from documents.text.irregular import NOUNS, SPELLINGS, TWO_FAMILIES, VERBS
from documents.text.kept import KEPT, WHOLE

with Path(__file__).with_name("family_pairs.tsv").open(encoding="ascii", newline="") as file:
    PAIRS = [(row["relation"], row["word"], row["other"]) for row in csv.DictReader(file, delimiter="\t")]


def together(word, other):
    return not set(keys(word)).isdisjoint(keys(other))


def test_there_are_pairs_of_each_relation():
    counted = {
        relation: sum(pair[0] == relation for pair in PAIRS) for relation in {pair[0] for pair in PAIRS}
    }
    assert counted["inflection"] >= 330
    assert counted["derivation"] >= 170
    assert counted["apart"] >= 380


@pytest.mark.parametrize("relation", ["inflection", "derivation"])
def test_these_are_one_family(relation):
    assert [pair for pair in PAIRS if pair[0] == relation and not together(*pair[1:])] == []


def test_these_stay_apart():
    assert [pair for pair in PAIRS if pair[0] == "apart" and together(*pair[1:])] == []


@pytest.mark.parametrize("table", [VERBS, NOUNS, SPELLINGS])
def test_every_line_of_a_table_is_one_family(table):
    strangers = [(form, base) for form, base in table.items() if len(form) > 2 and not together(form, base)]
    assert [pair for pair in strangers if len(pair[1]) > 2] == []


def test_a_form_of_two_families_is_in_both_and_does_not_join_them():
    assert together("found", "find") and together("found", "founded")
    assert not together("find", "founded")


@pytest.mark.parametrize("form", TWO_FAMILIES)
def test_a_form_of_two_families_is_kin_to_each_of_its_words(form):
    assert all(together(form, base) for base in TWO_FAMILIES[form])


def test_tables_hold_no_word_twice():
    assert [word for word in VERBS if word in NOUNS and VERBS[word] != NOUNS[word]] == []
    assert KEPT.isdisjoint(WHOLE)


@pytest.mark.parametrize("word", ["us", "no", "1325", "40a", "café", "дети", "o"])
def test_a_short_word_or_one_beyond_a_to_z_is_its_own_key(word):
    assert keys(word) == (word,)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3) | st.sampled_from(sorted(KEPT | WHOLE | set(VERBS))))
def test_every_word_has_one_or_two_keys(word):
    found = keys(word)
    assert len(found) in (1, 2)
    assert all(found)


def plural(word):
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def test_a_kept_word_is_its_own_key_and_that_of_its_plural():
    kept = KEPT - set(NOUNS) - set(VERBS) - set(SPELLINGS)
    assert [word for word in kept if keys(word) != (word,)] == []
    assert [word for word in kept if keys(plural(word)) != (word,) and plural(word) not in WHOLE] == []
