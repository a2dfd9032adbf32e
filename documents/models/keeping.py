"""What is derived from a body when it is saved: blocks, citations, which pictures it shows, and the revision.

`keep` takes several units, because a block that moves from one section of a report to another in the
same save keeps its id.
"""

from documents.models.block import Block
from documents.models.citation import Citation
from documents.models.revision import Revision
from documents.text.blocks import Kept, carry
from documents.text.markdown import parse


def keep(units):
    """Keep what the units say: a revision of each that says something new, and what its text is made of."""
    last = {unit: unit.revisions.saved().first() for unit in units}
    rewritten = [unit for unit in units if last[unit] is None or last[unit].body != unit.body]
    ids = derive(rewritten)
    for unit in units:
        if unit in ids or last[unit].says_otherwise(unit):
            Revision.objects.write(unit, ids[unit] if unit in ids else last[unit].blocks)


def derive(units):
    """Make blocks and citations of each unit from its body; the ids of its blocks, by unit."""
    bodies = {unit.public_id: parse(unit.body) for unit in units}
    old = [
        Kept(block.id, unit.public_id, block.kind, block.text)
        for unit in units
        for block in unit.blocks.living()
    ]
    new = [(owner, block) for owner, body in bodies.items() for block in body.blocks]
    ids = iter(carry(old, new, Block.objects.fresh_id))
    ids_of = {unit: [next(ids) for _ in bodies[unit.public_id].blocks] for unit in units}

    staying = {id for ids in ids_of.values() for id in ids}
    Block.objects.retire_ids([kept.id for kept in old if kept.id not in staying])
    for unit, block_ids in ids_of.items():
        body = bodies[unit.public_id]
        Block.objects.write(unit, body.blocks, block_ids)
        Citation.objects.write(unit, body.citations, block_ids)
        unit.pictures.note_shown(image.key for image in body.images)
    return ids_of
