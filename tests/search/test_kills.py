"""A writer that is killed at any moment leaves the index whole: as it was before what it was doing, or as it is after.

The index is known completely by the number of its last change (see `content`), so that half a change is seen at once.
Run as a program, this file is the writer that is killed, or the reader that looks on.
"""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from documents.query.tree import Everything, Word
from documents.search.engine import Request
from documents.search.whoosh.engine import WhooshEngine
from documents.search.whoosh.leftovers import generations
from documents.search.whoosh.merging import SEGMENTS
from documents.search.whoosh.pointer import Pointer
from tests.search.records import record

ROOT = Path(__file__).parent.parent.parent
KINDS = ["update", "tidy", "rebuild"]
TOGETHER = range(5)  # units that every change reaches
IN_TURN = range(100, 112)  # units that each change reaches one of
STILL = range(200, 260)
SPREAD = 1.5  # how far beyond the time that a step takes the moment of a kill may lie


def content(change):
    """The number of its last change, for every unit there is after so many changes; one comes and goes."""
    turns = {unit: max(0, change - (change - unit) % len(IN_TURN)) for unit in IN_TURN}
    guest = {300: change} if change % 2 else {}
    return dict.fromkeys(TOGETHER, change) | turns | dict.fromkeys(STILL, 0) | guest


def records(change, since=-1):
    """The units after a change, all or those that changed since another."""
    return [
        record(unit, f"steady change{last}", digest=str(last))
        for unit, last in content(change).items()
        if last > since
    ]


def checked(engine):
    """The number of the last change, of an index that is just what it must be after that change."""
    digests = engine.digests()
    change = int(digests["u0"])
    assert digests == {f"u{unit}": str(last) for unit, last in content(change).items()}
    result = engine.run(Request(Word((f"change{change}",)), limit=None))
    steady, everything = (engine.run(Request(tree)).count for tree in (Word(("steady",)), Everything()))
    if engine.digests() == digests:  # nothing was written between the questions
        assert {hit.id for hit in result.hits} == {id for id, last in digests.items() if last == str(change)}
        assert steady == everything == len(digests)
    return change


def write(engine, folder):
    """Change and tidy the index for ever, and say what is begun and what is done."""
    change = checked(engine)
    while True:
        for _ in range(SEGMENTS + 1):
            change += 1
            print("update", change, flush=True)
            engine.update(records(change, change - 1), [] if change % 2 else ["u300"])
            print("done", change, flush=True)
        print("tidy", change, flush=True)
        engine.tidy()
        change += 1
        print("rebuild", change, flush=True)
        engine.rebuild(records(change))
        print("done", change, flush=True)


def look_on(engine, folder):
    """Check the index again and again; it never goes back to an older state."""
    looks = change = 0
    while not (folder / "stop").exists():
        now = checked(engine)
        assert now >= change
        change = now
        looks += 1
        time.sleep(0.005)  # leave the writer some of the machine
    print(looks)


def started(role, folder):
    command = [sys.executable, __file__, role, str(folder)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def killed(kind, folder, moment):
    """Kill a writer so long after the start of a step of this kind; returns the last change that it had done, and begun."""
    done = begun = 0
    with started("write", folder) as writer:
        for step, number in map(str.split, writer.stdout):
            done = int(number) if step == "done" else done
            begun = max(begun, int(number))
            if step == kind:
                break
        time.sleep(moment)
        writer.send_signal(signal.SIGKILL)
        for step, number in map(str.split, writer.stdout):  # what it had said before the signal reached it
            done = int(number) if step == "done" else done
            begun = max(begun, int(number))
    assert writer.returncode == -signal.SIGKILL
    return done, begun


def test_a_writer_killed_at_any_moment_leaves_the_index_whole(tmp_path, proving, record_figure):
    chance = random.Random()
    kills = 200 * len(KINDS) if proving else 10
    engine = WhooshEngine(tmp_path / "index")
    rebuilding = duration(lambda: engine.rebuild(records(0)))
    updating = duration(lambda: engine.update(records(1, 0)))
    with started("look on", tmp_path) as reader:
        try:
            for kill in range(kills):
                kind = KINDS[kill % 3]
                last = SPREAD * (updating if kind == "update" else rebuilding)
                done, begun = killed(kind, tmp_path, chance.uniform(0, last))
                engine.close()  # to see what a process sees that starts now
                assert done <= checked(engine) <= begun
        finally:
            (tmp_path / "stop").touch()
        looks = int(reader.stdout.read())
    assert reader.returncode == 0
    assert looks > kills
    last = checked(engine)
    engine.update(records(last + 1, last), [] if last % 2 == 0 else ["u300"])  # the next write clears up
    assert leftovers(engine) == []
    assert checked(engine) == last + 1
    engine.close()
    record_figure(
        "kills during update, rebuild and tidy, a third each, that left the index whole and nothing behind",
        f"{kills} of {kills}",
    )


def duration(step):
    began = time.monotonic()
    step()
    return time.monotonic() - began


def leftovers(engine):
    """What is in the folder and belongs neither to the state that is searched nor to the generation before."""
    pointer = Pointer.read(engine.store.folder)
    older = [name for name in generations(engine.store.folder) if name != pointer.generation]
    named = {name.replace(".seg", ".arrays") for name in pointer.files} | set(pointer.files)
    there = {path.name for path in (engine.store.folder / pointer.generation).iterdir()}
    others = {path.name for path in engine.store.folder.iterdir()} - {"CURRENT", "LOCK", pointer.generation}
    return sorted(there - named) + sorted(others - set(older[-1:]))


if __name__ == "__main__":
    role, folder = sys.argv[1], Path(sys.argv[2])
    {"write": write, "look on": look_on}[role](WhooshEngine(folder / "index"), folder)
