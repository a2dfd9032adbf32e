"""What has changed from one text to another, by passage and in it by word."""

from documents.text.differences.alignment import Effort
from documents.text.differences.amount import Amount, amount
from documents.text.differences.passages import Passage, plain, written
from documents.text.differences.steps import Same, Step, difference, folded, is_visible
from documents.text.differences.wording import Piece, compare, excerpt

__all__ = [
    "Amount",
    "Effort",
    "Passage",
    "Piece",
    "Same",
    "Step",
    "amount",
    "compare",
    "difference",
    "excerpt",
    "folded",
    "is_visible",
    "plain",
    "written",
]
