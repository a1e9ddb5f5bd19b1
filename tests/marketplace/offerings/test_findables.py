import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.findable import At, kinds
from marketplace.offerings.actions import archive_package
from marketplace.offerings.findables import packages, trainers
from marketplace.offerings.models import Package
from tests.factories.offerings import PackageFactory, published_package
from tests.factories.places import PlaceFactory, PracticeSettingFactory
from tests.factories.trainers import CredentialFactory, TrainerFactory, TrainerPlaceFactory

pytestmark = pytest.mark.django_db


def full_package() -> Package:
    """A trainer who told everything, with a package for which everything is said."""
    today = clock.now().date()
    trainer = TrainerFactory.create(
        name="Ada Brook",
        slug="ada-brook",
        headline="Quiet conversations",
        story="S" * 200,
        languages=["en", "cy"],
        formats=["in_person", "online"],
        questions=["How do you begin?"],
        accepting_until=today + dt.timedelta(days=30),
        accepting_confirmed_on=today,
    )
    trainer.settings.add(PracticeSettingFactory.create(slug="probation-x", name="Probation X"))
    CredentialFactory.create(trainer=trainer, verified=True)
    town = PlaceFactory.create(name="Taunton", lat=51.015, lon=-3.103)
    TrainerPlaceFactory.create(trainer=trainer, place=town, travel_km=25)
    return published_package(
        trainer=trainer, places=[town], in_person=True, price_minor=38_000, title="Four", summary="In short"
    )


def test_kinds_are_known() -> None:
    assert [(k.label, k.plural) for k in kinds().values() if k.name in {"trainer", "package"}] == [
        ("Trainer", "Trainers"),
        ("Package", "Packages"),
    ]


def test_trainer_shows_what_was_told() -> None:
    package = full_package()
    trainer = package.trainer
    published_package(trainer=trainer, price_minor=9_500)
    published_package(trainer=trainer, price_minor=1, currency="EUR")

    (found,) = trainers([trainer.uid])

    assert (found.kind, found.uid, found.title, found.summary) == (
        "trainer",
        trainer.uid,
        "Ada Brook",
        "Quiet conversations",
    )
    assert found.body == "S" * 200 + "\nProbation X\nHow do you begin?\nMINT membership verified"
    assert (found.url, found.picture, found.trainer_uid) == ("/trainers/ada-brook/", "ada-brook", trainer.uid)
    assert (found.settings, found.languages, found.formats) == (
        ("probation-x",),
        ("en", "cy"),
        ("in_person", "online"),
    )
    assert (found.price_from, found.price_to, found.currency) == (9_500, 38_000, "GBP")
    assert (found.online, found.country, found.accepting_until) == (True, "GB", trainer.accepting_until)
    place = trainer.places.get().place
    assert found.places == (At(place_id=place.pk, label=place.label, lat=51.015, lon=-3.103, travel_km=25),)
    assert found.quality == 1.0
    facts = dict(found.facts)
    assert (facts["verified"], facts["verified_until"]) == ("MINT membership verified", "2099-01-01")
    assert facts["accepting_confirmed_on"] == clock.now().date().isoformat()


def test_package_shows_its_terms_and_its_trainer() -> None:
    package = full_package()

    (found,) = packages([package.uid])

    assert (found.kind, found.title, found.summary, found.by) == ("package", "Four", "In short", "Ada Brook")
    assert found.url == f"/trainers/ada-brook/{package.slug}/"
    assert (found.price_from, found.price_to, found.currency) == (38_000, 38_000, "GBP")
    assert found.settings == ("probation-x",)  # the trainer's, since it names none
    assert (found.formats, found.online) == (("in_person", "online"), True)
    assert [(at.label, at.travel_km) for at in found.places] == [("Taunton, United Kingdom", 25)]
    facts = dict(found.facts)
    assert (facts["sessions"], facts["minutes"], facts["price"]) == ("4", "50", "£380")
    assert facts["length"] == "4 sessions of 50 minutes"
    assert {"Quiet conversations", "How do you begin?", "MINT membership verified"} <= set(
        found.body.split("\n")
    )


def test_package_has_settings_of_its_own_and_none_of_the_towns_when_online() -> None:
    trainer = full_package().trainer
    package = published_package(trainer=trainer, settings=[PracticeSettingFactory.create(slug="courts-x")])

    (found,) = packages([package.uid])

    assert (found.settings, found.places, dict(found.facts)["price"]) == (("courts-x",), (), "Free")


def test_nothing_untrue_is_said_of_a_bare_trainer() -> None:
    trainer = TrainerFactory.create(accepting_until=clock.now().date() - dt.timedelta(days=1))
    CredentialFactory.create(trainer=trainer)
    CredentialFactory.create(
        trainer=trainer, verified=True, verified_until=clock.now().date() - dt.timedelta(days=1)
    )

    (found,) = trainers([trainer.uid])

    assert found.facts == ()
    assert (found.price_from, found.price_to, found.currency) == (None, None, "")
    assert found.quality == round(0.4 / 6, 4)  # languages alone


def test_hidden_ones_are_not_found() -> None:
    seen = published_package()
    hidden = published_package(trainer=TrainerFactory.create(published_at=None))
    draft = PackageFactory.create(trainer=seen.trainer)
    archived = archive_package(package=published_package(trainer=seen.trainer))
    every = [seen, hidden, draft, archived]

    assert [found.uid for found in packages([package.uid for package in every])] == [seen.uid]
    assert [found.uid for found in trainers([package.trainer.uid for package in every])] == [seen.trainer.uid]
    assert list(kinds()["package"].all_uids()) == [seen.uid]
    assert list(kinds()["trainer"].all_uids()) == [seen.trainer.uid]


def test_queries_do_not_grow() -> None:
    def asked_for(*found: Package) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as first:
            packages([package.uid for package in found])
        with CaptureQueriesContext(connection) as second:
            trainers([package.trainer.uid for package in found])
        return len(first), len(second)

    one = full_package()
    others = [published_package(), published_package()]
    for package in others:
        TrainerPlaceFactory.create(trainer=package.trainer)

    assert asked_for(one) == asked_for(one, *others)
