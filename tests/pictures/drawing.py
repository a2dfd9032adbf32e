"""Pictures to test with, drawn as they are needed."""

from io import BytesIO

from PIL import Image

SECRET = "taken at the mill"


def photo(kind="PNG", *, size=(60, 40), turned=0, mode="RGB", **options):
    """The file of a grey noise. Its Exif holds a secret, and the orientation where one is given."""
    exif = Image.Exif()
    exif[0x010E] = SECRET
    if turned:
        exif[0x0112] = turned
    file = BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(file, kind, exif=exif, **options)
    return file.getvalue()


def opened(data):
    return Image.open(BytesIO(data))
