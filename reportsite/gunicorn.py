"""How gunicorn serves the site: `gunicorn --config python:reportsite.gunicorn reportsite.wsgi`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string
from gunicorn.glogging import Logger

from reportsite.logs import Line, discreet


class ServerLog(Logger):
    """What gunicorn itself has to say, in lines like those of the site, which writes one for each request."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(Line())
            handler.addFilter(discreet)


bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = 2
threads = 8  # a slow request holds up one of sixteen
limit_request_line = 8190  # a query of 500 characters, each of nine signs in an address, and some filters
loglevel = "warning"
umask = 0o077
secure_scheme_headers = {"X-FORWARDED-PROTO": "https"}  # the one that a proxy sets; others a reader can send
logger_class = ServerLog
control_socket_disable = True  # it would lie in the home folder, which may be read-only or serve two sites


def on_starting(server):
    """Say what is wrong with the settings once and end, in place of a trace from each worker."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reportsite.settings")
    try:
        import_string("reportsite.checks.refuse_faults")()
    except ImproperlyConfigured as refusal:
        sys.exit(f"Reportsite does not start.\n{refusal}")


def when_ready(server):
    print(f"Reportsite is at http://{bind}/ (Ctrl-C ends it)", flush=True)


def post_worker_init(worker):
    # By their names: what they import of Django can be imported only now that the worker has loaded the site.
    for starts in ("documents.search.loop.start", "documents.views.suggest.start"):
        import_string(starts)()
