"""F2: a sentence pasted in quotes finds the unit it stands in before all others."""

import random
import re
from pathlib import Path

import pytest
from django.core.management import call_command

from documents.query.grammar import parse
from documents.search.engines import engine
from documents.search.find import find
from documents.search.units import published_records, published_units
from documents.text.words import REDACTED, words

ROOT = Path(__file__).resolve().parents[2]
COLLECTIONS = [
    ROOT / "documents/bundled/zero_tolerance",
    ROOT / "tests/collections/harbor",
    ROOT / "tests/collections/reservoir",
]
QUOTES = [('"', '"'), ("“", "”"), ("„", "“"), ("«", "»")]


@pytest.fixture
def collections(db, index):
    for folder in COLLECTIONS:
        call_command("load_collection", folder, verbosity=0)
    engine().rebuild(published_records())


def sentences():
    """(sentence, words) for every sentence of four words or more that fits into a query."""
    for unit in published_units():
        for block in unit.text_blocks:
            for sentence in re.split(r"(?<=[.?!])\s+(?=[A-Z])|\t", block.text):
                if (
                    len(words(sentence)) >= 4
                    and len(sentence) <= 450
                    and not set(sentence) & {REDACTED, '"', "“", "”"}
                ):
                    yield sentence


def plain(text):
    """Letters and digits in small, with single spaces: what two writings of one sentence share."""
    return f" {' '.join(re.findall(r'[a-z0-9]+', text.lower()))} "


def units_with(sentence, texts):
    """By a plain scan: a sentence that is written twice may find either place."""
    return {unit for unit, blocks in texts.items() if any(plain(sentence) in block for block in blocks)}


def test_sentences_find_their_own_unit_first(collections, proving, record_figure):
    chooser = random.Random(21028)
    everything = sorted(set(sentences()))
    chosen = chooser.sample(everything, min(500 if proving else 60, len(everything)))
    texts = {unit.public_id: [plain(block.text) for block in unit.text_blocks] for unit in published_units()}
    wrong = []
    for sentence in chosen:
        opening, closing = chooser.choice(QUOTES)
        hits = find(parse(f"{opening}{sentence}{closing}"), {}).hits
        if not hits or hits[0].unit.public_id not in units_with(sentence, texts):
            wrong.append(sentence)
    record_figure("sentences that find their own unit first", f"{len(chosen) - len(wrong)} of {len(chosen)}")
    assert not wrong
    assert len(chosen) >= 60
