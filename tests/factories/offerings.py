"""Packages for tests, written straight into the tables: publishing by the action asks more of a trainer."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import factory

from directory.places.models import Place, PracticeSetting
from directory.trainers.models import Trainer
from marketplace.offerings.models import Package, PackageVersion
from tests.factories.trainers import TrainerFactory


class PackageFactory(factory.django.DjangoModelFactory[Package]):
    """A package without any version."""

    class Meta:
        model = Package

    trainer = factory.SubFactory(TrainerFactory)
    slug = factory.Sequence(lambda number: f"package-{number}")


class PackageVersionFactory(factory.django.DjangoModelFactory[PackageVersion]):
    """A draft of a free hour online."""

    class Meta:
        model = PackageVersion

    package = factory.SubFactory(PackageFactory)
    number = 1
    title = "Four sessions"
    price_minor = 0
    currency = "GBP"
    languages = ["en"]


def published_package(
    *,
    trainer: Trainer | None = None,
    places: Iterable[Place] = (),
    settings: Iterable[PracticeSetting] = (),
    **terms: Any,
) -> Package:
    """A package on sale, of a listed trainer; `terms` are fields of its only version."""
    package = PackageFactory.create(**({"trainer": trainer} if trainer else {}))
    version = PackageVersionFactory.create(package=package, **terms)
    version.places.set(places)
    package.settings.set(settings)
    version.state, version.published_at = PackageVersion.State.PUBLISHED, datetime(2026, 1, 5, tzinfo=UTC)
    version.save()
    package.current = version
    package.save()
    return package


def published_version(**terms: Any) -> PackageVersion:
    """The version of `published_package`."""
    version = published_package(**terms).current
    assert version is not None
    return version
