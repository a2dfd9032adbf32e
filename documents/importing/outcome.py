"""What a load did, as it is told to the person who started it."""

from dataclasses import dataclass
from pathlib import Path

from documents.importing.plan import VERDICTS, Plan, Verdict

PLURALS = {
    "collection": "Collection",
    "report": "Reports",
    "section": "Sections",
    "source": "Sources",
    "synonym": "Synonyms",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """The names of records by kind and verdict, of those that the folder does not have any more, and of those that
    were replaced and stay withdrawn.
    """

    folder: Path
    names: dict[tuple[str, Verdict], list[str]]
    gone: list[str]
    withdrawn: list[str]
    dry_run: bool

    @classmethod
    def of(cls, folder: Path, plan: Plan, *, dry_run: bool) -> "Outcome":
        names = {
            (kind, verdict): [step.record.name for step in plan.of(kind) if step.verdict == verdict]
            for kind in PLURALS
            for verdict in VERDICTS
        }
        gone = plan.site.gone({step.row for step in plan.steps if step.row})
        withdrawn = [step.record.name for step in plan.steps if step.stays_withdrawn]
        return cls(folder, names, gone, withdrawn, dry_run)

    def all(self, verdict: Verdict) -> list[str]:
        return [name for kind in PLURALS for name in self.names[kind, verdict]]

    def summary(self) -> str:
        """One line a kind, then which records were changed or passed over, and what to do next."""
        lines = [f"{plural}: {self.counts(kind)}" for kind, plural in PLURALS.items()]
        if changed := self.all("changed"):
            lines.append(f"Changed: {', '.join(changed)}.")
        if self.withdrawn:
            lines.append(f"Stay withdrawn, because editors withdrew them: {', '.join(self.withdrawn)}.")
        if left := self.all("left alone"):
            lines.append(f"Left alone, because they were edited on the site: {', '.join(left)}.")
            lines.append(f"To replace what you choose of them: {self.command} --overwrite {' '.join(left)}")
        if self.gone:
            lines.append(f"Not in the folder any more, but still on the site: {', '.join(self.gone)}.")
        return "\n".join([*lines, self.next_step])

    def counts(self, kind: str) -> str:
        return ", ".join(f"{len(self.names[kind, verdict])} {verdict}" for verdict in VERDICTS)

    @property
    def command(self) -> str:
        return f"manage.py load_collection {self.folder}"

    @property
    def next_step(self) -> str:
        if not self.all("added") and not self.all("changed"):
            return "Nothing was to be done."
        if self.dry_run:
            return f"Nothing was saved (--dry-run). To load it: {self.command}"
        return "A running site finds the new texts by itself; without one: manage.py update_index"
