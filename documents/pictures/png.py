"""PNG (ISO/IEC 15948): a signature, then chunks of length, name, data and checksum."""

from documents.pictures.bare import UPRIGHT, Bare, animated, broken, orientation

SIGNATURE = b"\x89PNG\r\n\x1a\n"
AROUND = 12  # length, name and checksum of a chunk
# What says how the picture looks. Texts, times, Exif and chunks of single programs are left out.
KEPT = {
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS"),
    *(b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"pHYs"),
}
ANIMATION = b"acTL"


def bare(data: bytes) -> Bare:
    """The bare picture of a file that begins as a PNG. Raises NotAPicture."""
    kept, left_out, turned = [SIGNATURE], list[bytes](), UPRIGHT
    place, name = len(SIGNATURE), b""
    while name != b"IEND":
        length = int.from_bytes(data[place : place + 4])
        name = data[place + 4 : place + 8]
        chunk = data[place : place + AROUND + length]
        if len(chunk) < AROUND + length:
            raise broken()
        if name == ANIMATION:
            raise animated()
        if name == b"eXIf":
            turned = orientation(chunk[8:-4])
        (kept if name in KEPT else left_out).append(chunk)
        place += len(chunk)
    return Bare(b"".join(kept), turned, b"".join([*left_out, data[place:]]))
