"""As in production for a browser: static files squeezed, named by their content, sent gzipped."""

from config.settings import base
from tests.benchmarks.settings import *  # noqa: F403  (settings files extend one another)

STORAGES = base.STORAGES
MIDDLEWARE = [
    MIDDLEWARE[0],  # noqa: F405  (from the settings it extends)
    "django.middleware.gzip.GZipMiddleware",  # what the proxy before the site does
    "whitenoise.middleware.WhiteNoiseMiddleware",
    *MIDDLEWARE[1:],  # noqa: F405  (from the settings it extends)
]
