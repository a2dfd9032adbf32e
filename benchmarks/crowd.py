"""Readers beside others who ask for the costliest searches all the time: what becomes of an ordinary search.

    PYTHONPATH=. .venv/bin/python benchmarks/crowd.py [--units 10000] [--clients 8] [--seconds 30] [--site FOLDER]

The goal: p95 of an ordinary search is at most three times what it is when nobody else asks.
"""

import argparse
import json
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.serving import Answer, Reader, make, percentile, serving
from benchmarks.texts import generated, questions
from dev.machine import ROOT

GOAL = 3
COSTLIEST = 24  # searches that are asked again and again
COSTLY = {"wildcard", "ending", "prefix", "fuzzy", "fuzzy, 2", "near, common", "forty words"}
LONGEST = 1_800  # characters of a query: an address has an end


def search(query: str, page: str = "/search/") -> str:
    """The address of a search."""
    return f"{page}?{urlencode({'q': query}, errors='replace')}"


def ordinary(units: int) -> list[str]:
    """Searches as readers make them."""
    return [search(str(tree)) for _, tree in questions(generated(units), 300)]


def candidates(units: int) -> list[str]:
    """What may cost much: the hostile queries of the tests, and every kind of pattern."""
    texts = json.loads((ROOT / "tests/search/hostile.json").read_text())["texts"]
    typed = [text for group in texts.values() for text in map(written, group) if len(text) <= LONGEST]
    asked = questions(generated(units), 400, whole_language=True)
    patterns = [str(tree) for kind, tree in asked if kind in COSTLY]
    common = [str(tree) for kind, tree in asked if kind in ("common", "or", "near, common", "prefix")]
    lists = [search(query, "/search/matches/") for query in common[:40]]
    return [*map(search, [*typed, *patterns]), *lists]


def written(text: str | dict[str, object]) -> str:
    return text if isinstance(text, str) else str(text["text"]) * int(str(text["times"]))


def ask(
    port: int, addresses: list[str], stop: threading.Event, answers: list[Answer], start: int = 0
) -> None:
    """One client: it asks one after the other until it is stopped."""
    reader, number = Reader(port), start
    while not stop.is_set():
        answers.append(reader.get(addresses[number % len(addresses)])._replace(body=b""))
        number += 1


def asked_for(
    seconds: float, port: int, wanted: list[str], hostile: list[str], clients: int
) -> tuple[list[Answer], list[Answer]]:
    """What one ordinary client gets meanwhile, and what the others do."""
    stop, good, bad = threading.Event(), [], []
    crowd = [
        threading.Thread(target=ask, args=[port, hostile, stop, bad, 5 * number]) for number in range(clients)
    ]
    for thread in crowd:
        thread.start()
    if crowd:
        time.sleep(2)
    one = threading.Thread(target=ask, args=[port, wanted, stop, good])
    one.start()
    time.sleep(seconds)
    stop.set()
    for thread in (*crowd, one):
        thread.join()
    return good, bad


def said(name: str, answers: list[Answer]) -> str:
    times = [one.milliseconds for one in answers]
    statuses = ", ".join(
        f"{number} × {status}" for status, number in sorted(Counter(one.status for one in answers).items())
    )
    return f"| {name} | {percentile(times, 0.5):.0f} | {percentile(times, 0.95):.0f} | {max(times):.0f} | {statuses} |"


def main() -> None:
    """Print the table, and whether the goal is met."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--site", type=Path, help="a folder where the site is made, or stands already")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="reportsite-") as scratch:
        folder = options.site or Path(scratch)
        make(folder, options.units)
        with serving(folder) as server:
            wanted = ordinary(options.units)
            reader = Reader(server.port)
            for address in wanted[:60]:  # both processes have read their index
                reader.get(address)
            costs = {
                address: reader.get(address).milliseconds
                for address in dict.fromkeys(candidates(options.units))
            }
            hostile = sorted(costs, key=lambda address: -costs[address])[:COSTLIEST]
            quiet, _ = asked_for(options.seconds, server.port, wanted, [], 0)
            crowded, crowd = asked_for(options.seconds, server.port, wanted, hostile, options.clients)
    print("| | median ms | p95 | worst | answers |\n| --- | --- | --- | --- | --- |")
    print(said("alone", quiet))
    print(said(f"beside {options.clients} hostile clients", crowded))
    print(said("these", crowd))
    before, after = (percentile([one.milliseconds for one in answers], 0.95) for answers in (quiet, crowded))
    is_met = after <= GOAL * before and all(one.status == 200 for one in crowded)
    print(f"\np95 of an ordinary search: {after / before:.1f} times its quiet value.")
    print(f"Goal, {GOAL} times and all answered: {'met' if is_met else 'MISSED'}")
    costly = [costs[address] for address in hostile]
    print(
        f"The {len(hostile)} costliest of {len(costs)} searches took {min(costly):.0f} to {max(costly):.0f} ms alone."
    )


if __name__ == "__main__":
    main()
