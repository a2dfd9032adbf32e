from django.db import models
from django.utils import timezone

from documents.models.owner import OWNED_BY_ONE, column
from documents.text.blocks import new_id

MOST_IDS = 1000  # in one query: databases limit the number of parameters


class BlockQuerySet(models.QuerySet):
    def living(self):
        return self.filter(retired_at=None)

    def retire(self):
        """Take the blocks out of their text. Their ids stay taken; their words are dropped."""
        return self.living().update(
            retired_at=timezone.now(), section=None, source=None, text="", page="", pdf_page=None
        )

    def retire_ids(self, ids):
        for start in range(0, len(ids), MOST_IDS):
            self.filter(id__in=ids[start : start + MOST_IDS]).retire()

    def fresh_id(self):
        """An id that no block has or ever had."""
        while True:
            id = new_id()
            if not self.filter(id=id).exists():
                return id

    def write(self, unit, blocks, ids):
        """Make `blocks` the text of `unit`, under `ids`, one for each."""
        owner = {"section": None, "source": None} | {column(unit): unit}
        self.bulk_create(
            [
                Block(id=id, position=position, kind=block.kind, text=block.text, page=block.page, **owner)
                for position, (id, block) in enumerate(zip(ids, blocks, strict=True))
            ],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["section", "source", "position", "kind", "text", "page"],
        )


class Block(models.Model):
    """A heading, paragraph, list item, table row or note: the smallest thing that has an address."""

    id = models.CharField(max_length=16, primary_key=True, editable=False)
    section = models.ForeignKey(
        "documents.Section", null=True, on_delete=models.SET_NULL, related_name="blocks"
    )
    source = models.ForeignKey(
        "documents.Source", null=True, on_delete=models.SET_NULL, related_name="blocks"
    )
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    page = models.CharField(max_length=20, blank=True, help_text="The printed page on which it begins.")
    pdf_page = models.PositiveIntegerField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retired_at__isnull=False) | OWNED_BY_ONE, name="block_owned_or_retired"
            ),
        ]

    def __str__(self):
        return self.text[:80] or self.id
