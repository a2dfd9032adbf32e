"""The pictures of a collection folder: images/<key of a section or source>/<name>, shown as ![words](name)."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.files.storage import default_storage

from documents.importing.fields import KEY_FORM
from documents.importing.outline import Kept, Mistake, Outline, Record
from documents.models import Picture
from documents.models.publishing import shown_in_vain
from documents.pictures import accept

IMAGE_FILES = "images/**/*"
PLACE = "images/<key of a section or source>/<name>.png"
SUFFIXES = (".png", ".jpg", ".jpeg", ".webp")
SUFFIXES_NAMED = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"
LONGEST_NAME = 40  # characters, of Picture.key

# Reading


def read_pictures(folder: Path, files: Iterable[str], outline: Outline) -> Iterator[Mistake]:
    """Give each picture to its record; yield what is wrong with those that are none, or that nobody shows."""
    records = {record.name: record for record in (*outline.sections, *outline.sources) if record.name}
    sure = not outline.mistakes  # else the record may be in a file that could not be read
    for file in files:
        try:
            key, name = named(file)
            if record := records.get(key):
                give(record, name, file)
                record.kept[name] = Kept(file, accept((folder / file).read_bytes()).sha256)
            elif sure:
                yield Mistake(file, 1, f"No section or source has the key {key}. Put it at {PLACE}.")
        except OSError as error:
            yield Mistake(file, 1, f"The file cannot be read: {error.strerror}.")
        except ValueError as error:
            yield Mistake(file, 1, str(error))


def named(file: str) -> tuple[str, str]:
    """The key of the record and the name of the picture. Raises ValueError with what to do."""
    path = PurePosixPath(file)
    if path.suffix.lower() not in SUFFIXES:
        raise ValueError(f"The name of a picture ends in {SUFFIXES_NAMED}.")
    if len(path.parts) != len(PurePosixPath(PLACE).parts):
        raise ValueError(f"It is not known whose picture this is. Put it at {PLACE}.")
    if len(path.stem) > LONGEST_NAME:
        raise ValueError(f"The name is too long: {LONGEST_NAME} characters are taken.")
    return path.parent.name, str(KEY_FORM.read(path.stem))


def give(record: Record, name: str, file: str) -> None:
    """Note the file as the record's. Raises ValueError where the record has no use for it."""
    if name in record.kept:
        raise ValueError(f"“{name}” is taken already: {record.kept[name].file}. Choose another name.")
    if name not in record.pictures:
        raise ValueError(f"{record.file} does not show this picture. Write there: ![words]({name})")
    record.kept[name] = Kept(file, "")


# What a text shows


def wordless(record: Record) -> Iterator[Mistake]:
    """Pictures in a text that say nothing to those who do not see them."""
    for name, (line, words) in record.pictures.items():
        if not words:
            yield Mistake(record.file, line, f"Write what is seen on the picture: ![words]({name})")


def missing(record: Record) -> Iterator[Mistake]:
    """Pictures that a text to be published shows and that are not there."""
    for name, (line, _) in record.pictures.items():
        if record.kind not in ("section", "source"):
            yield Mistake(record.file, line, shown_in_vain(name, None))
        elif name not in record.kept:
            there = f"images/{record.name}/{name}.png (or {', '.join(SUFFIXES[1:])})"
            yield Mistake(
                record.file, line, f"![…]({name}) shows no picture. Add {there}, or correct the name."
            )


# Saving


def keep_pictures(folder: Path, record: Record, unit: Any) -> Iterator[str]:
    """Make the pictures of a unit those of its record, and yield each file that was stored for that.

    A picture that is the same keeps its address.
    """
    present = {picture.key: picture for picture in unit.pictures.all()}
    for key, (sha256, words) in record.shown.items():
        picture = present.pop(key, None)
        if picture is None or picture.sha256 != sha256:
            data = (folder / record.kept[key].file).read_bytes()
            yield Picture.objects.keep(unit, key=key, alt=words, data=data).file.name
        elif picture.alt != words:
            picture.alt = words
            picture.save()
    for picture in present.values():
        picture.delete()


def remove_files(names: Iterable[str]) -> None:
    """Delete the stored files of a load that was taken back."""
    for name in names:
        default_storage.delete(name)
