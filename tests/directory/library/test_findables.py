from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core import clock
from core.findable import kinds
from directory.library.findables import activities, resources
from search.presenting import shown
from search.result import SearchHit
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
    assert found.facts == (
        ("minutes", "15"),
        ("group_from", "3"),
        ("group_to", "3"),
        ("skill", "reflections"),
    )


def test_resource_shows_who_made_it() -> None:
    resource = ResourceFactory.create(slug="manual", by="Moyers", year=2014, about="How.", language="de")

    (found,) = resources([resource.uid])

    assert (found.kind, found.url, found.by, found.languages) == (
        "resource",
        "/resources/manual/",
        "Moyers",
        ("de",),
    )
    assert (found.body, found.quality) == ("How.\nMoyers\nGuide", 0.75)
    assert found.facts == (("kind", "guide"), ("year", "2014"))


@pytest.mark.parametrize(
    ("kind", "facts", "english", "german"),
    [
        (
            "activity",
            {"minutes": "30", "group_from": "3", "group_to": "12", "skill": "reflections"},
            ["30 minutes", "3 to 12 people", "Reflections"],
            ["30 Minuten", "3 bis 12 Personen", "Reflexionen"],
        ),
        (
            "activity",
            {"minutes": "30", "group_from": "2", "group_to": "", "skill": "gone"},
            ["30 minutes", "2 people or more"],
            ["30 Minuten", "ab 2 Personen"],
        ),
        ("resource", {"kind": "book", "year": "2013"}, ["Book", "2013"], ["Buch", "2013"]),
        ("resource", {"kind": "Book"}, [], []),
    ],
)
def test_facts_are_told_in_the_language_of_the_page(
    kind: str, facts: dict[str, str], english: list[str], german: list[str]
) -> None:
    hit = SearchHit(kind=kind, uid=uuid4(), title="Relay", url="/activities/relay/", summary="", facts=facts)

    assert [fact["text"] for fact in shown(hit)["facts"]] == english
    with translation.override("de"):
        assert [fact["text"] for fact in shown(hit)["facts"]] == german


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
