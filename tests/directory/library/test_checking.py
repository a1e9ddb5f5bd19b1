import datetime as dt
from typing import Any

import pytest

from core import clock
from directory.library import checking, links
from directory.library.models import Resource
from outbox.registry import periodic_tasks
from tests.factories.library import ResourceFactory

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)


class Fake:
    """Answers every link alike and keeps what it was asked."""

    def __init__(self, state: str = "answers") -> None:
        self.state = state
        self.asked: list[str] = []

    def __call__(self, link: str) -> str:
        self.asked.append(link)
        return self.state


def asked_at(*, hours_ago: int, state: str = "answers", **fields: object) -> Resource:
    return ResourceFactory.create(
        link_asked_at=NOW - dt.timedelta(hours=hours_ago), link_state=state, **fields
    )


def test_what_came_of_it_is_kept() -> None:
    resource = ResourceFactory.create()

    assert checking.check_links(ask=Fake("dead"), now=NOW) == 1

    resource.refresh_from_db()
    assert (resource.link_state, resource.link_asked_at) == ("dead", NOW)


def test_those_are_asked_whose_time_has_come() -> None:
    never = ResourceFactory.create()
    last_week = asked_at(hours_ago=7 * 24)
    dead = asked_at(hours_ago=24, state="dead")
    asked_at(hours_ago=7 * 24 - 1)
    asked_at(hours_ago=23, state="dead")
    ResourceFactory.create(published_at=None)
    ResourceFactory.create(archived_at=clock.now())
    ResourceFactory.create(kind="book", link="", isbn="9781462552795")
    fake = Fake()

    checking.check_links(ask=fake, now=NOW)

    assert set(fake.asked) == {never.link, last_week.link, dead.link}
    assert checking.check_links(ask=fake, now=NOW) == 0


def test_a_batch_takes_those_that_waited_longest() -> None:
    ResourceFactory.create_batch(checking.BATCH)
    late = asked_at(hours_ago=1000)
    fake = Fake()

    assert checking.check_links(ask=fake, now=NOW) == checking.BATCH
    assert late.link not in fake.asked
    assert checking.check_links(ask=fake, now=NOW) == 1


def test_nobody_is_asked_where_it_is_off(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ResourceFactory.create()
    fake = Fake()
    monkeypatch.setattr(links, "ask", fake)

    assert settings.LINK_CHECKS is False
    assert checking.ask_links() == 0
    settings.LINK_CHECKS = True
    assert checking.ask_links() == 1
    assert len(fake.asked) == 1


def test_it_recurs() -> None:
    assert {task.name: task.every_seconds for task in periodic_tasks()}["library.links"] == 600
