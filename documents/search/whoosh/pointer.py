"""CURRENT, the small file that says which commit of which generation is searched, and what its files must be.

It is replaced as a whole at every commit and every swap, and that is the moment of the change: what it does not name was
never written. Its first line is JSON, the second the hash of the first. Later versions may say other things in it, but keep to
this, to `version`, `analysis` and `generation`: so every version can tell whether an index is older or newer than itself.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from whoosh.index import TOC

from documents.search.engine import IndexDamaged, IndexMissing, IndexNewer, IndexOutdated
from documents.search.whoosh.checksums import Checksum, digest
from documents.search.whoosh.damage import REBUILD, Reading
from documents.search.whoosh.files import SEGMENT, Files, flush
from documents.search.whoosh.schema import VERSION, fingerprint, schema
from documents.text.words import ANALYSIS_VERSION

CURRENT = "CURRENT"
DRAFT = f"{CURRENT}.tmp"
NAME = "MAIN"  # Whoosh's name for the index in a folder
FORMERLY = {"generation", "commit", "fingerprint"}  # all that CURRENT said before it had a hash


@dataclass(frozen=True, slots=True)
class Pointer:
    """The generation, Whoosh's number of its last commit, the files of that commit, and by which program they were made."""

    generation: str
    commit: int
    files: dict[str, Checksum]
    fingerprint: str
    version: int = VERSION
    analysis: int = ANALYSIS_VERSION

    @classmethod
    def read(cls, folder: Path) -> "Pointer":
        """The pointer; raises IndexMissing, IndexDamaged, IndexOutdated or IndexNewer, with the next step."""
        try:
            facts = read_facts(folder)
            refuse_others(folder, facts)
            files = {name: Checksum(*checksum) for name, checksum in facts["files"].items()}
            return cls(str(facts["generation"]), int(facts["commit"]), files, str(facts["fingerprint"]))
        except FileNotFoundError:
            raise IndexMissing(f"There is no search index in {folder} yet. {REBUILD}") from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamaged(
                f"The pointer of the search index in {folder} is unreadable: {error}. {REBUILD}"
            ) from error

    @classmethod
    def of(cls, folder: Path, generation: str, commit: int, known: Mapping[str, Checksum]) -> "Pointer":
        """The pointer to a commit that Whoosh has just made; `known` are the checksums of the files from before."""
        table = contents(folder, generation, commit)
        names = [table_name(commit), *(part.make_filename(SEGMENT) for part in table.segments)]
        files = {name: known.get(name) or Checksum.of(folder / generation / name) for name in names}
        return cls(generation, commit, files, fingerprint())

    def __str__(self) -> str:
        return f"{self.generation}.{self.commit}"

    def storage(self, folder: Path) -> Files:
        """The files of the generation, as Whoosh wants them."""
        return Files(folder / self.generation)

    def contents(self, folder: Path) -> Any:
        """Whoosh's table of contents of the commit, which is unpickled only if it is as it was written."""
        self.verify(folder, table_name(self.commit))
        return contents(folder, self.generation, self.commit)

    def verify(self, folder: Path, name: str) -> None:
        """Raise IndexDamaged if a file of the commit is not there or not as it was written."""
        if name not in self.files:
            raise IndexDamaged(f"The search index in {folder} knows nothing of {name}. {REBUILD}")
        self.files[name].verify(folder / self.generation / name)

    def write(self, folder: Path) -> None:
        """Put the pointer in place: whole, and on the disk before and after it has its name."""
        facts = json.dumps(asdict(self))
        draft = folder / DRAFT
        draft.write_text(f"{facts}\n{digest(facts.encode())}\n", encoding="utf-8")
        flush(draft)
        os.replace(draft, folder / CURRENT)
        flush(folder)


def table_name(commit: int) -> str:
    """The file with Whoosh's table of contents of a commit."""
    return str(TOC._filename(NAME, commit))


def contents(folder: Path, generation: str, commit: int) -> Any:
    """Whoosh's table of contents of a commit."""
    with Reading(f"The table of contents of the search index in {folder}"):
        return TOC.read(Files(folder / generation), NAME, gen=commit, schema=schema())


def read_facts(folder: Path) -> dict[str, Any]:
    """What CURRENT says, whatever version wrote it; raises OSError or ValueError."""
    line, *rest = (folder / CURRENT).read_bytes().split(b"\n")
    facts = json.loads(line)
    if not isinstance(facts, dict):
        raise ValueError("it says nothing of an index")
    if rest != [digest(line).encode(), b""] and (rest != [b""] or set(facts) != FORMERLY):
        raise ValueError("it is not as it was written")
    return facts


def refuse_others(folder: Path, facts: dict[str, Any]) -> None:
    """Raise IndexNewer or IndexOutdated for an index that this version of the program does not read."""
    version, analysis = int(facts.get("version", 0)), int(facts.get("analysis", 0))
    if version > VERSION or analysis > ANALYSIS_VERSION:
        raise IndexNewer(
            f"The search index in {folder} was made by a newer version of this program."
            " Update the program, or run manage.py rebuild_index to go on with this one."
        )
    if (version, analysis, facts["fingerprint"]) != (VERSION, ANALYSIS_VERSION, fingerprint()):
        raise IndexOutdated(
            f"The search index in {folder} was made by another version of this program. {REBUILD}"
        )


def named_generation(folder: Path) -> str:
    """The generation that CURRENT names, whatever version made it; empty if it names none."""
    try:
        return str(read_facts(folder)["generation"])
    except (OSError, ValueError, KeyError):
        return ""
