"""Counting who asks how often is no reason not to answer."""

import logging
from typing import Any

import pytest
from django.core.cache.backends.base import BaseCache
from django.test import Client

from tests.search.shelf import Shelf, thing

pytestmark = pytest.mark.django_db


class Away(BaseCache):
    """A cache on a server that is away."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        raise ConnectionError("Nobody answers.")

    add = set = touch = delete = incr = clear = get


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=probation",
        "/search/?q=zither",
        "/api/v1/search?q=probation",
        "/api/v1/openapi.json",
        "/search/feed/?q=probation",
        "/search/pins/",
        "/search/suggest/?text=pro",
        "/search/towns/?box=0,0,1,1",
    ],
)
def test_without_a_cache_everything_is_answered(
    client: Client, shelf: Shelf, settings: Any, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.put(thing("Probation"))
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.Away"}}

    with caplog.at_level(logging.WARNING, logger="search"):
        assert client.get(address).status_code == 200
    counted = address.startswith(("/api/", "/search/feed/"))
    assert ("cache is away" in caplog.text) is counted
