"""The styles of a reader's page as one file: nothing is drawn before all of them are there, so they come in one request."""

from functools import cache
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

FOLDER = settings.BASE_DIR / "static/css"
ON_SCREEN = ("properties", "elements", "page", "lists", "document")
ON_PAPER = "print"
YEAR = 365 * 24 * 60 * 60


class Sheet(NamedTuple):
    text: str
    digest: str

    @property
    def address(self):
        return reverse("documents:styles", args=[self.digest])


@require_safe
def styles(request, digest):
    """The styles as they are. An address that names others comes from a page that an older version made."""
    present = sheet()
    response = HttpResponse(present.text, content_type="text/css; charset=utf-8")
    if digest == present.digest:
        patch_cache_control(response, public=True, immutable=True, max_age=YEAR)
    else:
        patch_cache_control(response, no_cache=True)
    return response


def sheet():
    """The styles of this version; while one works on them they are read anew each time."""
    return read() if settings.DEBUG else kept()


def read():
    on_screen = "".join((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in ON_SCREEN)
    text = f"{on_screen}@media print {{\n{(FOLDER / f'{ON_PAPER}.css').read_text(encoding='utf-8')}}}\n"
    return Sheet(text, sha256(text.encode()).hexdigest()[:12])


kept = cache(read)
