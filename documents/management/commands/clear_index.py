from django.core.management.base import BaseCommand, CommandError

from documents.search.engine import SearchTrouble
from documents.search.engines import engine


class Command(BaseCommand):
    help = "Put an empty index in the place of the present one. Nothing is found until rebuild_index has run."

    def add_arguments(self, parser):
        parser.add_argument("--noinput", "--no-input", action="store_true", help="do not ask first")

    def handle(self, *, noinput, **options):
        if not noinput and not self.confirmed():
            raise CommandError("Nothing was changed. Without a terminal: clear_index --noinput")
        try:
            engine().rebuild(())
        except (SearchTrouble, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("The index is empty. Fill it with: manage.py rebuild_index")

    def confirmed(self):
        try:
            return input("Empty the search index? Type yes: ") == "yes"
        except EOFError:
            return False
