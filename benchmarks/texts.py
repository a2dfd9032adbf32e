"""What is measured with: invented units, or those of a collection folder, and questions taken from their texts."""

import random
import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from itertools import accumulate
from pathlib import Path

from documents.query.tree import And, Dates, Field, Fuzzy, Near, Not, Or, Pattern, Phrase, Tree, Word
from documents.search.engine import Record
from documents.text.words import words

FACETS = {
    "kind": [f"kind {number}" for number in range(8)],
    "publisher": [f"Office {number}" for number in range(40)],
    "year": [str(year) for year in range(2000, 2026)],
}
ONSETS = "b c d f g l m n p r s t v br cl dr gr pl st tr".split()
VOWELS = "a e i o u".split()
CODAS = "lm mp nd nt rd rk rm rn rt sk".split()
ENDINGS = ["", "", "", "s", "ed", "ing"]
GROUP = 10

Question = tuple[str, Tree]


def vocabulary(size: int, chance: random.Random) -> list[str]:
    """Invented stems that English endings join without a change, so that every stemmer agrees on them."""
    stems: dict[str, None] = {}
    while len(stems) < size:
        syllables = [chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(chance.randint(1, 3))]
        stems["".join(syllables) + chance.choice(CODAS)] = None
    return list(stems)


def generated(count: int, seed: int = 1) -> list[Record]:
    """Units of Zipf words: title 5, heading 6, body 120 to 280 words in two paragraphs.

    Every other group of ten is a report, whose sections share their facets; the rest are sources.
    """
    chance = random.Random(seed)
    stems = vocabulary(max(2_000, count * 3), chance)
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(stems))))

    def text(length: int) -> str:
        drawn = chance.choices(stems, cum_weights=weights, k=length)
        return " ".join(stem + chance.choice(ENDINGS) for stem in drawn)

    def facets() -> dict[str, str]:
        return {name: chance.choice(values) for name, values in FACETS.items()}

    records = []
    for number in range(count):
        if number % GROUP == 0:
            is_report = number // GROUP % 2 == 0
            of_report = facets() | {"kind": "report section"}
        zones = {
            "title": text(5),
            "heading": text(6),
            "body": f"{text(60)}\n\n{text(chance.randint(60, 220))}",
        }
        records.append(record(number, zones, of_report if is_report else facets()))
    return records


def collected(folder: Path, count: int) -> list[Record]:
    """The sections and sources of a collection folder, as often as it takes to have `count` of them."""
    texts = []
    for path in sorted([*folder.glob("sections/*.md"), *folder.glob("sources/*.md")]):
        _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
        facts = tomllib.loads(front)
        kind = str(facts.get("kind", "section"))
        publisher = str(facts.get("publisher", ""))
        texts.append(
            ({"title": facts["title"], "body": body}, {"kind": kind, "publisher": publisher, "year": "2018"})
        )
    if not texts:
        raise SystemExit(f"{folder}: no sections/*.md and no sources/*.md")
    return [record(number, *texts[number % len(texts)]) for number in range(max(count, len(texts)))]


def record(number: int, zones: dict[str, str], facets: dict[str, str]) -> Record:
    """One unit, dated by its year; every ten of them are a group."""
    year = int(facets["year"])
    return Record(
        id=f"{number:07}",
        model="documents.section",
        pk=number,
        group=f"g{number // GROUP}",
        language="en",
        zones={zone: (text,) for zone, text in zones.items()},
        facets={name: (value,) for name, value in facets.items() if value},
        start=date(year, 1, 1).toordinal(),
        end=date(year, 12, 31).toordinal(),
        position=number % GROUP,
        digest=str(number),
    )


def questions(
    records: Sequence[Record], count: int, seed: int = 2, *, whole_language: bool = False
) -> list[Question]:
    """Mixed queries in equal parts, taken from the texts so that most of them find something.

    They are of the six kinds that every engine here has, or of all kinds that ours has.
    """
    chance = random.Random(seed)
    texts = [
        words(" ".join(text for texts in one.zones.values() for text in texts)) for one in records[:2_000]
    ]
    frequencies = Counter(word for text in texts for word in dict.fromkeys(text))
    common = [word for word, _ in frequencies.most_common(60)]
    middle = [word for word, _ in frequencies.most_common(1_500)]
    rare = [word for word, number in frequencies.items() if number <= 3] or middle

    def phrase(length: int) -> Tree:
        text = chance.choice(texts)
        start = chance.randrange(len(text) - length)
        return Phrase(text[start : start + length])

    def word(choices: Sequence[str]) -> Tree:
        return Word((chance.choice(choices),))

    kinds: dict[str, Callable[[], Tree]] = {
        "rare": lambda: word(rare),
        "common": lambda: word(common),
        "and": lambda: And((word(middle), word(middle))),
        "or": lambda: Or((word(middle), word(middle), word(middle))),
        "phrase": lambda: phrase(chance.randint(2, 4)),
        "mixed": lambda: And((Or((word(middle), word(rare))), word(common))),
    }
    if whole_language:
        kinds |= {
            "prefix": lambda: Pattern((chance.choice(middle)[:3] + "*",)),
            "wildcard": lambda: Pattern((holed(chance.choice(middle)),)),
            "ending": lambda: Pattern(("*" + chance.choice(middle)[-3:],)),
            "fuzzy": lambda: Fuzzy(chance.choice(middle)),
            "fuzzy, 2": lambda: Fuzzy(chance.choice(middle), 2),
            "near": lambda: near(chance.randint(2, 4)),
            "near, common": lambda: Near((chance.choice(common), chance.choice(common)), 50),
            "date": lambda: And(
                (word(middle), Dates(str(chance.randint(2000, 2012)), str(chance.randint(2013, 2025))))
            ),
            "field": lambda: Field("title", word(middle)),
            "exact": lambda: Word((chance.choice(middle),), exact=True),
            "not": lambda: And((word(middle), Not(word(common)))),
            "forty words": lambda: Or(tuple(dict.fromkeys(word(middle) for _ in range(40)))),
        }

    def holed(word: str) -> str:
        return f"{word[:1]}?{word[2:4]}*"

    def near(length: int) -> Tree:
        text = chance.choice(texts)
        start = chance.randrange(len(text) - length - 8)
        return Near(tuple(sorted(chance.sample(text[start : start + length + 4], length))), 5)

    names = list(kinds)
    return [(names[number % len(names)], kinds[names[number % len(names)]]()) for number in range(count)]
