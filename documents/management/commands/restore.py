from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from documents.keeping.folder import NotDone
from documents.keeping.restore import restore, verify
from documents.management.commands.backup import bytes_done, ended_like_an_interrupt


class Command(BaseCommand):
    help = "Put the site of a backup in the place of this one, which has to be stopped. All of it is checked first."
    requires_system_checks = []  # the site may be one that is to be replaced because it is broken

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a file that manage.py backup wrote")
        parser.add_argument(
            "--replace", action="store_true", help="put a site that is there aside, in a folder beside"
        )
        parser.add_argument("--check", action="store_true", help="only say whether the file is whole")

    def handle(self, *, file, replace, check, **options):
        try:
            with ended_like_an_interrupt(), bytes_done() as progress:
                if check:
                    manifest = verify(file, progress=progress)
                else:
                    manifest, aside = restore(file, replace=replace, progress=progress)
        except NotDone as error:
            raise CommandError(str(error)) from error
        said = f"of {manifest.made_at}, {sum(manifest.rows.values()):,} rows and {len(manifest.members) - 1:,} other files"
        if check:
            self.stdout.write(f"{file} is whole: {said}.")
            return
        call_command("migrate", interactive=False, verbosity=0)
        call_command("rebuild_index", stdout=self.stdout)
        self.stdout.write(f"Restored {said}. Everybody has to sign in again.")
        if aside:
            self.stdout.write(
                f"The site that was here is kept in {aside}. Delete it when you do not need it any more."
            )
