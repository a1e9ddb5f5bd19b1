import datetime as dt

import pytest

from content.models import Suspension
from content.perspectives import actions, errors
from core import clock
from core.refusal import InvalidDetails
from tests.factories.groups import PersonFactory

pytestmark = pytest.mark.django_db


def test_suspension_ends_on_its_day() -> None:
    member, until = PersonFactory(), clock.now() + dt.timedelta(days=3)

    made = actions.suspend_member(member=member, by=PersonFactory(), reason="Advertisements.", until=until)

    assert list(Suspension.objects.in_force()) == [made]
    with clock.frozen_at(until):
        assert list(Suspension.objects.in_force()) == []


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
        actions.suspend_member(member=member, by=moderator, reason="Ads.", until=clock.now())
