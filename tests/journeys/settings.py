"""Development's settings; but browsers keep the static files for the hour, as they do in production."""

from config.settings.dev import *  # noqa: F403  (settings files extend one another)

# Read by WhiteNoise, which stands in production too; development asks for each file at each page.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
MIDDLEWARE = [MIDDLEWARE[0], "whitenoise.middleware.WhiteNoiseMiddleware", *MIDDLEWARE[1:]]  # noqa: F405  (from there)
