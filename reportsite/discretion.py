"""What must not stand in a log: the secret part of an address."""

import logging
import re

SECRET = re.compile(r"(/preview/|[?&]preview=)[^/&#\s]+")


def discreet(record: logging.LogRecord) -> logging.LogRecord:
    """A filter of log records: the token of a preview link is left out."""
    message = record.getMessage()
    if "preview" in message:
        record.msg, record.args = SECRET.sub(r"\1…", message), ()
    return record
