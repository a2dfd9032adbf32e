"""WebP (RFC 9649): a RIFF file whose chunks have a name, a length and data, padded to an even length."""

from documents.pictures.bare import UPRIGHT, Bare, animated, broken, orientation

HEAD = 12  # RIFF, the length, WEBP
# What says how the picture looks: the picture, its transparency, its colours.
KEPT = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ICCP"}
ANIMATION = {b"ANIM", b"ANMF"}
EXIF_AND_XMP = 0b1100  # in the first byte of VP8X: such chunks follow


def bare(data: bytes) -> Bare:
    """The bare picture of a file that begins as a WebP. Raises NotAPicture."""
    kept, left_out, turned = list[bytes](), list[bytes](), UPRIGHT
    place, end = HEAD, 8 + int.from_bytes(data[4:8], "little")
    if end > len(data) + 1:  # some programs do not write the last padding
        raise broken()
    while place < end:
        name, length = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        chunk = data[place : place + 8 + length]
        if len(chunk) < 8 + length or place + len(chunk) > end:
            raise broken()
        if name in ANIMATION:
            raise animated()
        if name == b"EXIF":
            turned = orientation(chunk[8:].removeprefix(b"Exif\0\0"))
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~EXIF_AND_XMP]) + chunk[9:] if length else chunk
        (kept if name in KEPT else left_out).append(chunk + b"\0" * (length % 2))
        place += 8 + length + length % 2
    body = b"WEBP" + b"".join(kept)
    return Bare(b"RIFF" + len(body).to_bytes(4, "little") + body, turned, b"".join([*left_out, data[place:]]))
