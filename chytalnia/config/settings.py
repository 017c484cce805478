"""Settings, read top to bottom. Everything a network may want to change comes from the environment; `docs/settings.md` lists it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE
from django.utils.translation import gettext_lazy as _
from xstatic.pkg import leaflet, leaflet_markercluster

from .env import (
    envbool,
    envchoice,
    envdatabase,
    envint,
    envlevel,
    envlist,
    envmail,
    envnetworks,
    envrate,
    envsite,
    envstr,
    envurl,
    envzone,
    refuse_misspelt,
    secret_key,
)  # fmt: skip

PACKAGE = Path(__file__).resolve().parent.parent

# Where data lives
DATA = Path(envstr("CHYTALNIA_DATA", "./var")).resolve()
SEARCH_URL = envurl("SEARCH_URL", f"tantivy://{DATA / 'index'}", ["tantivy"])
STORAGE_URL = envurl("STORAGE_URL", f"file://{DATA / 'media'}", ["file"])
BROKER_URL = envurl("BROKER_URL", "database://", ["database"])

DEBUG = envbool("CHYTALNIA_DEBUG")
SECRET_KEY = secret_key(DATA)
PUBLIC_URL = envsite("CHYTALNIA_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = envlist(
    "CHYTALNIA_HOSTS", "*" if DEBUG else f"localhost,127.0.0.1,[::1],{urlsplit(PUBLIC_URL).hostname or ''}"
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    # doors
    "chytalnia.portal",
    "chytalnia.desk",
    "chytalnia.protocols",
    # work
    "chytalnia.trailers",
    "chytalnia.clubs",
    "chytalnia.schools",
    "chytalnia.campaigns",
    "chytalnia.care",
    "chytalnia.receptions",
    "chytalnia.spaces",
    "chytalnia.exhibitions",
    "chytalnia.seminars",
    "chytalnia.programmes",
    "chytalnia.voting",
    "chytalnia.bookcrossing",
    "chytalnia.lending",
    "chytalnia.demand",
    # stock
    "chytalnia.stock",
    "chytalnia.catalogue",
    # services
    "chytalnia.search",
    "chytalnia.media",
    "chytalnia.journal",
    # ground
    "chytalnia.network",
    "chytalnia.people",
    "chytalnia.core",
    # the desk's shell
    "wagtail.contrib.forms",
    "chytalnia.core.wagtail_apps.Redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "chytalnia.core.wagtail_apps.Snippets",
    "chytalnia.core.wagtail_apps.Documents",
    "chytalnia.core.wagtail_apps.Images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    # parts
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "django_htmx",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "chytalnia.core.security.TrueAddress",
    "django.middleware.security.SecurityMiddleware",
    "chytalnia.core.security.Permissions",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "chytalnia.core.security.ContentPolicy",
    "chytalnia.protocols.middleware.OpenToOtherSites",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "chytalnia.core.middleware.TypedAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "chytalnia.core.middleware.Plausible",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chytalnia.core.middleware.VaryByLook",
    "chytalnia.protocols.middleware.SpeaksToMachines",
    "chytalnia.journal.middleware.CountVisits",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "chytalnia.network.middleware.RememberSettings",
    "chytalnia.people.middleware.OwnLanguage",
    "chytalnia.people.middleware.StaffSecondFactor",
    "chytalnia.search.middleware.IndexAtHand",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "chytalnia.config.urls"
WSGI_APPLICATION = "chytalnia.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [("django.template.loaders.cached.Loader", ["chytalnia.core.nonces.Loader"])],
                )
            ],
            "builtins": ["chytalnia.core.nonces"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chytalnia.core.context.look",
            ],
        },
    }
]

# Widgets are drawn by the same engine as pages, so that the desk's scripts in them get their nonce.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Database
DATABASES = {
    "default": envdatabase(
        "DATABASE_URL", f"sqlite:///{DATA / 'chytalnia.sqlite3'}", keep=envint("CHYTALNIA_DB_KEEP", 60)
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers never wait for the writer (WAL); a transaction takes the write lock when it begins, so it cannot fail half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
            # 64 MB between checkpoints: an import writes the same pages of its indexes again and again.
            "PRAGMA wal_autocheckpoint=16384;PRAGMA journal_size_limit=67108864;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Files
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": STORAGE_URL.removeprefix("file://"), "base_url": "/media/"},
    },
    "staticfiles": {"BACKEND": "chytalnia.core.static_files.StaticFiles"},
}
MEDIA_ROOT = STORAGE_URL.removeprefix("file://")
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "chytalnia.core.bundles.BundleFinder",
]
STATICFILES_DIRS = [("leaflet", leaflet.BASE_DIR), ("leaflet", leaflet_markercluster.BASE_DIR)]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Map tiles: an address like https://tiles.example/{z}/{x}/{y}.png and the credit its licence asks for. None: a plain ground.
MAP_TILES = envstr("CHYTALNIA_TILES", "")
MAP_TILES_CREDIT = envstr("CHYTALNIA_TILES_CREDIT", "")

# Tasks
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Languages
LANGUAGES = [("uk", "Українська"), ("ru", "Русский"), ("kk", "Қазақша"), ("en", "English")]
LANGUAGE_CODE = envchoice("CHYTALNIA_LANGUAGE", "uk", [code for code, _name in LANGUAGES])
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
USE_I18N = USE_TZ = True
TIME_ZONE = envzone("CHYTALNIA_TIME_ZONE", "Europe/Kyiv")
FORMAT_MODULE_PATH = ["chytalnia.core.formats"]
# Words of Django, Wagtail and allauth that they have not in our languages themselves, or not as we say them.
LOCALE_PATHS = [PACKAGE / "config" / "locale"]

# People
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "chytalnia.people.backends.UnitRightsBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "chytalnia.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "chytalnia.people.sign_in.LoginForm",
    "reauthenticate": "chytalnia.people.sign_in.ReauthenticateForm",
    "reset_password": "chytalnia.people.sign_in.ResetPasswordForm",
    "reset_password_from_key": "chytalnia.people.sign_in.ResetPasswordKeyForm",
    "change_password": "chytalnia.people.sign_in.ChangePasswordForm",
    "set_password": "chytalnia.people.sign_in.SetPasswordForm",
}
MFA_FORMS = {
    "authenticate": "chytalnia.people.sign_in.AuthenticateForm",
    "reauthenticate": "chytalnia.people.sign_in.SecondFactorAgainForm",
    "activate_totp": "chytalnia.people.sign_in.ActivateForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
# A network on the open Internet asks its staff for a second factor; on one machine without HTTPS it is only proposed.
STAFF_MFA = envchoice(
    "CHYTALNIA_STAFF_MFA", "required" if PUBLIC_URL.startswith("https://") else "encouraged", ["required", "encouraged"]
)
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Chytalnia"
# Nobody here is asked to confirm an address, so nobody could ever set up the second factor that staff must have.
MFA_ALLOW_UNVERIFIED_EMAIL = True
AXES_FAILURE_LIMIT = 6
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "chytalnia.people.lockout.name_tried"
AXES_CLIENT_IP_CALLABLE = "chytalnia.people.lockout.address_tried_from"
AXES_RESET_ON_SUCCESS = True
# A day at work and no longer: computers of a library are shared.
SESSION_COOKIE_AGE = 12 * 60 * 60

# The desk
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_SITE_NAME = _("Chytalnia")
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Counting: networks of the libraries themselves; visits from there are not remote ones
ONSITE_NETWORKS = envnetworks("CHYTALNIA_ONSITE_NETWORKS")

# Searching: how often one address may ask (/s, /m, /h; off). Addresses of the libraries' own networks are not limited.
SEARCH_RATE = envrate("CHYTALNIA_SEARCH_RATE", "120/m")
ENROL_RATE = envrate("CHYTALNIA_ENROL_RATE", "20/m")

# Programs with a token: how often one may ask
API_RATE = envrate("CHYTALNIA_API_RATE", "600/m")
# Travelling books: how often one address may note a find, register or complain. A class behind one address finds thirty at once.
FIND_RATE = envrate("CHYTALNIA_FIND_RATE", "120/h")
# Book trailers: forms that films are made in, the first for their pages, the others for networks
TRAILER_SHAPES = envlist("CHYTALNIA_TRAILER_SHAPES", "720p,square,vertical")
# Codes that let a device work without a line; a code has sixty bits, this keeps the log readable too.
OFFLINE_OPEN_RATE = envrate("CHYTALNIA_OFFLINE_OPEN_RATE", "30/h")

# Mail
EMAIL_BACKEND = envstr("CHYTALNIA_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
globals().update(envmail("CHYTALNIA_EMAIL_URL"))
DEFAULT_FROM_EMAIL = envstr("CHYTALNIA_EMAIL_FROM", "library@localhost")

# Safety
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", *envlist("CHYTALNIA_TILE_HOSTS")],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    },
}
# Wagtail's editor and tooltips write styles into elements; its scripts carry a nonce (`core/nonces.py`).
DESK_CONTENT_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": ["'self'", NONCE],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:", *envlist("CHYTALNIA_TILE_HOSTS")],
    "font-src": ["'self'", "data:"],
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_SSL = envbool("CHYTALNIA_HTTPS", PUBLIC_URL.startswith("https://"))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL else 0
# Only a proxy that writes these headers itself may be believed; without one they are whatever a visitor sends.
BEHIND_PROXY = envbool("CHYTALNIA_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Our server speaks plain HTTP to the proxy: without its word a redirect would go round for ever.
SECURE_SSL_REDIRECT = SECURE_SSL and BEHIND_PROXY
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # whether the names below ours are HTTPS too,
    "security.W021",  # and in browsers' lists, is for their owner to say
    "security.W019",  # the desk shows its previews of pages in a frame
]

# Uploads: inspected by content, pictures written anew (`media/inspection.py`)
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "chytalnia.media.forms.PictureForm"
WAGTAILDOCS_EXTENSIONS = ["pdf", "epub", "odt", "ods", "docx", "xlsx", "txt", "csv"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_FORM_BASE = "chytalnia.media.forms.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}}

LOG_LEVEL = envlevel("CHYTALNIA_LOG", "INFO")
#: What these tell at each start is of use to their makers; their warnings are kept.
TALKATIVE = ("axes", "pymorphy3", "pyvips")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"of_another_site": {"()": "chytalnia.core.security.OfAnotherSite"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        **{name: {"level": "WARNING" if LOG_LEVEL == "INFO" else LOG_LEVEL} for name in TALKATIVE},
        "django.security.DisallowedHost": {"filters": ["of_another_site"]},
    },
}

refuse_misspelt()
