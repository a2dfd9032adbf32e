"""What a language tag says of how a text is set."""

# Languages written from right to left in their usual script (Unicode CLDR, characterOrder).
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """The value of an HTML `dir` attribute for a text in `language`, a tag such as `en` or `ar-EG`."""
    return "rtl" if language.lower().partition("-")[0] in RIGHT_TO_LEFT else "ltr"
