"""What stands for words that are not shown, where only plain text can be."""

from documents.text.words import REDACTED


def legible(text: str) -> str:
    """A plain text as it may stand outside its page, where nothing explains a black box."""
    return text.replace(REDACTED, "[redacted]")


def has_words(text: str) -> bool:
    """Whether anything of it is to be read."""
    return any(character.isalnum() for character in text)
