"""Families of English words: two words are of one family when they share a key.

The rule is that of the measurements which chose it (engine.md §6.1): spelling, irregular forms, plural, -ed and -ing,
then derivations (prosecution → prosecute), with lists of words that only look as if they had such an ending. Where a
rule and a reader's sense of what belongs together differ, the reader wins: the tables are in irregular.py and kept.py,
the cases in tests/text/family_pairs.tsv. A key is not a word to show: separate has the key separ.
"""

import re
from functools import lru_cache

from documents.text.irregular import NOUNS, SPELLINGS, TWO_FAMILIES, VERBS
from documents.text.kept import KEPT, WHOLE

# A vowel run with a consonant after it: about a syllable (Porter's measure).
_GROUP = re.compile(r"[aeiouy]+[^aeiouy]")
_SHORT_SYLLABLE = re.compile(r"(?:[^aeiouy]*|[^aeiouy]*qu|y)[aeiouy][^aeiouywx]")
_FRENCH_SPELLING = re.compile(r"(?<=[^aeiouvc])is(e|es|ed|ing|er|ers|ation|ations)$|(?<=l)ys(e|ed|ing)$")
_LATIN_MEN = frozenset(
    "specimen regimen abdomen acumen yemen omen stamen bitumen gravamen albumen foramen hymen".split()
)

# (ending, what takes its place, letters the word must have, groups that what is left must have)
_DERIVATIONS = (
    ("ically", "ic", 7, 0),
    ("bly", "ble", 6, 0),
    ("ily", "y", 6, 0),
    ("ly", "", 6, 0),
    ("iness", "y", 8, 0),
    ("ness", "", 8, 0),
    ("ification", "ify", 9, 0),
    ("ization", "ize", 9, 0),
    ("ional", "ion", 8, 0),
    ("ability", "able", 9, 0),
    ("ibility", "ible", 9, 0),
    ("ality", "al", 9, 0),
    ("icity", "ic", 9, 0),
    ("ivity", "ive", 9, 0),
    ("ment", "", 8, 0),
    ("ical", "ic", 7, 0),
    ("ance", "ant", 8, 0),
    ("ancy", "ant", 8, 0),
    ("ence", "ent", 8, 0),
    ("ency", "ent", 8, 0),
    ("ator", "ate", 7, 2),
    ("ation", "ate", 8, 2),
    ("tion", "t", 8, 2),
    ("sion", "s", 8, 2),
)
# A verb does not end so without an -e.
_BEFORE_E = ("u", "v", "c", "bl", "cl", "dl", "fl", "gl", "kl", "pl", "tl", "zl")
_BASES = KEPT.union(VERBS.values(), NOUNS.values())


def keys(word: str) -> tuple[str, ...]:
    """The keys of a folded word: one, or two for a form of two families (found: of find, of found).

    A word of fewer than three letters, or with anything but a to z in it, is its own key.
    """
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return (word,)
    return _keys(word)


@lru_cache(maxsize=1 << 17)
def _keys(word: str) -> tuple[str, ...]:
    return tuple(_root(base) for base in TWO_FAMILIES.get(word, (word,)))


def _root(word: str) -> str:
    if word in WHOLE:
        return word
    word = _spelled(word)
    base = VERBS.get(word) or NOUNS.get(word) or _without_inflection(_singular(word))
    return _without_ending(_without_derivation(base))


def _spelled(word: str) -> str:
    """The American spelling: organise, colour, analyse, centre."""
    if word in SPELLINGS:
        return SPELLINGS[word]
    if len(word) > 5 and word.endswith("our") and word[-4] not in "hpft" and word not in KEPT:
        return word[:-3] + "or"
    if (found := _FRENCH_SPELLING.search(word)) and found.start() >= 4:
        return f"{word[: found.start()]}{word[found.start() :].replace('s', 'z', 1)}"
    return word


def _singular(word: str) -> str:
    if word.endswith("men") and len(word) > 5 and word not in _LATIN_MEN:
        return word[:-3] + "man"
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("es") and word[:-2] in WHOLE and word[:-1] not in KEPT:
        singular = word[:-2]
    elif word.endswith("ies") and len(word) > 4:
        singular = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zzes")) or (word.endswith("oes") and len(word) > 5):
        singular = word[:-2]
    else:
        singular = word[:-1]
    singular = _spelled(singular)
    return NOUNS.get(singular, singular)


def _without_inflection(word: str) -> str:
    if word in _BASES:
        return word
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if len(stem) < 2 or not re.search("[aeiouy]", stem) or (stem.endswith("e") and ending == "ed"):
                return word
            stem = _spelled(_restored(stem))
            return NOUNS.get(stem, stem)
    return word


def _restored(stem: str) -> str:
    """The verb whose -ed or -ing was taken off: hop(p), hop(e), separat(e), fill."""
    if stem in KEPT:
        return stem
    if stem + "e" in KEPT:
        return stem + "e"
    if stem.endswith(_BEFORE_E) or (
        stem.endswith(("at", "iz")) and _groups(stem) > 1 and not stem.endswith("eat")
    ):
        return stem + "e"
    if stem[-1] == stem[-2] and stem[-1] in "bdgklmnprt" and (stem[-1] != "l" or _groups(stem) > 1):
        return stem[:-1]
    return stem + "e" if _SHORT_SYLLABLE.fullmatch(stem) else stem


def _without_derivation(word: str) -> str:
    for _ in range(3):
        shorter = word if word in KEPT else _shortened(word)
        if shorter == word:
            return word
        shorter = SPELLINGS.get(shorter, shorter)
        word = NOUNS.get(shorter, shorter)
    return word


def _shortened(word: str) -> str:
    for ending, instead, letters, groups in _DERIVATIONS:
        if len(word) >= letters and word.endswith(ending):
            shorter = word[: -len(ending)] + instead
            if _groups(shorter) < groups:
                continue
            return shorter + "e" if ending in ("tion", "sion") and shorter + "e" in KEPT else shorter
    return word


def _without_ending(word: str) -> str:
    """The last step, which no reader sees: what is left of separate and separation alike."""
    if word in KEPT:
        return word
    if word.endswith("ie") and len(word) > 4:
        return word[:-2] + "y"
    if len(word) > 7 and word.endswith("ate") and _groups(word[:-3]) > 1:
        word = word[:-3]
    elif (
        len(word) > 3 and word.endswith("e") and word[-2] != "e" and not _SHORT_SYLLABLE.fullmatch(word[:-1])
    ):
        word = word[:-1]
    return word[:-1] if word.endswith("ll") and _groups(word) > 1 else word


def _groups(word: str) -> int:
    return len(_GROUP.findall(word))
