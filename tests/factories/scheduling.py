"""A trainer's time for tests."""

from datetime import UTC, datetime, time

import factory

from marketplace.scheduling.models import AvailabilityException, AvailabilityRule, BusyTime, CalendarBlock
from tests.factories.trainers import TrainerFactory


class AvailabilityRuleFactory(factory.django.DjangoModelFactory[AvailabilityRule]):
    """Mondays from nine to twelve."""

    class Meta:
        model = AvailabilityRule

    trainer = factory.SubFactory(TrainerFactory)
    weekday = 0
    starts = time(9)
    ends = time(12)


class AvailabilityExceptionFactory(factory.django.DjangoModelFactory[AvailabilityException]):
    class Meta:
        model = AvailabilityException

    trainer = factory.SubFactory(TrainerFactory)
    kind = AvailabilityException.Kind.CLOSED


class BusyTimeFactory(factory.django.DjangoModelFactory[BusyTime]):
    class Meta:
        model = BusyTime

    trainer = factory.SubFactory(TrainerFactory)
    starts_at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    ends_at = datetime(2026, 3, 2, 11, tzinfo=UTC)


class CalendarBlockFactory(factory.django.DjangoModelFactory[CalendarBlock]):
    """An appointment; `held_until=...` makes a hold."""

    class Meta:
        model = CalendarBlock

    class Params:
        held_until = None

    trainer = factory.SubFactory(TrainerFactory)
    busy_start = datetime(2026, 3, 2, 10, tzinfo=UTC)
    busy_end = datetime(2026, 3, 2, 11, tzinfo=UTC)
    kind = factory.LazyAttribute(lambda row: "hold" if row.held_until else "appointment")
    expires_at = factory.LazyAttribute(lambda row: row.held_until)
