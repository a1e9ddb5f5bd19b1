"""Tests: fast, in memory where that is honest, on SQLite unless DATABASE_URL says otherwise."""

import os

from config.settings.base import *

SECRET_KEY = "test-key-only-0123456789-0123456789-0123456789"
ORDER_ACCESS_KEY = "test-order-access-key"
STRIPE_WEBHOOK_SECRETS = {"platform": "whsec_test_platform", "connect": "whsec_test_connect"}
PAYMENTS_MODE = "sandbox"
STRIPE_SECRET_KEY = ""
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
INSTALLED_APPS = ["dev", *INSTALLED_APPS]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = VAR / "test-media"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
OUTBOX_IN_PROCESS = False
MOVABLE_CLOCK = True
# One server may serve several runs at once.
ELASTICSEARCH_PREFIX = f"{ELASTICSEARCH_PREFIX}-test-{os.getpid()}"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# A test looks at a page before and after a change within one transaction; what is kept moves on with a commit.
MIDDLEWARE = [name for name in MIDDLEWARE if name != "content.kept_pages.KeptPagesMiddleware"]
