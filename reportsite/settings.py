"""Settings of a Reportsite installation. What differs between installations comes from the environment.

DATA_DIR       all state: database, index, secret key, static files (default: ./data)
PORT           where the server listens on this machine (default: 8000)
SITE_URL       the address readers use, http(s)://host[:port]; https turns on secure cookies, redirects and the
               second step of staff. A proxy in front must pass `Host` on and set `X-Forwarded-Proto` (docs/deploy.md).
ALLOWED_HOSTS  further host names, separated by commas
ALLOW_PLAIN_HTTP   yes: other machines may reach the site without https, and who is on the way can read passwords
TRUSTED_PROXIES    addresses and networks, separated by commas, whose X-Forwarded-For is believed
               (default: this machine's own where SITE_URL is https, else none)
STAFF_TOTP     on or off: whether staff need a code besides the password (default: on where SITE_URL is https)
SESSION_MINUTES, SESSION_HOURS   how long a login lasts without a request (120) and at most (12)
RATE_LIMITS    off: nobody is asked to wait, however much he asks for (reportsite/rates.py)
REQUEST_LOG    off: no line a request, faults alone
SITE_NAME, CONTACT   what the pages say of the site: its name, and an address to write to
TIME_ZONE      where editors read the clock, such as Europe/Paris (default: UTC): the times at which they schedule
SECRET_KEY     in place of the one kept in DATA_DIR
HSTS_SUBDOMAINS, HSTS_PRELOAD   further promises of an https site, which bind the whole domain
DEBUG, HASHED_STATIC   for development and tests
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import environ

from reportsite.address import is_of_this_machine, networks, site_url
from reportsite.clock import time_zone
from reportsite.logs import Line, discreet
from reportsite.secret import secret_key
from reportsite.switch import switch

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("DATA_DIR", "") or BASE_DIR / "data").expanduser().resolve()

DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or secret_key(DATA_DIR / "secret-key")

SITE_URL = site_url(env.str("SITE_URL", "") or f"http://127.0.0.1:{env.str('PORT', '') or 8000}")
SITE_NAME = env.str("SITE_NAME", "Reportsite")
CONTACT = env.str("CONTACT", "")
HTTPS = SITE_URL.startswith("https://")  # decides about cookies, redirects and the second step
IS_LOCAL = is_of_this_machine(urlsplit(SITE_URL).hostname)
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, [urlsplit(SITE_URL).hostname]),
    *map(str.strip, env.list("ALLOWED_HOSTS", default=[])),
]

INSTALLED_APPS = [
    "reportsite.apps.StaffAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "documents",  # before haystack, whose index commands it replaces
    "haystack",
    "reportsite.apps.Reportsite",
]

MIDDLEWARE = [
    "reportsite.logs.recorded",
    "reportsite.headers.headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reportsite.middleware.compressed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "reportsite.staff.admitted",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "reportsite.rates.Limited",
    "documents.admin.unsaved.kept",
    "axes.middleware.AxesMiddleware",
]
CSRF_FAILURE_VIEW = "documents.admin.unsaved.csrf_failure"

ROOT_URLCONF = "reportsite.urls"
WSGI_APPLICATION = "reportsite.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "documents.views.site.site",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "reportsite.sqlite3",
        "OPTIONS": {
            # Readers do not wait for the writer, a writer waits its turn, and what was
            # committed is on the disk: an official record is worth the slower commit.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
    # Pages as they were made, in each server process; one is 300 kB long at most (documents/views/page_cache.py).
    "pages": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache"
        if DEBUG
        else "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "documents.search.whoosh.backend.ReportsiteEngine",
        "PATH": DATA_DIR / "index",
        "SILENTLY_FAIL": False,
    }
}

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
TIME_ZONE = time_zone(env.str("TIME_ZONE", "") or "UTC")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if env.bool("HASHED_STATIC", not DEBUG)
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = DATA_DIR / "uploads"
# Of a form, files apart: the longest text that is taken (documents/text/bodies.py), in the widest letters.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600  # all of the data folder is its owner's alone

# Safety. Whether the site is reached over https decides about cookies and redirects.
ALLOW_PLAIN_HTTP = env.bool("ALLOW_PLAIN_HTTP", False)
TRUSTED_PROXIES = networks(env.list("TRUSTED_PROXIES", default=["127.0.0.1", "::1"] if HTTPS else []))
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [
    r"^healthz$",
    r"^readyz$",
]  # programs of the machine itself ask these without a proxy
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
# No other host and no page without https can set a cookie of such a name.
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
SESSION_COOKIE_AGE = env.int("SESSION_MINUTES", 120) * 60
SESSION_LONGEST = env.int("SESSION_HOURS", 12) * 60 * 60  # seconds
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
RATE_LIMITS = switch("RATE_LIMITS", env.str("RATE_LIMITS", "on"))

# Signing in: five wrong passwords for one name from one network, and it has to wait.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "reportsite.clients.client"
AXES_LOCKOUT_CALLABLE = "reportsite.staff.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # who signed in from where is nobody's business
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken"]
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
STAFF_TOTP = switch("STAFF_TOTP", env.str("STAFF_TOTP", "") or ("on" if HTTPS else "off"))
OTP_TOTP_ISSUER = SITE_NAME

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": Line}},
    "filters": {"discreet": {"()": lambda: discreet}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "reportsite.requests": {
            "level": "INFO" if switch("REQUEST_LOG", env.str("REQUEST_LOG", "on")) else "WARNING"
        },
        "django.request": {"level": "ERROR"},  # what is refused or missing has its line already
    },
}
