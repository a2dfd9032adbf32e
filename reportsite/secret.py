"""The site's secret key, kept in a file of the data folder."""

import os
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def secret_key(path: Path) -> str:
    """Read the key from `path`, or make one there that only its owner can read.

    The key is written beside the file and linked into place, so that two processes that start
    together agree on one key and a kill in between leaves none that is half written.
    """
    if path.exists():
        return path.read_text().strip()
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(get_random_secret_key())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key is the one
            os.link(beside, path)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The secret key cannot be written to {path}: {error.strerror}. "
            "Make the folder writable, or choose another with DATA_DIR."
        ) from error
    finally:
        beside.unlink(missing_ok=True)
    return path.read_text().strip()
