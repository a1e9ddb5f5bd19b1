from typing import Any

import pytest
from pytest_django import Settings

from marketplace.offerings import obstacles
from marketplace.offerings.minimums import minimum_charge
from marketplace.offerings.models import PackageVersion
from marketplace.offerings.obstacles import obstacles_of
from tests.factories.offerings import PackageVersionFactory
from tests.factories.places import PlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_checks_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what rooms above ask."""
    own = [check for check in obstacles._checks if check.__module__ == obstacles.__name__]
    monkeypatch.setattr(obstacles, "_checks", own)


@pytest.mark.parametrize(
    ("currency", "amount", "in_the_way"),
    [
        ("GBP", 0, ""),
        ("GBP", 30, ""),
        ("GBP", 29, "£0.30 or more"),
        ("EUR", 49, "€0.50 or more"),
        ("USD", 50, ""),
        ("JPY", 0, ""),
        ("JPY", 5000, "sold in GBP, EUR, USD so far; in JPY a free one"),
    ],
)
def test_price(currency: str, amount: int, in_the_way: str) -> None:
    found = obstacles_of(PackageVersionFactory.create(currency=currency, price_minor=amount))

    assert len(found) == bool(in_the_way)
    assert in_the_way in "".join(found)


@pytest.mark.parametrize(
    ("currency", "amount", "in_the_way"),
    [("JPY", 49, "¥50 or more"), ("JPY", 50, ""), ("KWD", 12_500, ""), ("KWD", 12_505, "third decimal")],
)
def test_price_elsewhere(settings: Settings, currency: str, amount: int, in_the_way: str) -> None:
    settings.SETTLEMENT_CURRENCIES = ["JPY", "KWD"]

    found = obstacles_of(PackageVersionFactory.create(currency=currency, price_minor=amount))

    assert len(found) == bool(in_the_way)
    assert in_the_way in "".join(found)


def test_in_person_needs_a_town() -> None:
    version = PackageVersionFactory.create(in_person=True)
    assert obstacles_of(version) == ["Say in which town you meet in person, or offer it online only."]

    version.places.add(PlaceFactory.create())
    assert obstacles_of(version) == []


@pytest.mark.parametrize(
    ("terms", "in_the_way"),
    [
        ({"intake_questions": [{"key": "goal_1", "label": "What for?"}]}, ""),
        ({"intake_questions": [{"key": "My Goal", "label": "What for?"}]}, "“My Goal”"),
        ({"intake_questions": [{"key": "a", "label": "A"}, {"key": "a", "label": "B"}]}, "key of its own"),
        ({"intake_questions": "none"}, "a key and a label"),
        ({"cancellation_tiers": [[24, 10_000], [48, 0]]}, "more is given back"),
    ],
)
def test_questions_and_cancellation(terms: dict[str, Any], in_the_way: str) -> None:
    found = obstacles_of(PackageVersionFactory.create(**terms))

    assert len(found) == bool(in_the_way)
    assert in_the_way in "".join(found)


def test_rooms_above_add_checks_once() -> None:
    def never(version: PackageVersion) -> list[str]:
        return [f"Not {version.title}."]

    obstacles.register(never)
    obstacles.register(never)
    assert obstacles_of(PackageVersionFactory.create()) == ["Not Four sessions."]

    obstacles.unregister(never)
    assert obstacles_of(PackageVersionFactory.create()) == []


def test_minimum_of_an_unlisted_currency_is_the_smallest_step() -> None:
    assert [minimum_charge(code).amount for code in ("GBP", "KWD", "XAF")] == [30, 10, 1]
