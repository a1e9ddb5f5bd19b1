"""Production: refuses to start without its secrets, and refuses the sandbox beside a live key."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *

_REQUIRED = {"SECRET_KEY": SECRET_KEY, "ORDER_ACCESS_KEY": ORDER_ACCESS_KEY}
if PAYMENTS_MODE != "sandbox":
    _REQUIRED["STRIPE_SECRET_KEY"] = STRIPE_SECRET_KEY
    _REQUIRED["STRIPE_WEBHOOK_SECRET_PLATFORM"] = STRIPE_WEBHOOK_SECRETS["platform"]
    _REQUIRED["STRIPE_WEBHOOK_SECRET_CONNECT"] = STRIPE_WEBHOOK_SECRETS["connect"]
_REQUIRED["DATABASE_URL"] = env.str("DATABASE_URL", default="")
_REQUIRED["BASE_URL"] = env.str("BASE_URL", default="")
_REQUIRED["ALLOWED_HOSTS"] = ",".join(ALLOWED_HOSTS)
_missing = sorted(name for name, value in _REQUIRED.items() if not value)
if _missing:
    raise ImproperlyConfigured(f"Production needs these variables, see .env.example: {', '.join(_missing)}")

if PAYMENTS_MODE == "sandbox" and STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_")):
    raise ImproperlyConfigured(
        "A live Stripe key beside the sandbox: set PAYMENTS_MODE or take the key out of the sandbox."
    )

if PAYMENTS_MODE == "sandbox":
    STRIPE_WEBHOOK_SECRETS.update(
        {name: f"{SECRET_KEY}-{name}" for name, v in STRIPE_WEBHOOK_SECRETS.items() if not v}
    )

# Static files are compressed beforehand, pages as they go out (padded against guessing their length).
MIDDLEWARE = [
    MIDDLEWARE[0],
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    *MIDDLEWARE[1:],
]
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
OUTBOX_IN_PROCESS = env.bool("OUTBOX_IN_PROCESS", default=False)
LINK_CHECKS = env.bool("LINK_CHECKS", default=True)
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
MFA_REQUIRED_ROLES = env.list("MFA_REQUIRED_ROLES", default=["trainer", "finance", "moderator", "admin"])
