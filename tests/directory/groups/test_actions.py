import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.models import AnonymousUser

from core import clock
from core.findable import findable_changed
from core.refusal import InvalidDetails
from directory.groups import actions
from directory.groups.errors import GroupArchived, GroupFull, LastChampion
from directory.groups.models import GroupMembership, PracticeGroup
from directory.groups.permissions import looks_after
from tests.factories.groups import GroupMembershipFactory, PersonFactory, PracticeGroupFactory
from tests.factories.places import PlaceFactory, PracticeSettingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced() -> Iterator[list[UUID]]:
    """Groups of which search was told."""
    told: list[UUID] = []

    def listen(*, kind: str, uids: list[UUID], **_: Any) -> None:
        told.extend(uids if kind == "group" else [])

    findable_changed.connect(listen)
    yield told
    findable_changed.disconnect(listen)


class TestCreateGroup:
    def test_is_open_from_now_on(self, announced: list[UUID]) -> None:
        setting, town, sanna = PracticeSettingFactory.create(), PlaceFactory.create(), PersonFactory.create()

        group = actions.create_group(
            name="Quantock Listening Group",
            time_zone="Europe/London",
            place=town,
            settings=[setting],
            champion=sanna,
            rhythm="second Thursday, 18:30",
        )

        group.refresh_from_db()
        assert (group.slug, group.place, group.capacity) == ("quantock-listening-group", town, 12)
        assert group.founded_on == clock.now().date()
        assert list(group.settings.all()) == [setting]
        assert looks_after(sanna, group) is True
        assert set(announced) == {group.uid}

    @pytest.mark.parametrize(
        ("details", "told"),
        [
            ({}, "Say where the group meets: choose a town, or say that it meets online."),
            ({"online": True, "joining": "by_lot"}, "Joining: "),
            ({"online": True, "slug": "taken"}, "Slug: "),
        ],
    )
    def test_impossible_details_are_refused(self, details: dict[str, Any], told: str) -> None:
        PracticeGroupFactory.create(slug="taken")

        with pytest.raises(InvalidDetails) as refused:
            actions.create_group(name="Nowhere", time_zone="UTC", **details)

        assert told in refused.value.sentence
        assert PracticeGroup.objects.count() == 1


def test_update_changes_what_is_given(announced: list[UUID]) -> None:
    group = PracticeGroupFactory.create(summary="Before", rhythm="Mondays")

    actions.update_group(group=group, summary="After", founded_on=dt.date(2020, 1, 1))

    group.refresh_from_db()
    assert (group.summary, group.rhythm, group.founded_on) == ("After", "Mondays", dt.date(2020, 1, 1))
    assert announced == [group.uid]
    with pytest.raises(TypeError, match="archived_at"):
        actions.update_group(group=group, archived_at=None)  # type: ignore[call-arg]  # what types refuse is what is tested


def test_archived_until_restored(announced: list[UUID]) -> None:
    group = PracticeGroupFactory.create()

    first = actions.archive_group(group=group).archived_at
    assert actions.archive_group(group=group).archived_at == first
    assert list(PracticeGroup.objects.listed()) == []
    actions.restore_group(group=group)
    assert list(PracticeGroup.objects.listed()) == [group]
    assert announced == [group.uid] * 3


class TestMembers:
    def test_joins_once(self, announced: list[UUID]) -> None:
        group, person = PracticeGroupFactory.create(), PersonFactory.create()

        first = actions.add_member(group=group, user=person)
        second = actions.add_member(group=group, user=person, role="deputy")

        assert first.pk == second.pk
        assert GroupMembership.objects.get().role == "deputy"
        assert announced == [group.uid] * 2

    def test_comes_back_as_a_new_membership(self) -> None:
        membership = GroupMembershipFactory.create()
        actions.end_membership(membership=membership)

        again = actions.add_member(group=membership.group, user=membership.user)

        assert again.pk != membership.pk
        assert GroupMembership.objects.filter(left_at=None).get() == again

    def test_every_chair_is_taken(self) -> None:
        group = PracticeGroupFactory.create(capacity=1)
        seated = GroupMembershipFactory.create(group=group)

        with pytest.raises(GroupFull, match="Every chair"):
            actions.add_member(group=group, user=PersonFactory.create())
        assert actions.add_member(group=group, user=seated.user, role="champion").role == "champion"
        actions.end_membership(membership=seated)
        actions.add_member(group=group, user=PersonFactory.create())

    def test_nobody_joins_an_archived_group(self) -> None:
        group = PracticeGroupFactory.create(archived_at=clock.now())

        with pytest.raises(GroupArchived, match="does not meet"):
            actions.add_member(group=group, user=PersonFactory.create())

    def test_the_last_who_looks_after_it_stays(self) -> None:
        champion = GroupMembershipFactory.create(role="champion")
        group = champion.group
        member = GroupMembershipFactory.create(group=group)

        with pytest.raises(LastChampion, match="another member"):
            actions.end_membership(membership=champion)
        with pytest.raises(LastChampion):
            actions.add_member(group=group, user=champion.user, role="member")
        actions.add_member(group=group, user=member.user, role="deputy")
        ended = actions.end_membership(membership=champion).left_at

        assert ended is not None
        assert actions.end_membership(membership=champion).left_at == ended

    def test_who_erases_an_account_may_leave_nobody(self) -> None:
        champion = GroupMembershipFactory.create(role="champion")
        GroupMembershipFactory.create(group=champion.group)

        actions.end_membership(membership=champion, even_if_last=True)

        assert champion.left_at is not None

    def test_the_last_person_at_all_may_leave(self) -> None:
        champion = GroupMembershipFactory.create(role="champion")

        actions.end_membership(membership=champion)

        assert champion.left_at is not None


@pytest.mark.parametrize(("role", "expected"), [("member", False), ("champion", True), ("deputy", True)])
def test_looks_after(role: str, expected: bool) -> None:
    membership = GroupMembershipFactory.create(role=role)
    left = GroupMembershipFactory.create(group=membership.group, role=role, left_at=clock.now())

    assert looks_after(membership.user, membership.group) is expected
    assert looks_after(left.user, membership.group) is False
    assert looks_after(membership.user, PracticeGroupFactory.create()) is False
    assert looks_after(AnonymousUser(), membership.group) is False
