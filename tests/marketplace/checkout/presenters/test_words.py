"""Terms in words."""

import pytest

from directory.trainers.models import TrainerPlace
from marketplace.checkout.presenters import words
from marketplace.offerings.models import PackageVersion
from tests.factories.places import PlaceFactory


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (183, "6 months"),
        (182, "6 months"),
        (365, "12 months"),
        (91, "3 months"),
        (28, "4 weeks"),
        (10, "10 days"),
        (1, "1 day"),
    ],
)
def test_validity_is_said_in_round_words(days: int, expected: str) -> None:
    assert words.validity(PackageVersion(validity_days=days)) == expected


@pytest.mark.parametrize(
    ("sessions", "minutes", "expected"),
    [(4, 50, "4 sessions of 50 minutes"), (1, 120, "1 session of 2 hours")],
)
def test_sessions_are_counted(sessions: int, minutes: int, expected: str) -> None:
    assert words.sessions(PackageVersion(sessions=sessions, minutes=minutes)) == expected


def test_languages_go_by_their_names() -> None:
    assert words.languages(["en", "cy", "xx"]) == "English, Welsh, xx"


def test_a_story_is_cut_at_its_empty_lines() -> None:
    assert words.paragraphs("One.\r\n\r\nTwo,\nstill two.\n\n\n\n") == ["One.", "Two,\nstill two."]


@pytest.mark.parametrize(("km", "expected"), [(0, "Taunton"), (50, "Taunton, travels 50 km")])
def test_a_place_says_how_far_its_trainer_travels(km: int, expected: str) -> None:
    place = TrainerPlace(place=PlaceFactory.build(name="Taunton"), travel_km=km)

    assert words.travel(place) == expected


@pytest.mark.parametrize(
    ("online", "label", "expected"),
    [(True, "", "Online"), (False, "Taunton", "In person, in Taunton"), (False, "", "In person")],
)
def test_where_a_session_is_met(online: bool, label: str, expected: str) -> None:
    assert words.where(online=online, place_label=label) == expected


def test_tiers_end_with_the_trainers_own_duty() -> None:
    version = PackageVersion(cancellation_tiers=[[48, 10_000], [24, 5_000]])

    rows = [(row["title"], row["back"], row["share"]) for row in words.tiers(version)]

    assert rows == [
        ("Until 2 days before a session", "all of it", 100),
        ("Until a day before a session", "half of it", 50),
        ("Later than that, or if you do not come", "nothing", 0),
        ("If your trainer cancels", "all of it", 100),
    ]
