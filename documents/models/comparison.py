"""What differs between two versions of a record, column by column; texts by passage, all else by word."""

from dataclasses import dataclass
from typing import NamedTuple

from django.db import models

from documents.models.columns import label, shown
from documents.text.differences import Piece, Same, Step, compare, difference, folded, is_visible, written

MOST_STEPS = 400  # of a text that are shown: a page of more is not read


class Column(NamedTuple):
    """A column that differs, and its words before and after."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Text:
    """A text that differs."""

    label: str
    steps: tuple[Step, ...]

    @property
    def parts(self) -> list[Step | Same]:
        return folded(self.steps)[:MOST_STEPS]

    @property
    def left_out(self) -> int:
        """Changed and unchanged parts for which there is no room."""
        return max(0, len(folded(self.steps)) - MOST_STEPS)

    @property
    def is_visible(self) -> bool:
        """Whether more than blank lines and spaces between passages differs."""
        return is_visible(self.steps)


@dataclass(frozen=True)
class Comparison:
    """The columns and the texts that differ; a column that only one version has is not known to differ."""

    columns: list[Column]
    texts: list[Text]

    @classmethod
    def of(cls, model, before, after):
        """Of two versions of a record of `model`: its columns, each as a string."""
        changed = [name for name in after if name in before and before[name] != after[name]]
        long = [name for name in changed if is_text(model, name)]
        return cls(
            [column(model, name, before[name], after[name]) for name in changed if name not in long],
            [text(model, name, before[name], after[name]) for name in long],
        )

    def __bool__(self):
        return bool(self.columns or self.texts)


def is_text(model, name):
    return isinstance(model._meta.get_field(name), models.TextField)


def column(model, name, before, after):
    return Column(label(model, name), compare(shown(model, name, before), shown(model, name, after)))


def text(model, name, before, after):
    return Text(label(model, name), tuple(difference(written(before), written(after))))
