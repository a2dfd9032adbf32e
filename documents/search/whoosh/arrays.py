"""<segment>.arrays, a file beside a segment with all that a search reads of it, laid out as it lies in memory.

It is a cache: made of the segment alone, mapped by every process that reads the index, which thus share its pages, and made again
where it is missing or not what was written. So nobody waits until it is on the disk.

    the hash of all that follows, and a line break
    a line of JSON: what it was made of, and the type, the shape and the place of each array
    the arrays, each at a multiple of ALIGNMENT
"""

import json
import mmap
import os
from collections.abc import Mapping
from hashlib import new
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from documents.search.whoosh.checksums import ALGORITHM
from documents.search.whoosh.files import SEGMENT
from documents.search.whoosh.strings import Array, Arrays

SUFFIX = ".arrays"
LAYOUT = 2
ALIGNMENT = 64
HASH = 2 * new(ALGORITHM).digest_size + 1  # characters and a line break


def arrays_of(segment: Path) -> Path:
    """The file of arrays beside a segment's file."""
    return segment.with_name(segment.name.removesuffix(SEGMENT) + SUFFIX)


def write(path: Path, made_of: str, arrays: Mapping[str, Array]) -> None:
    """Put the arrays in place, whole; raises OSError, and then leaves nothing."""
    pieces = laid_out(made_of, arrays)
    hash = new(ALGORITHM)
    for piece in pieces:
        hash.update(piece)
    draft = path.with_name(f"{path.name}.tmp")
    try:
        with draft.open("wb") as file:
            file.write(f"{hash.hexdigest()}\n".encode())
            file.writelines(pieces)
        os.replace(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def laid_out(made_of: str, arrays: Mapping[str, Array]) -> list[bytes | memoryview]:
    """What follows the hash, piece by piece."""
    places, pieces, place = {}, [], 0
    for name, array in arrays.items():
        array = np.ascontiguousarray(array)
        array = array.astype(array.dtype.newbyteorder("<"), copy=False)
        gap = -array.nbytes % ALIGNMENT
        places[name] = [array.dtype.str, array.shape, place]
        pieces += [array.data.cast("B") if array.nbytes else b"", bytes(gap)]
        place += array.nbytes + gap
    line = json.dumps({"layout": LAYOUT, "made of": made_of, "arrays": places}).encode()
    gap = -(HASH + len(line) + 1) % ALIGNMENT
    return [line, b" " * gap, b"\n", *pieces]


def mapped(path: Path, made_of: str) -> Arrays | None:
    """The arrays, mapped and not read; None if they are not there, were made of something else, or are not what was written."""
    try:
        with path.open("rb") as file:
            source = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            found = hashed(file)
    except (OSError, ValueError):  # the latter says that it is empty
        return None
    if found != source[:HASH]:
        return None
    end = source.find(b"\n", HASH) + 1
    facts = json.loads(source[HASH:end])
    if (facts["layout"], facts["made of"]) != (LAYOUT, made_of):
        return None
    return {name: array(source, end, *where) for name, where in facts["arrays"].items()}


def hashed(file: BinaryIO) -> bytes:
    """The first line that the file must have. It is read and not mapped: what is mapped counts as memory of this process."""
    hash = new(ALGORITHM)
    file.seek(HASH)
    while piece := file.read(1 << 20):
        hash.update(piece)
    return f"{hash.hexdigest()}\n".encode()


def array(source: mmap.mmap, start: int, type: str, shape: list[int], place: int) -> Any:
    """One array, which lies in the file."""
    count = int(np.prod(shape))
    return np.frombuffer(source, np.dtype(type), count, start + place if count else 0).reshape(shape)
