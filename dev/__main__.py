import signal
import sys

from dev.machine import Refusal, check_python
from dev.site import admin, run
from dev.testing import coverage, prove, test
from dev.upkeep import bench, format, load, lock, mutate, screenshots


def help():
    """list these commands"""
    for name, command in COMMANDS.items():
        print("make {:<12} {}".format(name, command.__doc__))


COMMANDS = {
    command.__name__: command
    for command in (run, admin, test, prove, coverage, bench, load, mutate, screenshots, format, lock, help)
}


def main(name="help"):
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(143)
    )  # by the same way out as an error: children are ended
    try:
        check_python(sys.version_info)
        COMMANDS[name]()
    except Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main(*sys.argv[1:])
