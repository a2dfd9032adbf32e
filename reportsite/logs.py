"""What the server writes down: one line a request, and faults. It says no search, and no reader's address.

A line begins with the time in UTC, its weight and the id of the request, which the answer carries as X-Request-ID.
Whatever stands in a message, a line of the log is one line: nobody can forge another by what he sends.
"""

import logging
import re
import time
import uuid
from contextvars import ContextVar

from django.utils.encoding import escape_uri_path

SECRET = re.compile(r"(/preview/|[?&]preview=)[^/&#\s]+")
QUERY = re.compile(r"\?.*", re.DOTALL)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

request_id: ContextVar[str] = ContextVar("request_id", default="-")
requests = logging.getLogger("reportsite.requests")


def recorded(get_response):
    """Middleware, the outermost: gives each request an id and writes its line."""

    def respond(request):
        begun = time.perf_counter()
        token = request_id.set(uuid.uuid4().hex[:16])
        try:
            response = get_response(request)
            response["X-Request-ID"] = request_id.get()
            path = escape_uri_path(request.path)
            milliseconds = (time.perf_counter() - begun) * 1000
            requests.info(
                "%s %s %s %.0f ms %s bytes",
                request.method,
                path,
                response.status_code,
                milliseconds,
                size(response),
            )
            return response
        finally:
            request_id.reset(token)

    return respond


def size(response):
    return response.get("Content-Length", "?") if response.streaming else len(response.content)


def discreet(record: logging.LogRecord) -> logging.LogRecord:
    """A filter of records: the token of a preview link is left out; of what breaks the server off, the search."""
    message = SECRET.sub(r"\1…", record.getMessage())
    if record.name.startswith("gunicorn"):
        message = QUERY.sub("?…", message)
    record.msg, record.args = message, ()
    return record


class Line(logging.Formatter):
    """One record, one line; the lines of a fault's trace are set off, so that none can pass for a record."""

    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self):
        super().__init__("%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s")

    def formatMessage(self, record):
        record.request_id = request_id.get()
        return CONTROL.sub(escaped, super().formatMessage(record))

    def formatException(self, exc_info):
        lines = super().formatException(exc_info).splitlines()
        return "\n".join(f"  | {CONTROL.sub(escaped, line)}" for line in lines)

    def formatStack(self, stack_info):
        return "\n".join(f"  | {line}" for line in super().formatStack(stack_info).splitlines())


def escaped(match):
    return match[0].encode("unicode_escape").decode()
