"""The styles of a reader's page as one file, and its scripts as another: a page waits for two requests, not for a dozen."""

from collections.abc import Callable
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

FOLDER = settings.BASE_DIR / "static"
ON_SCREEN = ("properties", "elements", "page", "lists", "document")
ON_PAPER = "print"
BEHAVIOURS = ("keys", "folds", "suggest", "copy", "notes", "outline", "print", "whole")
YEAR = 365 * 24 * 60 * 60


class File(NamedTuple):
    text: str
    digest: str


class Bundle:
    """Several files put together under an address that has their digest in it, so that browsers keep it until it changes."""

    def __init__(self, name: str, content_type: str, read: Callable[[], str]) -> None:
        self.name = name
        self.content_type = content_type
        self.read = read

    @property
    def address(self) -> str:
        return reverse(f"documents:{self.name}", args=[self.file.digest])

    @property
    def file(self) -> File:
        """That of this version; while one works on it, it is put together anew each time."""
        return self.made() if settings.DEBUG else self.kept

    @cached_property
    def kept(self) -> File:
        return self.made()

    def made(self) -> File:
        text = self.read()
        return File(text, sha256(text.encode()).hexdigest()[:12])

    def response(self, digest: str) -> HttpResponse:
        """The file as it is. An address with another digest comes from a page that another version made."""
        present = self.file
        response = HttpResponse(present.text, content_type=self.content_type)
        if digest == present.digest:
            patch_cache_control(response, public=True, immutable=True, max_age=YEAR)
        else:
            patch_cache_control(response, no_cache=True)
        return response


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def read_styles() -> str:
    on_screen = "".join(read(f"css/{name}.css") for name in ON_SCREEN)
    on_paper = read(f"css/{ON_PAPER}.css")
    return f"{on_screen}@media print {{\n{on_paper}}}\n"


def read_scripts() -> str:
    """Each in a block, so that no name of one is seen by another. A page without what one is for is left alone by it."""
    return "".join(f"{{\n{read(f'js/{name}.js')}}}\n" for name in BEHAVIOURS)


STYLES = Bundle("styles", "text/css; charset=utf-8", read_styles)
SCRIPTS = Bundle("scripts", "text/javascript; charset=utf-8", read_scripts)


@require_safe
def styles(request, digest):
    return STYLES.response(digest)


@require_safe
def scripts(request, digest):
    return SCRIPTS.response(digest)
