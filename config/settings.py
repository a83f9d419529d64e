"""Settings, read from the environment; importing this starts nothing.

Every variable is listed with its meaning in the README's table “Settings”.
"""

from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import databases, env, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.path("AFTERMATH_VAR", BASE_DIR / "var")  # everything that is written lives here

# What this process is for

TESTING = env.flag("AFTERMATH_TESTING")  # set by tests/testing_flag.py
DEBUG = env.flag("AFTERMATH_DEBUG")
HTTPS = env.flag("AFTERMATH_HTTPS")  # people reach the site by https
DATABASE_URL = env.text("DATABASE_URL")

# The organisation's country and week

TIME_ZONE = env.text("AFTERMATH_TIME_ZONE", "Asia/Damascus")
USE_TZ = True
LANGUAGE_CODE = env.text("AFTERMATH_LANGUAGE", "en")
LANGUAGES = [("en", _("English")), ("ar", _("Arabic"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
AFTERMATH_COUNTRY_BOX = env.numbers("AFTERMATH_COUNTRY_BOX", (32.0, 35.4, 37.6, 42.6))
"""South, west, north, east, in degrees: a point outside is refused."""
AFTERMATH_WEEK_STARTS_ON = env.integer("AFTERMATH_WEEK_STARTS_ON", 6)
"""A weekday as Python counts them: 0 is Monday, 6 is Sunday."""
AFTERMATH_CONTACT_PURGE_DAYS = env.integer("AFTERMATH_CONTACT_PURGE_DAYS", 180, least=1)
"""So many days after its ticket is closed a sighting loses its reporter's name and telephone."""
AFTERMATH_TRIAGE_HOURS = env.numbers("AFTERMATH_TRIAGE_HOURS", (1, 4, 24, 72))
AFTERMATH_ON_SITE_HOURS = env.numbers("AFTERMATH_ON_SITE_HOURS", (24, 72, 336, 1440))
"""Hours within which a ticket is triaged, and a team is on site, from Immediate to No threat."""
AFTERMATH_TILES = env.text("AFTERMATH_TILES")
"""A tile server for maps, such as https://host/{z}/{x}/{y}.png. It learns where people look; empty,
no map asks anybody, and the areas' own outlines are drawn."""
AFTERMATH_TILES_ATTRIBUTION = env.text("AFTERMATH_TILES_ATTRIBUTION")
"""Whom the tiles' licence wants to be named."""
AFTERMATH_MAP_LINK = env.text("AFTERMATH_MAP_LINK")
"""A map on another host, with {latitude} and {longitude} in its address, for a team's directions.
None unless it is set: whoever runs that host learns where teams go."""
AFTERMATH_DEMO = env.flag("AFTERMATH_DEMO")
"""The demo was asked for: its people may exist, and the sign-in page may name them."""

# The house

INSTALLED_APPS = [
    "config",
    "sitreps",
    "ordnance",
    "incidents",
    "exchange",
    "casework",
    "accounts",
    "munitions",
    "places",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "template_partials",
    "heroicons",
    "django_include_bootstrap",
    "import_export",
    "procrastinate.contrib.django",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.packing.PackedTexts",  # before all that changes a page: it packs what they made of it
    "config.requests.kept_by_nobody_else",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # a view is closed until it says else
    "accounts.devices.clearing_locked",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.requests.of_bearable_size",  # before all that reads a form
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.requests.without_nul",
    "config.digits.in_the_readers_digits",
    "casework.two_versions.choosing",
    "casework.once.received_once",  # the innermost: a form and its receipt are one transaction
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # template_partials turns this into its own cached loaders
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
# With the session, not in a cookie: the next person to sign in here reads no message of the last.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MESSAGE_TAGS = {
    messages.DEBUG: "secondary",
    messages.ERROR: "danger",
}  # Bootstrap's names

# The database

if DATABASE_URL:
    DATABASES = {"default": databases.from_url(DATABASE_URL)}
elif TESTING:
    DATABASES = {"default": databases.embedded(VAR_DIR / "pgtest", throwaway=True)}
else:
    DATABASES = {"default": databases.embedded(VAR_DIR / "pg", throwaway=False)}

# Files

MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
EXCHANGE_MAX_UPLOAD_MB = env.integer("EXCHANGE_MAX_UPLOAD_MB", 100, least=1)
EXCHANGE_READ_SECONDS = env.integer("EXCHANGE_READ_SECONDS", 60, least=1)
EXCHANGE_READ_MB = env.integer("EXCHANGE_READ_MB", 768, least=128)
"""What the process that reads one sheet may use: time, and address space."""
EXCHANGE_EXPORT_AT_ONCE = env.integer("EXCHANGE_EXPORT_AT_ONCE", 20_000, least=0)  # more: a job
EXCHANGE_EXPORT_HOURS = env.integer(
    "EXCHANGE_EXPORT_HOURS", 24, least=1
)  # a made file waits so long
EXCHANGE_RESOURCES = {
    "incidents": "incidents.resources.IncidentResource",
    "tickets": "ordnance.resources.TicketResource",
    "areas": "exchange.reference.AreaResource",
    "munitions": "exchange.reference.MunitionResource",
}
AFTERMATH_FILE_MAX_MB = env.integer("AFTERMATH_FILE_MAX_MB", 50, least=1)
LARGEST_BODY_MB = max(EXCHANGE_MAX_UPLOAD_MB, AFTERMATH_FILE_MAX_MB, 100) + 16
"""What one request may hold: the largest sheet, file or handful of photos, and the form around."""
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # the import grid posts a field for each cell mended

STATIC_URL = "static/"
# Only the library's files of django-leaflet: its widgets need GeoDjango, its defaults ask others.
LEAFLET = Path(find_spec("leaflet").origin).parent / "static" / "leaflet"
STATICFILES_DIRS = [BASE_DIR / "static", ("leaflet", LEAFLET)]
STATIC_ROOT = VAR_DIR / "static"
PLAIN_STATIC = DEBUG or TESTING
STORAGES = {
    "default": {"BACKEND": env.text("AFTERMATH_FILE_STORAGE", "config.storage.DurableStorage")},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = PLAIN_STATIC

# People and their sessions

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
AFTERMATH_SECOND_STEP = env.flag("AFTERMATH_SECOND_STEP", default=not (AFTERMATH_DEMO or TESTING))
"""Whether the roles that accounts/roles.py names sign in with a second step or not at all; whoever
has turned one on is asked for it either way."""
SESSION_COOKIE_AGE = 60 * 60 * env.integer("AFTERMATH_SESSION_HOURS", 14, least=1)  # a long shift
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SAMESITE = "Lax"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if TESTING:  # a real hash costs each test that signs in a third of a second
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Letters to people: none are offered where no host is named

EMAIL_HOST = env.text("AFTERMATH_MAIL_HOST")
EMAIL_PORT = env.integer("AFTERMATH_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("AFTERMATH_MAIL_USER")
EMAIL_HOST_PASSWORD = env.text("AFTERMATH_MAIL_PASSWORD")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("AFTERMATH_MAIL_FROM", "aftermath@localhost")
AFTERMATH_SITE_URL = env.text("AFTERMATH_SITE_URL", "http://localhost:8000")
"""Where people reach the site: links in letters begin with it."""

# The web server

AFTERMATH_WORKERS = env.integer("AFTERMATH_WORKERS", 2, least=1)
"""Processes that answer requests, each in four threads."""

# The workers: long work, and who does it

JOBS_AT_ONCE = env.flag("AFTERMATH_JOBS_AT_ONCE", default=TESTING)
"""Do a job where it is asked for instead of leaving it to a worker: for tests and scripts."""

# What browsers and strangers may do

if TESTING:
    SECRET_KEY = "for tests only"  # noqa: S105
elif env.text("AFTERMATH_SECRET_KEY"):
    SECRET_KEY = env.text("AFTERMATH_SECRET_KEY")
elif DATABASE_URL and not DEBUG:
    raise ImproperlyConfigured(
        "Set AFTERMATH_SECRET_KEY to a long random text: with DATABASE_URL several machines may "
        "serve one site, and they must share the key."
    )
else:
    SECRET_KEY = secret_key.kept_in(VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.words("AFTERMATH_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("AFTERMATH_TRUSTED_ORIGINS")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [
            SELF,
            "data:",
        ],  # Bootstrap's own icons are data images in its style sheet
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "worker-src": [SELF],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # a case's address must not reach a linked site
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
if env.flag("AFTERMATH_BEHIND_PROXY"):  # only where a proxy sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
AFTERMATH_SENDER_HEADER = env.text("AFTERMATH_SENDER_HEADER")
"""The header in which our own proxy tells who sent a request, such as X-Forwarded-For; none, the
connection's own address counts. Without a proxy that sets it, anybody could write it."""
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # the organisation's other sites under the same domain are not ours to bind
    "security.W021",  # nor is the domain's place in browsers' preload lists
]

# The log: to standard error, where systemd and containers collect it

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.log_lines.Lines",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("AFTERMATH_LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "procrastinate": {"level": "WARNING"},  # it tells of every job that it looks at
    },
}
