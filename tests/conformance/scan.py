"""The oracle: what a request must find, by reading every text for every tree, with nothing clever."""

from collections import Counter, defaultdict
from math import log

from documents.query.expand import Sequence, expand
from documents.query.fields import FIELDS, ZONES
from documents.query.tree import And, Everything, Field, Not, Or
from documents.text.families import keys
from documents.text.words import tokens

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

    def scores(self, tree):
        """The score of every record that matches, by id."""
        if tree not in self.found:
            self.found[tree] = self.evaluated(expand(tree, self.forms), PLAIN)
        return self.found[tree]

    def evaluated(self, tree, zones):
        match tree:
            case Sequence():
                return self.leaf(tree, zones)
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

    def leaf(self, sequence, zones):
        """BM25F of one sequence: k1 1.5, weights and b of the table of zones."""
        averages = {zone: self.average(zone) for zone in zones}
        weights = {}
        for id, record in self.records.items():
            found = {zone: number for zone in zones if (number := self.count(sequence, record, zone))}
            if found:
                weights[id] = total(
                    ZONES[zone].weight * number / self.norm(id, zone, averages[zone])
                    for zone, number in found.items()
                )
        idf = log(1 + (len(self.records) - len(weights) + 0.5) / (len(weights) + 0.5))
        return {id: idf * 2.5 * weight / (weight + 1.5) for id, weight in weights.items()}

    def count(self, sequence, record, zone):
        english = record.language.startswith("en")
        slots = [slot.forms if english else {slot.word} for slot in sequence.slots]
        return sum(
            all(slot & text.get(start + offset, set()) for offset, slot in enumerate(slots))
            for text in self.texts[record.id].get(zone, [])
            for start in text
        )

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
        return sorted(found, key=lambda id: self.key(request.sort, id, found[id]))

    def key(self, sort, id, score):
        record = self.records[id]
        direction = {"relevance": 0, "date": 1, "-date": -1}[sort]
        first = (not record.start, direction * record.start) if direction else (False, -score)
        return (*first, record.position, id)

    def facet(self, request, name):
        ids = self.matching(request, without=name)
        return Counter(value for id in ids for value in set(self.records[id].facets.get(name, ())))

    def groups(self, request):
        """Keys, counts and the three best ids of all groups in their order."""
        members = defaultdict(list)
        for id in self.ordered(request):
            members[self.records[id].group].append(id)
        return [(group, len(ids), ids[:3]) for group, ids in members.items()]


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
