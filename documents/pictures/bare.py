"""What the readers of the three formats have in common: a file goes in, the bare picture comes out.

A reader copies the parts of a file that make up the picture and leaves the rest behind: where and when it was
taken and with what, texts, previews, whatever stands behind the end. The picture itself is not made anew.
"""

from typing import NamedTuple

UPRIGHT = 1
ORIENTATIONS = range(1, 9)
ORIENTATION_TAG = 0x0112


class NotAPicture(ValueError):
    """Says what is wrong with a file and what to do about it."""


class Bare(NamedTuple):
    """A picture's file without what is not the picture.

    `orientation` is how it is to be turned, as Exif counts it (1 to 8); `left_out` is all that was left behind.
    """

    data: bytes
    orientation: int
    left_out: bytes


def broken() -> NotAPicture:
    return NotAPicture(
        "The file is damaged or cut short. Open the picture in an image editor and save it anew."
    )


def animated() -> NotAPicture:
    return NotAPicture(
        "The picture moves, and a text can only show one that does not. Save one of its frames as PNG."
    )


def orientation(exif: bytes) -> int:
    """How an Exif block (a TIFF header and its first directory) says the picture is turned; upright if it does not."""
    if exif[:2] not in (b"II", b"MM"):
        return UPRIGHT

    def number(place: int, size: int) -> int:
        return int.from_bytes(exif[place : place + size], "little" if exif[:1] == b"I" else "big")

    start = number(4, 4)
    for entry in range(start + 2, min(start + 2 + 12 * number(start, 2), len(exif) - 11), 12):
        if number(entry, 2) == ORIENTATION_TAG:
            found = number(entry + 8, 2)
            return found if found in ORIENTATIONS else UPRIGHT
    return UPRIGHT
