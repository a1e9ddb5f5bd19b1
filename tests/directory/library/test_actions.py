from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.findable import findable_changed
from core.refusal import InvalidDetails
from directory.library import actions
from directory.library.actions import Step
from directory.library.errors import Archived, NothingToDo, StepsDoNotFit
from directory.library.models import Activity, Resource
from tests.factories.library import ActivityFactory, ResourceFactory
from tests.factories.places import PracticeSettingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced() -> Iterator[list[tuple[str, UUID]]]:
    """What search was told."""
    told: list[tuple[str, UUID]] = []

    def listen(*, kind: str, uids: list[UUID], **_: Any) -> None:
        told.extend((kind, uid) for uid in uids if kind in {"activity", "resource"})

    findable_changed.connect(listen)
    yield told
    findable_changed.disconnect(listen)


def test_activity_is_a_draft_with_its_steps(announced: list[tuple[str, UUID]]) -> None:
    setting = PracticeSettingFactory.create()

    activity = actions.create_activity(
        title="Łódź Relay",
        skill="reflections",
        minutes=5,
        steps=[Step(2, "Stand"), Step(3, "Speak", "Go around.")],
        settings=[setting],
        topics=["Warm-up"],
    )

    activity.refresh_from_db()
    assert (activity.slug, activity.state, activity.licence) == ("lodz-relay", "Draft", "cc-by")
    rows = activity.steps.values_list("position", "minutes", "title", "text")
    assert list(rows) == [(1, 2, "Stand", ""), (2, 3, "Speak", "Go around.")]
    assert list(activity.settings.all()) == [setting]
    assert [topic.name for topic in activity.topics.all()] == ["Warm-up"]
    assert set(announced) == {("activity", activity.uid)}


def test_steps_take_the_minutes_that_are_promised() -> None:
    with pytest.raises(StepsDoNotFit) as refused:
        actions.create_activity(
            title="Short", skill="reflections", minutes=9, steps=[Step(4, "A"), Step(4, "B")]
        )
    assert "The steps take 8 minutes together, the activity says 9." in refused.value.sentence

    activity = ActivityFactory.create(minutes=15)
    with pytest.raises(StepsDoNotFit):
        actions.update_activity(activity=activity, minutes=20)
    assert Activity.objects.get().minutes == 15


@pytest.mark.parametrize(
    ("details", "error", "told"),
    [
        ({"steps": []}, NothingToDo, "one step at least"),
        ({"minutes": 0, "steps": [Step(1, "A")]}, InvalidDetails, "An activity takes one minute at least."),
        ({"group_from": 0}, InvalidDetails, "An activity needs one person at least."),
        ({"group_from": 5, "group_to": 4}, InvalidDetails, "The largest group cannot be smaller"),
        ({"steps": [Step(0, "A"), Step(5, "B")]}, InvalidDetails, "greater than or equal to 1"),
        ({"steps": [Step(5, "")]}, InvalidDetails, "blank"),
        ({"skill": "juggling"}, InvalidDetails, "Skill: "),
        ({"slug": "taken"}, InvalidDetails, "Slug: "),
    ],
    ids=[
        "no steps",
        "no time",
        "nobody",
        "sizes",
        "step without time",
        "step without title",
        "skill",
        "slug",
    ],
)
def test_impossible_activities_are_refused(
    details: dict[str, Any], error: type[InvalidDetails], told: str
) -> None:
    ActivityFactory.create(slug="taken")
    given = {"title": "New", "skill": "reflections", "minutes": 5, "steps": [Step(5, "Begin")], **details}

    with pytest.raises(error) as refused, transaction.atomic():
        actions.create_activity(**given)

    assert told in str(refused.value)
    assert Activity.objects.count() == 1


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({}, "Say where it is to be had"),
        ({"isbn": "9781462552795"}, "Say where it is to be had"),  # a guide is not found by an ISBN
        ({"link": "javascript:alert(1)"}, "Link: "),
        ({"link": "ftp://files.example/a"}, "Link: "),
        ({"kind": "book", "isbn": "9781462552796"}, "This is no ISBN"),
        ({"link": "https://a.example/", "year": 1}, "Year: "),
        ({"link": "https://a.example/", "language": "English"}, "Language: "),
    ],
    ids=["nowhere", "isbn of a guide", "script", "ftp", "isbn", "year", "language"],
)
def test_impossible_resources_are_refused(details: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidDetails) as refused:
        actions.create_resource(**{"title": "New", "kind": "guide", **details})

    assert told in refused.value.sentence
    assert Resource.objects.count() == 0


def test_database_keeps_link_and_file_apart() -> None:
    resource = ResourceFactory.create()

    with pytest.raises(IntegrityError), transaction.atomic():
        Resource.objects.filter(pk=resource.pk).update(link="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=ActivityFactory.create().pk).update(group_from=3, group_to=2)


def test_new_link_is_asked_anew() -> None:
    resource = ResourceFactory.create(link_state="dead", link_asked_at=clock.now())

    actions.update_resource(resource=resource, summary="Other words")
    assert resource.link_state == "dead"

    actions.update_resource(resource=resource, link="https://elsewhere.example/")
    resource.refresh_from_db()
    assert (resource.link_state, resource.link_asked_at) == ("unasked", None)


def test_what_came_of_an_old_link_is_left_aside(announced: list[tuple[str, UUID]]) -> None:
    resource = ResourceFactory.create()

    assert (
        actions.note_link_state(resource=resource, link="https://old.example/", state="dead", at=clock.now())
        is False
    )
    assert announced == []
    assert (
        actions.note_link_state(resource=resource, link=resource.link, state="dead", at=clock.now()) is True
    )

    resource.refresh_from_db()
    assert resource.link_is_dead is True
    assert announced == [("resource", resource.uid)]


def test_publishing_archiving_and_back(announced: list[tuple[str, UUID]]) -> None:
    activity = ActivityFactory.create(published_at=None)

    assert actions.publish(entry=activity).state == "Published"
    since = activity.published_at
    assert actions.publish(entry=activity).published_at == since
    assert actions.archive(entry=activity).state == "Archived"
    with pytest.raises(Archived):
        actions.publish(entry=activity)
    assert actions.restore(entry=activity).state == "Published"
    assert actions.withdraw(entry=activity).state == "Draft"
    assert set(announced) == {("activity", activity.uid)}
    assert len(announced) == 5


def test_unknown_details_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError):
        actions.update_resource(resource=ResourceFactory.create(), **{"link_state": "dead"})
