import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.offerings.actions import archive_package
from tests.factories.offerings import PackageFactory, PackageVersionFactory, published_package
from tests.marketplace.office.test_desk import desk_of, text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("office:packages")


def test_no_package_yet(client: Client) -> None:
    desk_of(client)

    assert "No package yet" in text_of(client, PAGE)


def test_packages_show_price_and_state(client: Client) -> None:
    trainer = desk_of(client)
    listed = published_package(trainer=trainer, title="Four sessions", price_minor=38_000)
    gone = published_package(trainer=trainer, title="One session")
    archive_package(package=gone)
    PackageVersionFactory.create(package=PackageFactory.create(trainer=trainer), title="Something new")
    published_package(title="Somebody else's")

    text = text_of(client, PAGE)

    assert f'<a href="{listed.get_absolute_url()}">Four sessions</a>' in text
    assert "£380" in text
    assert "Not offered any more." in text
    assert "A draft: nobody sees it yet." in text
    assert gone.get_absolute_url() not in text
    assert "Somebody else" not in text


def test_packages_cost_the_same_for_one_and_three(client: Client) -> None:
    trainer = desk_of(client)
    published_package(trainer=trainer)
    text_of(client, PAGE)

    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    published_package(trainer=trainer)
    published_package(trainer=trainer)
    with CaptureQueriesContext(connection) as three:
        client.get(PAGE)

    assert len(three) == len(one) <= 12
