"""How often one address may ask what programs ask for: the API and feeds."""

import logging
import math

from django.conf import settings
from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle

logger = logging.getLogger(__name__)


class Throttle(AnonRateThrottle):
    """`settings.API_RATE` for each network address, whoever is signed in; counted in the cache."""

    scope = "search"

    def __init__(self) -> None:
        super().__init__(settings.API_RATE)


def wait(request: HttpRequest) -> int:
    """Count this request; the seconds to wait when it is one too many, else 0. Without the cache nobody waits."""
    throttle = Throttle()  # one for each request: it keeps what it counts
    try:
        if throttle.allow_request(request):
            return 0
    except Exception:  # each cache has errors of its own
        logger.warning("The cache is away, so requests are not counted.", exc_info=True)
        return 0
    return max(1, math.ceil(throttle.wait() or throttle.duration or 1))
