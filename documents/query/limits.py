"""How much there may be of something in a query: the one table that parser, engine, help page and tests read."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """How much there may be of something, what that is, and what is said of a query that has more."""

    most: int
    what: str
    said: str

    def announced(self, typed: str = "", number: int = 0) -> str:
        """The sentence, for some limits with what is typed and how many of it there are."""
        return self.said.format(most=self.most, typed=typed, number=number)


LIMITS: Mapping[str, Limit] = {
    "characters": Limit(500, "characters", "Only the first {most} characters of the query are used."),
    "depth": Limit(20, "parentheses inside one another", "Parentheses more than {most} deep are ignored."),
    "clauses": Limit(
        50, "words and phrases", "Only the first {most} words and phrases of the query are used."
    ),
    "patterns": Limit(
        10,
        "words with “*”, “?” or “~”",
        "Of the words with “*”, “?” or “~” only the first {most} are searched.",
    ),
    "expansions": Limit(
        1_000,
        "words that one “*”, “?” or “~” stands for",
        "“{typed}” stands for {number} words; only the {most} most frequent are searched.",
    ),
    "changes": Limit(2, "changes in a word with “~”", "“~” allows {most} changes in a word at most."),
    "distance": Limit(
        50, 'words between those of “"a b"~5”', "Words with “~” may have {most} others between them at most."
    ),
    "together": Limit(
        40, "words in quotation marks before “~”", "Of the words before “~” only the first {most} are used."
    ),
}
