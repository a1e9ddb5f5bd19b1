from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from directory.groups.models import PracticeGroup
from tests.factories.groups import GroupMembershipFactory, PersonFactory, PracticeGroupFactory
from tests.factories.places import PlaceFactory, PracticeSettingFactory

pytestmark = pytest.mark.django_db


def quantock() -> PracticeGroup:
    """A group of which everything is told, with three people."""
    group = PracticeGroupFactory.create(
        name="Quantock Listening Group",
        slug="quantock",
        place=PlaceFactory.create(name="Bridgwater"),
        summary="Four people and a kettle.",
        description="First paragraph.\n\nSecond <b>paragraph</b>.",
        rhythm="second Thursday, 18:30 to 20:30",
        languages=["en", "cy"],
    )
    group.settings.add(PracticeSettingFactory.create(slug="probation-x", name="Probation X"))
    for name, role in (("Sanna Koskinen", "champion"), ("Joss Lane", "deputy"), ("Orla Byrne", "member")):
        GroupMembershipFactory.create(group=group, user=PersonFactory.create(name=name), role=role)
    return group


def page(client: Client, slug: str = "quantock") -> str:
    response = client.get(f"/groups/{slug}/")
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_group_page_tells_about_the_group(client: Client) -> None:
    quantock()

    html = page(client)

    for words in (
        "<h1>Quantock Listening Group</h1>",
        "Bridgwater, United Kingdom",
        "second Thursday, 18:30 to 20:30",
        "London time",
        "English, Welsh",
        "Four people and a kettle.",
        "Champion: Sanna.",
        "Deputy: Joss.",
        "3 members, room for 12.",
        "Open to join.",
        "Probation X",
        "/search/?near=Bridgwater%2C+United+Kingdom&setting=probation-x&kind=trainer",
    ):
        assert words in html
    assert "Koskinen" not in html  # first names only
    assert "Orla" not in html  # members are not shown to visitors
    assert "manage" not in html
    assert "&lt;b&gt;" in client.get("/groups/quantock/").content.decode()


def test_online_group_without_settings_or_people(client: Client) -> None:
    PracticeGroupFactory.create(slug="evenings", place=None, online=True, languages=[])

    html = page(client, "evenings")

    assert "0 members, room for 12." in html
    assert "/search/?online=1&kind=trainer" in html


@pytest.mark.parametrize(
    ("capacity", "joining", "told"),
    [
        (3, "open", "Every chair is taken just now."),
        (9, "request", "By request."),
        (9, "open", "Open to join."),
    ],
)
def test_group_page_says_how_to_join(client: Client, capacity: int, joining: str, told: str) -> None:
    group = quantock()
    PracticeGroup.objects.filter(pk=group.pk).update(capacity=capacity, joining=joining)

    assert told in page(client)


@pytest.mark.parametrize(("role", "manages"), [("member", False), ("champion", True), ("deputy", True)])
def test_members_see_that_they_are_and_champions_what_it_brought(
    client: Client, role: str, manages: bool
) -> None:
    membership = GroupMembershipFactory.create(group=quantock(), role=role)
    client.force_login(membership.user)

    html = page(client)

    assert "You are a member" in html
    assert ("/groups/quantock/manage/referrals/" in html) is manages


def test_who_left_is_a_visitor_again(client: Client) -> None:
    membership = GroupMembershipFactory.create(group=quantock(), role="champion", left_at=clock.now())
    client.force_login(membership.user)

    html = page(client)

    assert "You are a member" not in html
    assert "manage" not in html


def test_archived_group_is_for_its_members_alone(client: Client) -> None:
    membership = GroupMembershipFactory.create(group__slug="gone", group__archived_at=clock.now())
    assert client.get("/groups/gone/").status_code == 404
    client.force_login(PersonFactory.create())
    assert client.get("/groups/gone/").status_code == 404

    client.force_login(membership.user)
    assert "does not meet any more" in page(client, "gone")


@pytest.mark.parametrize("slug", ["nowhere", "%00", "a" * 300])
def test_unknown_group_is_not_found(client: Client, slug: str) -> None:
    assert client.get(f"/groups/{slug}/").status_code in {400, 404}


def test_queries_do_not_grow_with_settings(client: Client) -> None:
    group = quantock()
    member = GroupMembershipFactory.create(group=group, role="champion")
    client.force_login(member.user)
    page(client)  # warm

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client)
        return len(queries)

    with_one = asked()
    group.settings.add(*PracticeSettingFactory.create_batch(2))
    assert asked() == with_one
    assert with_one <= 12
