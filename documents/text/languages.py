"""What a language tag, such as `en` or `ar-EG`, says of a text."""

# Languages written from right to left in their usual script (Unicode CLDR, characterOrder).
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """The value of an HTML `dir` attribute for a text in this language."""
    return "rtl" if _primary(language) in RIGHT_TO_LEFT else "ltr"


def is_english(language: str) -> bool:
    """Whether word families apply to a text in this language."""
    return _primary(language) == "en"


def _primary(language: str) -> str:
    return language.lower().partition("-")[0]
