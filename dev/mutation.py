"""What the tests notice of changes of the code: python -m dev.mutation [MODULE …] (`make mutate`).

mutmut changes the functions of `documents/query` at one place after the other and runs the tests that reach it.
"""

import json
import resource
import shutil
import subprocess
import sys

from mutmut.stats import status_by_exit_code

from dev.machine import ROOT

MUTANTS = ROOT / "mutants"
CHANGED = "documents/query"
MEMORY = 3_000_000_000  # bytes; a loop that a change made endless may gather as long as it runs
NOTICED = ("killed", "timeout", "segfault")  # the last two: a loop without an end, or one that gathers
LEAST = 85  # of a hundred changes


def main(*modules):
    for module in modules:
        if not (ROOT / CHANGED / f"{module}.py").exists():
            sys.exit(f"There is no {CHANGED}/{module}.py.")
    shutil.rmtree(MUTANTS, ignore_errors=True)  # the results of other tests
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    names = [f"{CHANGED.replace('/', '.')}.{module}.*" for module in modules]
    if subprocess.call([sys.executable, "-m", "mutmut", "run", "--max-children=1", *names], cwd=ROOT):
        sys.exit(1)
    found = results()
    print_results(found)
    if not modules and share(found.values()) < LEAST:
        sys.exit(f"Fewer than {LEAST} of 100 changes are noticed.")


def results():
    """What became of each change that was tried, by its name."""
    codes = {}
    for path in sorted((MUTANTS / CHANGED).glob("*.meta")):
        codes |= json.loads(path.read_text())["exit_code_by_key"]
    return {name: status_by_exit_code[code] for name, code in codes.items() if code is not None}


def print_results(found):
    by_module = {}
    for name, result in found.items():
        by_module.setdefault(name.split(".")[2], []).append(result)
    print("\nmodule       changes noticed     %")
    for module, its in [*by_module.items(), ("all", list(found.values()))]:
        print(f"{module:<12} {len(its):7} {noticed(its):7} {share(its):5.1f}")
    print("\nNot noticed (.venv/bin/mutmut show NAME):")
    for name, result in found.items():
        if result not in NOTICED:
            print(f"{name} ({result})")


def noticed(its):
    return sum(result in NOTICED for result in its)


def share(its):
    return 100 * noticed(its) / len(its) if its else 100


if __name__ == "__main__":
    main(*sys.argv[1:])
