"""How much there may be of something in a query and in its answer: the tables that parser, engine, pages and tests read.

And how long it may take: whoever works on a query calls its deadline between the steps.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Deadline = Callable[[], None]  # raises when the time is over


def no_deadline() -> None:
    """There is time."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How much there may be of something, what that is, and what is said of a query that has more."""

    most: int
    what: str
    said: str

    def __str__(self) -> str:
        return f"{self.most:,} {self.what}"

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

OF_ANSWERS: Mapping[str, Limit] = {
    "seconds": Limit(
        5,
        "seconds for a search, and as many to read all its matches",
        "This search takes too long. Ask for fewer or rarer words.",
    ),
    "units": Limit(
        1_000,
        "sections and sources, the most relevant ones, of which all matches are listed",
        "Only the matches in the {most:,} most relevant of {number:,} sections and sources are read.",
    ),
    "lines": Limit(
        10_000,
        "lines in a list of all matches",
        "Only the first {most:,} of {number:,} matches are listed.",
    ),
}
