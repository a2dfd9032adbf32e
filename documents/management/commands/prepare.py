"""What stands between an empty data folder and a site that can be served; nothing where all of it is done."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from documents.keeping.beginning import back_up, finish_restore, refuse_newer
from documents.keeping.folder import NotDone
from documents.models import Collection
from documents.models.picture import sweep

FOLDERS = settings.BASE_DIR / "documents" / "bundled"
BUNDLED = {"": FOLDERS / "zero_tolerance", "example": FOLDERS / "example"}
# Each is written when its step has come to its end, so that a kill leads to a repeat and not to a gap.
LOADED = settings.DATA_DIR / "collection-loaded"
COLLECTED = settings.DATA_DIR / "static-collected"


class Command(BaseCommand):
    help = "Make the data folder ready to serve: tables, first collection, static files, index."

    def add_arguments(self, parser):
        parser.add_argument(
            "--collection",
            default=os.environ.get("COLLECTION", ""),
            help="what a new site begins with: a folder, 'example' or 'none' (default: COLLECTION, or the bundled one)",
        )

    def handle(self, *, collection, **options):
        try:
            finish_restore()  # before the database is opened
            refuse_newer()
            self.migrate()
        except NotDone as refusal:
            raise CommandError(str(refusal)) from refusal
        sweep()
        self.load(collection)
        self.collect()
        call_command("rebuild_index", if_needed=True, stdout=self.stdout)

    def migrate(self):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            if copy := back_up():
                self.stdout.write(f"A copy of the site as it was is kept in {copy}")
            self.stdout.write("Bringing the database up to date ...")
            call_command("migrate", interactive=False, verbosity=0)

    def load(self, collection):
        """Load the first collection. A site that has been made keeps what its editors made of it."""
        collection = str(BUNDLED.get(collection, collection))
        if LOADED.exists():
            began_with = LOADED.read_text().strip()
            if os.environ.get("COLLECTION") and collection != began_with:
                self.stdout.write(
                    f"This site began with {began_with}, and a site is given a collection once. "
                    f"To load {collection} too: manage.py load_collection {collection}. For a site of its own: DATA_DIR"
                )
            return
        if collection != "none" and not Collection.objects.exists():
            call_command("load_collection", collection, stdout=self.stdout)
        LOADED.write_text(f"{collection}\n")

    def collect(self):
        state = static_state()
        whole = COLLECTED.exists() and settings.STATIC_ROOT.exists()
        if whole and COLLECTED.read_text() == state:
            return
        self.stdout.write("Collecting static files ...")
        COLLECTED.unlink(missing_ok=True)
        # A file that a kill cut short looks newer than its original and would never be written again.
        call_command("collectstatic", interactive=False, verbosity=0, clear=not whole)
        COLLECTED.write_text(state)


def static_state():
    """A digest of how static files are kept, and of every one's name, size and time."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
