"""How gunicorn serves the site: `gunicorn --config python:reportsite.gunicorn reportsite.wsgi`."""

import os

from django.utils.module_loading import import_string

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = 2
threads = 8  # a slow request holds up one of sixteen
limit_request_line = 8190  # a query of 500 characters, each of nine signs in an address, and some filters
loglevel = "warning"
umask = 0o077
control_socket_disable = True  # it would lie in the home folder, which may be read-only or serve two sites


def when_ready(server):
    print(f"Reportsite is at http://{bind}/ (Ctrl-C ends it)", flush=True)


def post_worker_init(worker):
    # By its name: what it imports of Django can be imported only now that the worker has loaded the site.
    start_indexer = import_string("documents.search.indexer.start")
    start_indexer()
