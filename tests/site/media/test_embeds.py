"""An address that somebody types into an editor is never fetched by the server."""

import socket
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedUnsupportedProviderException
from wagtail.embeds.finders import get_finders
from wagtail.embeds.models import Embed

from tests.factories.accounts import account

pytestmark = pytest.mark.django_db
ADDRESSES = [
    "http://127.0.0.1:8000/cms/",
    "http://localhost/",
    "http://[::1]/",
    "http://2130706433/",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.internal/",
    "https://www.youtube.com/watch?v=abc",  # fetched where finders are left to Wagtail
    "https://www.youtube.com/redirect?q=http://169.254.169.254/",
    "file:///etc/passwd",
]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The hosts somebody tries to find."""
    hosts: list[Any] = []

    def found(host: Any, *args: Any, **kwargs: Any) -> list[Any]:
        hosts.append(host)
        raise socket.gaierror("There is no network in this test.")

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return hosts


@pytest.mark.parametrize("address", ADDRESSES)
def test_address_is_refused_without_asking_anybody(address: str, asked: list[Any]) -> None:
    with pytest.raises(EmbedUnsupportedProviderException):
        get_embed(address)

    assert (asked, Embed.objects.count()) == ([], 0)


@pytest.mark.parametrize("address", ADDRESSES)
def test_editors_dialogue_asks_nobody_either(address: str, asked: list[Any], client: Client) -> None:
    client.force_login(account("ed@mail.example", roles=("editor",)))

    answer = client.post(reverse("wagtailembeds:chooser_upload"), {"embed-chooser-url": address})

    assert (answer.status_code, asked, Embed.objects.count()) == (200, [], 0)


def test_wagtails_own_finders_would_ask(settings: Any, asked: list[Any]) -> None:
    del settings.WAGTAILEMBEDS_FINDERS
    get_finders.cache_clear()
    try:
        with pytest.raises(Exception, match=r"Request failed|not found|network|resolve"):
            get_embed("https://www.youtube.com/watch?v=abc")
    finally:
        get_finders.cache_clear()

    assert asked == ["www.youtube.com"]
