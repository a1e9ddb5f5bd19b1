"""Practice groups and their members for tests."""

import factory

from accounts.models import User
from directory.groups.models import GroupMembership, PracticeGroup
from tests.factories.places import PlaceFactory


class PersonFactory(factory.django.DjangoModelFactory[User]):
    """Somebody with an account and no password."""

    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.org")
    name = factory.Sequence(lambda number: f"Person{number} Example")


class PracticeGroupFactory(factory.django.DjangoModelFactory[PracticeGroup]):
    class Meta:
        model = PracticeGroup

    name = factory.Sequence(lambda number: f"Listening group {number}")
    slug = factory.Sequence(lambda number: f"listening-group-{number}")
    place = factory.SubFactory(PlaceFactory)
    time_zone = "Europe/London"
    languages = ["en"]


class GroupMembershipFactory(factory.django.DjangoModelFactory[GroupMembership]):
    class Meta:
        model = GroupMembership

    group = factory.SubFactory(PracticeGroupFactory)
    user = factory.SubFactory(PersonFactory)
