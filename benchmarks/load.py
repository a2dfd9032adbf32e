"""Many readers and an editor at once, for long: errors, locks, how long a search takes, and what memory does.

    make load [MINUTES=10]

Searches begin at their times, whether those before are answered or not, and are timed from then: a server that does not
keep up is not spared. Edits are saved by a process of their own, as a command or a second server would.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from datetime import date
from itertools import count
from pathlib import Path

from benchmarks.crowd import search
from benchmarks.serving import Answer, Reader, Server, environment, make, percentile, serving
from benchmarks.texts import generated, questions
from dev.machine import ROOT

READERS = 48  # who ask at once at most
PAUSE = 0.5  # seconds between two edits
LOOK = 5  # seconds between two looks at memory
MOST_P99, MOST_GROWTH = 500, 10  # milliseconds, per cent
LOCKED = "database is locked"


class Load:
    """Searches that are asked at a steady rate."""

    def __init__(self, port: int, addresses: list[str], seconds: float, a_second: float) -> None:
        self.port = port
        self.addresses = addresses
        self.numbers = count()
        self.a_second = a_second
        self.total = int(seconds * a_second)
        self.answers: list[Answer] = []
        self.began = self.ended = 0.0

    def run(self) -> None:
        """Ask them all; returns when the last is answered."""
        self.began = time.perf_counter()
        readers = [threading.Thread(target=self._read) for _ in range(READERS)]
        for thread in readers:
            thread.start()
        for thread in readers:
            thread.join()
        self.ended = time.perf_counter()

    def _read(self) -> None:
        reader = Reader(self.port)
        while (number := next(self.numbers)) < self.total:
            due = self.began + number / self.a_second
            time.sleep(max(0.0, due - time.perf_counter()))
            answer = reader.get(self.addresses[number % len(self.addresses)])
            since_due = (time.perf_counter() - due) * 1000
            self.answers.append(answer._replace(milliseconds=since_due, body=b""))


class Memory(threading.Thread):
    """Looks at the server's processes now and then."""

    def __init__(self, server: Server) -> None:
        super().__init__(daemon=True)
        self.server = server
        self.held: list[dict[int, float]] = []
        self.is_over = threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(LOOK):
            self.held.append(self.server.resident())

    @property
    def growth(self) -> float:
        """Per cent from a quarter of the time, when the caches are warm, to the end."""
        sums = [sum(held.values()) for held in self.held]
        return 100 * (sums[-1] / sums[len(sums) // 4] - 1)


def edit(seconds: float) -> None:
    """Save one text after the other as editors do; prints how many, and what went wrong. Runs in a process of its own."""
    import django

    django.setup()
    from django.db import Error

    from documents.models import Section, Source, State

    keys = {model: list(model.objects.values_list("pk", flat=True)[:2_000]) for model in (Section, Source)}
    end, saved, wrong = time.monotonic() + seconds, 0, []
    for number in count():
        if time.monotonic() > end:
            break
        model = (Section, Source)[number % 2]
        unit = model.objects.get(pk=keys[model][number // 2 % len(keys[model])])
        unit.body = f"{unit.body.partition(' Edited')[0]} Edited for time {number}."
        if number % 10 == 9:
            unit.state = State.DRAFT if unit.state == State.PUBLISHED else State.PUBLISHED
        try:
            unit.save()
            saved += 1
        except Error as error:
            wrong.append(repr(error))
        time.sleep(PAUSE)
    print(json.dumps({"saved": saved, "wrong": wrong}))


def report(load: Load, memory: Memory, edits: dict, log: str, units: int) -> bool:
    """Print what was found, and say whether all goals are met."""
    times = [one.milliseconds for one in load.answers]
    statuses = Counter(one.status for one in load.answers)
    errors = len(times) - statuses[200]
    locked = log.count(LOCKED) + sum(LOCKED in error for error in edits["wrong"])
    rate = len(times) / (load.ended - load.began)
    print(
        f"{units:,} units, {len(times):,} searches at {rate:.0f} a second, {edits['saved']} edits; {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {date.today()}"
    )
    median, p95 = percentile(times, 0.5), percentile(times, 0.95)
    print(f"from when a search was due: median {median:.0f} ms, p95 {p95:.0f}, worst {max(times):.0f}")
    megabytes = [
        ", ".join(f"{one:.0f}" for one in held.values())
        for held in (memory.held[len(memory.held) // 4], memory.held[-1])
    ]
    print(f"memory of the processes, MB: {megabytes[0]} after a quarter, {megabytes[1]} at the end")
    for error in dict.fromkeys([*(one.error for one in load.answers if one.error), *edits["wrong"]]):
        print(f"  {error}")
    told = ", ".join(f"{number} × {status}" for status, number in statuses.items())
    p99 = percentile(times, 0.99)
    goals = {
        f"errors: {errors} ({told}), of edits {len(edits['wrong'])}": errors == 0 and not edits["wrong"],
        f"“{LOCKED}”: {locked}": locked == 0,
        f"p99 {p99:.0f} ms, under {MOST_P99}": p99 < MOST_P99,
        f"memory {memory.growth:+.1f} %, under {MOST_GROWTH}": memory.growth < MOST_GROWTH,
    }
    for goal, is_met in goals.items():
        print(f"{'met   ' if is_met else 'MISSED'} {goal}")
    return all(goals.values())


def main() -> None:
    """Load a site and say whether it holds; the exit status says so as well."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=50, help="searches a second")
    parser.add_argument("--site", type=Path, help="a folder where the site is made, or stands already")
    parser.add_argument("--edit", type=float, metavar="SECONDS", help="be the editor")
    options = parser.parse_args()
    if options.edit:
        edit(options.edit)
        return
    seconds = options.minutes * 60
    with tempfile.TemporaryDirectory(prefix="reportsite-") as scratch:
        folder = options.site or Path(scratch)
        make(folder, options.units)
        with serving(folder) as server:
            asked = questions(generated(options.units), 2_000)
            load, memory = (
                Load(server.port, [search(str(tree)) for _, tree in asked], seconds, options.rate),
                Memory(server),
            )
            warm = Reader(server.port)
            for address in load.addresses[:100]:
                warm.get(address)
            command = [sys.executable, "-m", "benchmarks.load", f"--edit={seconds}"]
            with subprocess.Popen(
                command, cwd=ROOT, env=environment(folder), stdout=subprocess.PIPE
            ) as editor:
                memory.start()
                load.run()
                memory.is_over.set()
                said, _ = editor.communicate()
        is_good = report(load, memory, json.loads(said), (folder / "server.log").read_text(), options.units)
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
