import logging
import signal
import threading
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError

from documents.search import loop
from documents.search.engines import index_folder

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Command(BaseCommand):
    help = (
        "Keep the search index as a process of its own: publish what is due, bring changes into it, "
        "make it anew where that is needed. Servers leave it alone meanwhile. Ctrl-C ends it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="do what there is to do, and end")

    def handle(self, *, once, **options):
        logging.getLogger("documents.search").setLevel(logging.INFO)
        with told_to_stop() as stop:
            if once:
                self.once(stop)
            else:
                self.go_on(stop)

    def once(self, stop):
        rounds = loop.Rounds(stop)
        trouble = loop.said_of(rounds.look)
        if trouble or rounds.mending.failures:
            raise CommandError(trouble or "The search index could not be made anew.")

    def go_on(self, stop):
        folder = index_folder()
        folder.mkdir(parents=True, exist_ok=True)
        with loop.lock(folder / loop.OWN, tries=20) as held:
            if not held:
                raise CommandError("An indexer runs here already.")
            self.stdout.write("The indexer is at work (Ctrl-C ends it).")
            self.stdout.flush()
            loop.run(stop, is_own=True)
        self.stdout.write("The indexer has ended.")


@contextmanager
def told_to_stop():
    """An event that Ctrl-C and a plain `kill` set: what is being written is brought to its end, or left as it was."""
    stop = threading.Event()
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
