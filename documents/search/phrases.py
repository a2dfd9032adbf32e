"""The phrases that stand in many texts, to be suggested: two to four words, as they are written most often."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

FEWEST = 3  # texts that a phrase stands in
MOST = 5_000  # phrases that are kept
SHORTEST, LONGEST = 2, 4  # words
KEPT = 4  # texts that are remembered of each phrase

# Words that a phrase neither begins nor ends with, as they stand in a text in small letters.
STOP_WORDS = frozenset(
    """
    a about after again all also although among an and another any are as at be became because been before being
    between both but by can could did do does done down during each either even every few first for from further
    had has have he her here him his how however i if in into is it its itself just last less like made make many
    may me might more most much must my near neither never new next no nor not now of off on once one only or other
    others our out over own per same said says see several shall she should since so some still such than that the
    their them then there therefore these they this those though through thus to together too two under until up
    upon us very was we well were what when where whether which while who whom whose why will with within without
    would yet you your
    de la el los las del y en que un una por con para se le les des du et au aux dans pour par sur der die das und
    den dem ein eine von mit im ist zu
    """.split()
)
# Letters and digits with hyphens, dots or apostrophes between them; whatever else stands between words ends a phrase.
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011.'\u2019][^\W_]+)*")


class Phrase(NamedTuple):
    """A phrase, the number of texts it was counted in, and some of them."""

    text: str
    frequency: int
    texts: tuple[int, ...]


def frequent_phrases(texts: Iterable[tuple[int, str]]) -> list[Phrase]:
    """Those that stand in the most texts, which are given with a number each; a part of a phrase with as many is left out."""
    counts: Counter[str] = Counter()
    for _, spoken in _counted(texts := list(texts)):
        counts.update(spoken.keys())
    often = {phrase for phrase, count in counts.items() if count >= FEWEST}
    often = set(sorted(often, key=lambda phrase: (-counts[phrase], phrase))[: 2 * MOST])
    written: dict[str, Counter[str]] = defaultdict(Counter)
    standing: dict[str, list[int]] = defaultdict(list)
    for number, spoken in _counted(texts):
        for phrase in spoken.keys() & often:
            written[phrase][spoken[phrase]] += 1
            if len(standing[phrase]) < KEPT:
                standing[phrase].append(number)
    whole = often - _parts(often, counts)
    found = [
        Phrase(written[phrase].most_common(1)[0][0], counts[phrase], tuple(standing[phrase]))
        for phrase in whole
    ]
    return sorted(found, key=lambda phrase: (-phrase.frequency, phrase.text))[:MOST]


def _parts(phrases: set[str], counts: Counter[str]) -> set[str]:
    """The phrases that never stand but in a longer one of them."""
    found = set()
    for phrase in phrases:
        words = phrase.split()
        for first, last in combinations(range(len(words) + 1), 2):
            part = " ".join(words[first:last])
            if part != phrase and part in phrases and counts[part] == counts[phrase]:
                found.add(part)
    return found


def _counted(texts: Iterable[tuple[int, str]]) -> Iterator[tuple[int, dict[str, str]]]:
    for number, text in texts:
        spoken: dict[str, str] = {}
        for run in _runs(text):
            _add(spoken, run)
        yield number, spoken


def _runs(text: str) -> Iterator[Sequence[str]]:
    """The words of a text, in stretches between which there is more than a space."""
    run: list[str] = []
    end = -1
    for match in _WORD.finditer(text):
        if match.start() != end + 1 or text[end] != " ":
            yield run
            run = []
        run.append(match[0])
        end = match.end()
    yield run


def _add(spoken: dict[str, str], run: Sequence[str]) -> None:
    """Every phrase of a stretch, in small letters → as it is written there."""
    small = [word.lower() for word in run]
    bears = [word not in STOP_WORDS and len(word) > 1 and not word.isdigit() for word in small]
    for first in range(len(run) - 1):
        if not bears[first]:
            continue
        for last in range(first + SHORTEST, min(first + LONGEST, len(run)) + 1):
            if bears[last - 1]:
                spoken.setdefault(" ".join(small[first:last]), " ".join(run[first:last]))
