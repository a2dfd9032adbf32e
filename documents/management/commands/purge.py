import sys
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from tqdm import tqdm

from documents.keeping.folder import NotDone
from documents.keeping.purge import Purge, purge
from documents.keeping.table import ELSEWHERE
from documents.search.engine import SearchTrouble
from documents.text.removal import Unfit


class Command(BaseCommand):
    help = "Take words out of everything that the site keeps: texts, their history, addresses, index, logs, caches."

    def add_arguments(self, parser):
        parser.add_argument(
            "words", help="the words, in a row, whatever their case and signs; - reads them from the input"
        )
        parser.add_argument("--reason", default="", help="for readers, in the notice that takes their place")
        parser.add_argument("--dry-run", action="store_true", help="say where they stand, and change nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask first")

    def handle(self, *, words, reason, dry_run, yes, **options):
        words = sys.stdin.read() if words == "-" else words
        try:
            this = Purge.of(words, reason, timezone.localdate())
            with rows_done() as progress:
                places = this.count(progress)
            self.say("The words stand in:", places)
            if dry_run:
                return
            if not yes and not self.confirmed(this.notice):
                raise CommandError("Nothing was changed. Without a terminal: --yes")
            with rows_done() as progress:
                outcome = purge(words, reason=reason, progress=progress)
        except (Unfit, NotDone) as error:
            raise CommandError(str(error)) from error
        except (SearchTrouble, DatabaseError, OSError) as error:
            raise CommandError(
                f"The purge came to no end: {error}. Run the same again: what is done is done."
            ) from error
        self.say("They were taken out of:", outcome.changed)
        self.stdout.write(
            f"The index was made anew ({outcome.units} sections and sources), the database written anew."
        )
        self.stdout.write(
            "Servers that run forget what they sent at the next request; single words stay in their memory"
        )
        self.stdout.write(
            "until they are restarted. Not reached, and for you to look at: " + "; ".join(ELSEWHERE) + "."
        )
        if outcome.left:
            raise CommandError(
                "The words still stand in:\n" + "\n".join(f"  {place}" for place in outcome.left)
            )

    def say(self, heading, places):
        self.stdout.write(heading if places else f"{heading} nothing.")
        for place, number in sorted(places.items()):
            self.stdout.write(f"  {place}: {number}")

    def confirmed(self, notice):
        try:
            return input(f"Put “{notice}” in their place, for ever and in every version? Type yes: ") == "yes"
        except EOFError:
            return False


@contextmanager
def rows_done():
    """How many rows were read, on a terminal; nothing elsewhere."""
    with tqdm(unit=" rows", disable=None, leave=False) as bar:
        yield bar.update
