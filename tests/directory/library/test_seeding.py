"""The activities and resources every site starts with: whole, in today's words, and loaded once."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from directory.library import actions
from directory.library.models import Activity, Resource
from directory.library.seeding import files, load_library
from directory.library.words import DRAWN
from tests.factories.places import load_practice_settings

ACTIVITIES, RESOURCES = files("activities"), files("resources")
DATED = re.compile(r"resist|righting|four processes|discrepanc|rolling with", re.IGNORECASE)
# product.md's outline of the demo content: minutes by activity.
OUTLINE = {
    "echo-ladder": 15,
    "two-for-one": 20,
    "pebble-sort": 15,
    "strength-spotter": 10,
    "sentence-relay": 10,
    "permission-sandwich": 20,
    "many-topics-map": 20,
    "real-play-triads": 45,
    "discord-repair-shop": 25,
    "gather-and-return": 15,
    "listen-together": 50,
    "case-kitchen": 30,
}


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def test_the_outline_is_kept() -> None:
    assert {path.stem: read(path)["minutes"] for path in ACTIVITIES} == OUTLINE


@pytest.mark.parametrize("path", ACTIVITIES, ids=[path.stem for path in ACTIVITIES])
def test_activity_needs_no_preparation(path: Path) -> None:
    row = read(path)

    assert row["slug"] == path.stem
    assert sum(step["minutes"] for step in row["steps"]) == row["minutes"]
    assert {step["minutes"] for step in row["steps"]} <= set(DRAWN)
    assert row["steps"][-1]["title"] == "Look back"
    assert len(row["debrief"]) >= 3
    assert len(row.get("slips", [])) >= 3 or path.stem == "strength-spotter"
    assert all(len(row[part].split()) >= 20 for part in ("purpose", "leading", "online"))
    assert len(row["summary"]) <= 280
    assert row["licence"] == "cc-by"


@pytest.mark.parametrize("path", ACTIVITIES, ids=[path.stem for path in ACTIVITIES])
def test_activity_has_no_dated_terms(path: Path) -> None:
    assert DATED.findall(path.read_text("utf-8")) == []


def test_dated_terms_would_be_found() -> None:
    assert DATED.findall("Rolling with resistance, the righting reflex") == [
        "Rolling with",
        "resist",
        "righting",
    ]


@pytest.mark.parametrize("path", RESOURCES, ids=[path.stem for path in RESOURCES])
def test_resource_says_who_made_it_and_where_it_is(path: Path) -> None:
    row = read(path)

    assert row["slug"] == path.stem
    assert row["by"]
    assert ("link" in row) is not ("isbn" in row)
    assert row.get("link", "https://").startswith("https://")
    assert len(row["about"].split()) >= 25


@pytest.mark.django_db
def test_library_is_loaded_once() -> None:
    load_practice_settings()

    assert load_library() == len(ACTIVITIES) + len(RESOURCES)
    assert load_library() == 0

    assert Activity.objects.listed().count() == len(ACTIVITIES) == 12
    assert Resource.objects.listed().count() == len(RESOURCES)
    schools = Resource.objects.get(slug="motivational-interviewing-in-schools")
    assert [setting.slug for setting in schools.settings.all()] == ["education"]


@pytest.mark.django_db
def test_what_editors_made_of_it_stays() -> None:
    load_library()
    relay = Activity.objects.get(slug="sentence-relay")
    actions.update_activity(activity=relay, title="Our relay", slug="our-relay")
    actions.archive(entry=Activity.objects.get(slug="echo-ladder"))

    assert load_library() == 0

    assert Activity.objects.get(pk=relay.pk).title == "Our relay"
    assert not Activity.objects.listed().filter(slug__in=["echo-ladder", "sentence-relay"]).exists()


@pytest.mark.django_db
def test_a_load_that_broke_off_is_gone_on_with() -> None:
    load_library()
    Activity.objects.get(slug="case-kitchen").delete()

    assert load_library() == 1
