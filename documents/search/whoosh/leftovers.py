"""What CURRENT does not name: removed at the next write, so that no killed or failed one eats the disk."""

import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from documents.search.whoosh.arrays import arrays_of
from documents.search.whoosh.files import SEGMENT
from documents.search.whoosh.pointer import DRAFT, Pointer

GENERATION = re.compile(r"\d{6,}-[0-9a-f]{8}")


def sweep(folder: Path, pointer: Pointer) -> None:
    """Remove what writes that did not end left behind; the generation before the current one stays until the next rebuild.

    Raises OSError if something has to stay: Whoosh would take a table of contents that nobody names for the newest.
    """
    remove(folder / DRAFT)
    older = [name for name in generations(folder) if number(name) < number(pointer.generation)]
    kept = {pointer.generation, *older[-1:]}
    for name in generations(folder):
        if name not in kept:
            remove(folder / name)
    sweep_generation(folder / pointer.generation, pointer)


def sweep_generation(folder: Path, pointer: Pointer) -> None:
    """Remove the files of a generation that are of no commit, or of an earlier one."""
    segments = (folder / name for name in pointer.files if name.endswith(SEGMENT))
    kept = {*pointer.files, *(arrays_of(segment).name for segment in segments)}
    for path in paths(folder):
        if path.name not in kept:
            remove(path)


def remove_all_but(folder: Path, current: str) -> int:
    """Remove the generation before the current one and what killed rebuilds left; returns the highest number seen."""
    names = generations(folder)
    for name in {DRAFT, *names} - {current}:
        with suppress(OSError):  # it is in nobody's way, and a rebuild is what mends an index
            remove(folder / name)
    return max(map(number, names), default=0)


def generations(folder: Path) -> list[str]:
    """The names of the generations that are there, in order of their numbers."""
    return sorted((path.name for path in paths(folder) if GENERATION.fullmatch(path.name)), key=number)


def number(generation: str) -> int:
    """The number of a generation; the rest of its name tells it from another try."""
    return int(generation.partition("-")[0])


def paths(folder: Path) -> Iterator[Path]:
    """What is in a folder; nothing if it is not there."""
    with suppress(FileNotFoundError):
        yield from folder.iterdir()


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there; raises OSError."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
