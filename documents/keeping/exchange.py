"""Exchanging the site in a data folder for another one, whole at whatever moment the process is killed."""

import json
import os
from datetime import datetime
from pathlib import Path

from django.db import connections

from documents.keeping.archive import ALONE, DATABASE, UPLOADS, Manifest
from documents.keeping.folder import Folder, finish, flush


def exchange(folder: Folder, unpacked: Path, manifest: Manifest) -> Path | None:
    """Put the site in the folder aside and what is unpacked in its place; return where the old one is, if there was one.

    What is to be moved is written down before anything is moved. From then on `finish` carries it to its end.
    """
    connections.close_all()
    database = folder.database.name
    present = [database, f"{database}-wal", f"{database}-shm", UPLOADS, "index", *ALONE]
    staying = set() if manifest.has_key else {"secret-key"}
    leaving = [name for name in present if name not in staying and (folder.path / name).exists()]
    # Not to be the name of an older one: what stands there already is taken for moved.
    aside = f"before-restore-{datetime.now():%Y%m%d-%H%M%S}{unpacked.name.removeprefix('.staging')}"
    arriving = {DATABASE: database} | {name: name for name in (UPLOADS, *ALONE)}
    moves = [(name, f"{aside}/{name}") for name in leaving]
    moves += [
        (f"{unpacked.name}/{name}", new) for name, new in arriving.items() if (unpacked / name).exists()
    ]
    draft = unpacked / "plan"
    draft.write_text(json.dumps({"moves": moves, "unpacked": unpacked.name}))
    flush(draft)
    os.replace(draft, folder.plan)
    flush(folder.path)
    finish(folder)
    return folder.path / aside if leaving else None
