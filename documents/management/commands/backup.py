import signal
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from documents.keeping.backup import backup
from documents.keeping.folder import NotDone


class Command(BaseCommand):
    help = "Copy the site into one new file, while it is served: database and pictures, with checksums."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the file to write, such as site-2026-11-24.tar")
        parser.add_argument(
            "--with-secret-key",
            action="store_true",
            help="copy the secret key too: with it, who has the file can sign in to a copy as anybody",
        )

    def handle(self, *, file, with_secret_key, **options):
        try:
            with ended_like_an_interrupt(), bytes_done() as progress:
                manifest = backup(file, with_key=with_secret_key, progress=progress)
        except NotDone as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{file}: {sum(manifest.rows.values()):,} rows and {len(manifest.members) - 1:,} other files, "
            f"{manifest.size / 1e6:,.1f} MB, compared with what was written. It holds drafts: keep it as safe as the site. "
            f"Whether it is still whole: manage.py restore --check {file}"
        )


@contextmanager
def ended_like_an_interrupt():
    """Let a plain `kill` unwind as Ctrl-C does, so that what is half done goes away."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def bytes_done():
    """How many bytes are done, on a terminal; nothing elsewhere."""
    with tqdm(unit="B", unit_scale=True, disable=None, leave=False) as bar:
        yield bar.update
