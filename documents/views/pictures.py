"""Pictures: where a text finds them, and the address of each."""

from functools import lru_cache

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from documents.models import Imprint, Picture, PreviewLink
from documents.models.owner import column
from documents.models.picture import FOLDER
from documents.pictures import kind_of, size_of
from documents.text.markdown import Shown

WEEK = 7 * 24 * 60 * 60
# A picture never changes under its name, and a page that is withdrawn is forgotten within a week.
FOR_ALL = f"public, max-age={WEEK}, immutable"
FOR_ONE = "private, no-store"


class Picturing:
    """Finds the pictures of one section or source by their keys; asks the database once, if at all."""

    def __init__(self, unit, preview=""):
        self.unit = unit
        self.query = f"?{urlencode({'preview': preview})}" if preview else ""
        self.found = None

    def __call__(self, key):
        if self.found is None:
            self.found = {picture.key: picture for picture in self.unit.pictures.all()}
        picture = self.found.get(key)
        if picture is None:
            return None
        return Shown(picture.get_absolute_url() + self.query, picture.alt, picture.width, picture.height)


@require_safe
def picture(request, name):
    file, cache_control = _file(request, name)
    response = get_conditional_response(request, etag=f'"{name}"') or _picture(file)
    response["ETag"] = f'"{name}"'
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _file(request, name):
    """The file of that name and who may keep a copy, if the picture may be seen here."""
    if imprint := Imprint.objects.filter(picture=FOLDER + name).first():
        return imprint.picture, FOR_ALL
    if found := Picture.objects.published().filter(name=name).first():
        return found.file, FOR_ALL
    hidden = Picture.objects.filter(name=name).select_related("section", "source").first()
    if hidden and (_has_preview(request, hidden.owner) or _is_editor(request.user, hidden.owner)):
        return hidden.file, FOR_ONE
    raise Http404


def _has_preview(request, unit):
    token = request.GET.get("preview")
    return bool(token) and PreviewLink.objects.live().of(unit).filter(token=token).exists()


def _is_editor(user, unit):
    return user.is_staff and any(
        user.has_perm(f"documents.{may}_{column(unit)}") for may in ("view", "change")
    )


def _picture(file):
    """The file, of the type that its content says."""
    try:
        with file.open("rb") as opened:
            data = opened.read()
    except FileNotFoundError:
        raise Http404 from None
    if (kind := kind_of(data)) is None:
        raise Http404
    return HttpResponse(data, content_type=f"image/{kind}")


def shown_imprint(imprint):
    """The picture of the site, as a page shows it; None where there is none."""
    if not imprint.picture:
        return None
    name = imprint.picture.name
    size = _size(name)
    address = reverse("documents:picture", args=[name.removeprefix(FOLDER)])
    return Shown(address, imprint.picture_alt, *size) if size else None


@lru_cache(maxsize=8)
def _size(name):
    """Width and height of a kept picture, which never changes under its name; None where it is gone."""
    try:
        with Picture._meta.get_field("file").storage.open(name) as file:
            return size_of(file.read())
    except OSError:
        return None
