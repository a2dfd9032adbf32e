from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from documents.models import Change
from documents.search.drift import check
from documents.search.engine import SearchTrouble
from documents.search.engines import engine
from documents.search.indexer import UNSOUND, rebuild

MOST = 20  # ids of each kind that are named
SAID = {
    "missing": "published, and not in the index",
    "stale": "in the index in an older state",
    "extra": "in the index, and not in the database",
    "draft": "in the index, and not published",
}


class Command(BaseCommand):
    help = (
        "Compare the search index with the database, text by text, and its files with their checksums. "
        "Ends with 1 where something differs."
    )

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="put right what differs")

    def handle(self, *, repair, **options):
        index = engine()
        try:
            index.close()  # what is opened anew is compared with its checksums
            drift = check(index, repair=repair)
            units = index.state().units
        except UNSOUND as error:
            return self.damaged(index, error, repair)
        except (SearchTrouble, OSError) as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(f"The database refuses ({error}). Try again.") from error
        self.stdout.write(f"{units} sections and sources in the index, whose files are whole.")
        self.say_what_waits()
        for name, meaning in SAID.items():
            self.name_them(meaning, sorted(getattr(drift, name)))
        if drift and not repair:
            raise CommandError(f"Index and database differ: {drift}. To put it right: check_index --repair")
        self.stdout.write(
            f"Index and database differed: {drift}. That is put right." if drift else "Nothing differs."
        )

    def damaged(self, index, error, repair):
        if not repair:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{error}\nIt is made anew ...")
        try:
            units = rebuild(index)
        except (SearchTrouble, OSError) as failure:
            raise CommandError(f"The index was not made anew: {failure}") from failure
        self.stdout.write(f"{units} sections and sources in the new index.")

    def say_what_waits(self):
        waiting, failed = Change.objects.filter(attempts=0).count(), Change.objects.failed()
        if waiting:
            self.stdout.write(f"{waiting} changes wait for the indexer.")
        for change in failed[:MOST]:
            self.stdout.write(f"{change.unit} could not be indexed: {change.error}")

    def name_them(self, meaning, ids):
        if ids:
            more = f" and {len(ids) - MOST} more" if len(ids) > MOST else ""
            self.stdout.write(f"{len(ids)} {meaning}: {', '.join(ids[:MOST])}{more}")
