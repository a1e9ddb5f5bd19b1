"""Development: one command, nothing to install, every page labelled as a demonstration."""

from config.settings.base import *

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = SECRET_KEY or "development-only-key-never-used-in-production-0123456789"
ORDER_ACCESS_KEY = ORDER_ACCESS_KEY or "development-only-order-access-key"
STRIPE_WEBHOOK_SECRETS = {
    name: value or f"whsec_development_{name}" for name, value in STRIPE_WEBHOOK_SECRETS.items()
}
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
INSTALLED_APPS = ["dev", *INSTALLED_APPS]
MOVABLE_CLOCK = PAYMENTS_MODE == "sandbox"
EMAIL_BACKEND = "core.mail.MailboxBackend"
EMAIL_FILE_PATH = str(VAR / "mail")
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
