import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from documents.pictures import MOST_BYTES, NotAPicture, accept, kind_of, size_of
from documents.pictures.bare import orientation
from tests.pictures.drawing import SECRET, opened, photo

KINDS = ["PNG", "JPEG", "WEBP"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_known_by_its_content(kind):
    accepted = accept(photo(kind))
    assert (accepted.kind, accepted.width, accepted.height) == (kind.lower(), 60, 40)
    assert kind_of(accepted.data[:12]) == kind.lower()


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_noted_with_it_is_taken_out_and_no_pixel_changed(kind):
    data = photo(kind, turned=1)
    accepted = accept(data)
    assert SECRET.encode() in data and SECRET.encode() not in accepted.data
    assert opened(accepted.data).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("turned", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_turned_picture_is_shown_upright_without_loss(kind, turned):
    data = photo(kind, turned=turned)
    accepted = accept(data)
    upright, shown = (ImageOps.exif_transpose(opened(one)) for one in (data, accepted.data))
    assert upright.tobytes() == shown.tobytes()
    assert upright.size == (accepted.width, accepted.height) == size_of(accepted.data)
    assert SECRET.encode() not in accepted.data


def test_a_turned_webp_is_turned():
    accepted = accept(photo("WEBP", turned=6))
    assert (accepted.width, accepted.height) == opened(accepted.data).size == (40, 60)
    assert not opened(accepted.data).getexif()


@pytest.mark.parametrize("kind", KINDS)
def test_the_colours_that_are_meant_are_kept(kind):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    accepted = accept(photo(kind, icc_profile=profile))
    assert opened(accepted.data).info["icc_profile"] == profile


def test_a_progressive_jpeg_is_whole():
    data = photo("JPEG", progressive=True, quality=90, comment=SECRET)
    accepted = accept(data)
    assert opened(accepted.data).tobytes() == opened(data).tobytes()
    assert SECRET.encode() not in accepted.data


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA"])
def test_transparency_and_palettes_stay(mode):
    data = photo("PNG", mode=mode)
    assert opened(accept(data).data).convert("RGBA").tobytes() == opened(data).convert("RGBA").tobytes()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"GIF89a" + bytes(40), "is a GIF"),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "an SVG drawing or a web",
        ),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><title>x</title>", "an SVG drawing or a web page"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\0\0\0\x18ftypheic" + bytes(40), "a HEIC or AVIF"),
        (b"II*\0" + bytes(40), "is a TIFF"),
        (b"BM" + bytes(40), "is a bitmap"),
        (b"MZ" + bytes(40), "no picture that browsers"),
    ],
)
def test_what_is_no_picture_is_refused_by_name(data, said):
    with pytest.raises(NotAPicture, match=said) as refused:
        accept(data)
    assert "PNG, JPEG or WebP file: open it in an image editor" in str(refused.value)


def moving(kind):
    file = BytesIO()
    frames = [Image.new("RGB", (6, 4), colour) for colour in ("red", "blue")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(kind):
    with pytest.raises(NotAPicture, match="Save one of its frames"):
        accept(moving(kind))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("behind", [b"PK\x03\x04", b"%PDF-1.4", b"<script>", b"<HTML>", b"<?php"])
def test_something_else_behind_a_picture_is_refused(kind, behind):
    with pytest.raises(NotAPicture, match="something else at once"):
        accept(photo(kind) + behind)


def test_something_else_in_the_notes_of_a_picture_is_refused():
    with pytest.raises(NotAPicture, match="something else at once"):
        accept(photo("JPEG", comment="<script>alert(1)</script>"))


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_camera_leaves_behind_the_picture_is_cut_off(kind):
    data = photo(kind)
    assert accept(data + b"SEFH trailer").data == accept(data).data


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_that_is_cut_short_is_refused(kind):
    data = photo(kind)
    for length in range(12, len(data) - 1, max(1, len(data) // 60)):
        with pytest.raises(NotAPicture):
            accept(data[:length])


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(NotAPicture, match="more than 5 MB"):
        accept(photo() + bytes(MOST_BYTES + 100_000))


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, pixels=b""):
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.mark.parametrize("size", [(10_000, 4_001), (20_001, 1), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_before_it_is_decoded(size):
    with pytest.raises(NotAPicture, match="Make it smaller: 40 million pixels"):
        accept(png(*size))


def test_a_picture_without_its_pixels_is_refused():
    with pytest.raises(NotAPicture, match="damaged or cut short"):
        accept(png(100, 100, b"\0"))


def test_a_jpeg_that_browsers_do_not_show_is_refused():
    arithmetic = photo("JPEG").replace(b"\xff\xc0", b"\xff\xc9", 1)
    with pytest.raises(NotAPicture, match="this kind of JPEG"):
        accept(arithmetic)


@given(st.sampled_from(KINDS), st.data())
def test_any_damage_is_refused_or_leaves_a_picture(kind, data):
    file = bytearray(PHOTOS[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    try:
        accepted = accept(bytes(file))
    except NotAPicture:
        return
    assert size_of(accepted.data) == (accepted.width, accepted.height)


PHOTOS = {kind: photo(kind, turned=6) for kind in KINDS}


@given(st.binary(max_size=60))
def test_any_exif_has_an_orientation(data):
    for order in (b"", b"II*\0", b"MM\0*"):
        assert orientation(order + data) in range(1, 9)


@given(st.sampled_from(sorted(PHOTOS.values())), st.binary(max_size=80))
def test_any_bytes_behind_a_beginning_are_refused_or_a_picture(photo, data):
    try:
        accept(photo[:20] + data)
    except NotAPicture as refused:
        assert str(refused)
