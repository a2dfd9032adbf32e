"""What stands for words that are not shown, where only plain text can be."""

from documents.text.words import REDACTED, REMOVED

SAID = {REDACTED: "redacted", REMOVED: "removed"}


def legible(text: str) -> str:
    """A plain text as it may stand outside its page, where nothing explains a black box."""
    for box, word in SAID.items():
        text = text.replace(box, f"[{word}]")
    return text


def has_words(text: str) -> bool:
    """Whether anything of it is to be read."""
    return any(character.isalnum() for character in text)


def has_boxes(text: str) -> bool:
    """Whether words are missing in it that are not shown."""
    return any(box in text for box in SAID)
