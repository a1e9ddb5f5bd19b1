"""Trainers for tests."""

from datetime import UTC, date, datetime

import factory

from directory.trainers.models import Credential, Trainer, TrainerPlace
from tests.factories.places import PlaceFactory


class TrainerFactory(factory.django.DjangoModelFactory[Trainer]):
    """A trainer whom visitors see; `published_at=None` makes one whom they do not."""

    class Meta:
        model = Trainer

    name = factory.Sequence(lambda number: f"Trainer {number}")
    slug = factory.Sequence(lambda number: f"trainer-{number}")
    time_zone = "Europe/London"
    country_code = "GB"
    formats = ["online"]
    languages = ["en"]
    published_at = datetime(2026, 1, 5, 9, tzinfo=UTC)


class TrainerPlaceFactory(factory.django.DjangoModelFactory[TrainerPlace]):
    class Meta:
        model = TrainerPlace

    trainer = factory.SubFactory(TrainerFactory)
    place = factory.SubFactory(PlaceFactory)
    travel_km = 0


class CredentialFactory(factory.django.DjangoModelFactory[Credential]):
    """A membership that waits for staff; `verified=True` makes one that was verified for long."""

    class Meta:
        model = Credential

    class Params:
        verified = factory.Trait(
            status=Credential.Status.VERIFIED,
            verified_until=date(2099, 1, 1),
            verified_at=datetime(2026, 1, 5, tzinfo=UTC),
        )

    trainer = factory.SubFactory(TrainerFactory)
    evidence = "Listed among the members since 2014."
