"""CURRENT, the small file that says which generation is searched: replaced as a whole at every commit and every swap."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh.index import TOC

from documents.search.engine import IndexDamaged, IndexMissing, IndexOutdated
from documents.search.whoosh.damage import REBUILD, Reading
from documents.search.whoosh.files import Files, flush
from documents.search.whoosh.schema import fingerprint, schema

CURRENT = "CURRENT"
NAME = "MAIN"  # Whoosh's name for the index in a folder


@dataclass(frozen=True, slots=True)
class Pointer:
    """The generation, Whoosh's number of its last commit, and by which schema and analysis it was made."""

    generation: str
    commit: int
    fingerprint: str

    @classmethod
    def read(cls, folder: Path) -> "Pointer":
        """The pointer; raises IndexMissing, IndexDamaged or IndexOutdated, with the next step."""
        try:
            facts = json.loads((folder / CURRENT).read_text(encoding="utf-8"))
            pointer = cls(str(facts["generation"]), int(facts["commit"]), str(facts["fingerprint"]))
        except FileNotFoundError:
            raise IndexMissing(f"There is no search index in {folder} yet. {REBUILD}") from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(
                f"The pointer of the search index in {folder} is unreadable: {error}. {REBUILD}"
            ) from error
        if pointer.fingerprint != fingerprint():
            raise IndexOutdated(
                f"The search index in {folder} was made by another version of this program. {REBUILD}"
            )
        return pointer

    def __str__(self) -> str:
        return f"{self.generation}.{self.commit}"

    def files(self, folder: Path) -> Files:
        """The generation's files in the index folder."""
        return Files(folder / self.generation)

    def contents(self, folder: Path) -> Any:
        """Whoosh's table of contents, the newest there is; older than the pointer only if files were lost."""
        with Reading(f"The table of contents of the search index in {folder}"):
            contents = TOC.read(self.files(folder), NAME, schema=schema())
        if contents.generation < self.commit:
            raise IndexDamaged(f"The search index in {folder} lacks its last changes. {REBUILD}")
        return contents

    def write(self, folder: Path) -> None:
        """Put the pointer in place: whole, and on the disk before and after it has its name."""
        facts = {"generation": self.generation, "commit": self.commit, "fingerprint": self.fingerprint}
        draft = folder / f"{CURRENT}.tmp"
        draft.write_text(json.dumps(facts) + "\n", encoding="utf-8")
        flush(draft)
        os.replace(draft, folder / CURRENT)
        flush(folder)


def named_generation(folder: Path) -> str:
    """The generation that CURRENT names, whatever version made it; empty if it names none."""
    try:
        return str(json.loads((folder / CURRENT).read_text(encoding="utf-8"))["generation"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
