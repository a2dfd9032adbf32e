from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from tqdm import tqdm

from documents.models import Section, Source
from documents.search.engine import IndexDamaged, IndexMissing, IndexOutdated, SearchTrouble
from documents.search.engines import engine
from documents.search.indexer import rebuild


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
        if if_needed and (sound := self.sound(index)):
            self.stdout.write(sound)
            return
        try:
            built = self.rebuilt(index)
        except (SearchTrouble, OSError) as error:
            raise CommandError(f"The index was not rebuilt, the old one is still used: {error}") from error
        except OperationalError as error:
            raise CommandError(
                f"The database refuses ({error}). Try again; a new one needs: manage.py migrate"
            ) from error
        self.stdout.write(f"{built} sections and sources in the new index.")

    def rebuilt(self, index):
        total = Section.objects.published().count() + Source.objects.published().count()
        with tqdm(total=total, unit="unit", disable=None) as bar:
            return rebuild(index, lambda done: bar.update(done - bar.n))

    def sound(self, index):
        """What to say of an index that needs no rebuilding; nothing of one that does."""
        try:
            state = index.state()
        except (IndexMissing, IndexOutdated, IndexDamaged):
            return ""
        return f"The index is up to date: {state.units} sections and sources."
