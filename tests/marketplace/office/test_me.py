from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.groups import GroupMembershipFactory, PersonFactory
from tests.factories.trainers import TrainerFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a quiet lamp of July"


def somebody() -> User:
    user = PersonFactory.create()
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def begins_at(client: Client, user: User, query: str = "") -> Any:
    answer = client.post(reverse("account_login") + query, {"login": user.email, "password": PASSWORD})
    return answer["Location"]


def test_a_trainer_begins_at_the_desk_and_a_champion_with_the_group(client: Client) -> None:
    trainer = TrainerFactory.create(user=somebody())
    seat = GroupMembershipFactory.create(user=somebody(), role="champion")
    groups_page = reverse("office:group-referrals", args=[seat.group.slug])

    assert begins_at(client, trainer.user) == reverse("office:desk")
    assert begins_at(Client(), seat.user) == groups_page
    assert begins_at(Client(), somebody()) == reverse("checkout:my-bookings")


def test_a_trainer_goes_on_to_what_was_asked_for(client: Client) -> None:
    trainer = TrainerFactory.create(user=somebody())

    assert begins_at(client, trainer.user, "?next=/articles/") == "/articles/"
