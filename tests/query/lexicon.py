"""The words of a made-up index, for tests that expand without an engine."""

from documents.query.expand import Words


class Lexicon:
    """Families are given; patterns and changes of a word find nothing."""

    def __init__(self, **families):
        self.families = families

    def forms(self, word):
        return frozenset(self.families.get(word, ()))

    def like(self, pattern):
        return Words(frozenset(), 0)

    def near(self, word, distance):
        return Words(frozenset(), 0)
