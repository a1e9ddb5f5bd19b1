"""An index that is missing, out of date or away is told of, and stops nobody."""

import datetime as dt
import logging
import time
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from outbox.models import OutboxMessage
from search import checks
from search.elastic import building, watching
from search.elastic.client import alias
from search.models import IndexBuild
from tests.search.elastic.fresh import asked, build, fresh, many
from tests.search.shelf import Shelf

NOBODY = "http://127.0.0.1:1"


@pytest.fixture
def stock(db: None, settings: Settings) -> Iterator[Shelf]:
    watching._last["said"] = ""
    with fresh(settings) as shelf:
        yield shelf


@pytest.fixture
def staff(db: None) -> Client:
    client = Client()
    client.force_login(
        User.objects.create_superuser(email="admin@mail.example", password="x" * 12),
        "django.contrib.auth.backends.ModelBackend",
    )
    return client


def outdate() -> None:
    asked().indices.put_mapping(index=alias(), meta={"digest": "older"})


def panel(staff: Client, query: str = "") -> str:
    response = staff.get(reverse("cms_search_index") + query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def told_at_start() -> list[str | None]:
    return [message.id for message in checks.index_is_current(databases=["default"])]


@pytest.mark.parametrize(
    ("shards", "told"), [(0, ["search.E001"]), (1, []), (1024, []), (1025, ["search.E001"])]
)
def test_number_of_parts_that_no_index_can_have(settings: Settings, shards: int, told: list[str]) -> None:
    settings.ELASTICSEARCH_SHARDS = shards

    assert [message.id for message in checks.number_of_shards()] == told


@pytest.mark.elasticsearch
class TestIndex:
    def test_missing_then_there_then_out_of_date(self, stock: Shelf) -> None:
        assert told_at_start() == ["search.W002"]
        build()
        assert told_at_start() == []
        outdate()
        assert told_at_start() == ["search.W003"]
        call_command("check", databases=["default"])  # a warning ends nothing

    def test_each_trouble_is_said_once(self, stock: Shelf, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.WARNING, logger="search.elastic.watching"):
            watching.watch()
            watching.watch()
            build()
            watching.watch()
            watching.watch()

        said = [record.getMessage() for record in caplog.records if record.name == watching.__name__]
        assert [words.split(",")[0].split(" again")[0] for words in said] == [
            "There is no search index yet",
            "The search index is as it should be",
        ]

    def test_changes_that_wait_too_long(self, stock: Shelf) -> None:
        build()
        many(stock, 1)
        assert watching.trouble() == ""
        OutboxMessage.objects.update(created_at=timezone.now() - dt.timedelta(minutes=11))

        assert "does a worker run?" in watching.trouble()

    def test_the_panel_shows_what_is_there(self, stock: Shelf, staff: Client) -> None:
        many(stock, 3)
        assert "There is no search index yet" in panel(staff)
        built = build()

        shown = panel(staff, "?compare=1")

        assert built.index in shown
        assert "<td>Groups</td> <td>3</td> <td>3</td> <td>the same</td>" in shown
        assert "3 changes wait to be brought" in shown
        assert "3 of 3" in shown

    def test_the_panel_shows_a_difference_and_a_build(self, stock: Shelf, staff: Client) -> None:
        many(stock, 4)
        build()
        many(stock, 1)
        broken = building.begin()
        IndexBuild.objects.filter(pk=broken.pk).update(
            written=2, expected=4, touched_at=timezone.now() - dt.timedelta(minutes=3)
        )

        shown = panel(staff, "?compare=1")

        assert "<td>Groups</td> <td>5</td> <td>4</td> <td><strong>different</strong></td>" in shown
        assert "Broken off at 50%" in shown


class TestAway:
    def test_start_is_not_held_up(self, stock: Shelf, settings: Settings) -> None:
        settings.ELASTICSEARCH_URL = NOBODY
        began = time.monotonic()

        assert told_at_start() == ["search.W001"]
        assert time.monotonic() - began < 2

    def test_the_panel_answers(self, stock: Shelf, staff: Client, settings: Settings) -> None:
        settings.ELASTICSEARCH_URL = NOBODY

        assert "the database searches" in panel(staff, "?compare=1")

    def test_without_elasticsearch_nobody_is_asked(self, stock: Shelf, settings: Settings) -> None:
        settings.ELASTICSEARCH_URL = ""

        assert told_at_start() == []
        assert watching.watch() == 0

    def test_the_panel_without_elasticsearch(self, stock: Shelf, staff: Client, settings: Settings) -> None:
        settings.ELASTICSEARCH_URL = ""

        shown = panel(staff)

        assert "<p>The database." in shown
        assert "Rebuilds" not in shown


def test_other_commands_ask_nobody(settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = NOBODY

    assert checks.index_is_current(databases=None) == []
    assert checks.index_is_current_at_start() == []
