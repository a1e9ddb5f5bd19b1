"""What every installation shares. Each variable read here is explained in `.env.example`."""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parents[3]

env = environ.Env()
# Tests run on what they set themselves, whatever stands in a developer's file.
if (ROOT / ".env").exists() and "config.settings.test" not in sys.modules:
    env.read_env(str(ROOT / ".env"))
VAR = Path(env.str("VAR_DIR", default=str(ROOT / "var")))

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_ID = 1
SITE_NAME = "MI Commons"
BASE_URL = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_SITE_NAME = SITE_NAME

INSTALLED_APPS = [
    # The house, top floor first, so that a higher room's templates and commands win.
    "demo",
    "search",
    "content",
    "marketplace.checkout",
    "marketplace.office",
    "marketplace.referrals",
    "marketplace.payments.twin",
    "marketplace.payments",
    "marketplace.orders",
    "marketplace.scheduling",
    "marketplace.offerings",
    "marketplace.ledger",
    "directory.groups",
    "directory.library",
    "directory.trainers",
    "directory.places",
    "media",
    "accounts",
    "outbox",
    "core",
    "wagtail.api.v3",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.sites",
    "accounts.cms.apps.CommonsUsersAppConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "leaflet",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.ContentPolicyMiddleware",
    "content.kept_pages.KeptPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.BadInputMiddleware",
    "core.middleware.TimeZoneMiddleware",
    "core.middleware.ReferenceMiddleware",
    "marketplace.referrals.middleware.TouchMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.mfa.SecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "content.middleware.NotReadyMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.site",
            ],
            "builtins": ["core.templatetags.commons"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-32000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"].endswith(".RedisCache"):
    CACHES["default"]["BACKEND"] = "core.cache.ForgivingRedisCache"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "checkout:my-bookings"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "add_email": "accounts.forms.AddEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
MFA_ADAPTER = "accounts.adapters.SecondLockAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.AuthenticateForm",
    "reauthenticate": "accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "accounts.forms.ActivateTOTPForm",
}
MFA_REQUIRED_ROLES = env.list("MFA_REQUIRED_ROLES", default=[])
WAGTAILADMIN_LOGIN_URL = "cms-login"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("de", "Deutsch")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = env.str("SITE_TIME_ZONE", default="Europe/London")
# In `/cms/` everybody sees the site's time, which stands beside each day a page is scheduled for.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [ROOT / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "core.staticfiles.SqueezedManifestStorage"},
}
WAGTAILIMAGES_IMAGE_MODEL = "media.CommonsImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.CommonsDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# The back office asks no other site whether there is news of Wagtail.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.forms.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20_000_000  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
# Files offered for download, by their ending; always sent as attachments.
DOCUMENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "epub": "application/epub+zip",
    "txt": "text/plain",
    "csv": "text/csv",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
}
DOCUMENT_MAX_BYTES = 100_000_000
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.forms.DocumentForm"
WAGTAILDOCS_EXTENSIONS = list(DOCUMENT_TYPES)
WAGTAILDOCS_CONTENT_TYPES = DOCUMENT_TYPES
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
# No address that somebody types is ever fetched to see what could be embedded from there.
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILAPI_DOCS_ENABLED = False  # /api/v3/openapi.json tells of what is offered (search.api.pages)
WAGTAILAPI_RICH_TEXT_FORMAT = "html"
WAGTAIL_WORKFLOW_ENABLED = True
TAGGIT_CASE_INSENSITIVE = True

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="MI Commons <hello@mi-commons.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_FILE_PATH = str(VAR / "mail")
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail:///" + str(VAR / "mail"))
vars().update(EMAIL_CONFIG)

# The public site runs no inline script and carries no nonce; `/cms/` has a policy of its own
# (core.middleware.ContentPolicyMiddleware).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Players of films that a reader asked for (content.video).
        "frame-src": [SELF, "https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, "https://checkout.stripe.com"],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "core.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Money (docs/architecture.md and marketplace/): amounts are minor units, rates are basis points.
PAYMENTS_MODE = env.str("PAYMENTS_MODE", default="sandbox")  # sandbox | stripe_test | stripe_live
STRIPE_SECRET_KEY = env.str("STRIPE_SECRET_KEY", default="")
STRIPE_WEBHOOK_SECRETS = {
    "platform": env.str("STRIPE_WEBHOOK_SECRET_PLATFORM", default=""),
    "connect": env.str("STRIPE_WEBHOOK_SECRET_CONNECT", default=""),
}
ORDER_ACCESS_KEY = env.str("ORDER_ACCESS_KEY", default="")
PLATFORM_FEE_BP = env.int("PLATFORM_FEE_BP", default=1000)
REWARD_BP = env.int("REWARD_BP", default=2000)
SITE_CURRENCY = env.str("SITE_CURRENCY", default="GBP")
SITE_COUNTRY = env.str("SITE_COUNTRY", default="GB")
SETTLEMENT_CURRENCIES = env.list("SETTLEMENT_CURRENCIES", default=["GBP", "EUR", "USD"])
_EEA = ["AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT"]
_EEA += ["LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"]
PAYABLE_COUNTRIES = env.list("PAYABLE_COUNTRIES", default=["GB", "CH", "US", "CA", *_EEA])
DISTANCE_UNIT = env.str("DISTANCE_UNIT", default="km")  # km | mi

# Where the outbox is worked off: after each commit in this process, or by `manage.py work`.
OUTBOX_IN_PROCESS = env.bool("OUTBOX_IN_PROCESS", default=True)
# Whether the library asks the addresses of its resources now and then whether they still answer.
LINK_CHECKS = env.bool("LINK_CHECKS", default=False)
# A movable clock for trying out what happens later; sandbox only, never in production.
MOVABLE_CLOCK = False
CLOCK_FILE = VAR / "clock"

# The map's ground: outlines of this site's own, or tiles from this address ({s}, {z}, {x}, {y} in it).
MAP_TILES_URL = env.str("MAP_TILES_URL", default="")
MAP_TILES_ATTRIBUTION = env.str("MAP_TILES_ATTRIBUTION", default="")
if MAP_TILES_URL:
    _tiles = urlsplit(MAP_TILES_URL.replace("{s}", "*"))
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(f"{_tiles.scheme}://{_tiles.netloc}")

# Empty: the database searches. Else the addresses of the cluster's nodes, separated by commas.
ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_PREFIX = env.str("ELASTICSEARCH_PREFIX", default="mi-commons")
# How many nodes share an index: the next one that is built has so many parts.
ELASTICSEARCH_SHARDS = env.int("ELASTICSEARCH_SHARDS", default=1)

# How often one network address may ask the API and feeds, and how many proxies stand before the site.
API_RATE = env.str("API_RATE", default="120/min")
# How many messages about the site are taken from one network address.
FEEDBACK_RATE = env.str("FEEDBACK_RATE", default="20/hour")
# How often a member, or a network address where nobody is signed in, may report a perspective.
REPORT_RATE = env.str("REPORT_RATE", default="20/hour")
NINJA_NUM_PROXIES = env.int("PROXIES", default=0)

SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
