import datetime as dt

import pytest

from content.models import Suspension
from content.perspectives import actions, errors, permissions
from core import clock
from core.refusal import InvalidDetails
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import SuspensionFactory

pytestmark = pytest.mark.django_db


def test_suspension_ends_on_its_day() -> None:
    day = clock.today() + dt.timedelta(days=3)

    made = actions.suspend_member(
        member=PersonFactory(), by=PersonFactory(), reason="Advertisements.", last_day=day
    )

    assert (made.last_day, made.until) == (day, Suspension.end_of(day))
    with clock.frozen_at(made.until - dt.timedelta(seconds=1)):
        assert list(Suspension.objects.in_force()) == [made]
    with clock.frozen_at(made.until):
        assert list(Suspension.objects.in_force()) == []


@pytest.mark.parametrize(("day", "hours"), [("2030-03-31", 23), ("2030-10-27", 25), ("2030-07-01", 24)])
def test_last_day_is_whole_when_the_clocks_change(day: str, hours: int) -> None:
    last = dt.date.fromisoformat(day)

    begins, ends = Suspension.end_of(last - dt.timedelta(days=1)), Suspension.end_of(last)

    assert ends.astimezone(dt.UTC) - begins.astimezone(dt.UTC) == dt.timedelta(hours=hours)
    assert Suspension(until=ends).last_day == last


def test_end_is_told_as_the_sites_day_wherever_the_member_lives() -> None:
    made = SuspensionFactory(
        user__time_zone="Pacific/Auckland", until=Suspension.end_of(dt.date(2099, 7, 31)), reason="Ads."
    )

    assert permissions.suspended(made.user) == (
        "You cannot contribute up to and including 31 July 2099. The reason we noted: Ads."
    )


def test_end_is_moved_both_ways_and_left_open() -> None:
    made, today = SuspensionFactory(), clock.today()

    for day in (today + dt.timedelta(days=9), today, None):
        assert actions.change_end(suspension=made, by=PersonFactory(), last_day=day).last_day == day

    with pytest.raises(InvalidDetails):
        actions.change_end(suspension=made, by=PersonFactory(), last_day=today - dt.timedelta(days=1))
    with pytest.raises(errors.OwnPerspective):
        actions.change_end(suspension=made, by=made.user, last_day=today)


def test_end_of_what_is_over_is_not_moved() -> None:
    made = actions.lift_suspension(suspension=SuspensionFactory(), by=PersonFactory())

    with pytest.raises(errors.SuspensionOver):
        actions.change_end(suspension=made, by=PersonFactory(), last_day=None)


def test_lifting_ends_it_at_once() -> None:
    made = actions.suspend_member(member=PersonFactory(), by=PersonFactory(), reason="Advertisements.")

    actions.lift_suspension(suspension=made, by=PersonFactory())

    assert not Suspension.objects.in_force().exists()


def test_one_suspension_at_a_time_and_none_of_oneself() -> None:
    member, moderator = PersonFactory(), PersonFactory()
    actions.suspend_member(member=member, by=moderator, reason="Advertisements.")

    with pytest.raises(errors.SuspendedAlready):
        actions.suspend_member(member=member, by=moderator, reason="More of them.")
    with pytest.raises(errors.OwnPerspective):
        actions.suspend_member(member=moderator, by=moderator, reason="Tired.")


def test_reason_and_a_day_to_come_are_needed() -> None:
    member, moderator = PersonFactory(), PersonFactory()

    with pytest.raises(errors.ReasonMissing):
        actions.suspend_member(member=member, by=moderator, reason=" ")
    with pytest.raises(InvalidDetails):
        actions.suspend_member(
            member=member, by=moderator, reason="Ads.", last_day=clock.today() - dt.timedelta(days=1)
        )
