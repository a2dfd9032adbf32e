import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.words import GAP, LONGEST, REDACTED, REMOVED, Token, joined, tokens, words, written

# Whatever the rules speak of, so that chance brings it together; and any character at all.
PIECES = (
    *"abisTUS0159 .,'’-‑%&§¶\n\t()/",
    "\u00ad \u200b \u200d \u2060 \u0301 \u0323 \u0327 \u0489 \ufe0f \u3099 \uff9e \u0e4d \u0e33 \u0e32".split(
        " "
    ),
    "é É ø ł đ ð þ æ œ ı İ ß ẞ ﬁ ŉ ŀ ½ ² ₂ ⑴ № ª Ⅷ Ａ １ ٣ ﷺ ـ ʼ".split(),
    "Σ ς ά й Ё َ א ָ ׁ 中 々 ⼀ か が ガ ｶ ー น ้ ำ ໜ က ្ क ् 각 𐐀 𝐀 😀".split(),
    ["U. S.", "U. S. C.", "per cent", "Ph.D.", "1,000", "re-", "-\n", "\n\n", "'s", REDACTED],
)
ALPHABET = [piece for group in PIECES for piece in group]
texts = st.lists(st.sampled_from(ALPHABET) | st.characters(), max_size=25).map("".join)


def primary(text):
    found = {}
    for token in tokens(text):
        found.setdefault(token.position, token.word)
    return tuple(found.values())


def places(text):
    return [(token.word, token.position) for token in tokens(text)]


@given(texts)
def test_a_token_stands_where_its_offsets_say(text):
    for word, _, start, end in tokens(text):
        piece = text[start:end]
        assert word in {each.word for each in tokens(piece)}


@given(texts)
def test_positions_and_starts_never_go_back(text):
    found = tokens(text, 7)
    assert all(first.position <= second.position for first, second in itertools.pairwise(found))
    assert all(token.position >= 7 and 0 <= token.start < token.end <= len(text) for token in found)


@given(texts)
def test_words_are_the_primary_forms(text):
    assert words(text) == primary(text)


@given(texts)
def test_every_form_gives_itself_again(text):
    for word in {token.word for token in tokens(text)}:
        assert written(word) == (word,)
    for word in words(text):
        assert words(word) == (word,)


@given(texts)
def test_written_words_fold_to_the_words(text):
    assert tuple(words(word) for word in written(text)) == tuple((word,) for word in words(text))


@given(texts)
def test_composed_and_decomposed_accents_are_the_same(text):
    assert places(unicodedata.normalize("NFD", text)) == places(unicodedata.normalize("NFC", text))


# An iota below is a mark in one case and a letter in the other, ŉ a letter in one and two in the other.
@given(texts.filter(lambda text: not set("\u0345\u0149") & set(unicodedata.normalize("NFD", text))))
def test_case_never_matters(text):
    assert words(text.upper()) == words(text.lower()) == words(text)


@given(texts)
def test_kinds_of_apostrophe_and_hyphen_are_the_same(text):
    straight = text.replace("’", "'").replace("‑", "-")
    assert places(text) == places(straight)
    assert places(straight) == places(straight.replace("'", "’").replace("-", "‐"))


@given(texts, texts)
def test_a_block_moves_the_next_one_by_the_gap(first, second):
    first, second = first.strip() or "a", second.strip() or "b"
    taken = len(words(first)) + first.count(REDACTED) + GAP * len(re.findall("\n\n+|\t", first))
    moved = [(word, position) for word, position, *_ in tokens(second, taken + GAP)]
    assert places(f"{first}\n\n{second}") == places(first) + moved


