"""How often one network address, or one member, may ask for something, counted in the cache."""

import logging
import math

from django.http import HttpRequest
from ninja.throttling import AnonRateThrottle

logger = logging.getLogger(__name__)


def wait(request: HttpRequest, *, scope: str, rate: str, member: int | None = None) -> int:
    """Count this request; the seconds to wait when it is one too many, else 0. Without the cache nobody waits.

    `scope` is what is counted apart; `rate` as in "20/hour". Counted is the network address, or that member
    wherever they are.
    """
    throttle = _Throttle(scope, rate, member)  # one for each request: it keeps what it counts
    try:
        if throttle.allow_request(request):
            return 0
    except Exception:  # each cache has errors of its own
        logger.warning("The cache is away, so requests are not counted.", exc_info=True)
        return 0
    return max(1, math.ceil(throttle.wait() or throttle.duration or 1))


class _Throttle(AnonRateThrottle):
    def __init__(self, scope: str, rate: str, member: int | None) -> None:
        self.scope, self.member = scope, member
        super().__init__(rate)

    def get_ident(self, request: HttpRequest) -> str | None:
        return super().get_ident(request) if self.member is None else f"member-{self.member}"
