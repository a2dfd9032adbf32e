"""A site of its own process, for tests that copy, wipe and restore it: python -m tests.keeping.drill STEP [ARGUMENT]."""

import json
import os
import sys
import threading
from hashlib import sha256

import django
from django.core.management import call_command


def make(collection, path):
    """A site with a collection, a picture, an editor and a session, and a backup of it."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore

    from documents.models import Picture, Source
    from tests.pictures.drawing import photo

    call_command("migrate", verbosity=0)
    call_command("load_collection", settings.BASE_DIR / collection, stdout=sys.stderr)
    source = Source.objects.first()
    Picture.objects.keep(source, key="plan", alt="A plan.", data=photo())
    User.objects.create_user("ada", password="x")
    session = SessionStore()
    session["said"] = "something"
    session.create()
    (settings.DATA_DIR / "collection-loaded").write_text("harbor\n")
    call_command("rebuild_index", stdout=sys.stderr)
    call_command("backup", path, stdout=sys.stderr)


def state(queries):
    """A digest of each table's rows and of each picture, and the ten best units of some searches."""
    from django.conf import settings
    from django.db import connection

    from documents.models import Block
    from documents.query.grammar import parse
    from documents.search.engine import Request
    from documents.search.engines import engine

    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - {"django_session"})
        rows = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            rows[table] = sha256(repr(cursor.fetchall()).encode()).hexdigest()
    uploads = settings.DATA_DIR / "uploads"
    files = {
        str(path.relative_to(uploads)): sha256(path.read_bytes()).hexdigest()
        for path in uploads.rglob("*")
        if path.is_file()
    }
    texts = Block.objects.living().filter(kind="paragraph").order_by("pk").values_list("text", flat=True)
    asked = [" ".join(text.split()[2:5]) for text in texts[: int(queries)]]
    found = {}
    for words in asked:
        hits = engine().run(Request(parse(words).tree)).hits
        found[words] = [(hit.id, round(hit.score, 6)) for hit in hits]
    print(json.dumps({"rows": rows, "files": files, "found": found}))


def copy_while_writing(path):
    """Take a backup while a thread saves two sources in each of its transactions."""
    from django.db import connection, transaction

    from documents.keeping.backup import backup
    from documents.models import Source

    stop, written = threading.Event(), []

    def write():
        one, two = Source.objects.all()[:2]
        while not stop.is_set():
            with transaction.atomic():
                for source in (one, two):
                    source.rights = f"State {len(written)}."
                    source.save()
            written.append(1)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    while len(written) < 3:
        stop.wait(0.01)
    before = len(written)
    backup(path)
    after = len(written)
    stop.set()
    writer.join()
    print(json.dumps([before, after]))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
    django.setup()
    step, *arguments = sys.argv[1:]
    globals()[step](*map(str, arguments))
