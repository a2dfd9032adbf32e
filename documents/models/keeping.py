"""What is derived from a body when it is saved: blocks, citations and the revision.

`keep` takes several units, because a block that moves from one section of a report to another in the
same save keeps its id.
"""

from documents.models.block import Block
from documents.models.citation import Citation
from documents.models.revision import Revision
from documents.text.blocks import Kept, carry
from documents.text.markdown import parse


def body_changed(unit):
    last = unit.revisions.first()
    return last is None or last.body != unit.body


def keep(units):
    """Derive blocks, citations and a revision for each unit from its body."""
    bodies = {unit.public_id: parse(unit.body) for unit in units}
    old = [
        Kept(block.id, unit.public_id, block.kind, block.text)
        for unit in units
        for block in unit.blocks.living()
    ]
    new = [(owner, block) for owner, body in bodies.items() for block in body.blocks]
    ids = iter(carry(old, new, Block.objects.fresh_id))
    ids_of = {owner: [next(ids) for _ in body.blocks] for owner, body in bodies.items()}

    staying = {id for ids in ids_of.values() for id in ids}
    Block.objects.retire_ids([kept.id for kept in old if kept.id not in staying])
    for unit in units:
        body, block_ids = bodies[unit.public_id], ids_of[unit.public_id]
        Block.objects.write(unit, body.blocks, block_ids)
        Citation.objects.write(unit, body.citations, block_ids)
        Revision.objects.write(unit, block_ids)
