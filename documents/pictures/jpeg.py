"""JPEG (ITU-T T.81): segments that begin with a marker, and scans of coded data between them."""

import re

from documents.pictures.bare import ORIENTATION_TAG, UPRIGHT, Bare, NotAPicture, broken, orientation

SIGNATURE = b"\xff\xd8\xff"
START, END, SCAN = 0xD8, 0xD9, 0xDA
JFIF, EXIF, PROFILE, ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
TABLES = {0xC4, 0xDB, 0xDD}  # Huffman, quantisation, restart interval
FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended and progressive: what browsers show
OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF}
# In coded data 0xFF is followed by zero or by the number of a restart; anything else begins a segment.
AFTER_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
PLAIN_JFIF = 12  # bytes of a JFIF segment before the size of its preview


def bare(data: bytes) -> Bare:
    """The bare picture of a file that begins as a JPEG. Raises NotAPicture."""
    head, kept, left_out, turned = list[bytes](), list[bytes](), list[bytes](), UPRIGHT
    place, marker = 2, START
    while marker != END:
        place, marker = _marker(data, place)
        if marker == END:
            break
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4])
        content = data[place + 4 : end]
        if end > len(data) or end < place + 4:
            raise broken()
        if marker in OTHER_FRAMES:
            raise NotAPicture("Browsers do not show this kind of JPEG. Save the picture anew as PNG or JPEG.")
        if marker == SCAN:
            after = AFTER_SCAN.search(data, end)
            if after is None:
                raise broken()
            end = after.start()
            kept.append(data[place:end])
        elif marker in TABLES | FRAMES or _is_of_the_picture(marker, content):
            kept.append(data[place:end])
        elif marker == JFIF and content.startswith(b"JFIF\0"):
            head.append(_segment(JFIF, content[:PLAIN_JFIF] + b"\0\0"))
            left_out.append(content[PLAIN_JFIF:])
        else:
            if marker == EXIF and content.startswith(b"Exif\0\0"):
                turned = orientation(content[6:])
            left_out.append(data[place:end])
        place = end
    picture = [b"\xff\xd8", *head, *_turning(turned), *kept, b"\xff\xd9"]
    return Bare(b"".join(picture), turned, b"".join([*left_out, data[place + 2 :]]))


def _marker(data: bytes, place: int) -> tuple[int, int]:
    """Where the next marker stands, and which it is. Any number of 0xFF may stand before one."""
    while data[place : place + 2] == b"\xff\xff":
        place += 1
    if data[place : place + 1] != b"\xff" or place + 2 > len(data):
        raise broken()
    return place, data[place + 1]


def _is_of_the_picture(marker: int, content: bytes) -> bool:
    """Whether a segment says which colours are meant."""
    return (marker == PROFILE and content.startswith(b"ICC_PROFILE\0")) or (
        marker == ADOBE and content.startswith(b"Adobe")
    )


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2) + content


def _turning(turned: int) -> list[bytes]:
    """An Exif segment that says how the picture is turned and nothing else; none where it stands upright.

    Browsers turn it as they show it; to turn the picture itself would be to compress it once more.
    """
    if turned == UPRIGHT:
        return []
    entry = ORIENTATION_TAG.to_bytes(2) + b"\0\x03" + (1).to_bytes(4) + turned.to_bytes(2) + b"\0\0"
    return [_segment(EXIF, b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0")]
