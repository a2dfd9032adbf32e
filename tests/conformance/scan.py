"""The oracle: what a request must find, by reading every text for every tree, with nothing clever."""

from collections import Counter, defaultdict
from math import log

from documents.query.expand import Sequence, Together, Words, expand
from documents.query.fields import FIELDS, ZONES
from documents.query.tree import And, Dates, Everything, Field, Not, Or, Phrase, Word
from documents.text.families import keys
from documents.text.words import tokens, words

PLAIN = tuple(zone.name for zone in ZONES.values() if zone.plain)


class Scan:
    """The records that are in an engine, searched by brute force."""

    def __init__(self, records):
        self.records = {record.id: record for record in records}
        self.texts = {
            id: {zone: [positions(text) for text in texts] for zone, texts in record.zones.items()}
            for id, record in self.records.items()
        }
        self.lexicon = {
            word
            for zones in self.texts.values()
            for texts in zones.values()
            for text in texts
            for words in text.values()
            for word in words
        }

        self.lengths = {
            id: {zone: sum(map(len, texts)) for zone, texts in zones.items()}
            for id, zones in self.texts.items()
        }
        self.found = {}

    def forms(self, word):
        return frozenset(other for other in self.lexicon if set(keys(other)) & set(keys(word)))

    def like(self, pattern):
        return self.some(other for other in self.lexicon if fits(pattern, other))

    def near(self, word, distance):
        return self.some(other for other in self.lexicon if changes(word, other) <= distance)

    def some(self, words):
        found = frozenset(words)
        assert len(found) <= 1000, "more than an engine expands: compare with what it says it left out"
        return Words(found, len(found))

    def scores(self, tree):
        """The score of every record that matches, by id."""
        if tree not in self.found:
            self.found[tree] = self.evaluated(expand(tree, self).tree, PLAIN)
        return self.found[tree]

    def evaluated(self, tree, zones):
        match tree:
            case Sequence() | Together():
                return self.leaf(tree, zones)
            case Dates():
                return {
                    id: 0.0 for id, record in self.records.items() if tree.meets(record.start, record.end)
                }
            case And(parts):
                found = [self.evaluated(part, zones) for part in parts]
                ids = set.intersection(*(set(scores) for scores in found))
                return {id: total(scores[id] for scores in found) for id in ids}
            case Or(parts):
                found = [self.evaluated(part, zones) for part in parts]
                ids = set.union(*(set(scores) for scores in found))
                return {id: total(scores.get(id, 0.0) for scores in found) for id in ids}
            case Not(part):
                return dict.fromkeys(self.records.keys() - self.evaluated(part, zones).keys(), 0.0)
            case Field(name, part):
                return self.evaluated(part, FIELDS[name].zones)
            case Everything():
                return dict.fromkeys(self.records, 0.0)

    def leaf(self, asked, zones):
        """BM25F of what is asked: k1 1.5, weights and b of the table of zones."""
        averages = {zone: self.average(zone) for zone in zones}
        weights = {}
        for id, record in self.records.items():
            found = {zone: number for zone in zones if (number := self.count(asked, record, zone))}
            if found:
                weights[id] = total(
                    ZONES[zone].weight * number / self.norm(id, zone, averages[zone])
                    for zone, number in found.items()
                )
        idf = log(1 + (len(self.records) - len(weights) + 0.5) / (len(weights) + 0.5))
        return {id: idf * 2.5 * weight / (weight + 1.5) for id, weight in weights.items()}

    def count(self, asked, record, zone):
        english = record.language.startswith("en")
        slots = [slot.forms if english else slot.literal or {slot.word} for slot in asked.slots]
        count = stretches if isinstance(asked, Together) else runs
        return sum(count(text, slots, asked) for text in self.texts[record.id].get(zone, []))

    def norm(self, id, zone, average):
        b = ZONES[zone].length
        return 1 - b + b * self.lengths[id].get(zone, 0) / average

    def average(self, zone):
        lengths = [known for zones in self.lengths.values() if (known := zones.get(zone, 0))]
        return sum(lengths) / len(lengths) if lengths else 1.0

    def matching(self, request, *, without=None):
        """Ids and scores of what the request asks for; `without` leaves one facet's filter out."""
        filters = {
            name: set(values) for name, values in request.filters.items() if values and name != without
        }
        return {
            id: score
            for id, score in self.scores(request.tree).items()
            if (not request.models or self.records[id].model in request.models)
            and all(chosen & set(self.records[id].facets.get(name, ())) for name, chosen in filters.items())
        }

    def ordered(self, request):
        found = self.matching(request)
        name = list(dict.fromkeys(typed(request.tree)))
        return sorted(found, key=lambda id: self.key(request.sort, id, found[id], name))

    def key(self, sort, id, score, name):
        record = self.records[id]
        direction = {"relevance": 0, "date": 1, "-date": -1}[sort]
        is_other = name not in names(record)
        first = (not record.start, direction * record.start) if direction else (is_other, -score)
        return (*first, record.position, id)

    def facet(self, request, name):
        ids = self.matching(request, without=name)
        return Counter(value for id in ids for value in set(self.records[id].facets.get(name, ())))

    def place(self, request, id, *, grouped):
        """Number, count, ids of the neighbours, row of the list and id shown there; None for what is not found."""
        rows = self.rows(request) if grouped else [[found] for found in self.ordered(request)]
        order = [found for row in rows for found in row]
        if id not in order:
            return None
        here = order.index(id)
        row = next(number for number, ids in enumerate(rows) if id in ids)
        shown = id if id in rows[row][:3] else rows[row][2]
        before, after = [None, *order][here], [*order, None][here + 1]
        return here + 1, len(order), before, after, row, shown

    def rows(self, request):
        """The ids of all groups, each with all of its units."""
        members = defaultdict(list)
        for id in self.ordered(request):
            members[self.records[id].group].append(id)
        return list(members.values())

    def groups(self, request):
        """Keys, counts and the three best ids of all groups in their order."""
        members = defaultdict(list)
        for id in self.ordered(request):
            members[self.records[id].group].append(id)
        return [(group, len(ids), ids[:3]) for group, ids in members.items()]


