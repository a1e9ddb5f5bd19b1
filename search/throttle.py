"""How often one address may ask what programs ask for: the API and feeds."""

from django.conf import settings
from django.http import HttpRequest

from core import throttle


def wait(request: HttpRequest) -> int:
    """Count this request; the seconds to wait when it is more than `settings.API_RATE` allows, else 0."""
    return throttle.wait(request, scope="search", rate=settings.API_RATE)
