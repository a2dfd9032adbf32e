"""What the site refuses to start with. `manage.py` asks it as a system check, the server through wsgi.py."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured

SHORTEST = 50  # characters of a secret key, as Django makes it
LEAST = 5  # different ones


def faults():
    """Each with its number and what to do about it."""
    if not settings.HTTPS and not settings.IS_LOCAL and not settings.ALLOW_PLAIN_HTTP:
        yield (
            "E001",
            f"SITE_URL is {settings.SITE_URL}: without https, passwords and sessions can be read on their way. "
            "Put a proxy with TLS in front (docs/deploy.md), or say ALLOW_PLAIN_HTTP=yes.",
        )
    if is_weak(settings.SECRET_KEY):
        yield (
            "E002",
            f"SECRET_KEY is one that can be guessed. It needs {SHORTEST} random characters; leave it out, and one is "
            "made and kept in DATA_DIR.",
        )
    if settings.HTTPS and "*" in settings.ALLOWED_HOSTS:
        yield "E003", "ALLOWED_HOSTS is *: name the hosts. That of SITE_URL is among them already."
    if folders := [
        str(folder) for folder in kept_folders() if any(map(folder.is_relative_to, open_folders()))
    ]:
        yield (
            "E004",
            f"{' and '.join(folders)}: what lies there is sent to everybody as a static file. Choose another DATA_DIR.",
        )
    if settings.DEBUG and not settings.IS_LOCAL:
        yield (
            "E005",
            f"DEBUG is on at {settings.SITE_URL}: faults would show settings and texts. Leave DEBUG out.",
        )


def is_weak(key):
    return len(key) < SHORTEST or len(set(key)) < LEAST or key.startswith("django-insecure-")


def kept_folders():
    return map(Path, (settings.DATA_DIR, settings.MEDIA_ROOT))


def open_folders():
    return [Path(settings.STATIC_ROOT), *map(Path, settings.STATICFILES_DIRS)]


def door(app_configs, **options):
    """The system check."""
    return [Error(message, id=f"reportsite.{number}") for number, message in faults()]


def refuse_faults():
    """For servers, which run no system checks. Raises ImproperlyConfigured."""
    if messages := [message for _, message in faults()]:
        raise ImproperlyConfigured("\n".join(messages))
