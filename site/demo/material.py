"""What the demonstration is made of, read from `data/`. People are invented, places are real."""

import tomllib
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any, TypedDict, TypeVar, cast

DATA = Path(__file__).parent / "data"
Row = TypeVar("Row")


class PackageText(TypedDict, total=False):
    """A package: `like` names the form in `data/forms.toml` it starts from, the rest is its own."""

    like: str
    title: str
    summary: str
    description: str
    price: int  # minor units
    currency: str
    online: bool
    in_person: bool
    sessions: int
    minutes: int
    places: list[str]
    next: dict[str, Any]  # terms of a second version, published `changed_days_ago`
    changed_days_ago: int


class TrainerText(TypedDict, total=False):
    """A trainer: places as `["Taunton", 50]`, hours as names of patterns in `data/hours.toml`."""

    name: str
    country: str
    zone: str
    headline: str
    story: str
    settings: list[str]
    languages: list[str]
    formats: list[str]
    places: list[list[Any]]
    questions: list[str]
    hours: list[str]
    days_here: int
    membership: str  # verified | pending | refused
    accepting: list[int]  # confirmed so many days ago, for so many days; empty: not now
    account: str  # e-mail of the user, if there is one
    packages: list[PackageText]


class GroupText(TypedDict, total=False):
    """A practice group. `place` empty: online only. `people` are the names of its members, champion first."""

    name: str
    country: str
    zone: str
    place: str
    online: bool
    summary: str
    description: str
    settings: list[str]
    languages: list[str]
    rhythm: str
    capacity: int
    members: int
    joining: str
    rewards: str
    founded_days_ago: int
    archived_days_ago: int
    code: str
    names: str  # the pool in `data/names.toml` that its people are called from
    champion: str
    deputies: list[str]


class BookingText(TypedDict, total=False):
    """An order: when it was placed, by whom, and what became of each session."""

    trainer: str
    package: int
    buyer: str
    placed_days_ago: int
    lead_days: int
    gap_days: int
    code: str
    sessions: list[str]
    ending: str
    zone: str
    attendee: str
    answers: dict[str, str]
    shares_name: bool
    declined_first: bool
    begun_today: bool
    refund_after_days: int
    note: str


def trainers(*, scale: float = 1.0) -> list[TrainerText]:
    """All trainers, Nerys Callow first, or that part of them (one at least)."""
    rows: list[TrainerText] = []
    for path in sorted((DATA / "trainers").glob("*.toml")):
        rows += cast("list[TrainerText]", _read(path)["trainer"])
    return _part(rows, scale)


def groups(*, scale: float = 1.0) -> list[GroupText]:
    """All groups, the Quantock Listening Group first, or that part of them (one at least)."""
    return _part(cast("list[GroupText]", _read(DATA / "groups.toml")["group"]), scale)


def bookings(*, scale: float = 1.0) -> list[BookingText]:
    """The orders of those trainers."""
    there = {row["name"] for row in trainers(scale=scale)}
    rows = cast("list[BookingText]", _read(DATA / "bookings.toml")["booking"])
    return [row for row in rows if row["trainer"] in there]


def forms() -> dict[str, dict[str, Any]]:
    """Forms of packages: the terms a package starts from, by name."""
    return cast("dict[str, dict[str, Any]]", _read(DATA / "forms.toml"))


def hours() -> dict[str, list[str]]:
    """Weekly patterns by name, as "mon 09:00-12:30"."""
    return cast("dict[str, list[str]]", _read(DATA / "hours.toml")["patterns"])


def names() -> dict[str, dict[str, list[str]]]:
    """First and last names of members and clients, by pool."""
    return cast("dict[str, dict[str, list[str]]]", _read(DATA / "names.toml"))


def names_given() -> set[str]:
    """Everybody who is called by name: trainers, champions, deputies, buyers and those they book for."""
    given = {row["name"] for row in trainers()}
    for group in groups():
        given |= {group.get("champion", ""), *group.get("deputies", [])}
    for booking in bookings():
        given |= {booking["buyer"], booking.get("attendee", "")}
    return given


def places_needed(*, scale: float = 1.0) -> set[tuple[str, str]]:
    """Name and country of every place that seeding looks up."""
    of_trainers = {(str(p[0]), row["country"]) for row in trainers(scale=scale) for p in row["places"]}
    of_groups = {(row["place"], row["country"]) for row in groups(scale=scale) if row.get("place")}
    return of_trainers | of_groups


@cache
def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _part(rows: list[Row], scale: float) -> list[Row]:
    return rows[: max(1, ceil(len(rows) * scale))]
