from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from documents.search.drift import check
from documents.search.engine import SearchTrouble
from documents.search.engines import engine
from documents.search.indexer import drain_all


class Command(BaseCommand):
    help = "Bring the search index up to date with the database."

    def handle(self, **options):
        index = engine()
        try:
            drained = drain_all(index)
            drift = check(index, repair=True)
            units = index.state().units
        except (SearchTrouble, OSError) as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(
                f"The database refuses ({error}). Try again; a new one needs: manage.py migrate"
            ) from error
        self.stdout.write(f"{drained} changes taken from the outbox. Index and database differed: {drift}.")
        self.stdout.write(f"{units} sections and sources in the index.")
