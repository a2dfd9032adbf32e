import time

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from tqdm import tqdm

from documents.search.engine import SearchTrouble
from documents.search.engines import engine
from documents.search.indexer import UNSOUND, rebuild
from documents.search.units import published_ids

OFTEN = 10  # seconds between two lines that say how far it is, where there is no terminal


class Command(BaseCommand):
    help = "Build the search index anew beside the present one, and put it in its place."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-needed", action="store_true", help="only where the index is missing, damaged or out of date"
        )
        # Haystack's own option: scripts that were written for it go on working.
        parser.add_argument("--noinput", "--no-input", action="store_true", help="accepted; nothing is asked")

    def handle(self, *, if_needed, **options):
        index = engine()
        try:
            said = (if_needed and self.sound(index)) or self.rebuilt(index)
        except (SearchTrouble, OSError) as error:
            raise CommandError(f"The index was not rebuilt, the old one is still used: {error}") from error
        except OperationalError as error:
            raise CommandError(
                f"The database refuses ({error}). Try again; a new one needs: manage.py migrate"
            ) from error
        self.stdout.write(said)

    def rebuilt(self, index):
        begun = time.monotonic()
        with tqdm(total=len(published_ids()), unit="unit", disable=None) as bar:
            count = rebuild(index, self.lines(bar.total, begun) if bar.disable else reaching(bar))
        seconds = time.monotonic() - begun
        return f"{count} sections and sources in the new index, in {seconds:.1f} seconds ({count / seconds:,.0f} a second)."

    def lines(self, total, begun):
        """Says now and then how far it is, how fast it goes and how long it may still take."""
        said = begun

        def report(done):
            nonlocal said
            now = time.monotonic()
            if now - said < OFTEN:
                return
            said = now
            rate = done / (now - begun)
            left = max(total - done, 0) / rate
            self.stdout.write(
                f"{done} of {total} sections and sources, {rate:,.0f} a second, {left:.0f} seconds left"
            )

        return report

    def sound(self, index):
        """What to say of an index that needs no rebuilding; nothing of one that does."""
        try:
            state = index.state()
        except UNSOUND:
            return ""
        return f"The index is up to date: {state.units} sections and sources."


def reaching(bar):
    """Moves a bar to what is done."""
    return lambda done: bar.update(done - bar.n)
