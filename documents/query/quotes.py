"""Where a phrase begins and where it ends: quotation marks of many countries, balanced or not."""

from collections.abc import Mapping

# What may open a phrase, and what closes it then.
CLOSING: Mapping[str, str] = {
    '"': '"',
    "\u201c": "\u201d",  # “ ”
    "\u201e": "\u201c\u201d",  # „ “
    "\u201f": "\u201d",
    "\u00ab": "\u00bb",  # « »
    "\u2039": "\u203a",  # ‹ ›
    "\uff02": "\uff02",
    "\u300c": "\u300d",  # 「 」
    "\u300e": "\u300f",  # 『 』
    "\u201d": "\u201d",  # ” ”
    "\u00bb": "\u00ab\u00bb",  # » «
    "\u203a": "\u2039\u203a",  # › ‹
}
# These open a phrase only where an item starts and right before something.
ENDING = frozenset("\u201d\u00bb\u203a")
QUOTES = frozenset(CLOSING) | frozenset("".join(CLOSING.values()))


def opens(text: str, at: int, *, free: bool) -> bool:
    """Whether the character at `at`, where an item may start, opens a phrase.

    `free` says that nothing stands right before it; otherwise it may as well be the end of a quotation.
    """
    if text[at] not in CLOSING:
        return False
    return (free and text[at] not in ENDING) or _before_something(text, at)


def opens_inside(text: str, at: int) -> bool:
    """Whether a phrase opens in a run of characters: behind a mark, as in foo:"a b", but not in 5'10"."""
    if text[at] not in CLOSING or text[at] in ENDING or text[at - 1].isalnum():
        return False
    return _before_something(text, at)


def closing(text: str, start: int) -> int | None:
    """Where the phrase that the quote at `start` opens is closed, if it is.

    Quotes of its kind inside it are taken as pairs if they balance, as in a pasted sentence that quotes.
    Otherwise the first quote closes it that can, of its own kind or else of any.
    """
    own = CLOSING[text[start]]
    depth = 1
    for at in range(start + 1, len(text)):
        if text[at] == text[start] and (text[at] not in own or _begins(text, at, start)):
            depth += 1
        elif text[at] in own:
            depth -= 1
            if depth == 0:
                return at
    later = range(start + 1, len(text))
    return next((at for marks in (own, QUOTES) for at in later if text[at] in marks), None)


def _begins(text: str, at: int, start: int) -> bool:
    """Whether a quote of either use looks as if it opens: after a space or bracket, right before a word."""
    before, following = text[at - 1], text[at + 1 : at + 2]
    return following.isalnum() and (at - 1 == start or before.isspace() or before in "([")


def _before_something(text: str, at: int) -> bool:
    return bool(text[at + 1 : at + 2].strip())
