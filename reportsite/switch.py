"""A setting that is on or off, as an operator writes it."""

from django.core.exceptions import ImproperlyConfigured


def switch(name: str, text: str) -> bool:
    """Whether it is on. Anything but the two words is refused: a slip of the pen must open nothing."""
    if text.strip().lower() not in ("on", "off"):
        raise ImproperlyConfigured(f"{name} is {text!r}. Write on or off.")
    return text.strip().lower() == "on"
