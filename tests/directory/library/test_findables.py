from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.findable import kinds
from directory.library.findables import activities, resources
from tests.factories.library import ActivityFactory, ResourceFactory
from tests.factories.places import PracticeSettingFactory

pytestmark = pytest.mark.django_db


def test_activity_shows_what_a_group_looks_for() -> None:
    activity = ActivityFactory.create(
        title="Relay",
        slug="relay",
        summary="Around.",
        purpose="It warms.",
        slips=["I might."],
        debrief=["Which?"],
        leading="Keep moving.",
        online="In order.",
        group_from=3,
        group_to=3,
    )
    activity.settings.add(PracticeSettingFactory.create(slug="wards", name="Wards"))
    activity.topics.set(["Warm-up"])

    (found,) = activities([activity.uid])

    assert (found.kind, found.uid, found.title) == ("activity", activity.uid, "Relay")
    assert (found.url, found.summary) == ("/activities/relay/", "Around.")
    assert found.body == "It warms.\nBegin. Talk.\nI might.\nWhich?\nKeep moving.\nIn order.\nWards"
    assert (found.settings, found.topics, found.languages) == (("wards",), ("Warm-up",), ("en",))
    assert found.quality == 1.0
    assert found.facts == (("length", "15 minutes"), ("group", "3 people"), ("skill", "Reflections"))


def test_resource_shows_who_made_it() -> None:
    resource = ResourceFactory.create(slug="manual", by="Moyers", year=2014, about="How.", language="de")

    (found,) = resources([resource.uid])

    assert (found.kind, found.url, found.by, found.languages) == (
        "resource",
        "/resources/manual/",
        "Moyers",
        ("de",),
    )
    assert (found.body, found.quality) == ("How.\nMoyers", 0.75)
    assert found.facts == (("kind", "Guide"), ("year", "2014"))


def test_dead_links_stand_further_down() -> None:
    (found,) = resources([ResourceFactory.create(link_state="dead").uid])

    assert found.quality == 0.25


def test_drafts_and_archived_ones_are_not_found() -> None:
    for make, name, load in (
        (ActivityFactory, "activity", activities),
        (ResourceFactory, "resource", resources),
    ):
        hidden = [make.create(published_at=None), make.create(archived_at=clock.now())]
        seen = make.create()
        assert [found.uid for found in load([*(row.uid for row in hidden), seen.uid])] == [seen.uid]
        assert list(kinds()[name].all_uids()) == [seen.uid]


@pytest.mark.parametrize(
    ("make", "load", "queries"), [(ActivityFactory, activities, 4), (ResourceFactory, resources, 3)]
)
def test_queries_do_not_grow(make: type[ActivityFactory], load: Callable[..., object], queries: int) -> None:
    def asked_for(number: int) -> int:
        made = make.create_batch(number)
        for row in made:
            row.settings.add(PracticeSettingFactory.create())
            row.topics.set(["Warm-up"])
        with CaptureQueriesContext(connection) as asked:
            load([row.uid for row in made])
        return len(asked)

    assert asked_for(1) == asked_for(3) == queries
