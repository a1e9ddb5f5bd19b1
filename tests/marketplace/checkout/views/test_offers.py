"""Profile and package: what is said, what is kept back, and how many queries it costs."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.offerings import PackageFactory, PackageVersionFactory, published_package
from tests.factories.places import PlaceFactory, load_practice_settings
from tests.factories.trainers import CredentialFactory, TrainerFactory, TrainerPlaceFactory
from tests.marketplace.checkout.counting import queries_of

pytestmark = pytest.mark.django_db


def test_trainer_detail_says_who_where_and_for_how_much(client: Client) -> None:
    trainer = TrainerFactory.create(
        name="Nerys Callow",
        slug="nerys-callow",
        headline="I was the officer people dreaded.",
        story="Nineteen years in probation.\n\nA first session starts with a recording.",
        languages=["en", "cy"],
        formats=["in_person", "online"],
        questions=["Who deletes the recording?"],
    )
    trainer.settings.set([load_practice_settings()["probation"]])
    TrainerPlaceFactory.create(trainer=trainer, place=PlaceFactory.create(name="Taunton"), travel_km=50)
    published_package(trainer=trainer, title="Four sessions", price_minor=38_000, sessions=4)

    page = client.get("/trainers/nerys-callow/").content.decode()

    for said in (
        "<h1>Nerys Callow</h1>",
        '<p class="lead">Nineteen years in probation.</p>',
        "<p>A first session starts with a recording.</p>",
        "English, Welsh",
        "Taunton, travels 50 km",
        "Online, anywhere",
        "Probation",
        "Who deletes the recording?",
        "£380",
        "4 × 50 minutes, within 6 months",
    ):
        assert said in page


def test_only_a_standing_verification_is_shown(client: Client) -> None:
    verified, lapsed, pending = TrainerFactory.create_batch(3)
    CredentialFactory.create(trainer=verified, verified=True)
    CredentialFactory.create(trainer=lapsed, verified=True, verified_until=dt.date(2020, 1, 1))
    CredentialFactory.create(trainer=pending)

    pages = [client.get(f"/trainers/{t.slug}/").content.decode() for t in (verified, lapsed, pending)]

    assert ["MINT membership verified" in page for page in pages] == [True, False, False]
    assert not any("MINT-certified" in page or "MINT certified" in page for page in pages)


def test_accepting_clients_goes_stale_by_itself(client: Client) -> None:
    today = timezone.now().date()
    fresh = TrainerFactory.create(accepting_until=today, accepting_confirmed_on=today)
    stale = TrainerFactory.create(
        accepting_until=today - dt.timedelta(days=1), accepting_confirmed_on=today - dt.timedelta(days=43)
    )

    pages = [client.get(f"/trainers/{trainer.slug}/").content.decode() for trainer in (fresh, stale)]

    assert ["Accepting clients" in page for page in pages] == [True, False]


@pytest.mark.parametrize(
    "hidden", [{"published_at": None}, {"archived_at": dt.datetime(2026, 2, 1, tzinfo=dt.UTC)}]
)
def test_unlisted_trainer_is_nothing(client: Client, hidden: dict[str, object]) -> None:
    trainer = TrainerFactory.create(**hidden)

    assert client.get(f"/trainers/{trainer.slug}/").status_code == 404


def test_profile_without_packages_offers_ways_on(client: Client) -> None:
    trainer = TrainerFactory.create(name="Nerys Callow")
    PackageVersionFactory.create(package=PackageFactory.create(trainer=trainer), title="Still a draft")

    page = client.get(f"/trainers/{trainer.slug}/").content.decode()

    assert "Nerys Callow offers nothing to book here yet" in page
    assert "Still a draft" not in page


def test_package_detail_states_all_terms(client: Client) -> None:
    package = published_package(
        title="Four sessions",
        price_minor=38_000,
        sessions=4,
        minutes=50,
        in_person=True,
        places=[PlaceFactory.create(name="Taunton")],
        intake_questions=[{"key": "why", "label": "What would make it worth it?", "required": True}],
        cancellation_tiers=[[48, 10_000], [24, 5_000]],
    )

    page = client.get(package.get_absolute_url()).content.decode()

    for said in (
        "<h1>Four sessions</h1>",
        "£380",
        "4 sessions of 50 minutes",
        "use them within 6 months",
        "Taunton<br>Online",
        "Until 2 days before a session",
        "all of it",
        "half of it",
        "What would make it worth it?",
        f'href="/book/{package.uid}/"',
        "See free times",
    ):
        assert said in page


def test_free_package_says_so(client: Client) -> None:
    package = published_package(price_minor=0)

    assert "<dd>Free</dd>" in client.get(package.get_absolute_url()).content.decode()


def test_package_of_another_trainer_is_nothing(client: Client) -> None:
    package, other = published_package(), TrainerFactory.create()

    assert client.get(f"/trainers/{other.slug}/{package.slug}/").status_code == 404


def test_profile_costs_the_same_for_one_and_three_packages(client: Client) -> None:
    trainer = TrainerFactory.create()
    published_package(trainer=trainer)
    TrainerPlaceFactory.create(trainer=trainer)
    one = queries_of(client, f"/trainers/{trainer.slug}/")
    published_package(trainer=trainer)
    published_package(trainer=trainer)
    TrainerPlaceFactory.create_batch(2, trainer=trainer)

    three = queries_of(client, f"/trainers/{trainer.slug}/")

    assert len(one) == len(three)
    assert len(three) <= 12


def test_package_page_stays_within_its_queries(client: Client) -> None:
    assert len(queries_of(client, published_package().get_absolute_url())) <= 12