def runs(text, slots, _):
    """How often the slots are filled one after the other."""
    return sum(
        all(slot & text.get(start + offset, set()) for offset, slot in enumerate(slots)) for start in text
    )


def stretches(text, slots, together):
    """How many stretches of the text hold all the words often enough, are short enough, and have no such stretch inside."""
    asked = [(slot, slots.count(slot)) for slot in slots]
    longest = len(slots) + together.distance
    holding = [
        (first, last)
        for first in text
        for last in range(first, first + longest)
        if last in text
        and all(
            sum(bool(slot & text.get(place, set())) for place in range(first, last + 1)) >= times
            for slot, times in asked
        )
    ]
    return sum(
        not any(other != (first, last) and first <= other[0] and other[1] <= last for other in holding)
        for first, last in holding
    )


def fits(pattern, word):
    """Whether `*` for any letters and `?` for one make the word of the pattern."""
    if not pattern:
        return not word
    if pattern[0] == "*":
        return fits(pattern[1:], word) or (bool(word) and fits(pattern, word[1:]))
    return bool(word) and pattern[0] in ("?", word[0]) and fits(pattern[1:], word[1:])


def changes(one, other):
    """The fewest letters to add, drop, replace or exchange with their neighbour, none of them twice."""
    rows = [list(range(len(other) + 1))]
    for number, letter in enumerate(one, start=1):
        row = [number]
        for place, wanted in enumerate(other, start=1):
            row.append(min(rows[-1][place] + 1, row[-1] + 1, rows[-1][place - 1] + (letter != wanted)))
            if number > 1 and place > 1 and (one[number - 2], letter) == (wanted, other[place - 2]):
                row[-1] = min(row[-1], rows[-2][place - 2] + 1)
        rows.append(row)
    return rows[-1][-1]


def typed(tree):
    """The words of a query that is words and phrases only."""
    match tree:
        case Word(words) | Phrase(words):
            return words
        case And(parts) if all(isinstance(part, Word | Phrase) for part in parts):
            return tuple(word for part in parts for word in part.words)
        case _:
            return ()


def names(record):
    """The words of each title and number of a unit, each once."""
    texts = [*record.zones.get("title", ()), *record.zones.get("number", ())]
    return [list(dict.fromkeys(words(text))) for text in texts if words(text)]


def positions(text):
    """The words at each position of a text."""
    found = defaultdict(set)
    for token in tokens(text):
        found[token.position].add(token.word)
    return dict(found)


def total(values):
    """The sum from left to right (from Python 3.12 on, `sum` is more exact than an array's)."""
    result = 0.0
    for value in values:
        result += value
    return result