def test_offsets_are_those_of_the_text():
    assert tokens("In Café, U.S.") == [
        Token("in", 0, 0, 2),
        Token("cafe", 1, 3, 7),
        Token("café", 1, 3, 7),
        Token("us", 2, 9, 13),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. US U.S U. S. u. s. U.S.’s", "us us us us us us"),
        ("8 U.S.C. § 1325; 8 U. S. C. 1325", "8 usc section 1325 8 usc 1325"),
        ("Ms. L. v. ICE, M.M.M. v. Sessions", "ms l v ice mmm v sessions"),
        ("e.g., a.k.a. Ph.D. H.R.1234", "eg aka phd hr 1234"),
        ("www.a.b.c 5.A.i end.Start", "www a b c 5 a i end start"),
        ("1,000 13,841 1,234,567th", "1000 13841 1234567th"),
        ("1,0000 1,00 12,34,567 2018,2019", "1 0000 1 00 12 34 567 2018 2019"),
        ("Biden's Biden’s BIDEN'S states' 1990's", "biden biden biden states 1990s"),
        ("don’t O'Callaghan rock'n'roll", "dont ocallaghan rocknroll"),
        ("Hawaiʻi Hawaiʼi 'quoted' ‘quoted’", "hawaii hawaii quoted quoted"),
        ("5'10 class of '99", "5 10 class of 99"),
        ("AT&T §§ 3–4 20% ¶ 5 100％", "at and t sections 3 4 20 percent paragraph 5 100 percent"),
        ("40a 3d H2O H₂O x² policy³", "40a 3d h2o h2o x policy"),
        ("OIG-21-028 23-1732 9/11 and/or", "oig 21 028 23 1732 9 11 and or"),
        ("straße ﬁle Æon Łódź İstanbul ısı １３", "strasse file aeon lodz istanbul isi 13"),
        ("sepa\u00adration zero\u200bwidth wo\u2060rd", "separation zerowidth word"),
        ("2½ ⑴ № 7 Ⅷ", "2 1 2 1 no 7 viii"),
        ("a_b C++ C# a@b.org", "a b c c a b org"),
        ("Ελλάδα ΟΔΟΣ ёлка Й مُحَمَّد ٢٠١٨ שָׁלוֹם", "ελλαδα οδοσ елка и محمد 2018 שלום"),
        ("第5条です", "第 5 条 で す"),
        ("ｶﾞ が น้ำ ประเทศ", "ガ が น้ํา ป ร ะ เ ท ศ"),
        ("हिन्दी தமிழ்", "हिन्दी தமிழ்"),
        ("한국어", "한국어"),
        ("the ██ said", "the said"),
        ("?! — …", ""),
    ],
)
def test_the_words_of_a_text(text, expected):
    assert words(text) == tuple(expected.split())


def test_accents_are_kept_as_written():
    assert written("CAFÉ café cafe Ёлка straße") == ("café", "café", "cafe", "ёлка", "strasse")


def test_words_that_were_removed_take_a_position():
    assert places(f"a {REMOVED} b") == [("a", 0), ("b", 2)]


def test_a_redaction_takes_a_position():
    assert places(f"a {REDACTED} b") == [("a", 0), ("b", 2)]


def test_a_cell_and_a_block_begin_after_the_gap():
    assert places("a\tb\n\nc") == [("a", 0), ("b", GAP + 1), ("c", 2 * GAP + 2)]


def test_a_line_end_is_a_space():
    assert places("zero\ntolerance") == [("zero", 0), ("tolerance", 1)]


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u2011", "-\n", "\u00ad\n", "-\r\n"])
def test_a_compound_is_also_one_word(hyphen):
    text = f"of re{hyphen}entry"
    assert tokens(text)[1:] == [
        Token("re", 1, 3, 5),
        Token("reentry", 1, 3, len(text)),
        Token("entry", 2, len(text) - 5, len(text)),
    ]


@pytest.mark.parametrize(
    "text", ["state-of-the-art", "23-1732", "OIG-21-028", "a - b", "a--b", "zero–tolerance"]
)
def test_what_is_no_compound(text):
    assert [word for word, _ in places(text)] == list(words(text))


def test_per_cent_is_also_percent():
    assert places("20 per cent") == [("20", 0), ("per", 1), ("percent", 1), ("cent", 2)]


def test_joined_is_what_indexing_joins():
    assert joined(("re", "entry")) == "reentry"
    assert joined(("non", "co", "operation")) == "noncooperation"
    assert joined(("covid", "19")) == "covid19"
    assert joined(("23", "1732")) is None
    assert joined(("oig", "21", "028")) is None
    assert joined(("state", "of", "the", "art")) is None


def test_a_word_has_an_end():
    assert words("a" * 1000) == ("a" * LONGEST,)


@pytest.mark.parametrize(
    "unit", ["a", "a-", "a.", "1,000,", "\u0301", "a\u0301\u0323", "x\u0315\u0300", "\u00ad", " \n"]
)
def test_no_text_is_slow(unit):
    """A hang fails, a slow machine does not: seconds here, hours if anything were quadratic."""
    assert len(tokens(unit * (1_000_000 // len(unit)))) <= 1_000_000
