"""What is forgotten after a while."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from core import clock
from outbox.models import OutboxMessage, State
from search import indexing, upkeep
from search.models import SearchTombstone

pytestmark = pytest.mark.django_db


def message(key: str, kind: str, state: str, age: dt.timedelta) -> None:
    moment = clock.now() - age
    done = moment if state == State.DONE else None
    OutboxMessage.objects.create(
        kind=kind, subject="x", dedupe_key=key, state=state, due_at=moment, created_at=moment, done_at=done
    )


def test_only_what_was_carried_out_long_ago(settings: Settings) -> None:
    settings.ELASTICSEARCH_URL = "http://nowhere.example:9200"
    message("old", indexing.PUSH, State.DONE, dt.timedelta(days=2))
    message("late", indexing.PUSH, State.DONE, dt.timedelta(hours=1))
    message("waits", indexing.PUSH, State.WAITING, dt.timedelta(days=2))
    message("mail", "mail", State.DONE, dt.timedelta(days=2))

    assert upkeep.forget() == 1
    assert set(OutboxMessage.objects.values_list("dedupe_key", flat=True)) == {"late", "waits", "mail"}


@pytest.mark.parametrize(("url", "left"), [("", 1), ("http://nowhere.example:9200", 2)])
def test_tombstones_are_a_rebuilds_where_there_is_an_index(settings: Settings, url: str, left: int) -> None:
    settings.ELASTICSEARCH_URL = url
    indexing.bury("group", {uuid4(): 1})
    SearchTombstone.objects.update(gone_at=timezone.now() - dt.timedelta(days=31))
    indexing.bury("group", {uuid4(): 1})

    upkeep.forget()

    assert SearchTombstone.objects.count() == left
