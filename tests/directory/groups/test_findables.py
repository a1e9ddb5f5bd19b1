import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.findable import At, kinds
from directory.groups.findables import groups
from tests.factories.groups import GroupMembershipFactory, PracticeGroupFactory
from tests.factories.places import PlaceFactory, PracticeSettingFactory

pytestmark = pytest.mark.django_db


def test_group_shows_what_was_told() -> None:
    town = PlaceFactory.create(name="Bridgwater", lat=51.128, lon=-3.004)
    group = PracticeGroupFactory.create(
        name="Quantock",
        slug="quantock",
        place=town,
        summary="Two hours a month",
        description="Come as you are.",
        rhythm="second Thursday",
        languages=["en", "pl"],
    )
    group.settings.add(PracticeSettingFactory.create(slug="probation-x", name="Probation X"))
    for left_at in (None, None, None, clock.now()):
        GroupMembershipFactory.create(group=group, left_at=left_at)

    (found,) = groups([group.uid])

    assert (found.kind, found.uid, found.group_uid) == ("group", group.uid, group.uid)
    assert (found.title, found.summary, found.url) == ("Quantock", "Two hours a month", "/groups/quantock/")
    assert found.body == "Come as you are.\nsecond Thursday\nProbation X"
    assert (found.settings, found.languages, found.formats) == (
        ("probation-x",),
        ("en", "pl"),
        ("in_person",),
    )
    assert (found.online, found.country, found.quality) == (False, "GB", 1.0)
    assert found.places == (At(place_id=town.pk, label="Bridgwater, United Kingdom", lat=51.128, lon=-3.004),)
    assert found.facts == (
        ("members", "3"),
        ("capacity", "12"),
        ("rhythm", "second Thursday"),
        ("joining", "Open to join"),
    )


def test_online_group_is_nowhere() -> None:
    group = PracticeGroupFactory.create(place=None, online=True)

    (found,) = groups([group.uid])

    assert (found.formats, found.online, found.places, found.country) == (("online",), True, (), "")
    assert found.quality == 0.0


def test_archived_group_is_not_found() -> None:
    group = PracticeGroupFactory.create(archived_at=clock.now())
    seen = PracticeGroupFactory.create()

    assert [found.uid for found in groups([group.uid, seen.uid])] == [seen.uid]
    assert list(kinds()["group"].all_uids()) == [seen.uid]


def test_queries_do_not_grow() -> None:
    def asked_for(number: int) -> int:
        made = PracticeGroupFactory.create_batch(number)
        for group in made:
            group.settings.add(PracticeSettingFactory.create())
            GroupMembershipFactory.create(group=group)
        with CaptureQueriesContext(connection) as asked:
            groups([group.uid for group in made])
        return len(asked)

    assert asked_for(1) == asked_for(3) == 2
