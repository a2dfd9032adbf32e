from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from tqdm import tqdm

from documents.importing.outline import MANUAL, Mistakes
from documents.importing.saving import UnknownNames, load


class Command(BaseCommand):
    help = f"Load a collection folder: reports, sections and sources. The format: {MANUAL}"

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, help="the folder that holds collection.toml")
        parser.add_argument(
            "--overwrite",
            nargs="+",
            action="extend",
            default=[],
            metavar="KEY",
            help="replace these, though edited on the site: keys, slugs of reports, or “collection”",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and save nothing")

    def handle(self, *, folder, overwrite, dry_run, **options):
        try:
            outcome = load(folder, overwrite=overwrite, dry_run=dry_run, progress=bar)
        except (Mistakes, UnknownNames) as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(
                f"The database refuses ({error}). Try again; a new one needs: manage.py migrate"
            ) from error
        self.stdout.write(outcome.summary())


def bar(items, unit):
    """How far it is, on a terminal; nothing elsewhere."""
    return tqdm(items, unit=f" {unit}", disable=None, leave=False)
