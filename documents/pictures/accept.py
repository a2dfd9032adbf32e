"""Decides about a file by what is in it, whatever it is called and said to be."""

import re
import warnings
from collections.abc import Callable, Mapping
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import Literal, NamedTuple, assert_never

from PIL import Image, ImageOps

from documents.pictures import jpeg, png, webp
from documents.pictures.bare import ORIENTATION_TAG, UPRIGHT, Bare, NotAPicture, broken

Kind = Literal["png", "jpeg", "webp"]

MOST_BYTES = 5_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 20_000  # pixels; browsers draw nothing much longer
PIXELS = (
    f"Make it smaller: {MOST_PIXELS // 1_000_000} million pixels are taken, at most {LONGEST_SIDE} on a side."
)

READERS: Mapping[Kind, Callable[[bytes], Bare]] = {"png": png.bare, "jpeg": jpeg.bare, "webp": webp.bare}
KEEP = "A picture is a PNG, JPEG or WebP file"
# What people try, each by how it begins, to say what it is. None of it is kept.
OTHERS: Mapping[str, re.Pattern[bytes]] = {
    "a GIF": re.compile(rb"GIF8"),
    "an SVG drawing or a web page": re.compile(rb"(?:\xef\xbb\xbf)?\s*<"),
    "a PDF": re.compile(rb"%PDF"),
    "a HEIC or AVIF picture": re.compile(rb".{4}ftyp(?:hei|hev|mif|msf|avi)", re.DOTALL),
    "a TIFF": re.compile(rb"II\*\0|MM\0\*"),
    "a bitmap": re.compile(rb"BM"),
}
# How other kinds of files betray themselves in what is left out of a picture.
SOMETHING_ELSE = re.compile(rb"PK\x03\x04|%PDF-|<(?:!doctype|html|script|svg|iframe|\?php)", re.IGNORECASE)

_decoding = Lock()  # a picture takes up to 160 MB while it is decoded: one at a time


class Accepted(NamedTuple):
    """A picture that may be kept: its file, of this kind, and its size in pixels as it is shown."""

    kind: Kind
    data: bytes
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()


def accept(data: bytes) -> Accepted:
    """The picture in a file, without what is not the picture. Raises NotAPicture, which says what to do."""
    if len(data) > MOST_BYTES:
        raise NotAPicture(
            f"The file has more than {MOST_BYTES // 1_000_000} MB. Make the picture smaller, or save it as JPEG or WebP."
        )
    kind = kind_of(data)
    if kind is None:
        raise NotAPicture(f"{_what_it_is(data)} {KEEP}: open it in an image editor and save it as one.")
    bare = READERS[kind](data)
    if SOMETHING_ELSE.search(bare.left_out):
        raise NotAPicture(
            "The file is a picture and something else at once. Open it in an image editor and save it anew."
        )
    with _decoding:
        return _decoded(kind, bare)


def kind_of(data: bytes) -> Kind | None:
    """What a file is by its first twelve bytes; None for what is no picture that the site shows."""
    if data.startswith(png.SIGNATURE):
        return "png"
    if data.startswith(jpeg.SIGNATURE):
        return "jpeg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return None


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height, as it is shown, of a picture that was accepted."""
    with Image.open(BytesIO(data)) as image:
        return _shown(image.size, image.getexif().get(ORIENTATION_TAG, UPRIGHT))


def _what_it_is(data: bytes) -> str:
    if not data:
        return "The file is empty."
    names = [name for name, begins in OTHERS.items() if begins.match(data)]
    return (
        f"The file is {names[0]}."
        if names
        else "The file is no picture that browsers can be relied on to show."
    )


def _decoded(kind: Kind, bare: Bare) -> Accepted:
    """The picture, every pixel of which was decoded."""
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(bare.data), formats=[kind.upper()]) as image:
            warnings.simplefilter("ignore")
            _check_size(image)
            image.load()
            return _upright(kind, bare, image)
    except NotAPicture:
        raise
    except Image.DecompressionBombError:  # before its size can be asked
        raise NotAPicture(f"The picture is far too large. {PIXELS}") from None
    except Exception as error:  # decoders raise whatever comes: OSError, SyntaxError, struct.error …
        raise broken() from error


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        raise NotAPicture(f"The picture has {width} × {height} pixels. {PIXELS}")


def _upright(kind: Kind, bare: Bare, image: Image.Image) -> Accepted:
    match kind:
        case "jpeg":  # carries with it how it is to be turned
            return Accepted(kind, bare.data, *_shown(image.size, bare.orientation))
        case "png" | "webp" if bare.orientation == UPRIGHT:
            return Accepted(kind, bare.data, *image.size)
        case "png":
            turned = _turned(image, bare.orientation)
            return Accepted(kind, png.bare(_saved(turned, "PNG")).data, *turned.size)
        case "webp":
            turned = _turned(image, bare.orientation)
            return Accepted(kind, webp.bare(_saved(turned, "WEBP", quality=95)).data, *turned.size)
        case _:
            assert_never(kind)


def _turned(image: Image.Image, orientation: int) -> Image.Image:
    image.getexif()[ORIENTATION_TAG] = orientation
    return ImageOps.exif_transpose(image)


def _saved(image: Image.Image, name: str, **options: int) -> bytes:
    file = BytesIO()
    image.save(file, name, icc_profile=image.info.get("icc_profile"), **options)
    return file.getvalue()


def _shown(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """The size of a picture as it is shown: in half of the orientations it lies on its side."""
    width, height = size
    return (height, width) if orientation > 4 else (width, height)
