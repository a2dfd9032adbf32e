"""Changes that are kept but not published: the unit as it would be with them, without saving it."""

from documents.models.block import Block
from documents.models.columns import value_of
from documents.text.blocks import Kept, carry
from documents.text.markdown import parse


def changes_of(unit):
    """The latest changes that are kept of `unit`; None where it was saved since, which makes them an old version."""
    latest = unit.revisions.pending().first()
    return latest if latest and not latest.is_behind else None


def with_changes(unit, revision):
    """`unit`, changed in memory to what `revision` says. Its blocks keep their ids, as they would when saved."""
    old = [Kept(block.id, unit.public_id, block.kind, block.text) for block in unit.text_blocks]
    for name, text in revision.said.items():
        setattr(unit, name, value_of(type(unit), name, text))
    body = parse(unit.body)
    ids = carry(old, [(unit.public_id, block) for block in body.blocks], Block.objects.fresh_id)
    unit.text_blocks = [
        Block(id=id, position=position, kind=block.kind, text=block.text, page=block.page)
        for position, (id, block) in enumerate(zip(ids, body.blocks, strict=True))
    ]
    unit.citing = {citation.key for citation in body.citations}
    return unit
